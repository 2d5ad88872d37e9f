"""All that an author wants to know before publishing: the problems, how the example patients fare, and the proof.

None of it touches the database, so there is no unit of work here. A proof
takes seconds: run it where nobody waits for it, and show how far it has come.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final

from screener.definition.condition_places import condition_places
from screener.definition.model import Questionnaire
from screener.definition.problems import Problem
from screener.definition.reading import check_files
from screener.engine.vignettes import Rehearsal, rehearse
from screener.errors import Refusal
from screener.proof.comparing import compare
from screener.proof.comparison import Comparison
from screener.proof.proving import SECONDS, prove
from screener.proof.remembering import forget_old
from screener.proof.suggesting import Suggested, suggest
from screener.proof.told import Told
from screener.proof.verdicts import Proof
from screener.proof.words import Teller

__all__ = ["Examination", "ProvingRoom", "ProvingStoppedError"]

Progress = Callable[[int, int], None]
"""Told how many of how many statements, or rules, are done."""

IsStopped = Callable[[], bool]
"""Whether the answer is no longer wanted: asked between statements, and while waiting."""

_SOLVER: Final = threading.Lock()
"""The solver keeps one memory for the whole process: only one thread may be at it."""

_ASK_AGAIN_SECONDS: Final = 0.2


class ProvingStoppedError(Refusal):
    """Nobody waits for the answer any more."""

    def __init__(self) -> None:
        super().__init__("Stopped. What was proved until then is remembered.")


@dataclass(frozen=True)
class Examination:
    """What was found out about a questionnaire's files."""

    questionnaire: Questionnaire | None
    """None where there are problems: then nothing else could be looked at."""
    problems: tuple[Problem, ...]
    """Problems and warnings, in the order of the files."""
    rehearsal: Rehearsal | None = None
    proof: Proof | None = None
    told: tuple[Told, ...] = ()
    """What the proof has to say, in words: what is broken, not decided, or accepted without need."""

    @property
    def is_sound(self) -> bool:
        """Whether it may be published: no problem, each vignette passes, each statement is proved or accepted.

        Warnings, and rules that no vignette tries, keep nobody from publishing.
        """
        if self.rehearsal is None or self.proof is None:
            return False
        return self.rehearsal.is_passed and self.proof.is_complete

    def to_json(self) -> dict[str, object]:
        """For programs; the witnesses are left out (`proof.proof_json` has them)."""
        return {
            "sound": self.is_sound,
            "problems": [problem.to_json() for problem in self.problems],
            "rehearsal": self.rehearsal.to_json() if self.rehearsal else None,
            "counts": dict(self.proof.counts) if self.proof else None,
            "told": [told.to_json() for told in self.told],
        }


class ProvingRoom:
    """Examines questionnaires, one at a time in a process. Thread-safe.

    Make one for a process: it remembers what was proved, so that after an edit
    only what hangs on it is proved again.
    """

    def __init__(self) -> None:
        self._remembered: dict[str, str] = {}

    def examine(
        self,
        *,
        files: Mapping[str, bytes],
        slug: str,
        as_of: date,
        limit: float = SECONDS,
        progress: Progress | None = None,
        is_stopped: IsStopped | None = None,
    ) -> Examination:
        """Reads the files (`{"questionnaire.yaml": ...}`), rehearses the vignettes and proves what can be read.

        `as_of` is the day that dates lie around; `limit` the seconds for one
        statement, after which it is not decided. Raises `ProvingStoppedError`.
        """
        questionnaire, problems = check_files(files, slug, as_of=as_of)
        if questionnaire is None:
            return Examination(None, problems)
        rehearsal = rehearse(questionnaire)
        proof = self.prove(questionnaire, as_of=as_of, limit=limit, progress=progress, is_stopped=is_stopped)
        told = tuple(Teller(proof, condition_places(files)).all())
        return Examination(questionnaire, problems, rehearsal, proof, told)

    def prove(
        self,
        questionnaire: Questionnaire,
        *,
        as_of: date,
        limit: float = SECONDS,
        progress: Progress | None = None,
        is_stopped: IsStopped | None = None,
    ) -> Proof:
        """The proof alone, of a questionnaire already read. Raises `ProvingStoppedError`."""
        with _at_the_solver(is_stopped):
            try:
                return prove(
                    questionnaire,
                    as_of,
                    limit=limit,
                    progress=_watched(progress, is_stopped),
                    remembered=self._remembered,
                )
            finally:
                forget_old(self._remembered)

    def compare(
        self,
        old: Questionnaire,
        new: Questionnaire,
        *,
        as_of: date,
        progress: Progress | None = None,
        is_stopped: IsStopped | None = None,
    ) -> Comparison:
        """Whom a change makes judged otherwise (`definition.difference` says what changed). Raises the same."""
        with _at_the_solver(is_stopped):
            return compare(old, new, as_of, progress=_watched(progress, is_stopped))

    def suggest(self, questionnaire: Questionnaire, *, as_of: date, is_stopped: IsStopped | None = None) -> Suggested:
        """Ready-made vignettes for the rules that none tries (`definition.writing.write_vignettes` writes them)."""
        with _at_the_solver(is_stopped):
            return suggest(rehearse(questionnaire), questionnaire, as_of)


@contextmanager
def _at_the_solver(is_stopped: IsStopped | None) -> Iterator[None]:
    """Wait for one's turn; whoever is no longer waited for gives up theirs."""
    while not _SOLVER.acquire(timeout=_ASK_AGAIN_SECONDS):
        _go_on(is_stopped)
    try:
        _go_on(is_stopped)
        yield
    finally:
        _SOLVER.release()


def _watched(progress: Progress | None, is_stopped: IsStopped | None) -> Progress:
    """Tells how far it has come, and stops where nobody waits."""

    def tell(done: int, of_all: int) -> None:
        if progress is not None:
            progress(done, of_all)
        _go_on(is_stopped)

    return tell


def _go_on(is_stopped: IsStopped | None) -> None:
    if is_stopped is not None and is_stopped():
        raise ProvingStoppedError
