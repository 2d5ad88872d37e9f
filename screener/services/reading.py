"""A submission as a clinician reads it on the screen: its summary, and what only the screen tells.

The PDF is a submission at one moment. The screen adds what could change it, how
the answers came about, and what the same patient sent before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from screener.definition.conditions_words import explain
from screener.definition.model import Questionnaire
from screener.definition.names import RuleId
from screener.engine.assessment import assess
from screener.engine.carrying import Carrier
from screener.engine.findings import Finding
from screener.engine.identity import OTHER_BIRTH_DATE
from screener.services import invitations, series, submissions, summaries, triage
from screener.services.auditing import Actor, CaseRead, SubmissionRead, record
from screener.services.clinic_day import clinic_day
from screener.services.intake_views import answers_so_far, opened, view_of
from screener.services.submissions import SubmissionView
from screener.services.triage import Line
from screener.services.unit_of_work import UnitOfWork
from screener.services.urgent import urgent_findings
from screener.store import intake_moves, intakes, queue
from screener.store.invitations import contact_of
from screener.summary.beside import SideBySide, side_by_side
from screener.summary.case import Case
from screener.summary.changing import Change, Save, changes
from screener.summary.decision import Undecided
from screener.summary.gauges import OverTime
from screener.summary.model import Person, Summary
from screener.summary.phrases import ENGLISH
from screener.summary.summarize import summarize
from screener.summary.trends import SentCase, over_time
from screener.summary.turning import Turning, turning

MOST_SIDE_BY_SIDE = 5
THE_OTHER_BIRTH_DATE = "the birth date that was answered is not the one on the invitation"


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything on the screen."""

    view: SubmissionView
    summary: Summary
    line: Line
    rules: dict[RuleId, str]
    """The rule behind each finding, in words."""
    turning: tuple[Turning, ...]
    changes: tuple[Change, ...]
    others: tuple[triage.Entry, ...]
    """What else the same patient sent, the newest first."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A patient's submissions side by side, the oldest first."""

    line: Line
    views: tuple[SubmissionView, ...]
    """The newest, side by side."""
    compared: SideBySide
    over_time: OverTime | None
    """Numbers over more of them; None where there is one only."""


def read(work: UnitOfWork, *, reference: str, actor: Actor, now: datetime) -> Reading:
    """The submission, recorded as read. Raises `NoSubmissionError`."""
    view = submissions.by_reference(work, reference=reference, actor=actor, now=now)
    line = triage.line(work, reference=view.reference)
    case = case_of(view)
    sent = (each for each in queue.of_patient(work.store, line.entry.patient_id) if each.submission_id)
    return Reading(
        view=view,
        summary=summaries.of_view(view),
        line=line,
        rules=rule_words(view.questionnaire, view.assessment.findings),
        turning=turning(case),
        changes=changes(case, saves(work, view), view.sent_at),
        others=tuple(each for each in sent if each.reference != view.reference),
    )


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An unfinished intake: what is known so far, and what cannot wait."""

    summary: Summary
    """Of the answers so far; its findings are the urgent ones alone."""
    rules: dict[RuleId, str]
    last_at: datetime


def read_unfinished(work: UnitOfWork, *, reference: str, actor: Actor, now: datetime) -> Unfinished:
    """An unfinished intake as it stands, recorded as read. Raises `NoCaseError`."""
    work.must_write()
    line = triage.line(work, reference=reference)
    row = intakes.find(work.store, line.entry.intake_id)
    assert row is not None
    view = view_of(work.settings, opened(work, row), now)
    day = clinic_day(work.settings, view.questionnaire, now)
    judged = assess(view.questionnaire, view.answers, day, pending=view.pending, number=view.revision.number)
    assessment = replace(judged, findings=tuple(urgent_findings(view, judged)), not_ruled_out=())
    record(work, CaseRead(view.id), now=now, actor=actor)
    patient = line.patient.person.patient
    return Unfinished(
        summary=summarize(
            view.questionnaire,
            answers_so_far(view),
            assessment,
            person=Person(
                patient.name,
                patient.date_of_birth,
                line.entry.reference,
                contact=contact_of(work.store, invitations.by_reference(work, line.entry.reference)),
            ),
            state=Undecided(),
        ),
        rules=rule_words(view.questionnaire, assessment.findings),
        last_at=row.last_at,
    )


def rule_words(questionnaire: Questionnaire, findings: Iterable[Finding]) -> dict[RuleId, str]:
    """The rule behind each finding, in words; of the built-in one, which reads no answer alone, what it compares."""
    return {
        each.rule: THE_OTHER_BIRTH_DATE
        if each.rule == OTHER_BIRTH_DATE.id
        else explain(questionnaire.rules[each.rule].when, questionnaire, language="en")
        for each in findings
    }


def case_of(view: SubmissionView) -> Case:
    """The submission as the summary tells it."""
    return Case(view.questionnaire, view.answers, view.assessment, ENGLISH, view.carried)


def saves(work: UnitOfWork, view: SubmissionView) -> Iterator[Save]:
    """Every saving of a page, oldest first: what it said to the questions of the revision that was sent."""
    row = intakes.find(work.store, view.intake_id)
    assert row is not None
    moves, carrier = intake_moves.all_of(work.store, view.intake_id), Carrier(view.questionnaire)
    for _, saved in intakes.history_of(work.store, row, intakes.key_of(work.store, row)):
        lost = {question for move in moves if move.version > saved.version for question in move.lost}
        answers = carrier.answers({name: said for name, said in saved.answers.items() if name not in lost})
        yield Save(saved.saved_at, answers, frozenset(answers.by_question))


def earlier(work: UnitOfWork, *, reference: str, actor: Actor, now: datetime) -> Earlier:
    """The newest submissions of this one's patient and questionnaire; each that is opened is recorded as read."""
    work.must_write()
    this = submissions.by_reference(work, reference=reference, actor=actor, now=now)
    line = triage.line(work, reference=this.reference)
    entries = queue.of_patient(work.store, line.entry.patient_id)
    same = [each for each in entries if each.submission_id and each.slug == line.entry.slug]
    told = same[: series.MOST + 1]
    views = tuple(submissions.view_of(work, submissions.record_of(work, each.reference)) for each in reversed(told))
    for view in views:
        if view.id != this.id:
            record(work, SubmissionRead(view.id), now=now, actor=actor)
    cases = tuple(SentCase(view.reference, case_of(view)) for view in views)
    return Earlier(
        line,
        views[-MOST_SIDE_BY_SIDE:],
        side_by_side(tuple(one.case for one in cases[-MOST_SIDE_BY_SIDE:])),
        over_time(cases, len(same) - len(told)),
    )
