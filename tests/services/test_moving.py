"""Unfinished intakes go on with the current revision after the last day of their own, and lose nothing unseen."""

from datetime import date

import pytest

from screener.definition.names import QuestionId, StepId
from screener.services import auditing, intake, last_days, moving, reading, revisions
from screener.services import drafts as typed
from screener.services.auditing import Actor
from screener.services.intake import IntakeId, QuestionsChangedError, RevisionOverError
from screener.services.last_days import UnsuitableDayError
from screener.services.moving import Told
from screener.store import alerts, drafts
from screener.store.tables import AuditEvent
from tests.revised import revised
from tests.services.conftest import NOON, OPERATOR, SLUG, TYPICAL, Clinic, sample_files
from tests.together import run_together

LAST = date(2026, 1, 20)


def asks(name: str, text: str, kind: str = "yes-no") -> str:
    """A question as the sample writes it."""
    return f"          - id: {name}\n            kind: {kind}\n            text: {text}\n"


LB = ("            unit: kg\n            plausible: 30 to 300\n            entry: weight", "            unit: lb")
REWORDED = ("Did a headache ever reach its worst within a minute?", "Has a headache ever begun all at once?")
NO_WHICH = (asks("al_which", "To which?", "text") + "            when: al_any is yes\n", "")
SIGHT = "      - id: sight\n        title: Your eyes\n        questions:\n" + asks("sight_loss", "Have you lost sight?")
NEW_PAGE = ("      - id: mood\n", SIGHT + "      - id: mood\n")
ANY = asks("al_any", "Are you allergic to a medicine?")
MORE = (ANY, asks("al_food", "Are you allergic to a food?") + ANY)
NOW_URGENT = (
    "    level: review\n    when: al_any is yes\n    message: Allergic to a medicine.\n",
    "    level: urgent\n    when: al_any is yes\n    message: Allergic to a medicine.\n    patient: HELP\n",
)


def publish(clinic: Clinic, *changes: tuple[str, str], last: date | None = LAST) -> None:
    """The next revision, with a last day for what was begun before it."""
    with clinic.services.unit_of_work() as work:
        files = revised(sample_files(), *changes)
        revisions.publish(work, files=files, slug=SLUG, now=clinic.now, actor=OPERATOR)
        if last is not None:
            last_days.put(work, slug=SLUG, day=last, now=clinic.now, actor=OPERATOR)


def open_again(clinic: Clinic, intake_id: IntakeId) -> bool:
    """The patient opens the form; whether it was due to be moved."""
    with clinic.services.unit_of_work() as work:
        is_due = moving.is_due(work, intake_id=intake_id, now=clinic.now)
        moving.move(work, intake_id=intake_id, now=clinic.now)
    return is_due


def told(clinic: Clinic, intake_id: IntakeId) -> Told | None:
    with clinic.services.reading() as work:
        view = intake.open_intake(work, intake_id=intake_id, now=clinic.now)
        return moving.find_told(work, view=view, now=clinic.now)


def walked(clinic: Clinic, **changed: dict[str, object]) -> IntakeId:
    """Somebody who has answered every page, and not sent."""
    intake_id = clinic.begin()
    clinic.walk(intake_id, **changed)
    return intake_id


def number(clinic: Clinic, intake_id: IntakeId) -> int:
    return clinic.open(intake_id).revision.number


class TestTheLastDay:
    def test_is_over_when_the_clinics_day_is(self, clinic: Clinic) -> None:
        intake_id = walked(clinic)
        publish(clinic, REWORDED)
        clinic.now = NOON.replace(day=21, hour=4)  # eleven at night of the 20th in New York
        assert not open_again(clinic, intake_id)
        assert number(clinic, intake_id) == 1
        clinic.later(hours=1)
        assert open_again(clinic, intake_id)
        assert number(clinic, intake_id) == 2

    def test_is_for_earlier_revisions_alone(self, clinic: Clinic) -> None:
        publish(clinic, REWORDED)
        intake_id = walked(clinic)
        publish(clinic, REWORDED, NEW_PAGE, last=None)
        clinic.later(days=8)
        assert not open_again(clinic, intake_id)
        assert number(clinic, intake_id) == 2

    def test_leads_to_the_current_revision_whatever_came_between(self, clinic: Clinic) -> None:
        intake_id = walked(clinic)
        publish(clinic, REWORDED)
        publish(clinic, REWORDED, NEW_PAGE, last=None)
        clinic.later(days=8)
        open_again(clinic, intake_id)
        assert number(clinic, intake_id) == 3

    def test_can_be_changed_and_removed(self, clinic: Clinic) -> None:
        intake_id = walked(clinic)
        publish(clinic, REWORDED)
        with clinic.services.unit_of_work() as work:
            last_days.put(work, slug=SLUG, day=date(2026, 1, 30), now=clinic.now, actor=OPERATOR)
        clinic.later(days=8)
        assert not open_again(clinic, intake_id)
        clinic.later(days=8)
        with clinic.services.unit_of_work() as work:
            last_days.remove(work, slug=SLUG, now=clinic.now, actor=OPERATOR)
        assert not open_again(clinic, intake_id)

    @pytest.mark.parametrize("day", [date(2026, 1, 14), date(2027, 2, 1)])
    def test_is_still_to_come_and_within_a_year(self, clinic: Clinic, day: date) -> None:
        publish(clinic, REWORDED, last=None)
        with pytest.raises(UnsuitableDayError), clinic.services.unit_of_work() as work:
            last_days.put(work, slug=SLUG, day=day, now=clinic.now, actor=OPERATOR)

    def test_needs_an_earlier_revision(self, clinic: Clinic) -> None:
        with pytest.raises(UnsuitableDayError, match="no earlier"), clinic.services.unit_of_work() as work:
            last_days.put(work, slug=SLUG, day=LAST, now=clinic.now, actor=OPERATOR)

    def test_keeps_an_earlier_form_from_being_sent(self, clinic: Clinic) -> None:
        intake_id = walked(clinic)
        publish(clinic, REWORDED)
        clinic.later(days=8)
        with pytest.raises(RevisionOverError):
            clinic.send(intake_id)

    def test_changes_nothing_that_was_sent(self, clinic: Clinic) -> None:
        intake_id = walked(clinic)
        sent = clinic.send(intake_id)
        publish(clinic, NO_WHICH)
        clinic.later(days=8)
        assert not open_again(clinic, intake_id)
        assert clinic.send(intake_id) == sent
        assert number(clinic, intake_id) == 1

    def test_moves_nobody_whose_time_is_over(self, clinic: Clinic) -> None:
        intake_id = walked(clinic)
        publish(clinic, REWORDED)
        clinic.later(days=31)
        assert not open_again(clinic, intake_id)


class TestAMovedIntake:
    def test_keeps_what_fits_and_goes_on_without_a_word_where_all_does(self, clinic: Clinic) -> None:
        intake_id = walked(clinic)
        before = clinic.open(intake_id)
        publish(clinic, ("level: exclude", "level: review"))
        clinic.later(days=8)
        open_again(clinic, intake_id)
        after = clinic.open(intake_id)
        assert dict(after.raw_answers) == dict(before.raw_answers)
        assert (after.missing_steps, told(clinic, intake_id)) == ((), None)
        assert clinic.send(intake_id).revision.number == 2

    def test_asks_anew_what_has_other_words_with_the_answer_there(self, clinic: Clinic) -> None:
        intake_id = walked(clinic)
        publish(clinic, REWORDED)
        clinic.later(days=8)
        open_again(clinic, intake_id)
        view = clinic.open(intake_id)
        assert view.missing_steps == ("thunderclap",)
        assert view.raw_answers["rf_thunderclap"] == "no"
        found = told(clinic, intake_id)
        assert found is not None
        assert (found.lost, found.pages) == ((), ("thunderclap",))
        clinic.answer(intake_id, "thunderclap", {"rf_thunderclap": "no"})
        assert clinic.open(intake_id).missing_steps == ()
        assert clinic.send(intake_id).raw_answers["rf_thunderclap"] == "no"

    def test_names_what_does_not_fit_and_keeps_it_in_the_history_and_the_audit(self, clinic: Clinic) -> None:
        allergies: dict[str, object] = {"al_any": "yes", "al_which": "Latex"}
        intake_id = walked(clinic, allergies=allergies)
        publish(clinic, NO_WHICH, LB)
        clinic.later(days=8)
        open_again(clinic, intake_id)
        view = clinic.open(intake_id)
        assert "al_which" not in view.raw_answers
        assert "dem_weight" not in view.raw_answers
        found = told(clinic, intake_id)
        assert found is not None
        assert found.lost == ("dem_weight", "al_which")
        assert found.earlier.questions[QuestionId("al_which")].text == "To which?"
        assert found.pages == ("basics",)
        assert view.missing_steps == ("basics",)
        with clinic.services.reading() as work:
            newest = work.store.session.query(AuditEvent).order_by(AuditEvent.seq.desc()).first()
            assert newest is not None
            assert newest.kind == "intake.moved"
            assert '"lost":["dem_weight","al_which"]' in newest.subjects
            assert "Latex" not in newest.subjects
            assert auditing.verify(work) == ()

    def test_asks_a_new_page_that_comes_before_one_that_was_done(self, clinic: Clinic) -> None:
        intake_id = walked(clinic)
        publish(clinic, NEW_PAGE)
        clinic.later(days=8)
        open_again(clinic, intake_id)
        found = told(clinic, intake_id)
        assert found is not None
        assert found.pages == ("sight",)
        assert clinic.open(intake_id).missing_steps == ("sight",)

    def test_does_not_tell_of_pages_that_were_to_come_anyway(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        clinic.answer(intake_id, "basics", TYPICAL["basics"])
        publish(clinic, NEW_PAGE)
        clinic.later(days=8)
        open_again(clinic, intake_id)
        assert told(clinic, intake_id) is None
        assert number(clinic, intake_id) == 2

    def test_asks_a_page_again_that_asks_more(self, clinic: Clinic) -> None:
        intake_id = walked(clinic)
        publish(clinic, MORE)
        clinic.later(days=8)
        open_again(clinic, intake_id)
        view = clinic.open(intake_id)
        assert view.missing_steps == ("allergies",)
        assert view.raw_answers["al_any"] == "no"

    def test_takes_no_page_from_before_it_moved(self, clinic: Clinic) -> None:
        intake_id = walked(clinic)
        version = clinic.open(intake_id).version
        publish(clinic, LB)
        clinic.later(days=8)
        open_again(clinic, intake_id)
        with pytest.raises(QuestionsChangedError):
            clinic.answer(intake_id, "basics", TYPICAL["basics"], version=version)

    def test_still_saves_an_open_page_before_it_moves(self, clinic: Clinic) -> None:
        intake_id = walked(clinic)
        publish(clinic, REWORDED)
        clinic.later(days=8)
        clinic.answer(intake_id, "allergies", {"al_any": "yes", "al_which": "Latex"})
        open_again(clinic, intake_id)
        assert clinic.open(intake_id).raw_answers["al_which"] == "Latex"

    def test_names_pages_that_are_gone_with_what_was_typed_there(self, clinic: Clinic) -> None:
        intake_id = walked(clinic)
        with clinic.services.unit_of_work() as work:
            for step in (StepId("mood"), StepId("allergies")):
                typed.keep(work, intake_id=intake_id, step_id=step, typed={"x": ("y",)}, now=clinic.now)
        publish(clinic, ("      - id: mood\n", "      - id: feelings\n"))
        clinic.later(days=8)
        open_again(clinic, intake_id)
        found = told(clinic, intake_id)
        assert found is not None
        assert found.gone == ("mood",)
        assert clinic.open(intake_id).raw_answers["mood_thoughts"] == "no"
        with clinic.services.reading() as work:
            assert drafts.pages(work.store, intake_id) == {"mood", "allergies"}

    def test_is_told_of_until_it_was_read(self, clinic: Clinic) -> None:
        intake_id = walked(clinic)
        publish(clinic, REWORDED)
        clinic.later(days=8)
        open_again(clinic, intake_id)
        assert told(clinic, intake_id) is not None
        with clinic.services.unit_of_work() as work:
            moving.see(work, intake_id=intake_id, now=clinic.now)
        assert told(clinic, intake_id) is None

    def test_is_judged_by_the_new_rules_at_once(self, clinic: Clinic) -> None:
        intake_id = walked(clinic, allergies={"al_any": "yes", "al_which": "Latex"})
        publish(clinic, NOW_URGENT, REWORDED)
        clinic.later(days=8)
        open_again(clinic, intake_id)
        found = told(clinic, intake_id)
        assert found is not None
        assert found.help == ("HELP",)
        with clinic.services.reading() as work:
            assert len(alerts.standing(work.store)) == 1

    def test_moves_again_with_the_next_last_day(self, clinic: Clinic) -> None:
        intake_id = walked(clinic)
        publish(clinic, REWORDED)
        clinic.later(days=8)
        open_again(clinic, intake_id)
        publish(clinic, REWORDED, NEW_PAGE, last=date(2026, 1, 25))
        clinic.later(days=5)
        open_again(clinic, intake_id)
        view = clinic.open(intake_id)
        assert view.revision.number == 3
        assert view.missing_steps == ("thunderclap", "sight")

    def test_moves_once_where_it_is_opened_twice_at_once(self, clinic: Clinic) -> None:
        intake_id = walked(clinic)
        version = clinic.open(intake_id).version
        publish(clinic, REWORDED)
        clinic.later(days=8)
        run_together([lambda: open_again(clinic, intake_id)] * 4)
        assert clinic.open(intake_id).version == version + 1

    def test_is_read_by_the_clinic_with_its_whole_history(self, clinic: Clinic) -> None:
        intake_id = walked(clinic, allergies={"al_any": "yes", "al_which": "Latex"})
        publish(clinic, NO_WHICH, LB)
        clinic.later(days=8)
        open_again(clinic, intake_id)
        clinic.answer(intake_id, "basics", {**TYPICAL["basics"], "dem_weight": 176})
        sent = clinic.send(intake_id)
        with clinic.services.unit_of_work() as work:
            found = reading.read(work, reference=sent.reference, actor=Actor("staff", "m1"), now=clinic.now)
            said = [save for save in reading.saves(work, sent) if QuestionId("dem_weight") in save.questions]
        assert found.view.revision.number == 2
        assert len(said) == 1
