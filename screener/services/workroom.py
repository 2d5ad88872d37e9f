"""What takes longer than a page may: proofs and comparisons.

One thing at a time, in a process of its own (`solver`). What was found is
remembered by the hash of the files, so a page asks again and again until it is
there. All of it can be found again: nothing is lost with the process but time.
"""

import logging
import queue
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from screener.definition.condition_places import condition_places
from screener.definition.model import Questionnaire
from screener.proof.comparison import Comparison
from screener.proof.told import Told
from screener.proof.verdicts import Proof
from screener.proof.words import Teller
from screener.services.solver import SOLVER, Solver, SolverFailedError, SolverStoppedError

log = logging.getLogger(__name__)

KEPT: Final = 24


@dataclass(frozen=True, slots=True)
class Proved:
    """A proof, and what its author has to see to, in words."""

    proof: Proof
    told: tuple[Told, ...]

    @property
    def to_mend(self) -> int:
        """How many things keep the questionnaire from being published."""
        return len(self.proof.broken) + len(self.proof.undecided) + len(self.proof.unused)


@dataclass(slots=True)
class Task:
    """Something under way: how far it is, and what came of it."""

    done: int = 0
    of_all: int = 0
    result: Any = None
    has_failed: bool = False
    is_stopped: bool = False

    @property
    def is_finished(self) -> bool:
        """Whether there is nothing to wait for any more."""
        return self.result is not None or self.has_failed

    def note(self, done: int, of_all: int) -> bool:
        """How far it is; whether to go on."""
        self.done, self.of_all = done, of_all
        return not self.is_stopped


class Workroom:
    """Held by the app for as long as it runs. Thread-safe."""

    def __init__(self, solver: Solver = SOLVER) -> None:
        self._solver = solver
        self._tasks: OrderedDict[tuple[object, ...], Task] = OrderedDict()
        self._waiting: queue.SimpleQueue[tuple[Task, Callable[[Task], object]]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def proof(self, questionnaire: Questionnaire, files: Mapping[str, bytes], as_of: date) -> Task:
        """The proof of a questionnaire on that day; the result is a `Proved`."""
        return self._task(
            ("proof", questionnaire.slug, questionnaire.sha256, as_of),
            lambda task: self._prove(task, questionnaire, files, as_of),
        )

    def comparison(self, old: Questionnaire, new: Questionnaire, as_of: date) -> Task:
        """Whom a change makes judged otherwise; the result is a `Comparison`."""
        return self._task(
            ("comparison", old.sha256, new.sha256, as_of), lambda task: self._compare(task, old, new, as_of)
        )

    def wait(self, seconds: float) -> bool:
        """Waits until everything is done, no longer than that; whether it is."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with self._lock:
                if all(task.is_finished for task in self._tasks.values()):
                    return True
            time.sleep(0.01)
        return False

    def _task(self, key: tuple[object, ...], run: Callable[[Task], object]) -> Task:
        with self._lock:
            task = self._tasks.get(key)
            if task is None or task.has_failed:
                task = self._tasks[key] = Task()
                self._waiting.put((task, run))
                self._start()
            self._tasks.move_to_end(key)
            while len(self._tasks) > KEPT:
                _, oldest = self._tasks.popitem(last=False)
                oldest.is_stopped = True
        return task

    def _start(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._work, name="workroom", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while True:
            task, run = self._waiting.get()
            try:
                task.result = None if task.is_stopped else run(task)
            except SolverStoppedError:
                pass
            except SolverFailedError as fault:
                log.warning("the solver failed: %s", fault)
            except Exception:
                log.exception("the workroom could not finish")
            task.has_failed = task.result is None

    def _prove(self, task: Task, questionnaire: Questionnaire, files: Mapping[str, bytes], as_of: date) -> Proved:
        proof: Proof = self._solver.ask(("proof", questionnaire, as_of), task.note)
        return Proved(proof, tuple(Teller(proof, condition_places(files)).all()))

    def _compare(self, task: Task, old: Questionnaire, new: Questionnaire, as_of: date) -> Comparison:
        found: Comparison = self._solver.ask(("comparison", old, new, as_of), task.note)
        return found
