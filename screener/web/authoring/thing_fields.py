"""Which of a thing's keys its form asks for, and how: one table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from pydantic_core import PydanticCustomError

from screener.definition.scalars import read_day, read_exact, read_range, read_span, read_whole
from screener.definition.things import Sort
from screener.definition.yaml_text import Plain

Way = Literal["line", "prose", "condition", "flag", "level", "silence", "confidence", "message", "list", "states"]
LEVELS: Final = ("info", "caution", "review", "exclude", "urgent")
CONFIDENCES: Final = ("A*", "A", "B", "C")
STATES: Final = (
    ("not_sure", "Not sure"),
    ("prefer_not", "Rather not say"),
    ("to_discuss", "Will discuss in person"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One key of a thing."""

    key: str
    label: str
    way: Way = "line"
    hint: str = ""
    is_needed: bool = False
    usual: str = ""
    """What it means to leave the key out, for a flag."""

    @property
    def name(self) -> str:
        """The input's name and id."""
        return f"key-{self.key.replace(' ', '-')}"


_CONDITION = "Left empty, it is always asked."
_QUESTION = (
    Asked("text", "Question", "prose", is_needed=True),
    Asked("help", "Help below it", "prose"),
    Asked("why", "Why we ask", "prose"),
    Asked("required", "It should be answered", "flag", usual="true"),
    Asked("may also say", "Patients may also say", "states"),
    Asked("good for", "An answer is good for", hint="90 days; 0 days: asked before every infusion. Empty: for good."),
    Asked("when", "Asked only if", "condition", _CONDITION),
)
_OF_KIND: Mapping[str, tuple[Asked, ...]] = {
    "yes-no": (Asked("without not sure", "Why not sure is no answer here", hint="Empty: not sure is offered."),),
    "whole-number": (Asked("unit", "Unit"), Asked("plausible", "Plausible", hint="60 to 260, at least 0, at most 10")),
    "decimal": (Asked("unit", "Unit"), Asked("plausible", "Plausible", hint="60 to 260, at least 0, at most 10")),
    "day-counts": (Asked("plausible", "Plausible", hint="0 to 31"),),
    "date": (Asked("past", "It lies in the past", "flag", usual="false"),),
    "text": (
        Asked("autocomplete", "What browsers may fill in", hint="name, email, tel"),
        Asked("looks like", "What it should look like", hint="telephone, email, zip or name. Empty: anything."),
    ),
    "agreement": (Asked("statement", "Statement", "prose", is_needed=True),),
    "rows": (
        Asked("none", "Words for none", is_needed=True),
        Asked("add", "Words for adding one", is_needed=True),
    ),
}
FIELDS: Mapping[Sort, tuple[Asked, ...]] = {
    "section": (Asked("title", "Title", is_needed=True), Asked("when", "Shown only if", "condition", _CONDITION)),
    "step": (
        Asked("title", "Title", is_needed=True),
        Asked("text", "Text above the questions", "prose"),
        Asked("when", "Shown only if", "condition", _CONDITION),
        Asked("private", "The page offers a quick way out", "flag", usual="false"),
    ),
    "rule": (
        Asked("group", "Group", is_needed=True),
        Asked("level", "Level", "level", is_needed=True),
        Asked("when", "When", "condition", is_needed=True),
        Asked("message", "What the clinician reads", "prose", is_needed=True),
        Asked("patient", "What the patient reads", "message"),
        Asked("if unknown", "If an answer it needs is unknown", "silence"),
        Asked("why", "Why", "prose", is_needed=True),
        Asked("sources", "Sources", "list", "Codes, separated by commas.", is_needed=True),
        Asked("confidence", "Confidence", "confidence", is_needed=True),
        Asked("checked", "Sources last checked", hint="2026-01-15"),
        Asked("note", "Note for the medical director", "prose"),
    ),
    "setting": (
        Asked("value", "Value", is_needed=True),
        Asked("unit", "Unit"),
        Asked("sensible", "Sensible values", hint="18 to 21"),
        Asked("why", "Why", "prose"),
        Asked("sources", "Sources", "list", "Codes, separated by commas."),
        Asked("confidence", "Confidence", "confidence"),
    ),
    "value": (
        Asked("text", "What it is, in words", is_needed=True),
        Asked("is", "The number", "condition"),
        Asked("when", "Or the condition", "condition"),
        Asked("unit", "Unit"),
        Asked("decimals", "Decimals shown"),
    ),
    "message": (
        Asked("text", "What the patient reads", "prose", is_needed=True),
        Asked("order", "Order", hint="Lower stands first.", is_needed=True),
        Asked("urgent", "It is urgent help", "flag", usual="false"),
    ),
    "source": (
        Asked("title", "Title", is_needed=True),
        Asked("addresses", "Addresses", "list", "Separated by commas."),
        Asked("read", "How far it was read"),
    ),
    "choice": (Asked("", "Words", is_needed=True),),
    "row": (Asked("", "Words", is_needed=True),),
}
ADDABLE: Mapping[str, Mapping[str, Plain]] = {
    "yes-no": {"kind": "yes-no"},
    "choice": {"kind": "choice", "text": "", "choices": {"first": "", "second": ""}},
    "choices": {
        "kind": "choices",
        "text": "",
        "choices": {"first": "", "none": "None of these"},
        "exclusive": ["none"],
    },
    "whole-number": {"kind": "whole-number"},
    "decimal": {"kind": "decimal"},
    "date": {"kind": "date"},
    "text": {"kind": "text"},
    "long-text": {"kind": "long-text"},
    "information": {"kind": "information"},
}
"""The kinds of question that a form can add, each as it begins; the others are written in the text. What its author
has to say stands empty: no patient is asked words that nobody wrote."""


READERS: Final[Mapping[tuple[Sort, str], Callable[[object], object]]] = {
    ("setting", "value"): read_exact,
    ("setting", "sensible"): read_range,
    ("value", "decimals"): read_whole,
    ("message", "order"): read_whole,
    ("rule", "checked"): read_day,
    ("question", "good for"): read_span,
    ("question", "plausible"): read_range,
}
"""Keys that hold no text: what they are read by."""


def fault_of(sort: Sort, key: str, value: Plain) -> str:
    """What is wrong with what was typed, where it is plain to see; empty where nothing is."""
    reader = READERS.get((sort, key))
    if reader is None or not isinstance(value, str):
        return ""
    try:
        reader(value)
    except PydanticCustomError as wrong:
        return f"{wrong.message()}."
    return ""


def asked_of(sort: Sort, said: Mapping[str, Plain]) -> tuple[Asked, ...]:
    """The keys that the form of this thing asks for."""
    if sort != "question":
        return FIELDS.get(sort, ())
    kind = str(said.get("kind", ""))
    if kind == "information":
        return (_QUESTION[0], _QUESTION[-1])
    return (*_QUESTION[:-1], *_OF_KIND.get(kind, ()), _QUESTION[-1])


def shown(asked: Asked, said: Mapping[str, Plain]) -> str | tuple[str, ...]:
    """What stands in the input: the text as written, without its line breaks where those mean nothing."""
    value = said.get(asked.key)
    match asked.way:
        case "states":
            return tuple(map(str, value)) if isinstance(value, list) else ()
        case "list":
            return ", ".join(map(str, value)) if isinstance(value, list) else ""
        case "flag":
            return value if isinstance(value, str) else asked.usual
        case "silence":
            return value if isinstance(value, str) else "cases" if value is not None else ""
        case _:
            return value.strip() if isinstance(value, str) else ""


def typed(asked: Asked, given: list[str], said: Mapping[str, Plain]) -> Plain:
    """What the form says of a key: None where it is left out."""
    first = given[0].replace("\r\n", "\n").strip() if given else ""
    match asked.way:
        case "states":
            chosen = [name for name, _ in STATES if name in given]
            return chosen or None
        case "list":
            names = [name for each in first.split(",") if (name := each.strip())]
            return names if names or isinstance(said.get(asked.key), list) else None
        case "flag":
            value = "true" if first == "true" else "false"
            return None if value == asked.usual and asked.key not in said else value
        case "silence" if first == "cases":
            return said.get(asked.key)
        case _:
            return first or None
