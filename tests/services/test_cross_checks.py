"""Answers that do not seem to fit together: asked about once, confirmed, changed or passed by; nobody is held."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import text

from screener.clock import FixedClock
from screener.definition.names import RuleId, StepId
from screener.jobs.running import work_off
from screener.services import confirming, cross_checks, revisions
from screener.services.confirming import ChangedSinceAskedError
from screener.services.intake import Answered, IntakeId
from screener.services.unit_of_work import Services
from tests.services.conftest import NOON, OPERATOR, SAMPLE, Clinic

SLUG, CHECK, PAGE = "everything", RuleId("R-CHK-01"), StepId("health_history")
SWAPPED: Mapping[str, object] = {
    "hx_conditions": ["none"],
    "pv_tried": {"beta": "never", "botox": "never"},
    "am_days": {"triptan": 0, "simple": 0},
    "ha_days": 4,
    "bp": {"sys": 86, "dia": 138},
}
"""Typed the wrong way round: 138 would be urgent as the lower number, and 138 over 86 is not."""
WAY = {
    "you_basics": {"dem_name": "Ann Lee", "dem_dob": "1983-06-02", "dem_height_cm": 170, "dem_weight_kg": 70},
    "you_private": {"preg_possible": "no"},
    "health_history": {**SWAPPED, "bp": {"sys": 120, "dia": 80}},
    "health_medicines": {
        "med_list": [],
        "notice": "yes",
        "consent": {"agreed": "yes", "signature": "Ann Lee"},
    },
}


@pytest.fixture
def clinic(services: Services) -> Clinic:
    files = {file.name: file.read_bytes() for file in (SAMPLE.parent / SLUG).iterdir()}
    with services.unit_of_work() as work:
        revisions.publish(work, files=files, slug=SLUG, now=NOON, actor=OPERATOR)
    return Clinic(services)


def begin(clinic: Clinic, *steps: str) -> IntakeId:
    """An intake with these steps sent; without any, those before the pressure."""
    intake_id = clinic.redeem(clinic.issue(slug=SLUG).url_token)
    for step in steps or ("you_basics", "you_private"):
        clinic.answer(intake_id, step, WAY[step])
    return intake_id


def swapped(clinic: Clinic, intake_id: IntakeId, *, goes_on: bool = True, **pressure: int) -> Answered:
    entered = {**SWAPPED, "bp": pressure or SWAPPED["bp"]}
    return clinic.answer(intake_id, PAGE, entered, goes_on=goes_on)


def confirm(clinic: Clinic, intake_id: IntakeId, version: int | None = None) -> Answered:
    with clinic.services.unit_of_work() as work:
        asked_of = clinic.open(intake_id).version if version is None else version
        return confirming.confirm(
            work, intake_id=intake_id, check=CHECK, step_id=PAGE, version=asked_of, now=clinic.now
        )


def pass_by(clinic: Clinic, intake_id: IntakeId) -> Answered:
    with clinic.services.unit_of_work() as work:
        return confirming.pass_by(work, intake_id=intake_id, now=clinic.now)


def asks(clinic: Clinic, intake_id: IntakeId, step: StepId | None = None) -> list[str]:
    with clinic.services.reading() as work:
        found = confirming.to_ask(work, view=clinic.open(intake_id), step_id=step, now=clinic.now)
    return [check.id for check in found]


def count(clinic: Clinic, table: str) -> int:
    with clinic.services.reading() as work:
        return int(work.store.session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608


def confirmations(clinic: Clinic) -> list[tuple[str, str]]:
    """The events of it: who, and what they say."""
    with clinic.services.reading() as work:
        rows = work.store.session.execute(text("SELECT kind, actor, subjects FROM audit_event"))
        return [(row.actor, repr(row.subjects)) for row in rows if row.kind == "answer.confirmed"]


class TestASwappedPressure:
    def test_is_asked_about_before_anybody_is_alarmed(self, clinic: Clinic) -> None:
        intake_id = begin(clinic)
        answered = swapped(clinic, intake_id)
        assert [check.id for check in answered.asked] == [CHECK]
        assert answered.urgent == ()
        assert count(clinic, "urgent_notice") == count(clinic, "alert") == 0
        assert asks(clinic, intake_id, PAGE) == asks(clinic, intake_id) == [CHECK]

    def test_alarms_once_the_patient_says_that_it_is_right(self, clinic: Clinic) -> None:
        intake_id = begin(clinic)
        swapped(clinic, intake_id)
        assert confirm(clinic, intake_id).urgent == ("HELP",)
        assert count(clinic, "urgent_notice") == count(clinic, "alert") == 1
        assert asks(clinic, intake_id) == []
        assert len(confirmations(clinic)) == 1

    def test_alarms_nobody_once_it_is_swapped_by_one_tap(self, clinic: Clinic) -> None:
        intake_id = begin(clinic)
        view = swapped(clinic, intake_id).view
        (check,) = view.questionnaire.checks.values()
        other = cross_checks.swapped_answers(view, check)
        assert other == {"bp": {"sys": 138, "dia": 86}}
        answered = clinic.answer(intake_id, PAGE, other)
        assert (answered.urgent, answered.asked) == ((), ())
        clinic.later(minutes=30)
        work_off(clinic.services, FixedClock(clinic.now))
        assert count(clinic, "urgent_notice") == count(clinic, "alert") == 0

    def test_alarms_when_the_patient_goes_on_without_a_word(self, clinic: Clinic) -> None:
        intake_id = begin(clinic)
        swapped(clinic, intake_id)
        assert pass_by(clinic, intake_id).urgent == ("HELP",)
        assert count(clinic, "alert") == 1

    def test_alarms_when_another_page_is_sent_instead(self, clinic: Clinic) -> None:
        intake_id = begin(clinic)
        swapped(clinic, intake_id)
        assert clinic.answer(intake_id, "health_medicines", WAY["health_medicines"]).urgent == ("HELP",)

    def test_alarms_at_once_when_the_patient_saves_and_leaves(self, clinic: Clinic) -> None:
        answered = swapped(clinic, begin(clinic), goes_on=False)
        assert (answered.urgent, answered.asked) == (("HELP",), ())
        assert count(clinic, "alert") == 1

    def test_alarms_when_it_is_sent_without_a_word(self, clinic: Clinic) -> None:
        intake_id = begin(clinic, *WAY)
        swapped(clinic, intake_id)
        submission = clinic.send(intake_id)
        assert "HELP" in submission.assessment.messages
        assert count(clinic, "urgent_notice") == count(clinic, "alert") == 1

    def test_alarms_the_clinic_when_the_patient_only_closes_the_browser(self, clinic: Clinic) -> None:
        intake_id = begin(clinic)
        swapped(clinic, intake_id)
        work_off(clinic.services, FixedClock(clinic.now))
        assert count(clinic, "alert") == 0
        clinic.now += cross_checks.PATIENCE + timedelta(seconds=1)
        work_off(clinic.services, FixedClock(clinic.now))
        assert count(clinic, "alert") == count(clinic, "urgent_notice") == 1
        assert asks(clinic, intake_id) == [CHECK]
        assert confirm(clinic, intake_id).urgent == ("HELP",)

    def test_that_is_urgent_either_way_round_waits_for_nothing(self, clinic: Clinic) -> None:
        assert swapped(clinic, begin(clinic), sys=190, dia=200).urgent == ("HELP",)

    def test_sent_twice_by_an_impatient_thumb_is_still_asked_about(self, clinic: Clinic) -> None:
        intake_id = begin(clinic)
        swapped(clinic, intake_id)
        again = swapped(clinic, intake_id)
        assert ([check.id for check in again.asked], again.urgent) == ([CHECK], ())

    def test_changed_to_another_one_is_asked_about_anew(self, clinic: Clinic) -> None:
        intake_id = begin(clinic)
        swapped(clinic, intake_id)
        confirm(clinic, intake_id)
        assert asks(clinic, intake_id) == []
        assert [check.id for check in swapped(clinic, intake_id, sys=87, dia=138).asked] == [CHECK]


class TestWhatWasConfirmed:
    def test_goes_with_the_submission_and_its_finding_stands(self, clinic: Clinic) -> None:
        intake_id = begin(clinic, *WAY)
        swapped(clinic, intake_id)
        confirm(clinic, intake_id)
        submission = clinic.send(intake_id)
        assert submission.confirmed == {CHECK: clinic.now}
        assert CHECK in [finding.rule for finding in submission.assessment.findings]

    def test_is_not_said_of_other_answers(self, clinic: Clinic) -> None:
        intake_id = begin(clinic, *WAY)
        swapped(clinic, intake_id)
        confirm(clinic, intake_id)
        swapped(clinic, intake_id, sys=87, dia=138)
        submission = clinic.send(intake_id)
        assert submission.confirmed == {}
        assert CHECK in [finding.rule for finding in submission.assessment.findings]

    def test_is_not_taken_for_answers_that_have_changed_meanwhile(self, clinic: Clinic) -> None:
        intake_id = begin(clinic)
        swapped(clinic, intake_id)
        with pytest.raises(ChangedSinceAskedError):
            confirm(clinic, intake_id, version=1)
        assert asks(clinic, intake_id) == [CHECK]

    def test_is_kept_sealed(self, clinic: Clinic) -> None:
        intake_id = begin(clinic)
        swapped(clinic, intake_id)
        confirm(clinic, intake_id)
        with clinic.services.reading() as work:
            (row,) = work.store.session.execute(text("SELECT said, check_mac FROM check_note")).all()
        assert b"CHK" not in row.said + row.check_mac
        assert b"138" not in row.said

    def test_is_an_event_without_answers(self, clinic: Clinic) -> None:
        intake_id = begin(clinic)
        swapped(clinic, intake_id)
        confirm(clinic, intake_id)
        ((actor, said),) = confirmations(clinic)
        assert actor == f"patient:{intake_id}"
        assert "CHK" not in said

    def test_said_twice_is_recorded_once(self, clinic: Clinic) -> None:
        intake_id = begin(clinic)
        swapped(clinic, intake_id)
        confirm(clinic, intake_id)
        confirm(clinic, intake_id)
        assert len(confirmations(clinic)) == 1


class TestASubmissionOfAnEarlierProgram:
    def test_has_nothing_confirmed(self, clinic: Clinic) -> None:
        intake_id = begin(clinic, *WAY)
        assert clinic.send(intake_id).confirmed == {}
        with clinic.services.reading() as work:
            (row,) = work.store.session.execute(text("SELECT confirmed FROM submission")).all()
        assert row.confirmed is None
