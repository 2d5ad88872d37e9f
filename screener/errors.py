"""Refusals: known "no"s, each with words for whoever meets it. Anything else is a bug and may crash."""

from typing import ClassVar


class Refusal(Exception):  # noqa: N818 - a refusal is no error
    """Something that cannot be done, said in words a person can act on."""

    keeps_work: ClassVar[bool] = False
    """Whether what was written before the refusal is kept: a wrong birth date is refused, and counted."""
