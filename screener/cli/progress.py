"""How far a long command has come: a bar on a terminal, and nothing where nobody watches."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

Tell = Callable[[int, int], None]
"""Told how many of how many are done."""


@contextmanager
def progress_bar(label: str) -> Iterator[Tell | None]:
    """A bar on standard error, where that is a terminal; else None."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr, update_min_steps=10) as bar:

        def tell(done: int, of_all: int) -> None:
            bar.length = of_all
            bar.update(done - bar.pos)

        yield tell
