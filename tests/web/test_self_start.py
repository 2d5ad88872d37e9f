"""Beginning without an invitation: only where the clinic allows it, counted, and never mistaken for somebody known."""

from collections.abc import Iterator

import pytest

from screener.services import submissions, summaries
from tests.web.clinics import Browser, Clinic, make_settings
from tests.web.test_intake import walked

TYPED = {"name": "Ann Lee", "born-month": "6", "born-day": "2", "born-year": "1983"}


@pytest.fixture
def open_house(sqlite_url: str) -> Iterator[Clinic]:
    """A clinic that lets people begin by themselves."""
    settings = make_settings(sqlite_url, self_start="headache-visit", address_tries=3)
    with Clinic.opened(settings, "headache-visit") as opened:
        yield opened


def begin(clinic: Clinic) -> Browser:
    browser = clinic.visitor()
    browser.go("/begin")
    browser.send(TYPED)
    return browser


class TestBeginning:
    def test_is_not_there_unless_the_clinic_switched_it_on(self, visitor: Browser) -> None:
        assert visitor.go("/begin").status == 404
        assert "Begin without an invitation" not in visitor.go("/").text

    def test_gives_a_code_to_come_back_with_once(self, open_house: Clinic) -> None:
        assert "Begin without an invitation" in open_house.visitor().go("/").text
        browser = begin(open_house)
        assert browser.page.path == "/begin/code"
        code = browser.page.words(".//p[@class='reference']")
        assert browser.go("/begin/code").path == "/"
        again = open_house.visitor()
        again.go("/code")
        again.send({"code": code, "born-month": "6", "born-day": "2", "born-year": "1983"})
        assert again.page.path == "/intake/about"

    def test_is_told_to_whoever_reads_the_answers(self, open_house: Clinic) -> None:
        browser = walked(begin(open_house))
        browser.go("/intake/check")
        page = browser.send({"signature": "Ann Lee"})
        reference = page.words(".//p[@class='reference']")
        with open_house.services.reading() as work:
            view = submissions.view_of(work, submissions.record_of(work, reference))
        assert view.is_self_started
        assert summaries.of_view(view).notice[0].startswith("Begun without an invitation")

    def test_is_counted_for_each_address(self, open_house: Clinic) -> None:
        for _ in range(3):
            assert begin(open_house).page.status == 200
        assert begin(open_house).page.status == 429

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [({"name": " "}, "Type your name."), ({"born-year": "83"}, "four digits"), ({"born-year": "2083"}, "check")],
    )
    def test_says_what_is_missing_and_keeps_the_rest(
        self, open_house: Clinic, wrong: dict[str, str], words: str
    ) -> None:
        browser = open_house.visitor()
        browser.go("/begin")
        page = browser.send({**TYPED, **wrong})
        assert page.status == 422
        assert words in page.text
        assert page.fields(page.form())["born-month"] == ["6"]

    def test_of_somebody_invited_is_no_such_thing(self, clinic: Clinic, patient: Browser) -> None:
        walked(patient).go("/intake/check")
        patient.send({"signature": "Ann Lee"})
        with clinic.services.reading() as work:
            view = submissions.view_of(work, submissions.record_of(work, patient.invitation.reference))
        assert not view.is_self_started
