"""A clinician's whole way at the desk, where a password alone opens nothing: from the first link to an addendum."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page

from screener.cli.demo_patients import send_one
from screener.clock import FixedClock, SystemClock
from screener.definition.names import QuestionId
from screener.definition.reading import read_folder
from screener.jobs.running import work_off
from screener.services import set_up
from screener.services.permissions import Role
from tests.browser.conftest import KETAMINE, House, Screen, served
from tests.browser.patients import SEND
from tests.web.clinics import OPERATOR, make_settings
from tests.web.staff import PASSWORD, add_member

OpenScreen = Callable[..., Screen]
GRAVE = "V06"
PATIENT = "Ann Thistlewood"
WEIGHT, PRESSURE = "dem_weight_kg", "bp_sys"


@pytest.fixture(scope="module")
def clock() -> FixedClock:
    """Of the house; codes of an authenticator go by it, and it goes on only when told."""
    return FixedClock(SystemClock().now())


@pytest.fixture(scope="module")
def house(sqlite_template: Path, clock: FixedClock) -> Iterator[House]:
    """No demonstration: nobody comes in without a second factor."""
    file = sqlite_template.with_name("clinician.db")
    shutil.copyfile(sqlite_template, file)
    settings = make_settings(
        f"sqlite:///{file}", demo=False, public_url="https://127.0.0.1", allowed_hosts=("127.0.0.1",)
    )
    with served(settings, KETAMINE, clock=clock) as found:
        yield found


@pytest.fixture
def reference(house: House, clock: FixedClock) -> str:
    """Of what somebody with very high blood pressure sent."""
    questionnaire = read_folder(KETAMINE)
    vignette = next(each for each in questionnaire.vignettes if each.id == GRAVE)
    sent = send_one(house.services, questionnaire, vignette, name=PATIENT, now=clock.now(), actor=OPERATOR)
    work_off(house.services, clock)
    return sent


@dataclass
class Clinician:
    """Somebody at the desk, with an authenticator and a sheet of recovery codes."""

    screen: Screen
    clock: FixedClock
    email: str
    secret: str = ""
    recovery: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.screen.page

    def press(self, words: str) -> None:
        self.screen.follow(f"main button:has-text('{words}')")

    def follow(self, words: str) -> None:
        self.screen.follow(f"main a:has-text('{words}')")

    def later(self, **passed: float) -> None:
        self.clock.moment += timedelta(**passed)

    @property
    def code(self) -> str:
        """What the authenticator shows: after half a minute, as each code is good once."""
        self.later(seconds=30)
        return pyotp.TOTP(self.secret).at(self.clock.now())

    def choose_password(self, token: str) -> None:
        self.screen.go(f"/staff/set-up/{token}")
        self.screen.look_through("choose a password")
        self.page.fill("#password", PASSWORD)
        self.page.fill("#password-again", PASSWORD)
        self.press("Use this password")
        assert "Your password is set." in self.page.inner_text("main")

    def give_password(self) -> None:
        self.page.fill("#email", self.email)
        self.page.fill("#password", PASSWORD)
        self.press("Sign in")

    def set_up_authenticator(self) -> None:
        """The secret is read from the page, as somebody does who cannot scan the picture."""
        self.give_password()
        self.screen.look_through("set up an authenticator")
        self.secret = self.page.inner_text("main .mono").replace(" ", "")
        self.page.fill("#code", self.code)
        self.press("Use this authenticator")
        self.screen.look_through("the recovery codes")
        self.recovery = self.page.locator("main .codes li").all_inner_texts()
        self.follow("I have kept them")

    def sign_in(self, code: str) -> None:
        self.screen.go("/staff/queue/")
        self.give_password()
        assert self.page.url.partition("?")[0].endswith("/staff/sign-in/code")
        self.screen.look_through("type a code")
        self.page.fill("#code", code)
        self.press("Sign in")

    def sign_out(self) -> None:
        self.screen.follow("header button:has-text('Sign out')")
        assert self.page.url.endswith("/staff/signed-out")

    def prove(self, code: str) -> None:
        """A fresh sign-in, with what was typed before going on afterwards."""
        self.screen.look_through("sign in again")
        self.page.fill("#again-password", PASSWORD)
        self.page.fill("#again-code", code)
        self.press("Go on")

    def reason(self, words: str) -> int:
        """Writes the same for each finding that stands against going on; how many there are."""
        boxes = self.page.locator("textarea[name^=reason-]").all()
        for box in boxes:
            box.fill(words)
        return len(boxes)

    def open_pdf(self) -> None:
        opened = self.page.request.get(self.screen.house.address + self.href("PDF"))
        assert opened.status == 200
        assert opened.headers["content-type"] == "application/pdf"
        assert opened.body().startswith(b"%PDF-")

    def href(self, words: str) -> str:
        """Where a link leads."""
        return self.page.get_attribute(f"main a:text-is('{words}')", "href") or ""

    def proceed(self, reason: str) -> None:
        """Signs, is asked for a fresh sign-in, then for reasons; gives one for each finding and signs."""
        self.follow("Decide")
        self.page.check("[name=outcome][value=proceed]")
        self.press("Sign")
        self.prove(self.code)
        missing = self.page.locator(".summary li").count()
        assert self.reason(reason) == missing > 0
        self.screen.look_through("a decision without reasons")
        self.press("Sign")
        assert "Decided: Proceed" in self.page.inner_text("main")
        assert self.page.inner_text("section:has(#decision)").count(reason) == missing

    def ask_again(self, *questions: str) -> str:
        """Chooses just these questions; gives the path of the link."""
        self.follow("Ask again")
        self.page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true })")
        for box in self.page.locator("main input[name=question]:checked").all():
            box.uncheck()
        for question in questions:
            self.page.check(f"#q-{question}")
        self.screen.look_through("what to ask again")
        self.press("Make a link to these")
        self.screen.look_through("the link")
        found = re.search(r"/i/\S+", self.page.inner_text("#link"))
        assert found is not None
        return found[0]

    def amend(self, outcome: str, note: str) -> None:
        self.follow("Add to the decision")
        self.page.check(f"[name=outcome][value={outcome}]")
        self.page.fill("#note", note)
        self.press("Sign")


def answer_again(patient: Screen, link: str, typed: dict[str, tuple[str, str]]) -> None:
    """Follows the link, is asked these questions and no other, answers by a field each, and sends."""
    page, born = patient.page, born_of(GRAVE)
    patient.go(link)
    for part in ("month", "day", "year"):
        page.fill(f"#born-{part}", str(getattr(born, part)))
    patient.follow(SEND)
    patient.look_through("what is asked again")
    patient.follow("main .buttons a.button")
    asked: list[str] = []
    while page.locator("form#step").count():
        patient.look_through("asked again")
        shown = page.input_value("[name=page-shown]").split()
        asked += shown
        for question in shown:
            page.fill(*typed[question])
        patient.press("continue")
    assert asked == list(typed)
    page.fill("[name=signature]", PATIENT)
    patient.follow(SEND)
    assert page.url.endswith("/intake/sent")


def born_of(vignette_id: str) -> date:
    """The vignette's birth date."""
    found = next(each for each in read_folder(KETAMINE).vignettes if each.id == vignette_id)
    return date.fromisoformat(str(found.answers[QuestionId("dem_dob")]))


@pytest.fixture
def clinician(house: House, open_screen: OpenScreen, clock: FixedClock) -> Clinician:
    """Somebody who has a link to choose a password, and has done so, with an authenticator."""
    member = add_member(house.app.extensions["screener"], Role.CLINICIAN)
    with house.services.unit_of_work() as work:
        token = set_up.issue_link(work, member_id=member.id, now=clock.now(), actor=OPERATOR)
    found = Clinician(open_screen(width=1280, height=900), clock, member.email)
    found.choose_password(token)
    found.set_up_authenticator()
    return found


class TestTheWayIn:
    def test_needs_a_code_each_time_and_takes_each_once(self, clinician: Clinician) -> None:
        assert "Good to see you" in clinician.page.inner_text("h1")
        assert len(set(clinician.recovery)) == 10
        clinician.sign_out()
        code = clinician.code
        clinician.sign_in(code)
        assert clinician.page.inner_text("h1") == "Queue"
        clinician.sign_out()
        clinician.sign_in(code)
        assert "used already" in clinician.page.inner_text(".summary")
        clinician.screen.look_through("a code that was used")
        clinician.page.fill("#code", clinician.recovery[0])
        clinician.press("Sign in")
        clinician.screen.go("/staff/account/")
        assert "Recovery codes left: 9 of 10" in clinician.page.inner_text("main")
        clinician.sign_out()
        clinician.sign_in(clinician.recovery[0])
        assert clinician.page.inner_text(".summary")


class TestTheDesk:
    def test_from_the_queue_to_a_decision_a_question_asked_again_and_an_addendum(
        self, clinician: Clinician, reference: str, open_screen: OpenScreen
    ) -> None:
        screen, page, reason = clinician.screen, clinician.page, "Measured again today: 128/82."
        screen.go("/staff/queue/")
        screen.follow(f"main tr:has-text('{reference}') button:has-text('Take')")
        assert page.url.endswith(f"/staff/submissions/{reference}")
        assert "Contact the patient today" in page.inner_text("section.verdict")
        clinician.open_pdf()
        clinician.later(minutes=16)
        clinician.proceed(reason)

        link = clinician.ask_again(WEIGHT, PRESSURE)
        answer_again(
            open_screen(), link, {WEIGHT: (f"[name={WEIGHT}-kg]", "70"), PRESSURE: (f"[name={PRESSURE}]", "128")}
        )

        screen.go(f"/staff/submissions/{reference}")
        screen.follow("main .notice:has-text('There is a newer one') a")
        assert not page.url.endswith(reference)
        assert "Contact the patient today" not in page.inner_text("section.verdict")
        screen.look_through("what was sent next")
        screen.follow(f"main a:text-is('Read {reference}')")
        assert "Contact the patient today" in page.inner_text("section.verdict")

        clinician.amend("not_now", "The patient called: a new medicine.")
        assert "Decided: Not now" in page.inner_text("main")
        page.click("summary:has-text('Before that: Proceed')")
        assert reason in page.inner_text("section:has(#decision)")
        screen.look_through("an addendum")
