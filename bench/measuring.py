"""How a figure is taken: warm once, run many times, keep the median, and set it against a fixed loop.

Machines differ and drift; the ratio to the calibration loop travels better
than milliseconds do. The loop is run again before each figure, so that both
see the same machine.
"""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A median in seconds over `runs`, and the calibration loop's in the same breath."""

    name: str
    seconds: float
    calibration: float
    runs: int
    goal: str = ""
    words: str = ""
    """Stands in place of the median, where that is no time."""

    @property
    def ratio(self) -> float:
        """How many calibration loops it takes."""
        return self.seconds / self.calibration


def calibration_loop() -> int:
    """A fixed amount of interpreter work: about ten milliseconds on an ordinary core."""
    total = 0
    for number in range(120_000):
        total = (total * 31 + number) % 1_000_003
    return total


def median(work: Callable[[], object], runs: int) -> float:
    """The median of `runs` timings, in seconds, after one warm run."""
    work()
    gc.collect()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def measure(name: str, work: Callable[[], object], *, runs: int = 30, goal: str = "") -> Figure:
    """Take one figure."""
    return Figure(name, median(work, runs), median(calibration_loop, 7), runs, goal)


def table(figures: list[Figure]) -> str:
    """The figures in aligned columns."""
    rows = [("what", "median", "× calibration", "goal")]
    rows += [
        (f.name, f.words, "", f.goal) if f.words else (f.name, f"{f.seconds * 1000:.3f} ms", f"{f.ratio:.2f}", f.goal)
        for f in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
