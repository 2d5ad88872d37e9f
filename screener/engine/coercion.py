"""Raw answers to `Answers` and back: the only validator of the house, with one reader per kind.

Web pages, the command line, stored answers and FHIR all come through here. Raw
shapes are those of an answers file: null (blank), `{"typed": "about 80,5 kg"}`
(typed, and nobody can read it), `"yes"`, `["angina", "not_sure"]`, `12`,
`{"triptan": 4, "ergot": "not_sure"}`, `"1983-06-02"`, a list of rows (an empty
one means none), `{"value": 177.8, "typed": "5 ft 10 in"}`, `{"agreed": "yes",
"signature": "…"}`. Numbers may also come as text, as a form sends them. What is
implausible is read; what is no answer of the question's kind is a problem.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import assert_never

from screener.definition.kind_states import may_be_unreadable
from screener.definition.model import (
    Agreement,
    Checklist,
    Choices,
    Column,
    Date,
    DayCounts,
    DecimalNumber,
    Information,
    Kind,
    Medicine,
    OneChoice,
    Pair,
    Question,
    Questionnaire,
    Range,
    Reason,
    Rows,
    Text,
    WholeNumber,
    YesNo,
)
from screener.definition.names import ChoiceId, QuestionId, RowId
from screener.definition.problems import did_you_mean
from screener.engine.answer_problems import AnswerProblem, BadAnswersError, ProblemCode, UnreadableError
from screener.engine.answers import (
    BLANK,
    Agreed,
    Answer,
    Answers,
    Cells,
    Known,
    Measure,
    Pending,
    Picked,
    Row,
    Unknown,
    unreadable,
)
from screener.engine.readers import (
    quoted,
    read_choice,
    read_date,
    read_decimal,
    read_text,
    read_whole,
    shape_of,
)
from screener.engine.text_safety import MOST_BYTES, is_blank, safe_text

__all__ = [
    "AnswerProblem",
    "BadAnswersError",
    "ProblemCode",
    "find_problems",
    "read_answer",
    "read_answers",
    "write_answer",
    "write_answers",
]

MOST_ROWS = 100
"""Of one repeated question."""
WRITTEN_REASONS = frozenset({Reason.NOT_SURE, Reason.DECLINED, Reason.TO_DISCUSS})
"""The unknowns that are written in the place of an answer by a word; a blank is null."""
GRAVEST_FIRST = (Reason.DECLINED, Reason.TO_DISCUSS, Reason.NOT_SURE)
"""Of several unknowns ticked in one set, the one that stands: a refusal is never read as a doubt."""
MOST_LIST_BYTES = 4 * MOST_BYTES
"""Of a list that cannot be read: each of its rows has texts of its own."""
UNSAID = frozenset({"confirmed"})
"""What a row may carry beside its columns."""

_NAME = Text(long=False, autocomplete=None)
_ANY = Range(None, None)

Scalar = YesNo | OneChoice | WholeNumber | DecimalNumber | Date | Text | Medicine


def read_answers(questionnaire: Questionnaire, raw: Mapping[str, object]) -> Answers:
    """Everything that was said, by question; a key left out is a blank. BadAnswersError has all that is wrong."""
    read: dict[QuestionId, Answer] = {}
    problems: list[AnswerProblem] = []
    for name, given in raw.items():
        question = questionnaire.questions.get(QuestionId(name))
        if question is None:
            problems.append(_no_such_question(questionnaire, name))
            continue
        problems += _read(question, given, read)
    if problems:
        raise BadAnswersError(problems)
    return Answers(read)


def read_answer(question: Question, raw: object) -> Answer | AnswerProblem:
    """One answer, or the first thing that is wrong with it."""
    read: dict[QuestionId, Answer] = {}
    problems = _read(question, raw, read)
    return problems[0] if problems else read.get(question.id, BLANK)


def find_problems(question: Question, raw: object) -> tuple[AnswerProblem, ...]:
    """All that is wrong with one answer."""
    return tuple(_read(question, raw, {}))


def write_answers(answers: Answers) -> dict[str, object]:
    """The raw shapes again: reading them gives equal answers."""
    return {str(question): write_answer(answer) for question, answer in answers.by_question.items()}


def write_answer(answer: Answer | Known) -> object:
    """One answer in its raw shape: plain values that JSON can write."""
    match answer:
        case Unknown(reason=reason, typed=typed):
            return {"typed": typed} if typed is not None else reason.value if reason in WRITTEN_REASONS else None
        case Pending():
            return None
        case Picked(choices=choices, unknown=reason, typed=typed):
            beside = [] if reason is None else [reason.value if typed is None else {"typed": typed}]
            return [*sorted(choices), *beside]
        case Cells(states=states):
            return {str(row): write_answer(state) for row, state in states.items()}
        case Measure(value=value, typed=typed):
            return _number(value) if typed is None else {"value": _number(value), "typed": typed}
        case Agreed(agreed=agreed, signature=signature):
            return {"agreed": "yes" if agreed else "no", "signature": signature}
        case tuple():
            return [_write_row(row) for row in answer]
        case date():
            return answer.isoformat()
        case int() | str():
            return answer
        case _:
            assert_never(answer)


def _read(question: Question, raw: object, into: dict[QuestionId, Answer]) -> list[AnswerProblem]:
    """Reads one answer into `into`; gives what is wrong with it."""
    reading = _Reading(question)
    answer = reading.answer(raw)
    if not reading.problems and answer is not None:
        into[question.id] = answer
    return reading.problems


class _Reading:
    """The reading of one question's answer; `problems` are what it met."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.problems: list[AnswerProblem] = []

    def answer(self, raw: object) -> Answer | None:
        """The answer; None for information, which takes none, and where problems were met."""
        kind = self.question.kind
        try:
            match kind:
                case Information():
                    if not _is_blank(raw):
                        raise UnreadableError(ProblemCode.TAKES_NO_ANSWER)
                    return None
                case Rows():
                    return self._rows(kind, raw)
                case Choices():
                    return self._set(kind, raw)
                case Checklist() | DayCounts() | Pair():
                    return self._cells(kind, raw)
                case Agreement():
                    return self._agreement(kind, raw)
                case YesNo() | OneChoice() | WholeNumber() | DecimalNumber() | Date() | Text():
                    return read_scalar(kind, self.question.also, raw)
                case _:
                    assert_never(kind)
        except UnreadableError as unreadable:
            self._note(unreadable)
            return None

    def _note(self, unreadable: UnreadableError, part: RowId | None = None, row: int | None = None) -> None:
        self.problems.append(AnswerProblem(self.question.id, unreadable.code, part, row, unreadable.details))

    def _set(self, kind: Choices, raw: object) -> Picked | Unknown:
        """A set of choices, perhaps partly unknown. An exclusive one ("None of these") clears the other choices.

        Beside *not sure* it is the exclusive one that does not stand: whoever
        ticks both has not said that there is none.
        """
        if (unknown := _unknown(raw, self.question.also, kind)) is not None:
            return unknown
        if not isinstance(raw, list | tuple):
            raise UnreadableError(ProblemCode.WRONG_SHAPE, expected="a list of choices", given=shape_of(raw))
        said = self._each_of(kind, raw)
        picked = frozenset(each for each in said if not isinstance(each, Unknown))
        silent = {each.reason for each in said if isinstance(each, Unknown)}
        typed = "; ".join(each.typed for each in said if isinstance(each, Unknown) and each.typed is not None)
        # What cannot be read outweighs the unknowns beside it: its words must not be lost.
        reason = Reason.UNREADABLE if typed else next((each for each in GRAVEST_FIRST if each in silent), None)
        exclusive = [choice.id for choice in kind.choices if choice.exclusive and choice.id in picked]
        if len(exclusive) > 1:
            given, other = map(quoted, exclusive[:2])
            raise UnreadableError(ProblemCode.EXCLUSIVE_CHOICES, given=given, other=other)
        if reason is None and exclusive:
            return Picked(frozenset(exclusive))
        left = picked.difference(exclusive)
        return Picked(left, reason, typed or None) if left else Unknown(reason or Reason.BLANK, typed or None)

    def _each_of(self, kind: Choices, raw: Iterable[object]) -> list[ChoiceId | Unknown]:
        said: list[ChoiceId | Unknown] = []
        for each in raw:
            try:
                unknown = _unknown(each, self.question.also, kind)
                said.append(read_choice(kind.choices, each) if unknown in (None, BLANK) else unknown)
            except UnreadableError as unreadable:
                self._note(unreadable)
        return said

    def _cells(self, kind: Checklist | DayCounts | Pair, raw: object) -> Cells | Unknown:
        """A state for each row that has one; said of the whole grid, "not sure" is said of each row."""
        if (unknown := _unknown(raw, self.question.also)) is not None:
            return unknown if unknown == BLANK else Cells({row.id: unknown for row in kind.rows})
        if not isinstance(raw, Mapping):
            raise UnreadableError(ProblemCode.WRONG_SHAPE, expected="an answer for each row", given=shape_of(raw))
        self._refuse_other_parts(raw, [row.id for row in kind.rows])
        cell = OneChoice(kind.choices) if isinstance(kind, Checklist) else WholeNumber(None, _ANY)
        states = {}
        for row in kind.rows:
            try:
                states[row.id] = read_scalar(cell, self.question.also, raw.get(row.id))
            except UnreadableError as unreadable:
                self._note(unreadable, row.id)
        said = {row: state for row, state in states.items() if state != BLANK}
        return Cells(said) if said else BLANK  # type: ignore[arg-type]  # a cell's kinds give no other values

    def _agreement(self, kind: Agreement, raw: object) -> Agreed | Unknown:
        if (unknown := _unknown(raw, self.question.also, kind)) is not None:
            return unknown
        if not isinstance(raw, Mapping):
            raise UnreadableError(ProblemCode.WRONG_SHAPE, expected="agreed and signature", given=shape_of(raw))
        self._refuse_other_parts(raw, ["agreed", "signature"])
        said, typed = raw.get("agreed"), raw.get("signature")
        signature = "" if _is_blank(typed) else read_text(_NAME, typed)
        if _is_blank(said):
            if signature:
                raise UnreadableError(ProblemCode.NEITHER_AGREED_NOR_REFUSED)
            return BLANK
        if said not in ("yes", "no"):
            raise UnreadableError(ProblemCode.CHOICE_NOT_OFFERED, given=quoted(said), hint="")
        if said == "yes" and not signature:
            raise UnreadableError(ProblemCode.NO_SIGNATURE)
        return Agreed(said == "yes", signature)

    def _rows(self, kind: Rows, raw: object) -> tuple[Row, ...] | Unknown:
        """Repeated rows; an empty list is the answer that there are none. Rows with nothing in them do not count."""
        if isinstance(raw, list | tuple) and not raw:
            return ()
        if (unknown := _unknown(raw, self.question.also, kind)) is not None:
            return unknown
        if not isinstance(raw, list | tuple):
            raise UnreadableError(ProblemCode.WRONG_SHAPE, expected="a list of rows", given=shape_of(raw))
        if len(raw) > MOST_ROWS:
            raise UnreadableError(ProblemCode.TOO_MANY_ROWS, limit=str(MOST_ROWS))
        rows = [self._row(kind, number, each) for number, each in enumerate(raw)]
        said = tuple(row for row in rows if row is not None and row.cells)
        return said if said else BLANK

    def _row(self, kind: Rows, number: int, raw: object) -> Row | None:
        if not isinstance(raw, Mapping):
            wrong = UnreadableError(ProblemCode.WRONG_SHAPE, expected="an object for each row", given=shape_of(raw))
            self._note(wrong, None, number)
            return None
        self._refuse_other_parts(raw, [column.id for column in kind.columns], UNSAID, number)
        cells: dict[RowId, Known | Unknown] = {}
        for column in kind.columns:
            state = self._column(column, raw.get(column.id), number)
            if state != BLANK:
                cells[column.id] = state
        said = raw.get("confirmed")
        if said is not None and not isinstance(said, bool):
            wrong = UnreadableError(ProblemCode.WRONG_SHAPE, expected="true or false", given=shape_of(said))
            self._note(wrong, RowId("confirmed"), number)
        return Row(cells, confirmed=said is True, denied=said is False)

    def _column(self, column: Column, raw: object, number: int) -> Known | Unknown:
        try:
            return read_scalar(column.kind, column.also, raw)
        except UnreadableError as unreadable:
            self._note(unreadable, column.id, number)
            return BLANK

    def _refuse_other_parts(
        self,
        raw: Mapping[object, object],
        known: Iterable[str],
        unsaid: frozenset[str] = frozenset(),
        row: int | None = None,
    ) -> None:
        known = list(known)
        for part in raw:
            if part not in known and part not in unsaid:
                hint = did_you_mean(str(part), known)
                self._note(UnreadableError(ProblemCode.UNKNOWN_PART, given=quoted(part), hint=hint), None, row)


def read_scalar(kind: Scalar, also: frozenset[Reason], raw: object) -> Known | Unknown:
    """A value that stands for itself: an answer, a cell of a grid, or a column of a row."""
    if (unknown := _unknown(raw, also, kind)) is not None:
        return unknown
    match kind:
        case YesNo(choices=choices) | OneChoice(choices=choices):
            return read_choice(choices, raw)
        case WholeNumber():
            return read_whole(raw)
        case DecimalNumber():
            return read_decimal(kind, raw)
        case Date():
            return read_date(raw)
        case Text():
            return read_text(kind, raw)
        case Medicine():
            return read_text(_NAME, raw)
        case _:
            assert_never(kind)


def _unknown(raw: object, also: frozenset[Reason], kind: Kind | Medicine | None = None) -> Unknown | None:
    """A blank, what the kind could not read, or an unknown answer that is offered; None for anything else.

    One that is not offered is a problem also where a text is asked for: silence
    must never be read as something said.
    """
    if _is_blank(raw):
        return BLANK
    if isinstance(raw, str) and raw in WRITTEN_REASONS:
        reason = Reason(raw)
        if reason not in also:
            raise UnreadableError(ProblemCode.STATE_NOT_OFFERED, given=quoted(raw))
        return Unknown(reason)
    if isinstance(raw, Mapping) and raw.keys() == {"typed"} and kind is not None:
        return _typed(kind, raw["typed"])
    return None


def _typed(kind: Kind | Medicine, typed: object) -> Unknown:
    """What was typed and cannot be read. It stays so, also where the same would be read today."""
    if not may_be_unreadable(kind):
        raise UnreadableError(ProblemCode.STATE_NOT_OFFERED, given=quoted("typed"))
    if not isinstance(typed, str) or is_blank(typed):
        raise UnreadableError(ProblemCode.WRONG_SHAPE, expected="what was typed", given=shape_of(typed))
    return unreadable(safe_text(typed, long=True, most=MOST_LIST_BYTES if isinstance(kind, Rows) else MOST_BYTES))


def _is_blank(raw: object) -> bool:
    return raw is None or (isinstance(raw, str) and is_blank(raw)) or (isinstance(raw, list | tuple | dict) and not raw)


def _no_such_question(questionnaire: Questionnaire, name: str) -> AnswerProblem:
    hint = did_you_mean(name, list(questionnaire.questions))
    return AnswerProblem(QuestionId(name), ProblemCode.UNKNOWN_QUESTION, details={"hint": hint})


def _number(value: Decimal) -> int | float | str:
    """A number that JSON keeps exactly: whole, or a fraction that reads back the same, else its digits."""
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else f"{value:f}"


def _write_row(row: Row) -> dict[str, object]:
    written = {str(column): write_answer(state) for column, state in row.cells.items()}
    if row.confirmed or row.denied:
        written["confirmed"] = row.confirmed
    return written
