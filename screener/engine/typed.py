"""What was typed and cannot be read, as one text that is kept: typed lines first, then each tick on a line of its own.

`March / – / 1985` is a date whose day was left out; `Nardil | 15 mg` a row of a
list, its cells in the order of the columns; `[x] none` the box that was ticked
beside it. The text is written for people. It also leads back to the boxes that
it came from, so that the page can be shown again as it was filled in.
"""

from collections.abc import Iterable, Mapping, Sequence

from screener.definition.model import Reason
from screener.engine.answers import Answer, Cells, Picked, Unknown
from screener.engine.text_safety import MOST_BYTES, without_unsafe

TICK = "[x] "
"""Stands before the id of a choice, or the word of an unknown answer, that was ticked."""
NONE = "none"
"""Ticked beside rows: that there are none."""
MISSING = "–"
"""Stands for a part of a date that was left out."""
PARTS = " / "
CELLS = " | "
CUT = "…"


def is_unreadable(answer: Answer) -> bool:
    """Whether something in the answer was typed and cannot be read."""
    match answer:
        case Unknown(reason=reason) | Picked(unknown=reason):
            return reason is Reason.UNREADABLE
        case Cells(states=states):
            return any(is_unreadable(state) for state in states.values())
        case tuple():
            return any(is_unreadable(cell) for row in answer for cell in row.cells.values())
        case _:
            return False


def words_in(raw: object) -> str | None:
    """The words of a raw answer that could not be read; None of any other."""
    return str(raw["typed"]) if isinstance(raw, Mapping) and raw.keys() == {"typed"} else None


def keepable(lines: Iterable[str], ticks: Iterable[str] = (), *, most: int = MOST_BYTES) -> str:
    """Lines and ticks as a text that can be kept: what no text may hold is replaced, what is too long is cut."""
    ticked = "".join(f"\n{TICK}{tick}" for tick in ticks)
    room = most - len(ticked.encode())
    typed = without_unsafe("\n".join(line for line in lines if line))
    if len(typed.encode()) > room:
        typed = typed.encode()[: room - len(CUT.encode())].decode(errors="ignore") + CUT
    return (typed + ticked).strip()


def taken_apart(typed: str) -> tuple[str, tuple[str, ...]]:
    """The typed lines as one text again, and what was ticked beside them."""
    lines = typed.split("\n")
    ticks = tuple(line.removeprefix(TICK) for line in lines if line.startswith(TICK))
    return "\n".join(line for line in lines if not line.startswith(TICK)), ticks


def in_parts(parts: Sequence[str]) -> str:
    """Boxes that stand side by side, as one line; empty where nothing is in any."""
    return PARTS.join(part or MISSING for part in parts) if any(parts) else ""


def parts_in(line: str, count: int) -> tuple[str, ...]:
    """The boxes again; all of the line in the first where it has other parts."""
    parts = tuple("" if part == MISSING else part for part in line.split(PARTS))
    return parts if len(parts) == count else (line, *[""] * (count - 1))


def in_cells(cells: Iterable[str]) -> str:
    """A row as one line."""
    return CELLS.join(" ".join(cell.replace(CELLS.strip(), "/").split()) for cell in cells).rstrip()


def cells_in(line: str, count: int) -> tuple[str, ...]:
    """The cells of a row again."""
    cells = [cell.strip() for cell in line.split(CELLS.strip())]
    return tuple((cells + [""] * count)[:count])
