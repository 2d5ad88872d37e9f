"""An intake as it stands: its saved steps put together, and the path that follows from them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from screener.config import Settings
from screener.definition.model import Information, Question, Questionnaire, Step, Text
from screener.definition.names import QuestionId, StepId
from screener.engine.answers import PENDING, Answers
from screener.engine.coercion import read_answers
from screener.engine.path import Path, path
from screener.engine.truth import FALSE
from screener.services import asking_again, revisions
from screener.services.asking_again import Carried
from screener.services.clinic_day import clinic_day
from screener.services.intake_refusals import AlreadySentError, DeclinedError, IntakeExpiredError, NoIntakeError
from screener.services.revisions import Revision, RevisionId
from screener.services.unit_of_work import UnitOfWork
from screener.store import intake_moves, intakes, invitations
from screener.store.intake_moves import MoveRecord
from screener.store.intakes import SavedStep
from screener.store.names import IntakeId, InvitationId
from screener.store.sealing import DataKey
from screener.store.tables import Intake, Invitation

MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PHONE = re.compile(r"\+?[0-9 ().-]{7,20}", re.ASCII)


class IntakeState(StrEnum):
    """How far an intake has come."""

    OPEN = "open"
    SENT = "sent"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class IntakeView:
    """An intake as a page needs it."""

    id: IntakeId
    reference: str
    revision: Revision
    questionnaire: Questionnaire
    raw_answers: Mapping[str, object]
    """In the shapes of an answers file, by question id; answers no longer asked for are still here."""
    answers: Answers
    version: int
    """Goes into each page and comes back with it: the optimistic lock."""
    sent_steps: frozenset[StepId]
    """Steps that were sent at least once."""
    path: Path
    """What is asked, steps not sent yet taken as pending."""
    state: IntakeState
    submission_reference: str | None
    expires_at: datetime
    known: Mapping[QuestionId, object] = field(default_factory=dict)
    """What the clinic or the door knows and is asked, in the same shapes: shown for confirming, not yet an answer."""
    carried: frozenset[QuestionId] = frozenset()
    """Questions whose answers are taken over from an earlier submission and not asked again."""
    carried_from: datetime | None = None
    """When that was sent."""
    is_before_infusion: bool = False
    """Whether what had expired is asked again before an infusion."""
    moved_at: int = 0
    """Its version when it went on with this revision: pages made before asked something else. 0: it never did."""

    def questions_of(self, step: Step) -> tuple[Question, ...]:
        """What the step asks or tells this person now: nothing that is taken over."""
        return tuple(question for question in self.path.questions_of(step) if question.id not in self.carried)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the path that ask something now, in order."""
        if not self.carried:
            return self.path.steps
        return tuple(
            step
            for step in self.path.steps
            if any(not isinstance(question.kind, Information) for question in self.questions_of(step))
        )

    @property
    def pending(self) -> frozenset[StepId]:
        """Steps not sent yet, on the path or not; none once it is no longer open."""
        if self.state is not IntakeState.OPEN:
            return frozenset()
        return frozenset(self.questionnaire.steps) - self.sent_steps

    @property
    def missing_steps(self) -> tuple[StepId, ...]:
        """Steps on the path that were not sent yet, in order: with none, the answers may be sent."""
        return tuple(step.id for step in self.path.steps if step.id in self.pending)


@dataclass(frozen=True, slots=True)
class OpenedIntake:
    """An intake's row with its key, what was saved under it, and what it is an intake of."""

    row: Intake
    key: DataKey
    steps: Mapping[StepId, SavedStep]
    revision: Revision
    questionnaire: Questionnaire
    reference: str
    known: Mapping[QuestionId, object]
    carried: Carried = field(default_factory=Carried)
    moved: MoveRecord | None = None
    """How it came to its revision, where it began on another."""

    @property
    def id(self) -> IntakeId:
        """Whose."""
        return IntakeId(self.row.id)


def opened(work: UnitOfWork, row: Intake) -> OpenedIntake:
    """The row with everything saved under it; raises `BrokenSealError`."""
    key = intakes.key_of(work.store, row)
    revision = revisions.by_id(work, RevisionId(row.revision_id))
    questionnaire = revisions.questionnaire_of(work, revision)
    carried = asking_again.carried(work, row.invitation_id, questionnaire)
    invitation = invitations.by_id(work.store, InvitationId(row.invitation_id))
    return OpenedIntake(
        row=row,
        key=key,
        steps={**carried.steps, **intakes.steps_of(work.store, row, key)},
        revision=revision,
        questionnaire=questionnaire,
        reference=invitation.reference,
        known=known_of(work, invitation, questionnaire),
        carried=carried,
        moved=intake_moves.newest(work.store, IntakeId(row.id)),
    )


def known_of(work: UnitOfWork, invitation: Invitation, questionnaire: Questionnaire) -> dict[QuestionId, object]:
    """What the invitation says of questions that the questionnaire names as its identity. Raises `BrokenSealError`."""
    identity = questionnaire.identity
    if identity is None:
        return {}
    patient = invitations.patient_of(work.store, invitation)
    known: dict[QuestionId, object] = {
        identity.name: patient.name,
        identity.birth_date: patient.date_of_birth.isoformat(),
    }
    contact = invitations.contact_of(work.store, invitation)
    purpose = "email" if MAIL.fullmatch(contact) else "tel" if PHONE.fullmatch(contact) else ""
    for asked in identity.contact:
        kind = questionnaire.questions[asked].kind
        if isinstance(kind, Text) and kind.autocomplete == purpose:
            known[asked] = contact
    return known


def known_row(work: UnitOfWork, intake_id: IntakeId) -> Intake:
    """The intake. Raises `NoIntakeError`."""
    row = intakes.find(work.store, intake_id)
    if row is None:
        raise NoIntakeError("There is no such form.")
    return row


def locked_row(work: UnitOfWork, intake_id: IntakeId) -> Intake:
    """The intake, held until the transaction ends. Raises `NoIntakeError`."""
    row = intakes.find_locked(work.store, intake_id)
    if row is None:
        raise NoIntakeError("There is no such form.")
    return row


def must_be_open(row: Intake, now: datetime) -> None:
    """Raises `AlreadySentError`, `DeclinedError` or `IntakeExpiredError`."""
    match IntakeState(row.state):
        case IntakeState.SENT:
            raise AlreadySentError("Your answers have been sent. They cannot be changed here any more.")
        case IntakeState.DECLINED:
            raise DeclinedError("You did not agree to the screening, so nothing more is asked.")
        case IntakeState.OPEN:
            must_be_in_time(row, now)


def must_be_in_time(row: Intake, now: datetime) -> None:
    """Raises `IntakeExpiredError`."""
    if now >= row.expires_at:
        raise IntakeExpiredError("The time for this form has passed. The clinic can send you another link.")


def view_of(settings: Settings, intake: OpenedIntake, now: datetime) -> IntakeView:
    """The intake as a page needs it."""
    row, questionnaire = intake.row, intake.questionnaire
    state, carried = IntakeState(row.state), intake.carried
    given = {question: answer for step in intake.steps.values() for question, answer in step.answers.items()}
    raw: dict[str, object] = {str(question): answer for question, answer in carried.answers.items()} | given
    answers = read_answers(questionnaire, raw)
    day = clinic_day(settings, questionnaire, now)

    def way(sent: frozenset[StepId]) -> Path:
        pending = frozenset(questionnaire.steps) - sent if state is IntakeState.OPEN else frozenset[StepId]()
        return path(questionnaire, answers, day, pending=pending)

    sent = frozenset(intake.steps)
    found = way(sent)
    if (carried.steps or intake.moved) and state is IntakeState.OPEN:
        # What an answer of today, or another revision, asks on a page that was taken over has still to be asked.
        sent -= {step.id for step in found.steps if step.id in sent and lacks(found, step, raw)}
        sent -= looked_at_again(intake)
        found = way(sent)
    return IntakeView(
        id=intake.id,
        reference=intake.reference,
        revision=intake.revision,
        questionnaire=questionnaire,
        raw_answers=raw,
        answers=answers,
        version=row.version,
        sent_steps=sent,
        path=found,
        state=state,
        submission_reference=intake.reference if state is IntakeState.SENT else None,
        expires_at=row.expires_at,
        known=intake.known,
        carried=frozenset(carried.answers),
        carried_from=carried.sent_at,
        is_before_infusion=carried.over is not None and carried.over.sort == "before infusion",
        moved_at=intake.moved.version if intake.moved else 0,
    )


def looked_at_again(intake: OpenedIntake) -> frozenset[StepId]:
    """Pages whose words have changed, until they are sent once more."""
    moved = intake.moved
    if moved is None:
        return frozenset()
    return frozenset(
        step for step in moved.again if step in intake.steps and intake.steps[step].version < moved.version
    )


def lacks(found: Path, step: Step, raw: Mapping[str, object]) -> bool:
    """Whether the step asks something to which nothing was said, not even by a blank."""
    return any(
        question.id not in raw and not isinstance(question.kind, Information) for question in found.questions_of(step)
    )


def is_asked(view: IntakeView, question: QuestionId) -> bool:
    """Whether the question is asked, or may yet turn out to be."""
    return view.path.asked[question] is not FALSE


def answers_so_far(view: IntakeView) -> Answers:
    """The answers, for a clinician. What was not reached is told as such, and never as left blank."""
    questions = view.questionnaire.questions.values()
    ahead = {each.id: PENDING for each in questions if each.step in view.pending and each.id not in view.raw_answers}
    return Answers({**view.answers.by_question, **ahead})


def raw_asked(view: IntakeView) -> dict[str, object]:
    """The raw answers to what is asked: those that count."""
    return {name: answer for name, answer in view.raw_answers.items() if is_asked(view, QuestionId(name))}
