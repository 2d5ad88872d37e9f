"""An unfinished intake goes on with the current revision, once the last day of its own is over.

It is moved when its patient opens it, whole, in one transaction. What fits is
carried over (`engine.moving`); every save stays in the history. The patient is
told what does not fit and what to go through again, until they have read it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from screener.definition.model import Questionnaire, Step
from screener.definition.names import MessageCode, QuestionId, StepId
from screener.definition.translating import in_language
from screener.engine.moving import Moved, changed_pages, words_of
from screener.engine.moving import move as moved_answers
from screener.services import last_days, revisions, urgent
from screener.services.auditing import PROGRAM, IntakeMoved, record
from screener.services.intake_refusals import RevisionOverError
from screener.services.intake_views import IntakeState, IntakeView, OpenedIntake, known_row, locked_row, opened, view_of
from screener.services.unit_of_work import UnitOfWork
from screener.store import drafts, intake_moves, intakes
from screener.store.intakes import SavedStep
from screener.store.names import IntakeId, RevisionId
from screener.store.tables import Intake


@dataclass(frozen=True, slots=True)
class Told:
    """What a patient is told of a move, in the words of both revisions."""

    earlier: Questionnaire
    lost: tuple[QuestionId, ...]
    """Questions of the earlier revision whose answers do not fit, or not all of them."""
    gone: tuple[StepId, ...]
    """Its pages on which something was typed and not saved, and that are no more."""
    pages: tuple[StepId, ...]
    """Pages of the current revision to go through for it, that are not sent yet."""
    help: tuple[MessageCode, ...]
    """What a rule says to the patient at once, by the answers that are kept."""


def is_due(work: UnitOfWork, *, intake_id: IntakeId, now: datetime) -> bool:
    """Whether the intake is unfinished, and the last day of its revision is over."""
    row = intakes.find(work.store, intake_id)
    return row is not None and _is_over(work, row, now)


def must_not_be_over(work: UnitOfWork, row: Intake, now: datetime) -> None:
    """Raises `RevisionOverError` where the intake must go on with another revision first."""
    if _is_over(work, row, now):
        raise RevisionOverError("The questions have changed: please look at what is new before you send.")


def move(work: UnitOfWork, *, intake_id: IntakeId, now: datetime) -> None:
    """Puts the intake on the current revision, if that is due. Again: changes nothing. Raises `NoIntakeError`."""
    work.must_write()
    row = locked_row(work, intake_id)
    if not _is_over(work, row, now):
        return
    before = opened(work, row)
    target = revisions.current(work, before.revision.slug)
    passage = Passage.of(work, before, revisions.questionnaire_of(work, target), now)
    typed = drafts.pages(work.store, intake_id)
    intakes.move(work.store, row, before.key, revision_id=target.id, steps=passage.steps, now=now)
    intake_moves.add(
        work.store,
        intake_id=intake_id,
        version=row.version,
        from_revision=before.revision.id,
        to_revision=target.id,
        lost=passage.moved.lost,
        again=passage.again,
        gone=(step for step in passage.old.steps if step in typed and step not in passage.new.steps),
        now=now,
    )
    after = opened(work, row)
    view = view_of(work.settings, after, now)
    _tell(work, after, tuple(passage.to_go_through(view)), now)
    urgent.weigh(work, after, view, None, now)
    event = IntakeMoved(intake_id, target.id, before.revision.id, passage.moved.lost, row.version)
    record(work, event, now=now, actor=PROGRAM)


def find_told(work: UnitOfWork, *, view: IntakeView, now: datetime) -> Told | None:
    """What the patient is to read of the newest move; None where they have, or there is nothing to tell."""
    moved = intake_moves.newest(work.store, view.id)
    if moved is None or moved.is_seen or view.state is not IntakeState.OPEN:
        return None
    return Told(
        earlier=revisions.questionnaire(work, moved.from_revision),
        lost=moved.lost,
        gone=moved.gone,
        pages=tuple(step.id for step in view.steps if step.id in moved.pages and step.id in view.pending),
        help=urgent.standing_help(work, opened(work, known_row(work, view.id)), view, now),
    )


def is_told(work: UnitOfWork, *, intake_id: IntakeId) -> bool:
    """Whether nothing is left that the patient is to read of a move."""
    moved = intake_moves.newest(work.store, intake_id)
    return moved is None or moved.is_seen


def see(work: UnitOfWork, *, intake_id: IntakeId, now: datetime) -> None:
    """The patient has read it."""
    work.must_write()
    intake_moves.see(work.store, intake_id, now=now)


@dataclass(frozen=True, slots=True)
class Passage:
    """What an intake brings along from one revision to another."""

    old: Questionnaire
    new: Questionnaire
    own: Mapping[StepId, SavedStep]
    """Its pages as they were saved."""
    moved: Moved
    steps: Mapping[StepId, SavedStep]
    """Its pages of the other revision. They keep when they were saved."""
    again: frozenset[StepId]
    """Those of them to be looked through once more, though all that they ask is answered."""

    @classmethod
    def of(cls, work: UnitOfWork, before: OpenedIntake, new: Questionnaire, now: datetime) -> Self:
        """Works it out."""
        old, own = before.questionnaire, intakes.steps_of(work.store, before.row, before.key)
        raw = {name: said for saved in own.values() for name, said in saved.answers.items()}
        moved = moved_answers(old, new, raw)
        brought = {step.id: brought_to(step, old, own, moved) for step in new.steps.values()}
        reworded = moved.reworded | reworded_in(languages_of(own), old, new, moved)
        unfinished = own.keys() - view_of(work.settings, before, now).sent_steps
        again = (step for step, sources in brought.items() if sources & unfinished)
        words = (new.questions[name].step for name in reworded)
        return cls(
            old=old,
            new=new,
            own=own,
            moved=moved,
            steps={step: joined(new.steps[step], own, moved, sources) for step, sources in brought.items() if sources},
            again=frozenset({*again, *words, *(step for step in changed_pages(old, new) if step in own)}),
        )

    def to_go_through(self, view: IntakeView) -> Iterator[StepId]:
        """Pages that were done, or come before one that was: what is asked there is asked because of the move."""
        places = {step: place for place, step in enumerate(self.new.steps)}
        furthest = max((places[step] for step in self.steps), default=-1)
        for step in view.steps:
            is_known = step.id in self.own or step.id in self.steps
            is_new = step.id not in self.old.steps and places[step.id] < furthest
            if step.id in view.pending and (is_known or is_new):
                yield step.id


def brought_to(step: Step, old: Questionnaire, own: Mapping[StepId, SavedStep], moved: Moved) -> frozenset[StepId]:
    """The saved pages that a page of the other revision has its answers from."""
    asked_on = {old.questions[each.id].step for each in step.questions if each.id in moved.answers}
    return frozenset(asked_on | {step.id}) & own.keys()


def joined(step: Step, own: Mapping[StepId, SavedStep], moved: Moved, sources: frozenset[StepId]) -> SavedStep:
    """The page as if it had been saved when the last of its sources was."""
    saved = [own[each] for each in sources]
    same = own.get(step.id)
    return SavedStep(
        version=max(each.version for each in saved),
        saved_at=max(each.saved_at for each in saved),
        answers={each.id: moved.answers[each.id] for each in step.questions if each.id in moved.answers},
        reading=same.reading if same else None,
    )


def languages_of(own: Mapping[StepId, SavedStep]) -> frozenset[str]:
    """In which languages the pages were read."""
    return frozenset(saved.reading.language for saved in own.values() if saved.reading)


def reworded_in(
    languages: Iterable[str], old: Questionnaire, new: Questionnaire, moved: Moved
) -> frozenset[QuestionId]:
    """The questions whose words have changed in a language in which they were read."""
    found = set[QuestionId]()
    for language in languages:
        before, after = in_language(old, language), in_language(new, language)
        found |= {name for name in moved.answers if words_of(before.questions[name]) != words_of(after.questions[name])}
    return frozenset(found)


def _tell(work: UnitOfWork, after: OpenedIntake, pages: tuple[StepId, ...], now: datetime) -> None:
    """Keeps what the patient is to read; nothing where all that they wrote fits, and nothing more is asked."""
    moved = after.moved
    assert moved is not None
    is_needless = not (pages or moved.lost or moved.gone)
    intake_moves.tell(work.store, after.id, moved.version, pages=pages, seen_at=now if is_needless else None)


def _is_over(work: UnitOfWork, row: Intake, now: datetime) -> bool:
    if row.state != IntakeState.OPEN or now >= row.expires_at:
        return False
    revision = revisions.by_id(work, RevisionId(row.revision_id))
    return revision.number < last_days.ended_before(work, revision.slug, now)
