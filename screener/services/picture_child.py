"""The process that unpacks one picture and ends: `python -m screener.services.picture_child`, the file on its input.

A small file can unpack to more than there is memory, and a broken one can upset
the library that reads it. Here it has a processor's seconds and some memory of
its own, no secret, and no transaction that others wait for. `pictures` starts it.

It answers with a line of words, `done` with the length of each file or `refused`
with the reason, and then the files.
"""

import resource
import sys

DONE, REFUSED = "done", "refused"


def main() -> None:
    """Take on the limits before anything of weight is loaded; then read, paint and write."""
    what = sys.argv[1]
    seconds, memory = (int(argument) for argument in sys.argv[2:4])
    limit(resource.RLIMIT_CPU, seconds)
    limit(resource.RLIMIT_AS, memory)
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, 0)

    from screener.services.painting import UnpaintableError, paint_logo, paint_photo

    paint = {"photo": paint_photo, "logo": paint_logo}[what]
    try:
        files = paint(sys.stdin.buffer.read())
    except UnpaintableError as bad:
        answer(f"{REFUSED} {bad.because}")
        return
    except MemoryError:
        answer(f"{REFUSED} limits")
        return
    answer(" ".join((DONE, *(str(len(file)) for file in files))), *files)


def answer(line: str, *files: bytes) -> None:
    """Writes the line and the files."""
    out = sys.stdout.buffer
    out.write(line.encode() + b"\n")
    for file in files:
        out.write(file)
    out.flush()


def limit(what: int, most: int) -> None:
    """Takes on a limit, or the stricter one that holds already."""
    _, hardest = resource.getrlimit(what)
    bound = most if hardest == resource.RLIM_INFINITY else min(most, hardest)
    resource.setrlimit(what, (bound, bound))


if __name__ == "__main__":
    main()
