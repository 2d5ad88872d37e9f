"""The process that renders one summary and ends: `python -m screener.pdf.child`, its summary on standard input.

It is given nothing but the summary and its limits, has no secret in its
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

    summary = pickle.load(sys.stdin.buffer)  # noqa: S301 - its parent wrote it
    sys.stdout.buffer.write(render(summary))


def _limit(what: int, most: int) -> None:
    _, hardest = resource.getrlimit(what)
    bound = most if hardest == resource.RLIM_INFINITY else min(most, hardest)
    resource.setrlimit(what, (bound, bound))


if __name__ == "__main__":
    main()
