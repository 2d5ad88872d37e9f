"""Plain values written as YAML that the strict reader reads back the same: text, lists and mappings."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

_PLAIN = re.compile(r"[A-Za-z0-9][\w./()+-]*( [\w./()+-]+)*", re.ASCII)
_WIDTH = 100

Plain = str | None | Sequence["Plain"] | Mapping[str, "Plain"]
"""What a strict file can say. None is written `null`, which stands for a blank among answers."""


def to_yaml(value: Plain) -> str:
    """The YAML text of a mapping or list; scalars in it are text already."""
    return "".join(f"{line}\n" for line in _block(value))


def _block(value: Plain) -> Iterator[str]:
    """The lines of a value that begins on a line of its own."""
    if value is None or isinstance(value, str):
        yield scalar(value)
    elif isinstance(value, Mapping):
        for key, below in value.items():
            yield from _under(f"{scalar(key)}:", below)
    else:
        for item in value:
            yield from _item(item)


def _under(key: str, value: Plain) -> Iterator[str]:
    """A key with its value: on the same line where it fits, else indented below."""
    if isinstance(value, str) and _is_block_text(value):
        yield f"{key} |-"
        yield from (f"  {line}" if line else "" for line in value.split("\n"))
        return
    short = _flow(value)
    if short is not None and (isinstance(value, str) or len(key) + len(short) < _WIDTH):
        yield f"{key} {short}"
        return
    yield key
    yield from (f"  {line}" if line else "" for line in _block(value))


def _item(value: Plain) -> Iterator[str]:
    if not isinstance(value, Mapping) or not value:
        yield from _under("-", value)
        return
    first, *rest = _block(value)
    yield f"- {first}"
    yield from (f"  {line}" if line else "" for line in rest)


def _flow(value: Plain) -> str | None:
    """A value on one line, or None where it does not belong on one."""
    if value is None or isinstance(value, str):
        return scalar(value)
    if isinstance(value, Mapping):
        return None if value else "{}"
    if all(isinstance(item, str) and not _is_block_text(item) for item in value):
        return f"[{', '.join(scalar(item) for item in value if isinstance(item, str))}]"
    return None


def scalar(text: str | None) -> str:
    """Text on one line, plain where no reader could take it for anything else."""
    if text is None:
        return "null"
    is_plain = _PLAIN.fullmatch(text) and text not in ("null", "true", "false")
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _is_block_text(text: str) -> bool:
    """Whether a block keeps the text as it is: several lines, none of which begins or ends with white space."""
    lines = text.split("\n")
    return (
        len(lines) > 1
        and bool(lines[0])
        and bool(lines[-1])
        and all(line == line.strip() for line in lines)
        and "\r" not in text
    )
