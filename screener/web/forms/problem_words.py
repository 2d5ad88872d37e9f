"""Why an answer cannot be kept, in words that say what to do about it."""

from collections.abc import Mapping

from flask_babel import LazyString, gettext, lazy_gettext

from screener.engine.answer_problems import AnswerProblem, ProblemCode
from screener.web.forms.fields import ChoicesField, QuestionField
from screener.web.forms.rows import RowsField

PROBLEM_WORDS: Mapping[ProblemCode, LazyString] = {
    ProblemCode.CHOICE_NOT_OFFERED: lazy_gettext("Choose one of the answers shown."),
    ProblemCode.STATE_NOT_OFFERED: lazy_gettext("Choose one of the answers shown."),
    ProblemCode.EXCLUSIVE_CHOICES: lazy_gettext("Two of your choices cannot both be true. Untick one of them."),
    ProblemCode.NOT_A_NUMBER: lazy_gettext("Type a number in digits, such as 12."),
    ProblemCode.NOT_WHOLE: lazy_gettext("Type a whole number, such as 12."),
    ProblemCode.COMMA_IN_NUMBER: lazy_gettext("Type the number without a comma, and with a point before decimals."),
    ProblemCode.TOO_MANY_DIGITS: lazy_gettext("That number has too many digits."),
    ProblemCode.NOT_A_HEIGHT: lazy_gettext("Type your height in feet and inches, such as 5 and 10, or in centimeters."),
    ProblemCode.NOT_A_WEIGHT: lazy_gettext("Type your weight in pounds, such as 150, or in kilograms."),
    ProblemCode.FEET_NOT_CLEAR: lazy_gettext("Type feet and inches as whole numbers, each in its own box."),
    ProblemCode.TOO_MANY_INCHES: lazy_gettext("A foot has 12 inches: type 0 to 11 in the box for inches."),
    ProblemCode.NOT_A_DATE: lazy_gettext("Type month, day and year in digits, such as 6, 2 and 1983."),
    ProblemCode.NO_SUCH_DAY: lazy_gettext("The calendar does not have that day. Check month and day."),
    ProblemCode.YEAR_OUT_OF_REACH: lazy_gettext("Check the year: type all four digits."),
    ProblemCode.TOO_LONG: lazy_gettext(
        "That is too long to keep. Say it more shortly, and tell the clinician the rest."
    ),
    ProblemCode.SEVERAL_LINES: lazy_gettext("Type it in one line."),
    ProblemCode.NOT_PLAIN_TEXT: lazy_gettext(
        "There is a hidden character in it. Type it again rather than pasting it."
    ),
    ProblemCode.TOO_MANY_ROWS: lazy_gettext("The list is too long. Leave some out, and tell the clinician."),
    ProblemCode.NO_SIGNATURE: lazy_gettext("Type your full name as a signature."),
    ProblemCode.NEITHER_AGREED_NOR_REFUSED: lazy_gettext("Choose whether you agree."),
}
"""What a page can be sent with. Codes that no page brings about have the general words."""


def problem_words(problem: AnswerProblem) -> str:
    """What to do about it."""
    return str(PROBLEM_WORDS.get(problem.code) or gettext("We could not read this answer. Please give it again."))


def clash_words(field: QuestionField) -> str:
    """What to do about two answers where one is meant."""
    match field:
        case ChoicesField():
            alone = next(offer.text for offer in field.offers if offer.exclusive and offer.value in field.picked)
            return gettext("You ticked “%(choice)s” and other choices. Please untick what is not right.", choice=alone)
        case RowsField():
            return gettext("You listed something and ticked a box below the list. Please keep one of them.")
        case _:
            return gettext("You gave an answer and ticked a box beside it. Please keep one of them.")
