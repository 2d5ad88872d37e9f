"""The process that proves and compares: `python -m screener.services.solver_child`, started by `solver` alone.

The solver keeps one memory for a whole process and must not be touched by two
threads, not even to throw something away; a web server has many. Here it is
alone. Questions come in and answers go out as pickles, between the two only.
"""

import os
import pickle
import sys
from collections.abc import Callable
from datetime import date
from typing import Any, BinaryIO

from screener.definition.model import Questionnaire

Answer = tuple[str, Any]
NICENESS = 10
"""Who fills in a form goes first."""


def main() -> None:
    """Answers one question after another until no more come."""
    os.nice(NICENESS)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints is no answer
    remembered: dict[str, str] = {}
    while True:
        try:
            question = pickle.load(sys.stdin.buffer)  # noqa: S301 - its parent wrote it
        except EOFError:
            return
        say(answers, answer(question, remembered, lambda done, of_all: say(answers, ("progress", (done, of_all)))))


def answer(question: tuple[Any, ...], remembered: dict[str, str], progress: Callable[[int, int], None]) -> Answer:
    """What came of it: `done` with a proof or a comparison, or `failed` with the sort of fault."""
    from screener.proof.comparing import compare
    from screener.proof.proving import prove

    try:
        match question:
            case "proof", Questionnaire() as questionnaire, date() as as_of:
                return "done", prove(questionnaire, as_of, progress=progress, remembered=remembered)
            case "comparison", Questionnaire() as old, Questionnaire() as new, date() as as_of:
                return "done", compare(old, new, as_of, progress=progress)
            case _:
                return "failed", "unknown question"
    except Exception as fault:  # noqa: BLE001 - the next question must not suffer from it
        return "failed", f"{type(fault).__name__}: {fault}"


def say(answers: BinaryIO, what: Answer) -> None:
    """Writes one answer."""
    pickle.dump(what, answers)
    answers.flush()


if __name__ == "__main__":
    main()
