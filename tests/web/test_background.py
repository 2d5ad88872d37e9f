"""What is done in the background, for who looks after it: what was given up is seen, and asked for again."""

import pytest

from screener.services import jobs
from screener.services.jobs import JobKind
from screener.services.permissions import Role
from screener.web.background import KINDS
from tests.web.clinics import Browser, Clinic
from tests.web.staff import sign_in
from tests.web.test_desk import press, send
from tests.web.test_summaries import give_up


@pytest.fixture
def reference(clinic: Clinic) -> str:
    """Of what was sent; nobody tries its PDF any more."""
    sent = send(clinic)
    give_up(clinic)
    return sent


@pytest.fixture
def admin(clinic: Clinic, reference: str) -> Browser:
    browser = clinic.visitor()
    sign_in(browser.client, Role.ADMIN)
    return browser


class TestTheBackground:
    def test_stands_on_the_first_page_where_something_was_given_up(self, admin: Browser) -> None:
        page = admin.go("/staff/")
        assert "failed too often" in page.words(".//*[@role='alert']")

    def test_says_what_was_given_up_and_names_nobody(self, admin: Browser, reference: str) -> None:
        page = admin.go("/staff/background/")
        assert "A PDF of a submission" in page.text
        assert "RenderingError" in page.text
        assert reference not in page.text
        assert "Ann Lee" not in page.text

    def test_tells_of_urgent_mails_only_who_may_read_what_patients_sent(self, clinic: Clinic) -> None:
        now = clinic.clock.now()
        with clinic.services.unit_of_work() as work:
            jobs.queue(work, JobKind.NOTICE, "somebody", now=now)
        seen = {}
        for role in (Role.ADMIN, Role.DIRECTOR):
            browser = clinic.visitor()
            sign_in(browser.client, role)
            seen[role] = browser.go("/staff/background/").text
        assert KINDS[JobKind.NOTICE] in seen[Role.DIRECTOR]
        assert "urgent" not in seen[Role.ADMIN].casefold()
        assert "mail" not in seen[Role.ADMIN].partition("<main")[2].partition("<table")[2]

    def test_has_words_for_every_kind_of_work(self) -> None:
        assert set(KINDS) == set(JobKind)

    def test_lets_it_be_tried_again_by_a_click(self, admin: Browser) -> None:
        admin.go("/staff/background/")
        press(admin, "Try again")
        assert "It is tried again now." in admin.page.text
        assert "Try again" not in admin.page.text
        assert not admin.go("/staff/").has(".//*[@role='alert']")

    def test_says_so_where_somebody_was_quicker(self, clinic: Clinic, admin: Browser) -> None:
        other = clinic.visitor()
        sign_in(other.client, Role.DIRECTOR)
        for browser in (admin, other):
            browser.go("/staff/background/")
        press(other, "Try again")
        press(admin, "Try again")
        assert "It was not given up any more" in admin.page.text

    def test_is_shut_to_who_does_not_look_after_it(self, clinic: Clinic, reference: str) -> None:
        browser = clinic.visitor()
        sign_in(browser.client, Role.MANAGER)
        assert not browser.go("/staff/").has(".//*[@role='alert']")
        assert browser.go("/staff/background/").status == 403
