"""One person twice: as they are, and once they have answered everything that is required."""

from collections.abc import Iterator

from screener.definition.model import Question, Rows
from screener.definition.names import QuestionId
from screener.engine.sources import CLASSES, GENERIC, MATCH
from screener.proof.facts import Fact, every, implied, same
from screener.proof.lists import SeenRow
from screener.proof.states import Seen
from screener.proof.world import World, parts_of


def is_said(world: World, question: Question) -> Fact:
    """Whether a question is answered in every part; of repeated rows, in all that must be."""
    if not isinstance(question.kind, Rows):
        return every(world.state(question.id, part).known for part in parts_of(question) or (None,))
    found = world.rows(question.id)
    required = [column.id for column in question.kind.columns if column.required]
    cells = [implied(row.present, row.states[column].known) for row in found.rows for column in required]
    return every((found.known, *cells))


def state_filled_in(before: Seen, after: Seen, required: bool) -> Iterator[Fact]:
    """What was known stays; what was not is said where that is required, else it stays unsaid."""
    kept = before.known if required else True
    yield implied(kept, _same_state(before, after))
    if required:
        yield after.known
        if len(after.choices) > 0:
            yield every(implied(fact, after.choices[choice]) for choice, fact in before.choices.items())


def _same_state(before: Seen, after: Seen) -> Fact:
    facts = [same(fact, after.silences[reason]) for reason, fact in before.silences.items()]
    facts += [same(fact, after.choices[choice]) for choice, fact in before.choices.items()]
    pairs = ((before.number, after.number), (before.years, after.years), (before.identity, after.identity))
    facts += [one == other for one, other in pairs if one is not None]
    return every(facts)


def rows_filled_in(now: World, later: World, question: QuestionId, kind: Rows, required: bool) -> Iterator[Fact]:
    """A list stays, its unknown cells said where they are required; one that was unknown is given, whichever it is."""
    before, after = now.rows(question), later.rows(question)
    kept = before.known if required else True
    for reason, fact in before.silences.items():
        yield implied(kept, same(fact, after.silences[reason]))
    if required:
        yield after.known
    for one, other in zip(before.rows, after.rows, strict=True):
        yield implied(kept, same(one.present, other.present))
        for column in kind.columns:
            if required and column.required:
                yield implied(other.present, other.states[column.id].known)
            facts = every(_cell_filled_in(one, other, column.id, column.required, kind.medicine))
            yield implied(every((kept, one.present)), facts)


def _cell_filled_in(one: SeenRow, other: SeenRow, column: object, required: bool, medicine: object) -> Iterator[Fact]:
    before, after = one.states[column], other.states[column]  # type: ignore[index]
    yield from state_filled_in(before, after, required)
    if column == medicine:
        kept = before.known if required else True
        for part in (CLASSES, GENERIC, MATCH):
            yield implied(kept, _same_state(one.states[part], other.states[part]))
