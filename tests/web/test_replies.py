"""No page answers a form: each has an address, for the browser that it answered, and for a while."""

from collections.abc import Iterator
from typing import Final

import pytest
from sqlalchemy import text

from screener.services.permissions import Role
from screener.store import replies
from screener.web.replies import AT_ONCE, NOTHING_DONE
from tests.web.clinics import Browser, Clinic, Page
from tests.web.staff import sign_in

NO_PAGE: Final = {
    "steps.draft": "a status, for the script",
    "steps.questions": "a piece of a page, for the script",
    "sessions.stay": "seconds, for the script",
}
"""Endpoints that may answer what is sent to them with 200 or the like, and what with: no browser goes there."""
ENDINGS: Final = {"sessions.leave", "sign_in.sign_out", "inviting.tablet", "declining.take_up"}
"""Endpoints after which nobody is there any more who could send the next."""
ARGUMENTS: Final = {"step_id": "basics", "sort": "rules", "language": "es", "save": "1", "slug": "headache-visit"}


@pytest.fixture
def patient(patient: Browser) -> Browser:
    patient.client.goes_to_replies = False
    return patient


@pytest.fixture
def visitor(visitor: Browser) -> Browser:
    visitor.client.goes_to_replies = False
    return visitor


def refused(visitor: Browser) -> str:
    """The address of the page that says what is wrong with an empty code."""
    form = visitor.go("/code").form()
    answer = visitor.client.post("/confirm", data=visitor.page.fields(form))
    assert answer.status_code == 303
    return str(answer.location)


def paths(clinic: Clinic) -> Iterator[tuple[str, str]]:
    """Every endpoint to which something can be sent, with an address of it."""
    for rule in clinic.app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            values = {name: ARGUMENTS.get(name, "KM-7F3K-22Q9") for name in rule.arguments}
            with clinic.app.test_request_context():
                yield rule.endpoint, clinic.app.url_map.bind("localhost").build(rule.endpoint, values)


def are_addresses(clinic: Clinic, browser: Browser, token: str) -> None:
    """Whatever is sent is answered by an address, or by one of the few that no browser goes to."""
    for endpoint, path in paths(clinic):
        if endpoint in ENDINGS:
            continue
        answer = browser.client.post(path, data={"csrf_token": token})
        is_page = answer.mimetype == "text/html" and not 300 <= answer.status_code < 400
        is_exempt = endpoint in NO_PAGE or answer.status_code in NOTHING_DONE
        assert not is_page or is_exempt, (endpoint, answer.status_code)


class TestEveryForm:
    def test_is_answered_by_an_address_at_the_door(self, clinic: Clinic, visitor: Browser) -> None:
        are_addresses(clinic, visitor, visitor.go("/code").fields(visitor.page.form())["csrf_token"][0])
        are_addresses(clinic, visitor, "of another day")

    def test_is_answered_by_an_address_for_a_patient(self, clinic: Clinic, patient: Browser) -> None:
        page = patient.go("/intake/step/basics")
        are_addresses(clinic, patient, page.typed("csrf_token")[0])

    def test_is_answered_by_an_address_for_a_member(self, clinic: Clinic, visitor: Browser) -> None:
        sign_in(visitor.client, *Role)
        visitor.go("/staff/account/password")
        token = visitor.page.fields(visitor.page.tree)["csrf_token"][0]
        are_addresses(clinic, visitor, token)

    def test_lets_the_script_hear_at_once_whether_what_is_typed_is_kept(self, patient: Browser) -> None:
        patient.go("/intake/step/basics")
        typed = patient.page.fields(patient.page.form("step"))
        for data, status in ((typed, 204), ({**typed, "page-of": "", "page-pass": "x"}, 409)):
            assert patient.client.post("/intake/step/basics/draft", data=data).status_code == status
        outside = patient.client.post("/intake/step/basics/draft", data={"csrf_token": "of another day"})
        assert outside.status_code == 400

    def test_names_every_endpoint_that_is_answered_at_once(self) -> None:
        assert set(NO_PAGE) >= AT_ONCE


class TestAnAddress:
    def test_shows_the_page_as_often_as_it_is_opened(self, visitor: Browser) -> None:
        address = refused(visitor)
        first, again = (Page(visitor.client.get(address)) for _ in range(2))
        assert (first.status, first.text) == (422, again.text)
        assert "Type the code from your letter." in first.text

    def test_holds_a_form_that_can_be_sent(self, clinic: Clinic, visitor: Browser) -> None:
        visitor.client.goes_to_replies = True
        invitation = clinic.invite()
        visitor.take(visitor.client.get(refused_at(visitor)))
        visitor.send({"code": invitation.code, "born-month": "6", "born-day": "2", "born-year": "1983"})
        assert visitor.page.path == "/intake/about"

    def test_is_of_its_browser_alone(self, clinic: Clinic, visitor: Browser) -> None:
        address = refused(visitor)
        other = clinic.visitor()
        other.go("/code")
        page = other.go(address)
        assert (page.status, page.heading) == (410, "This page is not kept any more")

    def test_is_over_once_somebody_came_in_or_after_two_hours(self, clinic: Clinic, visitor: Browser) -> None:
        address = refused(visitor)
        clinic.later(hours=2, seconds=1)
        assert visitor.go(address).status == 410
        address = refused(visitor)
        visitor.client.goes_to_replies = True
        visitor.come_in(clinic.invite())
        assert visitor.go(address).status == 410

    def test_of_a_member_is_shut_once_they_are_signed_out(self, clinic: Clinic, visitor: Browser) -> None:
        sign_in(visitor.client, Role.ADMIN)
        page = visitor.go("/staff/account/password")
        answer = visitor.client.post("/staff/account/password", data=page.fields(page.form()))
        assert visitor.go(answer.location).status == 422
        with visitor.client.session_transaction() as session:
            del session["staff"]
        assert visitor.go(answer.location).path == "/staff/sign-in"

    def test_is_sealed_with_what_the_browser_alone_holds(self, clinic: Clinic, visitor: Browser) -> None:
        refused(visitor)
        with clinic.services.reading() as work:
            (body,) = work.store.session.execute(text("SELECT body FROM reply")).scalars()
        assert b"Type the code" not in bytes(body)

    def test_takes_no_more_room_than_there_may_be(
        self, clinic: Clinic, visitor: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for _ in range(replies.MOST_OF_ONE + 3):
            refused(visitor)
        assert count(clinic) == replies.MOST_OF_ONE
        monkeypatch.setattr(replies, "MOST_OF_STRANGERS", 5)
        refused(visitor)
        assert count(clinic) == 5
        monkeypatch.setattr(replies, "MOST_BYTES", 10)
        assert visitor.client.post("/confirm", data=visitor.page.fields(visitor.page.form())).status_code == 422

    def test_of_a_browser_without_cookies_says_so_and_keeps_nothing(self, clinic: Clinic) -> None:
        bare = clinic.app.test_client(use_cookies=False)
        page = Page(bare.post("/confirm", data={}, follow_redirects=True))
        assert (page.status, "needs a cookie" in page.text) == (400, True)
        assert count(clinic) == 0


def refused_at(visitor: Browser) -> str:
    """The same, where the client does not go there by itself."""
    visitor.client.goes_to_replies = False
    address = refused(visitor)
    visitor.client.goes_to_replies = True
    return address


def count(clinic: Clinic) -> int:
    with clinic.services.reading() as work:
        found: int = work.store.session.execute(text("SELECT count(*) FROM reply")).scalar_one()
        return found
