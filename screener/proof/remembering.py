"""What was proved, kept between runs as text: whatever cannot be read is proved again."""

import json
from collections.abc import Mapping, MutableMapping

MOST_REMEMBERED = 20_000
"""The latest so many; older ones belong to questionnaires that are long gone."""


def forget_old(remembered: MutableMapping[str, str]) -> None:
    """Drop the oldest of more than are kept."""
    for key in list(remembered)[:-MOST_REMEMBERED]:
        del remembered[key]


def to_text(remembered: Mapping[str, str]) -> str:
    """What is remembered as text."""
    return json.dumps(dict(list(remembered.items())[-MOST_REMEMBERED:]), indent=0)


def from_text(text: str) -> dict[str, str]:
    """What was written by `to_text`; empty for anything else."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        return {}
    return found
