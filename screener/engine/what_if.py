"""Which single answer would change the disposition: each is tried, and judged like any other.

Tried are the answers still open, and those that the gravest findings rest on:
nobody needs to hear that another answer to each of a hundred questions would
make things worse. Numbers are tried on either side of each constant that the
rules compare with; dates and texts are not tried.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from screener.definition.condition_reads import walk
from screener.definition.conditions import AnswerRef, Compare, Number, Operand, SettingRef
from screener.definition.model import (
    Agreement,
    Checklist,
    Choice,
    Choices,
    DayCounts,
    Disposition,
    Medicine,
    OneChoice,
    Pair,
    Question,
    Questionnaire,
    Range,
    Rows,
    WholeNumber,
    YesNo,
)
from screener.definition.names import QuestionId, RowId
from screener.engine.answers import Agreed, Answer, Answers, Cells, Picked, Row, Unknown
from screener.engine.assessment import assess
from screener.engine.findings import Assessment, Reference

MOST_TRIED = 300
"""So many answers are tried; the gravest findings' and the open ones come first."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One answer that would change the disposition, everything else being as it is."""

    reference: Reference
    """The question, or one cell of its grid, or one row of its list."""
    answer: Answer
    """The whole question's, as tried."""
    disposition: Disposition
    opened: tuple[QuestionId, ...]
    """Questions that would then be asked, and were not: here they count as left blank."""


def turns(questionnaire: Questionnaire, answers: Answers, assessment: Assessment) -> tuple[Turn, ...]:
    """Every answer tried that would change the disposition, in the order of the questions."""
    asked = frozenset(assessment.asked)
    found: list[Turn] = []
    for count, (reference, answer) in enumerate(tries(questionnaire, answers, assessment)):
        if count >= MOST_TRIED:
            break
        tried = Answers({**answers.by_question, reference.question: answer})
        after = assess(questionnaire, tried, assessment.as_of, number=assessment.number)
        if after.disposition is not assessment.disposition:
            opened = tuple(question for question in after.asked if question not in asked)
            found.append(Turn(reference, answer, after.disposition, opened))
    order = {question: place for place, question in enumerate(questionnaire.questions)}
    return tuple(sorted(found, key=lambda turn: order[turn.reference.question]))


def tries(questionnaire: Questionnaire, answers: Answers, assessment: Assessment) -> Iterator[tuple[Reference, Answer]]:
    """What is tried: other answers to what the gravest findings rest on, then to what is open."""
    lines = constants(questionnaire)
    for reference in dict.fromkeys((*_behind_the_gravest(assessment), *_open(assessment))):
        question = questionnaire.questions[reference.question]
        now = answers.to(question.id)
        for answer in _others(question, now, reference, lines.get((question.id, reference.part), ())):
            if answer != now:
                yield reference, answer


def _behind_the_gravest(assessment: Assessment) -> Iterator[Reference]:
    gravest = max((finding.level for finding in assessment.findings), default=None)
    for finding in assessment.findings:
        if finding.level == gravest:
            yield from (evidence.reference for evidence in finding.because)
            yield from finding.needs


def _open(assessment: Assessment) -> Iterator[Reference]:
    for finding in assessment.findings:
        yield from finding.needs
    for rule in assessment.not_ruled_out:
        yield from rule.needs


def constants(questionnaire: Questionnaire) -> dict[tuple[QuestionId, RowId | None], tuple[Fraction, ...]]:
    """The numbers that each answer is compared with, anywhere in the rules and values."""
    found: dict[tuple[QuestionId, RowId | None], set[Fraction]] = {}
    conditions = [rule.when for rule in questionnaire.rules.values()]
    conditions += [value.expression for value in questionnaire.values.values()]  # type: ignore[misc]
    for condition in conditions:
        for node in walk(condition):
            if isinstance(node, Compare):
                for one, other in ((node.left, node.right), (node.right, node.left)):
                    at = _constant(questionnaire, other)
                    if isinstance(one, AnswerRef) and at is not None:
                        found.setdefault((one.question, one.part), set()).add(at)
    return {name: tuple(sorted(ats)) for name, ats in found.items()}


def _constant(questionnaire: Questionnaire, operand: Operand) -> Fraction | None:
    match operand:
        case Number(value=value):
            return Fraction(value)
        case SettingRef(name=name):
            return Fraction(questionnaire.settings[name].value)
        case _:
            return None


def _others(question: Question, now: Answer, reference: Reference, lines: tuple[Fraction, ...]) -> Iterator[Answer]:
    """Answers that could be given instead."""
    match question.kind:
        case YesNo(choices=choices) | OneChoice(choices=choices):
            yield from (choice.id for choice in choices)
        case Choices(choices=choices):
            yield from _sets(choices, now)
        case Checklist(rows=rows, choices=choices):
            parts = [reference.part] if reference.part else [row.id for row in rows if _is_open_at(now, row.id)]
            yield from (_with_cell(now, part, choice.id) for part in parts for choice in choices)
        case WholeNumber(plausible=plausible):
            yield from _around(lines, plausible)
        case DayCounts(plausible=plausible) if reference.part is not None:
            yield from (_with_cell(now, reference.part, number) for number in _around(lines, plausible))
        case Pair(rows=rows, plausible=ranges) if reference.part is not None:
            plausible = ranges[0 if rows[0].id == reference.part else 1]
            yield from (_with_cell(now, reference.part, number) for number in _around(lines, plausible))
        case Rows() as rows_kind if isinstance(now, tuple) and reference.row is not None:
            yield from _without_row(rows_kind, now, reference.row)
        case Agreement():
            yield from (Agreed(agreed, "") for agreed in (True, False))
        case _:
            return


def _sets(choices: tuple[Choice, ...], now: Answer) -> Iterator[Answer]:
    """Of a set not known: none of it, and each choice alone; of a known one, without each of its choices."""
    none = frozenset(choice.id for choice in choices if choice.exclusive)
    if isinstance(now, Picked) and now.unknown is None:
        yield from (Picked(now.choices - {choice} or none) for choice in sorted(now.choices - none))
        return
    known = now.choices if isinstance(now, Picked) else frozenset()
    yield Picked(known or none)
    yield from (Picked(known | {choice.id}) for choice in choices if choice.id not in known | none)


def _is_open_at(now: Answer, part: RowId) -> bool:
    return not isinstance(now, Cells) or isinstance(now.states.get(part), Unknown | None)


def _with_cell(now: Answer, part: RowId, state: object) -> Cells:
    states = dict(now.states) if isinstance(now, Cells) else {}
    return Cells({**states, part: state})  # type: ignore[dict-item]


def _around(lines: tuple[Fraction, ...], plausible: Range) -> Iterator[int]:
    """Whole numbers at and on either side of each line, within what is plausible."""
    numbers = sorted({int(line) + step for line in lines for step in (-1, 0, 1)})
    for number in numbers:
        if (plausible.low is None or number >= plausible.low) and (plausible.high is None or number <= plausible.high):
            yield number


def _without_row(kind: Rows, now: tuple[Row, ...], row: int) -> Iterator[Answer]:
    """The list without a medicine that decides or that nobody recognized."""
    if any(isinstance(column.kind, Medicine) for column in kind.columns) and row < len(now):
        yield now[:row] + now[row + 1 :]
