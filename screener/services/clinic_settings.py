"""What the clinic chose on its page of settings: its words, and how long things last; else the server's settings hold.

The help that always stands on patients' pages (911, 988) is no setting: nothing
here can take it away or change it.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from screener.config import Settings
from screener.engine.answer_problems import ProblemCode, UnreadableError
from screener.engine.text_safety import is_blank, safe_text
from screener.errors import Refusal
from screener.services.auditing import Actor, Event, record
from screener.services.unit_of_work import UnitOfWork
from screener.store import clinic

PHONE = re.compile(r"[+]?[0-9(][0-9 ().\-]{1,28}[0-9](?: ?(?:x|ext\.?) ?[0-9]{1,6})?")

WHOLE = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class ClinicSettings:
    """The clinic's words, plain text and each of one line; and its spans of time."""

    name: str
    phone: str
    """Empty: none is shown."""
    reach: str
    """When and how the clinic answers; stands in patients' messages."""
    emergency: str
    """What the clinic adds to the help at the foot of patients' pages."""
    emergency_es: str
    """The same in Spanish; where it is empty, the English stands."""
    idle_minutes: int
    """A patient's session without use."""
    invitation_days: int
    """A link that was never opened."""
    intake_days: int
    """To finish, from the first opening."""
    unfinished_days: int | None
    """What was never sent is to be kept so long after it closed; None: for good. Nothing deletes yet."""
    finished_days: int | None
    """What was sent is to be kept so long; None: for good. Nothing deletes yet."""
    logo: str = ""
    """The mark of the picture at the head of patients' pages (see `clinic_logos`); empty for none."""

    @property
    def mark(self) -> str:
        """Some letters that stand for what a patient's copy prints of it: new when one of these words is."""
        return hashlib.sha256(json.dumps([self.name, self.phone, self.reach]).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Rule:
    """What may be written for one of them."""

    words: str
    """As the page calls it."""
    most: int
    """Characters."""


@dataclass(frozen=True, slots=True)
class Span:
    """How long something may last."""

    words: str
    unit: str
    least: int
    most: int


RULES: Mapping[str, Rule] = {
    "name": Rule("The clinic's name", 80),
    "phone": Rule("Telephone", 40),
    "reach": Rule("How to reach the clinic", 300),
    "emergency": Rule("Words beside the emergency help", 400),
    "emergency_es": Rule("The same in Spanish", 400),
}
SPANS: Mapping[str, Span] = {
    "idle_minutes": Span("A patient's form closes without use after", "minutes", 5, 30),
    "invitation_days": Span("An invitation that was never opened is good for", "days", 1, 365),
    "intake_days": Span("A form that was opened can be finished for", "days", 1, 365),
    "unfinished_days": Span("Forms that were never sent are to be kept for", "days", 30, 3_650),
    "finished_days": Span("Forms that were sent are to be kept for", "days", 365, 36_500),
}
NAMES = (*RULES, *SPANS)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the page has set."""

    version: int
    """How often something was changed; 0: never."""
    at: datetime | None
    by: str
    """The member's id, or who else it was, as the audit spells it; empty while nothing was ever changed."""
    words: Mapping[str, str | int]
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
    return ClinicSettings(
        name=settings.clinic_name,
        phone=settings.clinic_phone,
        reach=settings.clinic_reach_sentence,
        emergency="",
        emergency_es="",
        idle_minutes=settings.session_idle_minutes,
        invitation_days=settings.invitation_days,
        intake_days=settings.intake_days,
        unfinished_days=None,
        finished_days=None,
    )


def chosen(work: UnitOfWork) -> Chosen:
    """What the page has set so far."""
    for row in clinic.newest(work.store):
        return Chosen(row.number, row.at, row.by, known(row.chosen))
    return Chosen(0, None, "", {})


def known(text: str) -> Mapping[str, str | int]:
    """What was kept, but for names that this program does not know."""
    kept: dict[str, str | int] = json.loads(text)
    return {name: words for name, words in kept.items() if name in (*NAMES, "logo")}


def of(work: UnitOfWork) -> ClinicSettings:
    """What holds now."""
    return with_words(work, chosen(work).words)


def with_words(work: UnitOfWork, words: Mapping[str, str | int]) -> ClinicSettings:
    """The server's settings, with these in their place."""
    return replace(defaults(work.settings), **words)  # type: ignore[arg-type]


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
    if "logo" in before.words:
        words["logo"] = before.words["logo"]
    if words != before.words:
        text = json.dumps(words, ensure_ascii=False, sort_keys=True)
        if not clinic.append(work.store, number=version + 1, at=now, by=str(actor), chosen=text):
            raise StaleClinicError
        record(work, ClinicChanged(version + 1), now=now, actor=actor)
    return with_words(work, words)


def read(typed: Mapping[str, str]) -> dict[str, str | int]:
    """What was typed, without blanks. Raises `ClinicProblemsError` with every problem at once."""
    words: dict[str, str | int] = {}
    problems: list[tuple[str, str]] = []
    for name in NAMES:
        given = typed.get(name, "")
        if is_blank(given):
            continue
        try:
            words[name] = read_span(given, SPANS[name]) if name in SPANS else read_one(name, given, RULES[name])
        except ValueError as problem:
            problems.append((name, f"{called(name)}: {problem}"))
    if problems:
        raise ClinicProblemsError(tuple(problems))
    return words


def called(name: str) -> str:
    """As the page calls it."""
    return SPANS[name].words if name in SPANS else RULES[name].words


def read_span(given: str, span: Span) -> int:
    """A number of minutes or days. Raises `ValueError` that says what may stand there."""
    text = given.strip()
    number = int(text) if WHOLE.fullmatch(text) else -1
    if not span.least <= number <= span.most:
        raise ValueError(f"a whole number from {span.least} to {span.most} {span.unit}.")
    return number


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
