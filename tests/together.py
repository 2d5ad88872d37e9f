"""Acts at the same moment, from as many threads."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Outcome = TypeVar("Outcome")


def run_together(acts: Sequence[Callable[[], Outcome]]) -> list[Outcome]:
    """Starts every act at once; gives what came of them, or raises what one of them raised."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], Outcome]) -> Outcome:
        start.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
