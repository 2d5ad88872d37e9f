"""Known refusals have pages, calm and plain; a bug has one, too, and tells nothing."""

import pytest
from flask import Flask

from screener.errors import Refusal
from screener.logs import keep_log_at
from screener.services.unit_of_work import UnavailableError
from screener.web.access import Access, sign
from screener.web.errors import ELSEWHERE, REFUSALS, STATUSES
from tests.web.clinics import Browser, Clinic

SECRET = "what-somebody-typed"


def raising(app: Flask, error: Exception, endpoint: str = "appearance.take_break") -> None:
    """Make a page fail: the break page, unless another is named."""

    @sign(Access.PUBLIC)
    def fail(**_: object) -> str:
        raise error

    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.config["TESTING"] = False
    app.view_functions[endpoint] = fail


class TestTheTables:
    def test_name_templates_that_are_there(self, clinic: Clinic) -> None:
        for template in (*STATUSES.values(), *(page for page, _ in REFUSALS.values())):
            assert clinic.app.jinja_env.get_template(template)

    def test_name_endpoints_that_are_there(self, clinic: Clinic) -> None:
        assert set(ELSEWHERE.values()) <= clinic.app.view_functions.keys()


class TestAPageThatIsNotThere:
    def test_says_so_and_leads_to_the_start(self, visitor: Browser) -> None:
        page = visitor.go("/nothing/at/all")
        assert page.status == 404
        assert page.has(".//main//a[@href='/']")

    def test_is_the_same_for_a_method_that_is_not_served(self, visitor: Browser) -> None:
        assert visitor.client.put("/break").status_code in {400, 405}


class TestADatabaseThatIsDown:
    def test_says_so_where_a_page_was_asked_for(self, clinic: Clinic, visitor: Browser) -> None:
        raising(clinic.app, UnavailableError())
        page = visitor.go("/break")
        assert (page.status, page.heading) == (503, "We cannot open this right now")
        assert "not saved" not in page.text

    def test_says_that_nothing_was_saved_where_something_was_sent(self, clinic: Clinic, patient: Browser) -> None:
        patient.go("/intake/step/basics")
        raising(clinic.app, UnavailableError(), "steps.answer")
        page = patient.send({}, form="step")
        assert (page.status, page.heading) == (503, "We cannot save right now")
        assert "What you sent just now was not saved." in page.text


class TestABug:
    def test_has_a_calm_page_that_tells_nothing(self, clinic: Clinic, visitor: Browser) -> None:
        raising(clinic.app, ValueError(SECRET))
        page = visitor.go("/break")
        assert page.status == 500
        assert SECRET not in page.text

    def test_is_logged_by_kind_and_place_and_not_by_content(
        self, clinic: Clinic, visitor: Browser, capsys: pytest.CaptureFixture[str]
    ) -> None:
        raising(clinic.app, ValueError(SECRET))
        visitor.go("/break")
        logged = capsys.readouterr().out
        assert "ValueError" in logged
        assert "test_errors.py" in logged
        assert SECRET not in logged

    def test_is_what_a_refusal_without_a_page_is(self, clinic: Clinic, visitor: Browser) -> None:
        class ForgottenError(Refusal):
            """Nobody gave it a page."""

        raising(clinic.app, ForgottenError(SECRET))
        assert visitor.go("/break").status == 500


class TestTheJournal:
    def test_has_templates_of_routes_and_no_token(
        self, clinic: Clinic, visitor: Browser, capsys: pytest.CaptureFixture[str]
    ) -> None:
        invitation = clinic.invite()
        visitor.come_in(invitation)
        visitor.answer("basics", {"dem_name": SECRET})
        logged = capsys.readouterr().out
        assert "/i/<token>" in logged
        assert "/intake/step/<step_id>" in logged
        for word in (invitation.url_token, invitation.code, SECRET, "1983", "Ann Lee"):
            assert word not in logged

    def test_leaves_out_what_weighs_less_than_the_level(
        self, clinic: Clinic, visitor: Browser, capsys: pytest.CaptureFixture[str]
    ) -> None:
        keep_log_at("error")
        try:
            raising(clinic.app, ValueError(SECRET))
            visitor.go("/break")
            logged = capsys.readouterr().out
        finally:
            keep_log_at("info")
        assert "request_failed" in logged
        assert "ms=" not in logged
