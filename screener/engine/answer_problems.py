"""What is wrong with answers: each problem with its question and part, a code for machines, and words."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from screener.definition.names import QuestionId, RowId
from screener.errors import Refusal


class ProblemCode(enum.StrEnum):
    """What is wrong, for those who word it themselves. The values never change; `MESSAGES` has the details of each."""

    UNKNOWN_QUESTION = "unknown_question"
    UNKNOWN_PART = "unknown_part"
    WRONG_SHAPE = "wrong_shape"
    TAKES_NO_ANSWER = "takes_no_answer"
    CHOICE_NOT_OFFERED = "choice_not_offered"
    STATE_NOT_OFFERED = "state_not_offered"
    EXCLUSIVE_CHOICES = "exclusive_choices"
    NOT_A_NUMBER = "not_a_number"
    NOT_WHOLE = "not_whole"
    COMMA_IN_NUMBER = "comma_in_number"
    TOO_MANY_DIGITS = "too_many_digits"
    NOT_A_HEIGHT = "not_a_height"
    NOT_A_WEIGHT = "not_a_weight"
    FEET_NOT_CLEAR = "feet_not_clear"
    TOO_MANY_INCHES = "too_many_inches"
    TOO_MANY_POUNDS = "too_many_pounds"
    TYPED_DISAGREES = "typed_disagrees"
    NOT_A_DATE = "not_a_date"
    NO_SUCH_DAY = "no_such_day"
    YEAR_OUT_OF_REACH = "year_out_of_reach"
    TOO_LONG = "too_long"
    SEVERAL_LINES = "several_lines"
    NOT_PLAIN_TEXT = "not_plain_text"
    TOO_MANY_ROWS = "too_many_rows"
    NO_SIGNATURE = "no_signature"
    NEITHER_AGREED_NOR_REFUSED = "neither_agreed_nor_refused"


MESSAGES: Mapping[ProblemCode, str] = {
    ProblemCode.UNKNOWN_QUESTION: "there is no such question{hint}",
    ProblemCode.UNKNOWN_PART: "{given} is not a part of it{hint}",
    ProblemCode.WRONG_SHAPE: "should be {expected}, and is {given}",
    ProblemCode.TAKES_NO_ANSWER: "takes no answer",
    ProblemCode.CHOICE_NOT_OFFERED: "{given} is not one of the choices{hint}",
    ProblemCode.STATE_NOT_OFFERED: "{given} is not offered here",
    ProblemCode.EXCLUSIVE_CHOICES: "{given} and {other} cannot both be true",
    ProblemCode.NOT_A_NUMBER: "is not a number in digits, such as 12",
    ProblemCode.NOT_WHOLE: "is not a whole number",
    ProblemCode.COMMA_IN_NUMBER: "has a comma: write 1200 for 1,200, and a point before decimals",
    ProblemCode.TOO_MANY_DIGITS: "has more than {limit} digits before the point, or more than {decimals} behind it",
    ProblemCode.NOT_A_HEIGHT: "is not a height, such as 178 cm or 5 ft 10 in",
    ProblemCode.NOT_A_WEIGHT: "is not a weight, such as 80 kg, 176 lb or 12 st 8 lb",
    ProblemCode.FEET_NOT_CLEAR: "may mean two heights: write feet and inches, such as 5 ft 10 in",
    ProblemCode.TOO_MANY_INCHES: "has 12 inches or more beside the feet",
    ProblemCode.TOO_MANY_POUNDS: "has 14 pounds or more beside the stones",
    ProblemCode.TYPED_DISAGREES: "what was typed is not the value beside it",
    ProblemCode.NOT_A_DATE: "is not a date: write year, month and day, such as 2026-01-15",
    ProblemCode.NO_SUCH_DAY: "is a day that the calendar does not have",
    ProblemCode.YEAR_OUT_OF_REACH: "is not in a year from {low} to {high}",
    ProblemCode.TOO_LONG: "is longer than {limit} bytes",
    ProblemCode.SEVERAL_LINES: "is more than one line",
    ProblemCode.NOT_PLAIN_TEXT: "has a character that cannot be kept: a control, or one that turns the writing",
    ProblemCode.TOO_MANY_ROWS: "has more than {limit} rows",
    ProblemCode.NO_SIGNATURE: "is agreed to, and no name is typed under it",
    ProblemCode.NEITHER_AGREED_NOR_REFUSED: "has a name under it, and is neither agreed to nor refused",
}
"""The words of each problem after `question.part: `, with its details in braces."""

LONGEST_NAME = 80
"""Characters of an unknown id that a message shows."""


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """One thing that is wrong with one answer, or with one part of it."""

    question: QuestionId
    code: ProblemCode
    part: RowId | None = None
    """The row of a grid, the half of a pair, or the column of a repeated row."""
    row: int | None = None
    """Which repeated row, from 0."""
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """`am_days.triptan`, `med_list[0].name`; a long id cut short, and what cannot be printed escaped."""
        row = "" if self.row is None else f"[{self.row}]"
        part = "" if self.part is None else f".{self.part}"
        return f"{_printable(self.question)}{row}{part}"

    @property
    def message(self) -> str:
        """What is wrong, in English. May quote a choice or a name of the file, never a text answer."""
        return MESSAGES[self.code].format(**self.details)

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


def _printable(name: str) -> str:
    shown = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
    return shown if shown.isprintable() else repr(shown)[1:-1]


class BadAnswersError(Refusal):
    """Answers cannot be read: `problems` has all that is wrong. Its own text holds codes alone, so it may be logged."""

    def __init__(self, problems: Iterable[AnswerProblem]) -> None:
        self.problems = tuple(problems)
        codes = sorted({problem.code.value for problem in self.problems})
        super().__init__(f"{len(self.problems)} answers cannot be read: {', '.join(codes)}")


class UnreadableError(Exception):
    """One raw value cannot be read; whoever knows the question and part makes an `AnswerProblem` of it."""

    def __init__(self, code: ProblemCode, **details: str) -> None:
        self.code = code
        self.details = details
        super().__init__(code.value)
