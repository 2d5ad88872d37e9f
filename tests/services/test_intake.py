from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import text

from screener.definition.model import Disposition
from screener.engine.coercion import BadAnswersError
from screener.services import auditing
from screener.services.intake import (
    AlreadySentError,
    ChangedSinceCheckedError,
    DeclinedError,
    IntakeExpiredError,
    IntakeState,
    NoIntakeError,
    SignatureMissingError,
    StaleAnswersError,
    StepNotOnPathError,
    StepsMissingError,
)
from screener.store import intakes
from screener.store.names import IntakeId
from tests.services.conftest import NOON, TYPICAL, Clinic
from tests.together import run_together


class TestAnIntake:
    def test_begins_empty(self, clinic: Clinic) -> None:
        view = clinic.open(clinic.begin())
        assert (view.state, view.version, view.raw_answers, view.sent_steps) == (IntakeState.OPEN, 0, {}, frozenset())
        assert view.submission_reference is None

    def test_goes_by_the_reference_of_its_invitation(self, clinic: Clinic) -> None:
        issued = clinic.issue()
        assert clinic.open(clinic.redeem(issued.url_token)).reference == issued.reference

    def test_that_never_was_is_refused(self, clinic: Clinic) -> None:
        with pytest.raises(NoIntakeError):
            clinic.open(IntakeId("0" * 32))

    def test_can_be_finished_for_thirty_days(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        clinic.later(days=29)
        clinic.answer(intake_id, "basics", TYPICAL["basics"])
        clinic.later(days=1)
        with pytest.raises(IntakeExpiredError):
            clinic.open(intake_id)
        with pytest.raises(IntakeExpiredError):
            clinic.answer(intake_id, "basics", TYPICAL["basics"], version=1)

    def test_asks_follow_ups_that_may_still_apply(self, clinic: Clinic) -> None:
        assert clinic.open(clinic.begin()).path.is_on("plan")


class TestAnsweringAStep:
    def test_saves_it(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        clinic.answer(intake_id, "basics", TYPICAL["basics"])
        view = clinic.open(intake_id)
        assert view.raw_answers["dem_name"] == "Ann Lee"
        assert (view.version, view.sent_steps) == (1, {"basics"})

    def test_counts_as_sent_when_every_answer_is_blank(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        clinic.answer(intake_id, "thunderclap", {"rf_thunderclap": None})
        assert clinic.open(intake_id).sent_steps == {"thunderclap"}

    def test_keeps_what_is_left_out_and_blanks_what_is_null(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        clinic.answer(intake_id, "basics", TYPICAL["basics"])
        clinic.answer(intake_id, "basics", {"dem_name": None})
        raw = clinic.open(intake_id).raw_answers
        assert raw["dem_name"] is None
        assert raw["dem_dob"] == "1983-06-02"

    def test_saves_nothing_of_a_step_with_one_bad_answer(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        with pytest.raises(BadAnswersError):
            clinic.answer(intake_id, "basics", {"dem_name": "Ann Lee", "dem_dob": "someday"})
        assert clinic.open(intake_id).version == 0

    def test_takes_answers_of_its_own_questions_alone(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        with pytest.raises(ValueError, match="rf_thunderclap"):
            clinic.answer(intake_id, "basics", {"rf_thunderclap": "no"})

    def test_is_refused_off_the_path(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        clinic.answer(intake_id, "mood", {"mood_thoughts": "no"})
        for step in ("plan", "no_such_step"):
            with pytest.raises(StepNotOnPathError):
                clinic.answer(intake_id, step, {})

    def test_tells_which_answers_no_longer_count(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        clinic.answer(intake_id, "mood", {"mood_thoughts": "yes"})
        clinic.answer(intake_id, "plan", {"mood_plan": "no"})
        answered = clinic.answer(intake_id, "mood", {"mood_thoughts": "no"})
        assert answered.dropped == ("mood_plan",)
        again = clinic.answer(intake_id, "mood", {"mood_thoughts": "yes"})
        assert again.dropped == ()
        assert again.view.raw_answers["mood_plan"] == "no"  # changing one's mind back restores it

    def test_is_written_down_without_a_word_of_the_answer(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        clinic.answer(intake_id, "basics", {"dem_name": "Zebulon Quartermain"})
        with clinic.services.reading() as work:
            rows = work.store.session.execute(text("SELECT kind, actor, subjects FROM audit_event ORDER BY seq")).all()
            steps = work.store.session.execute(
                text("SELECT answers FROM intake_step UNION ALL SELECT answers FROM step_save")
            )
            sealed = [bytes(row[0]) for row in steps]
        assert rows[-1].kind == "intake.answered"
        assert rows[-1].actor == f"patient:{intake_id}"
        assert len(sealed) == 2
        assert not any(b"Zebulon" in each for each in sealed)
        assert "Zebulon" not in repr(rows)


class TestTwoTabs:
    def test_may_save_different_steps(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        clinic.answer(intake_id, "basics", TYPICAL["basics"], version=0)
        clinic.answer(intake_id, "thunderclap", TYPICAL["thunderclap"], version=0)
        assert clinic.open(intake_id).sent_steps == {"basics", "thunderclap"}

    def test_cannot_overwrite_each_other_unseen(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        clinic.answer(intake_id, "basics", {"dem_name": "Ann Lee"}, version=0)
        with pytest.raises(StaleAnswersError) as refused:
            clinic.answer(intake_id, "basics", {"dem_name": "Ann Leigh"}, version=0)
        assert refused.value.saved["dem_name"] == "Ann Lee"
        assert refused.value.entered["dem_name"] == "Ann Leigh"
        assert clinic.open(intake_id).raw_answers["dem_name"] == "Ann Lee"
        clinic.answer(intake_id, "basics", {"dem_name": "Ann Leigh"}, version=refused.value.version)
        assert clinic.open(intake_id).raw_answers["dem_name"] == "Ann Leigh"

    def test_that_say_the_same_are_one_click_too_many(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        first = clinic.answer(intake_id, "basics", TYPICAL["basics"], version=0)
        second = clinic.answer(intake_id, "basics", TYPICAL["basics"], version=0)
        assert second.view.version == first.view.version == 1

    def test_never_lose_an_answer_silently(self, clinic: Clinic) -> None:
        for _ in range(10):
            intake_id = clinic.begin()
            clinic.answer(intake_id, "basics", {"dem_name": "Before"})
            outcomes = run_together([partial(save_name, clinic, intake_id, name) for name in ("Left", "Right")])
            assert sorted(outcome for outcome, _ in outcomes) == ["saved", "told"]
            assert {name for _, name in outcomes} == {clinic.open(intake_id).raw_answers["dem_name"]}


def save_name(clinic: Clinic, intake_id: IntakeId, name: str) -> tuple[str, object]:
    """Saves a name from a page made at version 1; gives whether it was, and the name that the patient now knows of."""
    try:
        clinic.answer(intake_id, "basics", {"dem_name": name}, version=1)
    except StaleAnswersError as refused:
        return "told", refused.saved["dem_name"]
    return "saved", name


class TestAnUrgentAnswer:
    def test_shows_help_at_once(self, clinic: Clinic) -> None:
        assert clinic.answer(clinic.begin(), "thunderclap", {"rf_thunderclap": "yes"}).urgent == ("HELP",)

    def test_is_recorded_once_though_the_page_is_sent_again(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        for entered in ("yes", "yes", "no", "yes"):
            clinic.answer(intake_id, "thunderclap", {"rf_thunderclap": entered})
        assert notices(clinic) == 1

    def test_shows_help_again_to_who_sends_it_again_and_not_on_later_pages(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        clinic.answer(intake_id, "thunderclap", {"rf_thunderclap": "yes"})
        assert clinic.answer(intake_id, "thunderclap", {"rf_thunderclap": "yes"}).urgent == ("HELP",)
        assert clinic.answer(intake_id, "basics", TYPICAL["basics"]).urgent == ()

    def test_waits_for_a_step_that_could_still_settle_it(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        assert clinic.answer(intake_id, "mood", {"mood_thoughts": "yes"}).urgent == ()
        assert notices(clinic) == 0
        assert clinic.answer(intake_id, "plan", {"mood_plan": "prefer_not"}).urgent == ("TALK",)
        assert notices(clinic) == 1

    def test_keeps_its_rule_sealed(self, clinic: Clinic) -> None:
        clinic.answer(clinic.begin(), "thunderclap", {"rf_thunderclap": "yes"})
        with clinic.services.reading() as work:
            (row,) = work.store.session.execute(text("SELECT rule, rule_mac, level, state FROM urgent_notice")).all()
            events = work.store.session.execute(text("SELECT kind, subjects FROM audit_event")).all()
        assert b"R-RF-01" not in bytes(row.rule)
        assert (row.level, row.state) == ("urgent", "new")
        assert "urgent.noticed" in [event.kind for event in events]
        assert "R-RF-01" not in repr(events)


class TestSending:
    def test_freezes_answers_and_assessment(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        clinic.walk(intake_id, allergies={"al_any": "yes", "al_which": "penicillin"})
        sent = clinic.send(intake_id)
        assert sent.raw_answers["al_which"] == "penicillin"
        assert [finding.code for finding in sent.assessment.findings] == ["R-ALL-01"]
        assert sent.assessment.disposition is Disposition.REVIEW
        assert (sent.patient_name, sent.signature, sent.sent_at) == ("Ann Lee", "Ann Lee", NOON)
        view = clinic.open(intake_id)
        assert (view.state, view.submission_reference) == (IntakeState.SENT, sent.reference)

    def test_leaves_out_answers_to_what_is_no_longer_asked(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        clinic.walk(intake_id, mood={"mood_thoughts": "yes"})
        clinic.answer(intake_id, "plan", {"mood_plan": "no"})
        clinic.answer(intake_id, "mood", {"mood_thoughts": "no"})
        sent = clinic.send(intake_id)
        assert "mood_plan" not in sent.raw_answers
        assert clinic.open(intake_id).raw_answers["mood_plan"] == "no"

    def test_is_allowed_with_every_answer_blank(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        clinic.walk(intake_id, **{step: dict.fromkeys(entered) for step, entered in TYPICAL.items()})
        clinic.answer(intake_id, "plan", {"mood_plan": None})
        assert clinic.send(intake_id).assessment.missing_required

    def test_names_the_steps_never_opened(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        clinic.answer(intake_id, "mood", {"mood_thoughts": "no"})
        with pytest.raises(StepsMissingError) as refused:
            clinic.send(intake_id)
        assert refused.value.missing == ("basics", "thunderclap", "allergies", "listed")

    @pytest.mark.parametrize("signature", ["", "   ", "x" * 201, "Ann\x00", "Ann\u202e"])
    def test_needs_a_signature(self, clinic: Clinic, signature: str) -> None:
        intake_id = clinic.begin()
        clinic.walk(intake_id)
        with pytest.raises(SignatureMissingError):
            clinic.send(intake_id, signature=signature)

    def test_needs_answers_that_were_read_through(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        read_through = clinic.walk(intake_id).version
        clinic.answer(intake_id, "thunderclap", {"rf_thunderclap": "not_sure"})
        with pytest.raises(ChangedSinceCheckedError):
            clinic.send(intake_id, version=read_through)

    def test_again_gives_the_same(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        clinic.walk(intake_id)
        first = clinic.send(intake_id)
        clinic.later(days=1)
        assert clinic.send(intake_id, signature="", version=0) == first

    def test_ends_the_answering(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        clinic.walk(intake_id)
        clinic.send(intake_id)
        with pytest.raises(AlreadySentError):
            clinic.answer(intake_id, "thunderclap", {"rf_thunderclap": "yes"})

    def test_goes_by_the_day_at_the_clinic(self, clinic: Clinic) -> None:
        clinic.now = datetime(2026, 1, 16, 3, tzinfo=UTC)  # still the 15th in New York
        assert clinic.sent().assessment.as_of.isoformat() == "2026-01-15"

    def test_notices_what_is_urgent(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        clinic.walk(intake_id, mood={"mood_thoughts": "yes"}, plan={"mood_plan": "yes"})
        clinic.send(intake_id)
        assert notices(clinic) == 1

    def test_makes_exactly_one_submission_of_twenty_at_once(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        version = clinic.walk(intake_id).version
        sent = run_together([lambda: clinic.send(intake_id, version=version)] * 20)
        assert len({each.id for each in sent}) == 1
        with clinic.services.reading() as work:
            kinds = work.store.session.execute(text("SELECT kind FROM audit_event")).scalars().all()
            assert work.store.session.execute(text("SELECT count(*) FROM submission")).scalar() == 1
            assert auditing.verify(work) == ()
        assert kinds.count("submission.sent") == 1

    def test_never_mixes_with_a_change_at_the_same_moment(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        version = clinic.walk(intake_id).version

        def change() -> str:
            try:
                clinic.answer(intake_id, "thunderclap", {"rf_thunderclap": "yes"}, version=version)
            except AlreadySentError:
                return "too late"
            return "changed"

        def send() -> str:
            try:
                clinic.send(intake_id, version=version)
            except ChangedSinceCheckedError:
                return "read again"
            return "sent"

        assert set(run_together([change, send])) in ({"changed", "read again"}, {"sent", "too late"})


class TestADeclinedIntake:
    def test_asks_nothing_more(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        with clinic.services.unit_of_work() as work:
            work.store.session.execute(text("UPDATE intake SET state = 'declined'"))
        with pytest.raises(DeclinedError):
            clinic.answer(intake_id, "basics", TYPICAL["basics"])
        with pytest.raises(DeclinedError):
            clinic.send(intake_id)


class TestTheHistory:
    def test_holds_every_saving(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        clinic.answer(intake_id, "thunderclap", {"rf_thunderclap": "yes"})
        clinic.later(minutes=5)
        clinic.answer(intake_id, "thunderclap", {"rf_thunderclap": "no"})
        with clinic.services.reading() as work:
            row = intakes.find(work.store, intake_id)
            assert row is not None
            saves = intakes.history_of(work.store, row, intakes.key_of(work.store, row))
        assert [(step, save.saved_at, save.answers["rf_thunderclap"]) for step, save in saves] == [
            ("thunderclap", NOON, "yes"),
            ("thunderclap", NOON + timedelta(minutes=5), "no"),
        ]


def notices(clinic: Clinic) -> int:
    with clinic.services.reading() as work:
        return int(work.store.session.execute(text("SELECT count(*) FROM urgent_notice")).scalar_one())
