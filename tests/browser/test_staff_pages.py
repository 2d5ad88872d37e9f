"""Every page that a clinician or a manager sees, light and dark, wide and narrow: nothing for axe, nothing cut off."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pyotp
import pytest

from screener.cli.demo_patients import send_as, send_one
from screener.clock import SystemClock
from screener.definition.names import QuestionId
from screener.definition.reading import read_folder
from screener.services import duty, second_factor, set_up, triage
from screener.services.accounts import StaffMember
from screener.services.permissions import Role
from tests.browser.conftest import EVERYTHING, KETAMINE, House, Screen
from tests.web.clinics import OPERATOR
from tests.web.staff import PASSWORD, add_member, set_up_factor

OpenScreen = Callable[..., Screen]
PATIENT = "Robin Longtime"
VISITS = ("V01", "V06")
"""One where all is well, then one that cannot wait: an alert stands on every page."""


@dataclass(frozen=True, slots=True)
class Visits:
    """What one person sent, twice."""

    earlier: str
    later: str
    patient_id: str


@pytest.fixture(scope="module")
def visits(house: House) -> Visits:
    """One person who sent twice, so that there is something to compare and to split."""
    questionnaire, now = read_folder(KETAMINE), SystemClock().now()
    vignettes = {each.id: each for each in questionnaire.vignettes}
    sender = {"name": PATIENT, "actor": OPERATOR}
    then, now = now - timedelta(days=60, minutes=5), now - timedelta(minutes=5)
    first, second = (vignettes[which] for which in VISITS)
    earlier = send_one(house.services, questionnaire, first, now=then, **sender)
    with house.services.reading() as work:
        patient_id = triage.line(work, reference=earlier).entry.patient_id
    later = send_as(house.services, questionnaire, second, patient_id, now=now, **sender)
    return Visits(earlier, later, patient_id)


def come_in(screen: Screen, member: StaffMember) -> None:
    """By address and password."""
    screen.go("/staff/sign-in")
    screen.page.fill("#email", member.email)
    screen.page.fill("#password", PASSWORD)
    screen.follow("main button:has-text('Sign in')")


@pytest.fixture
def desk(open_screen: OpenScreen, house: House) -> Screen:
    """Somebody who may do everything but write questionnaires."""
    roles = (Role.CLINICIAN, Role.MANAGER, Role.ADMIN)
    screen = open_screen(width=1280, height=900)
    come_in(screen, add_member(house.app.extensions["screener"], *roles, has_password=True))
    return screen


def look_at(screen: Screen, *paths: str) -> None:
    """Opens each and looks at it every way."""
    for path in paths:
        screen.go(path)
        assert screen.page.locator("h1").count() == 1, path
        screen.look_every_way(path)


CUT_OFF = """() => [...document.querySelectorAll("h1, main th a, main td a")]
  .filter(one => { const box = one.getBoundingClientRect(); return box.right > innerWidth || box.left < 0; })
  .map(one => one.outerHTML.slice(0, 80))"""


class TestALongName:
    @pytest.mark.slow
    @pytest.mark.parametrize("name", ["Wilhelmina Konstantinopolitanska-Featherstonehaugh " * 3, "W" * 190])
    def test_is_whole_wherever_it_stands(self, desk: Screen, house: House, name: str) -> None:
        questionnaire, now = read_folder(KETAMINE), SystemClock().now()
        vignette = next(each for each in questionnaire.vignettes if each.id == "V01")
        reference = send_one(house.services, questionnaire, vignette, name=name.strip(), now=now, actor=OPERATOR)
        for width in (1280, 390):
            desk.page.set_viewport_size({"width": width, "height": 900})
            for path in ("/staff/queue/", f"/staff/submissions/{reference}", "/staff/patients/"):
                desk.go(path)
                assert desk.page.evaluate(CUT_OFF) == [], (path, width)


class TestTheDesk:
    def test_is_whole_where_a_patient_is_read_and_decided_on(self, desk: Screen, visits: Visits) -> None:
        submission = f"/staff/submissions/{visits.later}"
        look_at(desk, "/staff/queue/", submission, f"{submission}/decision/")
        assert desk.page.locator(".alerts li").count() > 0

    @pytest.mark.slow
    def test_is_whole_all_around_a_submission(self, desk: Screen, visits: Visits) -> None:
        submission = f"/staff/submissions/{visits.later}"
        look_at(
            desk,
            "/staff/",
            "/staff/queue/?words=nobody",
            f"/staff/submissions/{visits.earlier}",
            f"{submission}/earlier",
            f"{submission}/again",
            f"{submission}/again/before-infusion",
            f"/staff/codebooks/{EVERYTHING}/",
            f"/staff/codebooks/{KETAMINE.name}/paths",
            f"/staff/codebooks/{EVERYTHING}/paper",
            f"/check?reference={visits.later}&code=000000",
        )
        desk.go(f"{submission}/earlier")
        assert desk.page.locator("figure svg .dot").count() > 0
        desk.go(f"{submission}/again")
        desk.page.locator("main details").first.evaluate("one => { one.open = true }")
        desk.page.locator("main input[name=question]").first.check()
        desk.look_every_way("what to ask again, opened")
        desk.follow("main button:has-text('Make a link to these')")
        desk.look_every_way("a link to what is asked again")

    @pytest.mark.slow
    def test_is_whole_where_patients_are_kept_and_invited(self, desk: Screen, house: House, visits: Visits) -> None:
        house.invite(KETAMINE.name, born=date(1950, 3, 1))
        record = f"/staff/patients/{visits.patient_id}"
        look_at(desk, "/staff/patients/", "/staff/patients/new", f"{record}/change", "/staff/invitations/")
        desk.go(record)
        assert desk.page.locator("summary:has-text('Split it')").count() == 1
        desk.page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true })")
        desk.look_every_way("a patient's record, with what to split")
        self.add_one_like(desk, house)
        desk.look_every_way("a patient's record, with whom to merge")
        desk.follow("main button:has-text('Merge into this record')")
        desk.look_every_way("merged")
        desk.follow("main button:has-text('Invite')")
        desk.look_every_way("a new link")

    def add_one_like(self, desk: Screen, house: House) -> None:
        """Another record of the same name and birth date."""
        questionnaire = read_folder(KETAMINE)
        born = next(each.answers[QuestionId("dem_dob")] for each in questionnaire.vignettes if each.id == VISITS[1])
        desk.go("/staff/patients/new")
        desk.page.fill("#name", PATIENT)
        desk.page.fill("#born", str(born))
        desk.follow("main form.card button")
        assert desk.page.locator("h2:has-text('Perhaps the same person')").count() == 1

    @pytest.mark.slow
    def test_is_whole_where_the_clinic_is_run(self, desk: Screen, house: House, visits: Visits) -> None:
        member = add_member(house.app.extensions["screener"], Role.CLINICIAN, name="Rowan Field")
        with house.services.unit_of_work() as work:
            now = SystemClock().now()
            duty.add(
                work,
                member_id=member.id,
                weekday=4,
                begins=18 * 60,
                ends=8 * 60,
                now=now,
                actor=OPERATOR,
            )
        look_at(
            desk,
            "/staff/duty/",
            "/staff/clinic/",
            "/staff/analytics/",
            "/staff/accounts/",
            f"/staff/accounts/{member.id}",
            "/staff/account/",
            "/staff/account/password",
        )
        desk.go("/staff/account/")
        desk.follow("main button:has-text('Set up an authenticator')")
        desk.look_every_way("another authenticator")
        secret = desk.page.inner_text("main .mono").replace(" ", "")
        desk.page.fill("#code", pyotp.TOTP(secret).now())
        desk.follow("main button:has-text('Use this authenticator')")
        assert desk.page.locator("main .codes li").count() == 10
        desk.look_every_way("the recovery codes")

    @pytest.mark.slow
    def test_is_whole_where_the_audit_is_read(self, desk: Screen, visits: Visits) -> None:
        desk.go(f"/staff/submissions/{visits.later}")
        look_at(desk, "/staff/audit/", f"/staff/audit/?about={visits.later}&group=read", "/staff/audit/?about=nobody")


class TestTheDoor:
    @pytest.mark.slow
    def test_is_whole_at_every_step(self, open_screen: OpenScreen, house: House) -> None:
        known = house.app.extensions["screener"]
        member, now = add_member(known, Role.CLINICIAN, has_password=True), SystemClock().now()
        set_up_factor(known, member)
        newcomer = add_member(known, Role.CLINICIAN)
        with house.services.unit_of_work() as work:
            token = set_up.issue_link(work, member_id=newcomer.id, now=now, actor=OPERATOR)
        screen = open_screen()
        look_at(screen, "/staff/sign-in", f"/staff/set-up/{token}", "/staff/set-up/none", "/staff/signed-out", "/check")
        come_in(screen, member)
        screen.look_every_way("a code")
        with house.services.unit_of_work() as work:
            code = second_factor.renew_recovery_codes(work, member=member, now=now)[0]
        screen.page.fill("#code", code)
        screen.follow("main button:has-text('Sign in')")
        look_at(screen, "/staff/again", "/staff/accounts/")
        screen.follow("header button:has-text('Sign out')")
        screen.look_every_way("signed out")
