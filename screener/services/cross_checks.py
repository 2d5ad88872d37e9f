"""Checks of what a patient answered: which to ask about, what they said, and which urgent help waits for it.

A patient is asked once about answers that do not seem to fit together, and may
say that they are right, change them, or go on. Urgent help waits only for a
check that says so, only where it would not be needed if the answers were
swapped, and only until the patient says something or goes on.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from screener.config import Settings
from screener.definition.model import Check, Level
from screener.definition.names import RuleId, StepId
from screener.engine import checks
from screener.engine.answers import Answers
from screener.engine.assessment import assess
from screener.engine.coercion import write_answer
from screener.engine.findings import Assessment
from screener.services.clinic_day import clinic_day
from screener.services.intake_views import IntakeView
from screener.services.jobs import JobKind, queue
from screener.services.unit_of_work import UnitOfWork
from screener.store import check_notes
from screener.store.check_notes import Noted
from screener.store.sealing import DataKey
from screener.store.tables import Intake

PATIENCE: Final = timedelta(minutes=5)
"""How long urgent help waits for a patient who says nothing and does nothing."""

Notes = Mapping[RuleId, Noted]


class Said(StrEnum):
    """What became of a check; the value is stored, sealed."""

    ASKED = "asked"
    """It was put, and urgent help waits for what the patient says."""
    PASSED = "passed"
    """The patient said nothing of it: nothing waits any more."""
    RIGHT = "right"


def notes_of(work: UnitOfWork, row: Intake, key: DataKey, view: IntakeView) -> Notes:
    """What was said to the checks so far."""
    return check_notes.of_intake(work.store, row, key) if view.questionnaire.checks else {}


def answers_behind(view: IntakeView, check: Check) -> dict[str, object]:
    """The raw answers that it asks about: once they are others, it is another question."""
    asked = sorted(checks.questions_of(view.questionnaire, check))
    return {question: view.raw_answers[question] for question in asked if question in view.raw_answers}


def find_note(view: IntakeView, check: Check, notes: Notes) -> Said | None:
    """What was said of these very answers."""
    noted = notes.get(check.id)
    return Said(noted.state) if noted and noted.answers == answers_behind(view, check) else None


def note(
    work: UnitOfWork, row: Intake, key: DataKey, view: IntakeView, check: Check, said: Said, now: datetime
) -> Noted:
    """Keeps what became of it."""
    noted = Noted(check.id, said.value, answers_behind(view, check), now)
    check_notes.put(work.store, row, key, noted)
    return noted


def standing(settings: Settings, view: IntakeView, now: datetime) -> tuple[Check, ...]:
    """The checks whose answers do not seem to fit together, as they stand."""
    day = clinic_day(settings, view.questionnaire, now)
    found = checks.standing(view.questionnaire, view.answers, day, pending=view.pending)
    return tuple(check for check in found if not view.carried.issuperset(check.questions))


def to_ask(work: UnitOfWork, view: IntakeView, notes: Notes, now: datetime) -> tuple[Check, ...]:
    """Those of them of which the patient has not said that they are right, and that argue with no safety answer."""
    found = [each for each in standing(work.settings, view, now) if find_note(view, each, notes) is not Said.RIGHT]
    if not found:
        return ()
    grave = frozenset(_urgent_questions(judged(work.settings, view, view.answers, now)))
    return tuple(check for check in found if check.help_waits or grave.isdisjoint(check.questions))


def to_ask_on(work: UnitOfWork, view: IntakeView, notes: Notes, step_id: StepId, now: datetime) -> tuple[Check, ...]:
    """Those that sending this page runs."""
    return tuple(
        check for check in to_ask(work, view, notes, now) if step_id in checks.pages_of(view.questionnaire, check)
    )


def help_that_waits(work: UnitOfWork, view: IntakeView, notes: Notes, now: datetime) -> frozenset[RuleId]:
    """The rules whose urgent help waits: the patient is being asked, and swapped answers would not call for it."""
    asked = [
        check
        for check in standing(work.settings, view, now)
        if check.help_waits and find_note(view, check, notes) is Said.ASKED
    ]
    waiting: set[RuleId] = set()
    for check in asked:
        as_given = _urgent_rules(judged(work.settings, view, view.answers, now))
        other_way_round = _urgent_rules(judged(work.settings, view, checks.swapped(check, view.answers), now))
        waiting |= as_given - other_way_round
    return frozenset(waiting)


def ask(
    work: UnitOfWork, row: Intake, key: DataKey, view: IntakeView, step_id: StepId, now: datetime
) -> tuple[Check, ...]:
    """The checks to ask about a page that was just saved; from now on urgent help waits for those that say so."""
    notes = notes_of(work, row, key, view)
    found = to_ask_on(work, view, notes, step_id, now)
    for check in found:
        if check.help_waits and find_note(view, check, notes) is None:
            note(work, row, key, view, check, Said.ASKED, now)
            queue(work, JobKind.UNCONFIRMED, row.id, part=str(row.version), now=now, due_at=now + PATIENCE)
    return found


def pass_by(
    work: UnitOfWork, row: Intake, key: DataKey, view: IntakeView, now: datetime, *, but: StepId | None = None
) -> frozenset[StepId]:
    """Nothing waits any more for what the patient did not say, except on that page; gives the pages of it."""
    passed: set[StepId] = set()
    notes = notes_of(work, row, key, view)
    for check in standing(work.settings, view, now):
        pages = checks.pages_of(view.questionnaire, check)
        if but not in pages and find_note(view, check, notes) is Said.ASKED:
            note(work, row, key, view, check, Said.PASSED, now)
            passed |= pages
    return frozenset(passed)


def confirmed(work: UnitOfWork, row: Intake, key: DataKey, view: IntakeView, now: datetime) -> dict[RuleId, datetime]:
    """When the patient said that they are right, of the checks that still stand on these answers."""
    notes = notes_of(work, row, key, view)
    found = (check for check in standing(work.settings, view, now) if find_note(view, check, notes) is Said.RIGHT)
    return {check.id: notes[check.id].noted_at for check in found}


def swapped_answers(view: IntakeView, check: Check) -> dict[str, object]:
    """The raw answers that one tap gives: those that may have been swapped, the other way round."""
    other = checks.swapped(check, view.answers)
    return {question: write_answer(other.to(question)) for question in check.swap}


def judged(settings: Settings, view: IntakeView, answers: Answers, now: datetime) -> Assessment:
    """What the rules make of the answers so far."""
    day = clinic_day(settings, view.questionnaire, now)
    return assess(view.questionnaire, answers, day, pending=view.pending, number=view.revision.number)


def _urgent_rules(assessment: Assessment) -> frozenset[RuleId]:
    return frozenset(finding.rule for finding in assessment.findings if finding.level is Level.URGENT)


def _urgent_questions(assessment: Assessment) -> Iterator[str]:
    for finding in assessment.findings:
        if finding.level is Level.URGENT:
            yield from (evidence.reference.question for evidence in finding.because)
            yield from (need.question for need in finding.needs)
