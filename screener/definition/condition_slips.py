"""What is wrong with a condition's text, in its author's words: what was expected, and the common slips."""

import re
from typing import Final, cast

from lark import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from screener.definition.conditions import Span
from screener.errors import Refusal


class ConditionSyntaxError(Refusal):
    """A text that is no condition. `span` is where in it; the message is for the author.

    In a message, `{it}` stands for the text of the span until `quoting` fills it in.
    """

    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message)
        self.message = message
        self.span = span

    def quoting(self, text: str) -> "ConditionSyntaxError":
        """The same with the text that it is about in its words."""
        return ConditionSyntaxError(self.message.replace("{it}", snippet(text, self.span)), self.span)


def snippet(text: str, span: Span) -> str:
    """The text of the span on one line, shortened where it is long."""
    words = " ".join(text[span.start : span.end].split())
    return words if len(words) <= 60 else f"{words[:57]}…"


# What authors write from habit, and what to write instead. One counts where it touches the
# place at which reading stopped; the first that does is told.
SLIPS: Final = tuple(
    (re.compile(pattern), advice)
    for pattern, advice in (
        (r"==", "write a single `=` to compare numbers, and `is` to compare choices"),
        (r"=>", "write `>=`"),
        (r"=<", "write `<=`"),
        (r"<>", "write `!=` to compare numbers, and `is not` to compare choices"),
        (r"\N{GREATER-THAN OR EQUAL TO}", "write `>=`"),
        (r"\N{LESS-THAN OR EQUAL TO}", "write `<=`"),
        (r"\N{NOT EQUAL TO}", "write `!=`"),
        (r"[\N{MULTIPLICATION SIGN}\N{MIDDLE DOT}]", "write `*`"),
        (r"\N{DIVISION SIGN}", "write `/`"),
        (r"[\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}]", "write `-`"),
        (r"\bAND\b\s*|&&?", "write `and`"),
        (r"\bOR\b\s*|\|\|?", "write `or`"),
        (r"\bNOT\b\s*|!", "write `not`"),
        (r"\bisn\W?t\b", "write `is not`"),
        (r"[\"'`\u2018-\u201f]", "write choices and names without quotes"),
        (
            r"\bis\s+(not\s+)?in\s+(the\s+)?(future|past)\b",
            "write `days since x < 0` of a day that is still to come, and `days since x > 0` of one that has been",
        ),
        (
            r"\bis\s+(not\s+)?(in\s+the\s+(last|past)|within(?!\s*[\[({]))\s+([\w.]+\s*)?(days|weeks|months|years)?",
            "count in days, from today: `x is less than 30 days ago`",
        ),
        (
            r"\bis\s+(not\s+)?(before|after)\b\s*\w*",
            "compare two dates by `x < y`, and one with today by `days since x > 0`",
        ),
        (
            r"\bis\s+[\d.]+\s+(days|weeks|months|years)\s+ago\b",
            "write `x is more than 3 days ago`, or `days since x = 3`",
        ),
        (
            r"\bis\s+(more|less)\s+than\s+[\w.]+\s+days\b(?!\s+ago)\s*",
            "write `x is more than 3 days ago` of a date, and numbers without their unit: `x > 3`",
        ),
        (r"\bis\s+(not\s+)?in\b\s*", "write `is one of [a, b]`"),
        (r"\b(is|in)\s+(not\s+)?[\[({]", "write `is one of [a, b]`"),
        (r"\bis\s+none\s+of\b|\bis\s+neither\b\s*", "write `x is not one of [a, b]`"),
        (r"\bis\s+(any\s+of|either)\b\s*", "write `x is one of [a, b]`"),
        (r"\b(does|do)\s+not\s+(include|contain|have)s?\b", "write `not (x includes a)`"),
        (r"\b(include|contains?|has|have)\b", "write `x includes a`"),
        (r"\bat\s+(least|most)\s+\w+\s+of\b", "write `count of (a, b, c) >= 2`"),
        (r"\b(is\s+)?at\s+least\b", "write `>=`, as in `age >= 18`"),
        (r"\b(is\s+)?at\s+most\b", "write `<=`, as in `age <= 18`"),
        (r"\bis\s+(not\s+)?equal(\s+to)?\b|\bequals?\b", "write `=` to compare numbers, and `is` to compare choices"),
        (r"\b(any|all)\s+of\s*\(", "join conditions with `and` or `or`: `a or b`"),
        (r"\b(sum|total)\s+of\b|\bsum\s*\(", "write `a + b`"),
        (r"\b(larger|larges?t|maximum)\s+of\b|\bmax\s*\(", "there are no words for the larger: write `a > 3 or b > 3`"),
        (r"\b(smallest|minimum)\s+of\b|\bmin\s*\(", "write `smaller of (a, b)`"),
        (r"\bnumber\s+of\b", "write `count of x in list where (…)`, or `count of (…, …)`"),
        (r"\b(months|weeks|hours|minutes)\s+since\b", "write `years since x` or `days since x`"),
        (r"\b(if|then|unless|but|xor|nor|except|while)\b", "join conditions with `and`, `or`, `not` and parentheses"),
        (r"\b[A-Z][\w-]*\s+(fire[ds]|holds|applies)\b", "a rule's name stands for its condition: write it alone"),
        (r"[<>=(,*/+-]\s*-\s*[a-z][\w.]*|^\s*-\s*[a-z][\w.]*", "write `0 - x`"),
        (r"\^|\*\*|[\u00b2\u00b3]", "multiply: `x * x`"),
        (r"\bincludes\s+one\s+of\b", "write `includes any of [a, b]`"),
        (r"\bone\s+of\s*[({]?\s*\w*", "write the choices in square brackets: `is one of [a, b]`"),
        (r"\bincludes\s+[\[({]", "write `includes any of [a, b]` or `includes all of [a, b]`"),
        (r"\bincludes\s+(any|all)\s*(of\s*)?[\[({]?", "write `includes any of [a, b]` or `includes all of [a, b]`"),
        (r"\bincludes\s+(not|none)\b\s*", "write `not (x includes a)`"),
        (r"\bis\s+(not?\s+sure)\b", "write `is not_sure`"),
        (r"\bis\s+not\s+to\s+discuss\b", "write `not (x is to discuss)`"),
        (r"\bis\s+to_discuss\b", "write `is to discuss`"),
        (r"\bis\s+(not\s+)?[A-Z]\w*", "write choices by their ids, in small letters: `is yes`"),
        (r"\bis\s+(not\s+)?[<>=!]+", "leave out `is` before a comparison: `age < 18`"),
        (r"\bis\s+(more|less)\s+than\s+[\w.]+\s+(weeks|months|years)\b", "count in days, or compare `years since …`"),
        (
            r"\bis\s+(greater|more|bigger|higher|older|over|above)(\s+than)?(\s+[\w.]+)?\s*",
            "write `>`, as in `age > 18`",
        ),
        (
            r"\bis\s+(less|smaller|lower|fewer|younger|under|below)(\s+than)?(\s+[\w.]+)?\s*",
            "write `<`, as in `age < 18`",
        ),
        (r"\b(is\s+)?between\b", "write `18 <= age < 65`"),
        (r"\bis\s+between\s+[\w.]+|\d\s+to\s+\d", "write `18 <= age < 65`"),
        (r"\bwhere\s+", "write what each row must meet in parentheses: `where (…)`"),
        (r"\b(years|days)\s+(from|after|until|before)\b", "write `years since` or `days since`"),
        (r"\bcount\s+\w*", "write `count of x in list where (…)`, or `count of (…, …)`"),
        (r"\bsmaller\s+of\b.*", "write `smaller of (a, b)`"),
        (r"\d,\d", "write numbers without commas"),
        (r"(?<!\d)\.\d|\d\.(?!\d)|\d\.\d+\.", "write numbers with digits on both sides of one point: `0.5`"),
        (r"(?<![\w-])\d[\d.]*\s*(%|\N{DEGREE SIGN}|[a-zA-Z]+)", "write numbers without their unit"),
        (r",", "join conditions with `and` or `or`"),
        (r"\b[a-z]\w*\.\w+\.", "a name has one part at most, as in `am_days.triptan`"),
        (r"\bdifferent\s+\w+", "say what differs: `count of different medicine.generic in med_list where (…)`"),
        (r"#|//", "a condition holds no remarks; a rule's `note` does"),
        (r"[{}]", "use parentheses"),
    )
)

# What could have come next, by the terminals that the grammar would have taken: the first row
# all of whose terminals it would have.
EXPECTED: Final = (
    ({"NOT", "PATH"}, "a condition such as `age < 18`"),
    ({"NUMBER", "PATH"}, "a number, or the name of a question or value"),
    ({"CODE", "ONE"}, "a choice such as `yes` or a state such as `unknown`"),
    ({"CODE", "ANY"}, "a choice, `any of […]` or `all of […]`"),
    ({"CODE"}, "the id of a choice"),
    ({"WORD", "LPAR"}, "`(` or a word for one row"),
    ({"WORD"}, "a word for one row, as in `any medicine in med_list where (…)`"),
    ({"PATH"}, "the name of a question"),
    ({"DAYS", "PLUS"}, "`days ago`"),
    ({"COMMA", "RPAR"}, "`,` or `)`"),
    ({"COMMA", "RSQB"}, "`,` or `]`"),
    ({"AND", "OR"}, "`and`, `or` or the end"),
    ({"COMMA"}, "`,`"),
    ({"LPAR"}, "`(`"),
    ({"RPAR"}, "`)`"),
    ({"LSQB"}, "`[`"),
)


def unexpected(text: str, error: UnexpectedInput) -> ConditionSyntaxError:
    """The parser's complaint in an author's words, with its place."""
    found = _found(text, error)
    if not text.strip():
        return ConditionSyntaxError("a condition is needed here, such as `age < 18`", found)
    for pattern, advice in SLIPS:
        for slip in pattern.finditer(text):
            if slip.start() <= found.start <= slip.end():
                return ConditionSyntaxError(advice, Span(slip.start(), max(slip.end(), found.end)))
    if isinstance(error, UnexpectedCharacters):
        return ConditionSyntaxError(f"{error.char!r} has no meaning in a condition", found)
    return ConditionSyntaxError(_sentence(text, error, found), found)


def _found(text: str, error: UnexpectedInput) -> Span:
    """Where reading stopped: the word there, or the end."""
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return Span(len(text.rstrip()), len(text))
    start = cast(int, error.pos_in_stream)
    return Span(start, start + len(error.token) if isinstance(error, UnexpectedToken) else start + 1)


def _sentence(text: str, error: UnexpectedInput, found: Span) -> str:
    before = re.search(r"([\w.-]+|\S)$", text[: found.start].rstrip()[-60:])
    expected = _expected(error, before[1] if before else "")
    after = f" after `{before[1]}`" if before else ""
    here = f", not `{snippet(text, found)}`" if text[found.start :].strip() else ""
    return f"I expected {expected}{after}{here}"


def _expected(error: UnexpectedInput, before: str) -> str:
    accepted = error.accepts if isinstance(error, UnexpectedToken) else set()
    if {"IS", "COMPARISON"} <= accepted and re.fullmatch(r"[a-z][\w.]*", before):
        return f"a comparison such as `{before} < 18` or `{before} is yes`, or `and` or `or`,"
    known = (words for terminals, words in EXPECTED if terminals <= accepted)
    return next(known, " or ".join(f"`{name.lower()}`" for name in sorted(accepted)))
