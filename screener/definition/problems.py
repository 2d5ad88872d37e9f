"""What is wrong in a questionnaire: each problem with its place, all of them at once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from screener.definition.model import Place
from screener.errors import Refusal

Severity = Literal["problem", "warning"]

MOST_PROBLEMS: Final = 1000
"""More help nobody, and take their time: each looks for the nearest name that there is."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at a place in a file; a `warning` lets the questionnaire be used."""

    place: Place
    message: str
    severity: Severity = "problem"
    subject: str | None = None
    """What it is about, as people call it: `rule R-BP-03`."""
    stops: Literal["every use", "drafts"] = "every use"
    """What a problem keeps from going on. One that later versions began to look for stops drafts alone:
    a revision that was published before it goes on being read."""

    def __str__(self) -> str:
        warning = "warning: " if self.severity == "warning" else ""
        subject = f"{self.subject}: " if self.subject else ""
        return f"{self.place}: {warning}{subject}{self.message}"

    def to_json(self) -> dict[str, object]:
        """The same for machines: file, line, column, severity, subject, message."""
        return {
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            "severity": self.severity,
            "subject": self.subject,
            "message": self.message,
        }


class EnoughProblemsError(Exception):
    """There are so many that the others can wait."""


@dataclass(slots=True)
class Problems:
    """The problems met so far, for everyone who checks a part."""

    found: list[Problem] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    """Names that stand in the files, but in a part that could not be read: nobody is told that they do not exist."""

    def refuse(self, place: Place, message: str, subject: str | None = None) -> None:
        """Note something that keeps the questionnaire from being used."""
        self.add(Problem(place, message, "problem", subject))

    def refuse_draft(self, place: Place, message: str, subject: str | None = None) -> None:
        """Note something that must be mended before publishing, and that a revision in use may say."""
        self.add(Problem(place, message, "problem", subject, "drafts"))

    def warn(self, place: Place, message: str, subject: str | None = None) -> None:
        """Note something that its author should look at."""
        self.add(Problem(place, message, "warning", subject))

    def expect(self, name: str, known: Collection[str], what: str, place: Place, subject: str | None = None) -> None:
        """Refuse a name that is not known: `there is no source 'BPP' (did you mean BP?)`."""
        if name not in known and name not in self.lost:
            self.refuse(place, f"there is no {what} {quoted(name)}{did_you_mean(name, known)}", subject)

    def add(self, problem: Problem) -> None:
        """Note a problem; raises EnoughProblemsError once there are `MOST_PROBLEMS`."""
        if len(self.found) >= MOST_PROBLEMS:
            raise EnoughProblemsError
        self.found.append(problem)


class QuestionnaireProblems(Refusal):
    """A questionnaire cannot be used: `problems` says all that is wrong, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By file, line and column, each said once; `questionnaire.yaml` first, as it explains the others."""
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda found: (found.place.file != "questionnaire.yaml", found.place)))


def is_usable(problems: Iterable[Problem]) -> bool:
    """Whether there are warnings at most."""
    return all(problem.severity == "warning" for problem in problems)


def is_readable(problems: Iterable[Problem]) -> bool:
    """Whether there is nothing worse than what stops drafts alone: a revision in use may say all of it."""
    return all(problem.severity == "warning" or problem.stops == "drafts" for problem in problems)


def did_you_mean(word: str, known: Collection[str]) -> str:
    """` (did you mean bp_sys?)`, or nothing where no known word is near.

    Near is at most one slip in three letters: typed wrong, left out, added or swapped.
    """
    allowed = max(1, min(len(word), 60) // 3)
    nearest = process.extractOne(word[:60], list(known), scorer=OSA.distance, score_cutoff=allowed)
    return f" (did you mean {nearest[0]}?)" if nearest else ""


def quoted(text: str) -> str:
    """Text from a file as a problem shows it: on one line, and no longer than a line."""
    return repr(text if len(text) <= 60 else f"{text[:57]}...")
