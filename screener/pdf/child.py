"""The process that renders one document and ends: `python -m screener.pdf.child`, the document on standard input.

It is given nothing but the document and its limits, has no secret in its
environment, and is started by `screener.pdf.safely` alone.
"""

import pickle
import resource
import sys


def main() -> None:
    """Take on the limits before anything of weight is loaded; then read, render and write."""
    seconds, memory = (int(argument) for argument in sys.argv[1:3])
    _limit(resource.RLIMIT_CPU, seconds)
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_CORE, 0)

    from screener.pdf.rendering import render
    from screener.pdf.sheets import render_copy, render_letter
    from screener.summary.letter import Letter
    from screener.summary.own_copy import OwnCopy

    match pickle.load(sys.stdin.buffer):  # noqa: S301 - its parent wrote it
        case Letter() as letter:
            written = render_letter(letter)
        case OwnCopy() as copy:
            written = render_copy(copy)
        case summary:
            written = render(summary)
    sys.stdout.buffer.write(written)


def _limit(what: int, most: int) -> None:
    _, hardest = resource.getrlimit(what)
    bound = most if hardest == resource.RLIM_INFINITY else min(most, hardest)
    resource.setrlimit(what, (bound, bound))


if __name__ == "__main__":
    main()
