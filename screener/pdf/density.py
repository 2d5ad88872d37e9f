"""How much of each finding stands on page 1, so that page 1 alone is enough.

The page is laid out to be sure; the estimate here only spares laying it out
twice.
"""

import enum
import math
from collections.abc import Iterable

from screener.summary.model import Ask, FindingInWords, Said, Summary

_PAGE = 253.0
"""Millimeters between the margins of US Letter."""
_WORTH_TRYING = 1.03
"""The estimate is a few percent off, more often too high."""
_HEAD = 58.0
_AGENDA_HEAD = 10.0


class Density(enum.Enum):
    """From roomy to tight."""

    WHOLE = "whole"
    """Message, answers, why and sources in one place."""
    BRIEF = "brief"
    """Why and sources follow on a later page."""
    TIGHT = "tight"
    """Besides, small, and a line or two each."""
    BARE = "bare"
    """The message alone; answers, too, follow on a later page."""


def densities(summary: Summary) -> tuple[Density, ...]:
    """What to try, in order; never empty, and its last is to be taken as it comes."""
    heights = {
        Density.WHOLE: _roomy(summary, whole=True),
        Density.BRIEF: _roomy(summary, whole=False),
        Density.TIGHT: _HEAD + sum(_tight(finding) for finding in summary.findings if finding.grave),
    }
    likely = (density for density, height in heights.items() if height < _WORTH_TRYING * _PAGE)
    return (*likely, Density.BARE)


def _roomy(summary: Summary, *, whole: bool) -> float:
    """Millimeters from the top of page 1 to the end of the agenda, roughly."""
    findings = sum(_finding(finding, whole=whole) for finding in summary.findings)
    agenda = _AGENDA_HEAD + sum(_ask(ask) for ask in summary.agenda) if summary.agenda else 0.0
    return _HEAD + findings + agenda


def _finding(finding: FindingInWords, *, whole: bool) -> float:
    height = 2.2 + 4.35 * _lines((len(finding.message) + len(finding.rule) + 44 * (not finding.settled),), 88)
    height += 4.25 * _lines(_spoken(finding.said), 100) if finding.said else 0.0
    if whole:
        sources = (len(source.title) + len(source.key) + 5 for source in finding.sources)
        height += 3.6 * _lines((len(finding.why), 36, *sources), 116)
    return height


def _tight(finding: FindingInWords) -> float:
    return 0.6 + 3.2 * _lines((len(finding.message), len(finding.rule), *_spoken(finding.said)), 132)


def _ask(ask: Ask) -> float:
    answers = (*(len(line) for line in ask.said), 10 * len(ask.open), 90 * bool(ask.unrun))
    return 2.1 + 4.25 * (_lines((len(ask.text),), 105) + _lines(answers, 110))


def _spoken(said: Iterable[Said]) -> tuple[int, ...]:
    return tuple(len(one.question) + sum(len(line) + 2 for line in one.answer) + 3 for one in said)


def _lines(lengths: Iterable[int], per_line: int) -> int:
    return max(1, math.ceil(sum(lengths) / per_line))
