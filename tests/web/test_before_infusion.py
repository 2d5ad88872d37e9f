"""The short check before an infusion: what has expired is asked again, and everything else says how old it is."""

from datetime import date, timedelta

import pytest

from screener.definition.names import QuestionId
from screener.definition.reading import folder_files
from screener.services import asking_again, revisions, submissions, summaries
from screener.services.permissions import Role
from screener.services.submissions import SubmissionView
from screener.summary.plain import as_text
from tests.revised import revised
from tests.web.clinics import OPERATOR, SAMPLES, Browser, Clinic
from tests.web.staff import sign_in
from tests.web.test_asking_again import Again
from tests.web.test_desk import press, send

WEIGHT, MEDICINES, THUNDERCLAP = QuestionId("dem_weight"), QuestionId("med_list"), QuestionId("rf_thunderclap")
SENT_ON = date(2026, 1, 15)


@pytest.fixture
def desk(clinic: Clinic) -> Browser:
    """A clinician's browser."""
    return clinician(clinic)


def clinician(clinic: Clinic) -> Browser:
    """One who has just signed in."""
    browser = clinic.visitor()
    sign_in(browser.client, Role.CLINICIAN)
    return browser


def due(clinic: Clinic, reference: str, *, days: int) -> set[str]:
    """What has expired so many days after the first submission."""
    with clinic.services.reading() as work:
        view = submissions.view_of(work, submissions.record_of(work, reference))
        last_days = asking_again.good_until(work, view)
        return {question for question, last in last_days.items() if last < SENT_ON + timedelta(days=days)}


def before_infusion(clinic: Clinic, reference: str, *questions: str) -> Again:
    return Again(clinic, reference, *questions, sort="before infusion")


def check(clinic: Clinic, reference: str) -> SubmissionView:
    """A patient says on another day that there was no thunderclap headache since."""
    again = before_infusion(clinic, reference, THUNDERCLAP)
    again.answer("thunderclap", rf_thunderclap="no")
    return again.send()


def ticked(desk: Browser) -> list[str | None]:
    boxes = (each for each in desk.page.tree.iter("input") if each.get("name") == "question")
    return [each.get("value") for each in boxes if each.get("checked") is not None]


class TestWhatHasExpired:
    @pytest.mark.parametrize(
        ("days", "expired"),
        [
            (0, set()),
            (1, {THUNDERCLAP}),
            (7, {THUNDERCLAP}),
            (8, {THUNDERCLAP, MEDICINES}),
            (30, {THUNDERCLAP, MEDICINES}),
            (31, {THUNDERCLAP, MEDICINES, WEIGHT}),
        ],
    )
    def test_is_what_was_said_longer_ago_than_it_is_good_for(
        self, clinic: Clinic, days: int, expired: set[str]
    ) -> None:
        assert due(clinic, send(clinic), days=days) == expired

    def test_is_counted_from_the_day_on_which_it_was_asked_last(self, clinic: Clinic) -> None:
        earlier = send(clinic)
        clinic.later(days=5)
        first = check(clinic, earlier).reference
        clinic.later(days=5)
        second = check(clinic, first).reference
        assert due(clinic, second, days=10) == {MEDICINES}, "carried over twice, and as old as ever"
        assert due(clinic, second, days=11) == {MEDICINES, THUNDERCLAP}

    def test_is_said_by_the_revision_that_asks_again(self, clinic: Clinic) -> None:
        """Also of answers that were given before anybody said how long they stand."""
        earlier = send(clinic)
        changed = revised(folder_files(SAMPLES / clinic.slug), ("good for: 30 days", "good for: 2 days"))
        with clinic.services.unit_of_work() as work:
            revisions.publish(work, files=changed, slug=clinic.slug, now=clinic.clock.now(), actor=OPERATOR)
        assert due(clinic, earlier, days=3) == {THUNDERCLAP, WEIGHT}

    def test_is_asked_with_what_hangs_on_it(self, clinic: Clinic) -> None:
        earlier = send(clinic)
        clinic.later(days=8)
        asked = before_infusion(clinic, earlier, *due(clinic, earlier, days=8)).view
        assert {question.id for step in asked.steps for question in asked.questions_of(step)} >= {
            THUNDERCLAP,
            MEDICINES,
        }


class TestTheNextSubmission:
    def test_says_how_old_what_was_carried_over_is(self, clinic: Clinic) -> None:
        earlier = send(clinic)
        clinic.later(days=3)
        sent = check(clinic, earlier)
        assert sent.carried is not None
        assert sent.carried.is_before_infusion
        assert sent.carried.reference == earlier
        assert set(sent.raw_answers) - set(sent.carried.since) == {THUNDERCLAP}
        assert set(sent.carried.since.values()) == {SENT_ON}
        words = as_text(summaries.of_view(sent))
        assert f"Before an infusion: 1 question asked again; {len(sent.carried.since)} answers carried" in words
        told = " ".join(words.split())
        assert f"carried over from {earlier}, the oldest of Jan 15, 2026 (days in brackets)." in told
        assert "kg (Jan 15, 2026)" in told
        assert "within a minute? No (Jan" not in told

    def test_names_what_had_expired_and_was_not_asked_again(self, clinic: Clinic) -> None:
        earlier = send(clinic)
        clinic.later(days=8)
        doubts = summaries.of_view(check(clinic, earlier)).doubts
        (said,) = next(each.said for each in doubts if each.text.startswith("Said longer ago"))
        assert said.question == "What do you take?"
        assert said.since == "Jan 15, 2026"

    def test_says_so_on_its_page(self, clinic: Clinic) -> None:
        earlier = send(clinic)
        clinic.later(days=3)
        newer = check(clinic, earlier).reference
        page = clinician(clinic).go(f"/staff/submissions/{newer}")
        assert "Before an infusion: 1 question asked again;" in page.text
        assert "(Jan 15, 2026)" in page.text

    def test_of_everything_says_nothing_of_it(self, clinic: Clinic) -> None:
        reference = send(clinic)
        with clinic.services.unit_of_work() as work:
            view = submissions.by_reference(work, reference=reference, actor=OPERATOR, now=clinic.clock.now())
        assert view.carried is None
        assert "carried over" not in as_text(summaries.of_view(view))


class TestThePages:
    def test_tick_what_has_expired_by_the_day(self, clinic: Clinic, desk: Browser) -> None:
        earlier = send(clinic)
        desk.go(f"/staff/submissions/{earlier}/again/before-infusion?day=2026-01-23")
        assert ticked(desk) == [THUNDERCLAP, MEDICINES]
        assert "2 answers have expired by then and are ticked below" in desk.page.text
        assert "Expired after Jan 22, 2026" in desk.page.text
        assert "Good until Feb 14, 2026" in desk.page.text

    def test_take_today_where_no_appointment_is_ahead(self, clinic: Clinic) -> None:
        earlier = send(clinic)
        clinic.later(days=1)
        desk = clinician(clinic)
        desk.go(f"/staff/submissions/{earlier}/again/before-infusion")
        assert ticked(desk) == [THUNDERCLAP]
        assert 'value="2026-01-16"' in desk.page.text

    def test_say_that_a_day_is_none(self, clinic: Clinic, desk: Browser) -> None:
        earlier = send(clinic)
        for typed in ("tomorrow", "", "2026-02-30"):
            page = desk.go(f"/staff/submissions/{earlier}/again/before-infusion?day={typed}")
            assert page.status == 422
            assert "That is not a day" in page.text

    def test_lead_the_patient_to_the_short_check(self, clinic: Clinic, desk: Browser) -> None:
        earlier = send(clinic)
        desk.go(f"/staff/submissions/{earlier}/again/before-infusion?day=2026-01-16")
        press(desk, "Make a link to these")
        link = desk.page.words(".//p[@id='link']")
        patient = clinic.visitor()
        patient.go("/i/" + link.rpartition("/")[2])
        patient.send({"born-month": "6", "born-day": "2", "born-year": "1983"})
        patient.go(patient.page.path)
        assert "How are you since the last one?" in patient.page.text
        assert "Only a few questions are asked again" in patient.page.text
        assert "0 of 1" in patient.page.text
        patient.go("/intake/step/thunderclap")
        patient.send({"rf_thunderclap": "no"})
        patient.go("/intake/check")
        patient.send({"signature": "Ann Lee"})
        assert patient.page.path == "/intake/sent"
        assert "There is a newer one" in desk.go(f"/staff/submissions/{earlier}").text
