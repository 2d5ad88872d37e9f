"""Two clear patients of the ketamine questionnaire, and what it finds when their answers change."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from screener.definition.model import Questionnaire
from screener.definition.names import QuestionId
from screener.definition.reading import read_folder
from screener.engine.assessment import assess
from screener.engine.coercion import read_answers
from screener.engine.findings import Assessment

FOLDER = Path(__file__).parents[2] / "questionnaires" / "ketamine-migraine"
AS_OF = date(2026, 1, 15)
GRID = {"triptan": 0, "ergot": 0, "simple": 0, "combination": 0, "opioid": 0, "ditan": 0, "gepant": 0}
PREVENTIVES = ("antidepressant", "antiseizure", "beta_blocker", "bp_other", "cgrp", "botox", "other")


@cache
def questionnaire() -> Questionnaire:
    """The questionnaire, read once."""
    return read_folder(FOLDER)


@cache
def raw_answers(vignette: str) -> Mapping[str, object]:
    """A vignette's answers as they stand in files."""
    return next(each.answers for each in questionnaire().vignettes if each.id == vignette)


def assessed(vignette: str, **changes: object) -> Assessment:
    """The assessment of a vignette's patient, with some answers changed."""
    answers = read_answers(questionnaire(), {**raw_answers(vignette), **changes})
    return assess(questionnaire(), answers, AS_OF)


def man(**changes: object) -> set[str]:
    """What is found in a clear man of 42 (V01), beyond what is found in him unchanged."""
    return _codes(assessed("V01", **changes)) - {"R-HA-01", "R-PV-03"}


def woman(**changes: object) -> set[str]:
    """What is found in a clear woman of 36 (V09), beyond what is found in her unchanged."""
    return _codes(assessed("V09", **changes)) - {"R-HA-01", "R-PV-03", "R-PRG-08"}


def not_ruled_out(assessment: Assessment) -> set[str]:
    """The rules that stay open without a finding of their own."""
    return {open_.rule for open_ in assessment.not_ruled_out}


def asks(question: str, vignette: str = "V01", **changes: object) -> bool:
    """Whether a question is on the path."""
    return QuestionId(question) in assessed(vignette, **changes).asked


def days(**changes: object) -> dict[str, object]:
    """Days with quick-relief medicine by class: none, but for the changes."""
    return {**GRID, **changes}


def preventives(*cells: str) -> dict[str, str]:
    """What became of each class of preventive, in order; the rest were never tried."""
    return dict(zip(PREVENTIVES, cells + ("never",) * (len(PREVENTIVES) - len(cells)), strict=True))


def medicines(*names: str) -> list[dict[str, str]]:
    """A medicine list by names alone."""
    return [{"name": name} for name in names]


def _codes(assessment: Assessment) -> set[str]:
    return {finding.code for finding in assessment.findings}
