"""What the clinic says of itself: chosen on its page of settings, and else as the server's settings have it.

The help that always stands on patients' pages (911, 988) is no setting: nothing
here can take it away or change it.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from screener.config import Settings
from screener.engine.answer_problems import ProblemCode, UnreadableError
from screener.engine.text_safety import is_blank, safe_text
from screener.errors import Refusal
from screener.services.auditing import Actor, Event, record
from screener.services.unit_of_work import UnitOfWork
from screener.store import clinic

PHONE = re.compile(r"[+]?[0-9(][0-9 ().\-]{1,28}[0-9](?: ?(?:x|ext\.?) ?[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class ClinicSettings:
    """The clinic's words. Plain text, each of one line."""

    name: str
    phone: str
    """Empty: none is shown."""
    reach: str
    """When and how the clinic answers; stands in patients' messages."""
    emergency: str
    """What the clinic adds to the help at the foot of patients' pages."""
    emergency_es: str
    """The same in Spanish; where it is empty, the English stands."""

    @property
    def mark(self) -> str:
        """Some letters that stand for these words: new when one of them is."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Rule:
    """What may be written for one of them."""

    words: str
    """As the page calls it."""
    most: int
    """Characters."""


RULES: Mapping[str, Rule] = {
    "name": Rule("The clinic's name", 80),
    "phone": Rule("Telephone", 40),
    "reach": Rule("How to reach the clinic", 300),
    "emergency": Rule("Words beside the emergency help", 400),
    "emergency_es": Rule("The same in Spanish", 400),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the page has set."""

    version: int
    """How often something was changed; 0: never."""
    at: datetime | None
    by: str
    """The member's id, or who else it was, as the audit spells it; empty while nothing was ever changed."""
    words: Mapping[str, str]
    """By the names of `ClinicSettings`; what is not here is as the server's settings have it."""


@dataclass(frozen=True)
class ClinicChanged(Event):
    """The clinic's settings were changed; `version` is the line that says how."""

    kind = "clinic.changed"
    version: int


class ClinicProblemsError(Refusal):
    """Some of it cannot be kept; `problems` pairs a name with what is wrong."""

    def __init__(self, problems: tuple[tuple[str, str], ...]) -> None:
        super().__init__("Some of it cannot be kept as it is.")
        self.problems = problems


class StaleClinicError(Refusal):
    """Somebody changed the settings after this form was opened; nothing was saved."""

    def __init__(self) -> None:
        super().__init__("Somebody else changed these settings meanwhile. Nothing of yours was saved yet.")


def defaults(settings: Settings) -> ClinicSettings:
    """As the server's settings have it."""
    return ClinicSettings(settings.clinic_name, settings.clinic_phone, settings.clinic_reach_sentence, "", "")


def chosen(work: UnitOfWork) -> Chosen:
    """What the page has set so far."""
    for row in clinic.newest(work.store):
        return Chosen(row.number, row.at, row.by, known(row.chosen))
    return Chosen(0, None, "", {})


def known(text: str) -> Mapping[str, str]:
    """What was kept, but for names that this program does not know."""
    kept: dict[str, str] = json.loads(text)
    return {name: words for name, words in kept.items() if name in RULES}


def of(work: UnitOfWork) -> ClinicSettings:
    """What holds now."""
    return replace(defaults(work.settings), **chosen(work).words)


def save(work: UnitOfWork, *, typed: Mapping[str, str], version: int, now: datetime, actor: Actor) -> ClinicSettings:
    """Keeps what was typed, by the names of `ClinicSettings`; a blank puts one back to the server's setting.

    `version` is that of the form. The same again changes nothing. Raises
    `ClinicProblemsError`, `StaleClinicError`.
    """
    work.must_write()
    words = read(typed)
    before = chosen(work)
    if version != before.version:
        raise StaleClinicError
    if words != before.words:
        text = json.dumps(words, ensure_ascii=False, sort_keys=True)
        if not clinic.append(work.store, number=version + 1, at=now, by=str(actor), chosen=text):
            raise StaleClinicError
        record(work, ClinicChanged(version + 1), now=now, actor=actor)
    return replace(defaults(work.settings), **words)


def read(typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed, without blanks. Raises `ClinicProblemsError` with every problem at once."""
    words: dict[str, str] = {}
    problems: list[tuple[str, str]] = []
    for name, rule in RULES.items():
        given = typed.get(name, "")
        if is_blank(given):
            continue
        try:
            words[name] = read_one(name, given, rule)
        except ValueError as problem:
            problems.append((name, f"{rule.words}: {problem}"))
    if problems:
        raise ClinicProblemsError(tuple(problems))
    return words


def read_one(name: str, given: str, rule: Rule) -> str:
    """One text. Raises `ValueError` that says what is wrong."""
    try:
        text = safe_text(given, long=False)
    except UnreadableError as refused:
        raise ValueError(words_for(refused.code, rule)) from None
    if len(text) > rule.most:
        raise ValueError(f"at most {rule.most} characters; these are {len(text)}.")
    if name == "phone" and not PHONE.fullmatch(text):
        raise ValueError("write it as it is dialed, such as (555) 010-0199.")
    return text


def words_for(code: ProblemCode, rule: Rule) -> str:
    """What is wrong, for who typed it."""
    match code:
        case ProblemCode.TOO_LONG:
            return f"at most {rule.most} characters."
        case ProblemCode.SEVERAL_LINES:
            return "write it on one line."
        case _:
            return "holds characters that cannot be shown. Type it anew instead of pasting it."
