"""The process that proves and compares, as this one sees it: one for all, started when it is first asked."""

import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

Progress = Callable[[int, int], bool]
"""Told how many of how many are done; says whether to go on."""


class SolverFailedError(Exception):
    """It could not answer, or died."""


class SolverStoppedError(Exception):
    """Nobody waits for the answer any more."""


class Solver:
    """Asks the child one question at a time. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def ask(self, question: tuple[Any, ...], progress: Progress) -> Any:
        """The answer. Raises `SolverFailedError`, `SolverStoppedError`."""
        with self._lock:
            child = self._living()
            assert child.stdin is not None
            assert child.stdout is not None
            try:
                pickle.dump(question, child.stdin)
                child.stdin.flush()
                while True:
                    sort, what = pickle.load(child.stdout)  # noqa: S301 - our own child wrote it
                    if sort == "done":
                        return what
                    if sort == "failed":
                        raise SolverFailedError(what)
                    if not progress(*what):
                        self._end()
                        raise SolverStoppedError
            except (EOFError, OSError, pickle.UnpicklingError) as fault:
                self._end()
                raise SolverFailedError("the solver's process died") from fault

    def _living(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            command = [sys.executable, "-m", "screener.services.solver_child"]
            self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.wait()
        self._child = None


SOLVER = Solver()
