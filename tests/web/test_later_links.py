"""A link made by the front desk once the patient has answered, over HTTP: what it opens, and what it does not."""

import re
from collections.abc import Iterator

import pytest

from screener.jobs.running import work_off
from screener.services import asking_again, invitations
from screener.services.permissions import Role
from tests.web.clinics import BORN, OPERATOR, Browser, Clinic, make_settings
from tests.web.conftest import VISIT
from tests.web.staff import sign_in
from tests.web.test_desk import press, send
from tests.web.test_duty import Mailbox

SECRET = "Zebulon Quartermain"


@pytest.fixture
def mailbox(tmp_path_factory: pytest.TempPathFactory) -> Mailbox:
    return Mailbox(tmp_path_factory.mktemp("mail"))


@pytest.fixture
def clinic(sqlite_url: str, mailbox: Mailbox) -> Iterator[Clinic]:
    told = {"mail_folder": mailbox.folder, "mail_from": "screening@harbor.example"}
    with Clinic.opened(make_settings(sqlite_url, **told), VISIT) as opened:
        yield opened


@pytest.fixture
def patient(clinic: Clinic) -> Browser:
    """Somebody who has begun to answer; their e-mail address stood on the invitation before."""
    browser = clinic.visitor()
    with clinic.services.unit_of_work() as work:
        issued = invitations.issue(
            work,
            slug=clinic.slug,
            patient_name="Ann Lee",
            date_of_birth=BORN,
            now=clinic.clock.now(),
            actor=OPERATOR,
            contact="ann@home.example",
        )
    browser.come_in(issued)
    browser.answer("basics", {"dem_name": SECRET}, "anyway")
    assert SECRET in browser.go("/intake/step/basics").text
    return browser


def staff(clinic: Clinic, role: Role) -> Browser:
    browser = clinic.visitor()
    sign_in(browser.client, role)
    browser.go("/staff/invitations/")
    return browser


def new_link(clinic: Clinic) -> tuple[str, str]:
    """The link and the code that a manager makes."""
    desk = staff(clinic, Role.MANAGER)
    press(desk, "New link")
    link = re.search(r"/i/[\w-]{27}", desk.page.text)
    code = re.search(r"<code>(\w{5}-\w{5})</code>", desk.page.text)
    assert link
    assert code
    return link[0], code[1]


def try_link(clinic: Clinic, link: str) -> Browser:
    """Somebody with a link who knows the birth date."""
    browser = clinic.visitor()
    browser.go(link)
    browser.confirm(BORN)
    return browser


class TestTheFrontDesk:
    def test_reads_nothing_by_a_new_link_and_the_birth_date(self, clinic: Clinic, patient: Browser) -> None:
        manager = try_link(clinic, new_link(clinic)[0])
        assert (manager.page.status, manager.page.heading) == (401, "One thing more")
        for path in ("/intake", "/intake/check", "/intake/step/basics", "/intake/copy"):
            assert SECRET not in manager.go(path).text
            assert manager.page.path == "/away"

    def test_reads_nothing_by_the_new_code(self, clinic: Clinic, patient: Browser) -> None:
        manager = clinic.visitor()
        manager.go("/code")
        manager.confirm(BORN, code=new_link(clinic)[1])
        assert manager.page.status == 401

    def test_reads_nothing_by_the_new_code_as_a_proof(self, clinic: Clinic, patient: Browser) -> None:
        link, code = new_link(clinic)
        manager = try_link(clinic, link)
        page = manager.send({"proof": code})
        assert page.status == 422
        assert "does not open the answers" in page.words(".//div[@role='alert']")

    def test_reads_nothing_on_the_tablet(self, clinic: Clinic, patient: Browser) -> None:
        desk = staff(clinic, Role.MANAGER)
        press(desk, "Hand over this tablet")
        desk.confirm(BORN)
        assert desk.page.status == 401
        assert desk.go("/intake/check").path == "/tablet/over"

    def test_reads_no_earlier_answers_by_a_new_link_that_asks_again(self, clinic: Clinic) -> None:
        reference = send(clinic)
        with clinic.services.unit_of_work() as work:
            asking_again.ask(
                work, reference=reference, questions=["rf_thunderclap"], now=clinic.clock.now(), actor=OPERATOR
            )
        assert try_link(clinic, new_link(clinic)[0]).page.status == 401

    def test_is_told_what_the_new_link_does(self, clinic: Clinic, patient: Browser) -> None:
        desk = staff(clinic, Role.MANAGER)
        press(desk, "New link")
        assert "stands beside the patient" in desk.page.text
        assert "leads nowhere" not in desk.page.words(".//*[@role='status']")


class TestThePatient:
    def test_comes_in_by_a_new_link_and_their_own_code(self, clinic: Clinic, patient: Browser) -> None:
        browser = try_link(clinic, new_link(clinic)[0])
        browser.send({"proof": patient.invitation.code.lower()})
        assert SECRET in browser.go("/intake/step/basics").text

    def test_comes_in_by_a_code_from_an_e_mail(self, clinic: Clinic, patient: Browser, mailbox: Mailbox) -> None:
        browser = try_link(clinic, new_link(clinic)[0])
        press(browser, "Send me a code")
        assert "A code was asked for" in browser.page.text
        work_off(clinic.services, clinic.clock)
        (mail,) = (each for each in mailbox.messages() if "your code" in str(each["Subject"]))
        assert mail["To"] == "ann@home.example"
        browser.send({"proof": mail.get_content().split()[0]})
        assert SECRET in browser.go("/intake/step/basics").text

    def test_begins_a_new_form_without_a_code(self, clinic: Clinic, patient: Browser) -> None:
        browser = try_link(clinic, new_link(clinic)[0])
        press(browser, "Begin a new form")
        assert browser.page.path == "/intake/about"
        assert SECRET not in browser.go("/intake/step/basics").text
        assert SECRET in patient.go("/intake/step/basics").text

    def test_is_told_on_their_pages_and_by_e_mail(self, clinic: Clinic, patient: Browser, mailbox: Mailbox) -> None:
        assert "made a new link" not in patient.go("/intake").text
        new_link(clinic)
        assert "made a new link" in patient.go("/intake").text
        work_off(clinic.services, clinic.clock)
        (mail,) = mailbox.messages()
        assert mail["To"] == "ann@home.example"
        assert "/i/" not in mail.get_content()

    def test_goes_on_while_the_tablet_is_used(self, clinic: Clinic, patient: Browser) -> None:
        desk = staff(clinic, Role.CLINICIAN)
        press(desk, "Hand over this tablet")
        desk.confirm(BORN)
        assert SECRET in desk.go("/intake/step/basics").text
        assert SECRET in patient.go("/intake/step/basics").text
        assert clinic.visitor().come_in(patient.invitation).path == "/intake"
        assert "on the clinic’s tablet" in patient.go("/intake").text


class TestTheTablet:
    def test_leaves_no_way_back_in(self, clinic: Clinic, patient: Browser) -> None:
        desk = staff(clinic, Role.CLINICIAN)
        press(desk, "Hand over this tablet")
        link = desk.page.path
        desk.confirm(BORN)
        desk.go("/tablet/over")
        assert try_link(clinic, link).page.status == 410

    def test_given_back_unopened_leaves_no_way_in(self, clinic: Clinic, patient: Browser) -> None:
        desk = staff(clinic, Role.CLINICIAN)
        press(desk, "Hand over this tablet")
        link = desk.page.path
        desk.go("/tablet/over")
        assert try_link(clinic, link).page.status == 410


class TestWhatDoesNotOpen:
    def test_says_the_same_of_a_link_that_was_replaced_cut_off_or_mistaken(self, clinic: Clinic) -> None:
        old = clinic.invite()
        new_link(clinic)
        other = clinic.invite()
        tokens = (old.url_token, other.url_token[:-1], "nothing", "A" * 27)
        said = {try_link(clinic, f"/i/{token}").page.words(".//div[@role='alert']") for token in tokens}
        wrong = clinic.visitor()
        wrong.go(f"/i/{other.url_token}")
        said.add(wrong.send({"born-month": "1", "born-day": "1", "born-year": "1990"}).words(".//div[@role='alert']"))
        (words,) = said
        assert "there may be a newer one" in words
