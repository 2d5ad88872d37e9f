"""What single answer would change the disposition, in words: what to ask about first."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from screener.definition.model import Checklist, DayCounts, Disposition, Pair, Rows, WholeNumber
from screener.engine.answers import Answer, Cells
from screener.engine.findings import Reference
from screener.engine.what_if import Turn, turns
from screener.summary.answer_words import cell_words, row_words, words
from screener.summary.case import Case
from screener.summary.gist import gist
from screener.summary.model import Said


@dataclass(frozen=True, slots=True)
class Would:
    """Answers that would all lead to one disposition."""

    answers: tuple[str, ...]
    disposition: Disposition
    is_example: bool
    """Whether it is the nearest of several numbers."""
    opens: int
    """How many questions would then be asked that were not."""


@dataclass(frozen=True, slots=True)
class Turning:
    """One answer on which the disposition hangs."""

    said: Said
    would: tuple[Would, ...]


def turning(case: Case) -> tuple[Turning, ...]:
    """In the order of the questions; nothing where no single answer would change what the rules propose."""
    found = turns(case.questionnaire, case.answers, case.assessment)
    return tuple(_turning(case, reference, tuple(each)) for reference, each in groupby(found, _reference))


def _reference(turn: Turn) -> Reference:
    return turn.reference


def _turning(case: Case, reference: Reference, found: tuple[Turn, ...]) -> Turning:
    said = case.said(reference)
    by_disposition = {
        turn.disposition: [each for each in found if each.disposition is turn.disposition] for turn in found
    }
    gravest_first = sorted(by_disposition, key=tuple(Disposition).index, reverse=True)
    would = tuple(_would(case, reference, disposition, by_disposition[disposition]) for disposition in gravest_first)
    return Turning(Said(gist(said.question), said.answer, said.known), would)


def _would(case: Case, reference: Reference, disposition: Disposition, found: Iterable[Turn]) -> Would:
    tried = tuple(found)
    if isinstance(case.question(reference).kind, WholeNumber | DayCounts | Pair):
        nearest = min(tried, key=lambda turn: abs(_number(turn.answer, reference) - _now(case, reference)))
        return Would((_words(case, nearest),), disposition, len(tried) > 1, len(nearest.opened))
    most = max(len(turn.opened) for turn in tried)
    return Would(tuple(_words(case, turn) for turn in tried), disposition, False, most)


def _number(answer: Answer, reference: Reference) -> int:
    state = answer.states.get(reference.part) if isinstance(answer, Cells) and reference.part else answer
    return state if isinstance(state, int) else 0


def _now(case: Case, reference: Reference) -> int:
    return _number(case.answers.to(reference.question), reference)


def _words(case: Case, turn: Turn) -> str:
    question = case.question(turn.reference)
    match question.kind, turn.answer:
        case Checklist() | DayCounts() | Pair() as grid, Cells() as cells if turn.reference.part is not None:
            row = next(row for row in grid.rows if row.id == turn.reference.part)
            return cell_words(grid, row, cells, case.phrases)
        case Rows() as rows, _ if turn.reference.row is not None:
            before = case.answers.to(question.id)
            gone = row_words(rows, before[turn.reference.row], case.phrases) if isinstance(before, tuple) else ""
            return f"without {gone}"
        case _:
            return "; ".join(words(question, turn.answer, case.phrases))
