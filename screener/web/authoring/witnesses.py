"""People whom nobody has met: found by the proof or the comparison, shown in words, kept as example patients."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from flask import abort

from screener.definition.model import Information, Place, Questionnaire, Vignette
from screener.definition.source_files import VIGNETTES
from screener.engine.answer_problems import BadAnswersError
from screener.engine.answers import BLANK, Answers
from screener.engine.assessment import assess
from screener.engine.coercion import read_answers, write_answers
from screener.engine.findings import Assessment
from screener.proof.plausibility import is_plausible
from screener.summary.answer_words import words
from screener.web.phrases import phrases

LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class Shown:
    """A person on a page."""

    lines: tuple[tuple[str, str], ...]
    """Questions and answers in words, as far as something was said; of `only` those, what was left blank, too."""
    assessment: Assessment
    answers: str
    """As JSON, for the form that keeps the person."""
    as_of: date
    is_plausible: bool = True
    """Whether no number is out of its plausible range, and no day to come that should be past."""


def shown(questionnaire: Questionnaire, answers: Answers, as_of: date, *, only: frozenset[str] | None = None) -> Shown:
    """The person in words; `only` names the questions worth telling."""
    lines = tuple(
        (question.text, "; ".join(map(str, words(question, answers.to(question.id), phrases()))) or "left blank")
        for question in questionnaire.questions.values()
        if not isinstance(question.kind, Information)
        and (answers.to(question.id) != BLANK if only is None else question.id in only)
    )
    likely = is_plausible(questionnaire, answers, as_of)
    return Shown(lines, assess(questionnaire, answers, as_of), json.dumps(written(answers)), as_of, likely)


def written(answers: Answers) -> dict[str, object]:
    """Raw answers, without what is blank."""
    return {name: raw for name, raw in write_answers(answers).items() if raw is not None}


def vignette_of(questionnaire: Questionnaire, answers: str, as_of: str) -> Vignette:
    """What the form says as an example patient who must get what the draft finds now. Aborts with 400."""
    try:
        raw = json.loads(answers) if len(answers) <= LONGEST else None
        day = date.fromisoformat(as_of)
    except (ValueError, RecursionError):
        abort(400)
    if not isinstance(raw, Mapping):
        abort(400)
    try:
        read = read_answers(questionnaire, raw)
    except BadAnswersError:
        abort(400)
    found = assess(questionnaire, read, day)
    return Vignette(
        id="new",
        title="New",
        narrative="",
        as_of=day,
        answers=dict(raw),
        findings=frozenset(finding.code for finding in found.findings),
        disposition=found.disposition,
        fires=frozenset(),
        rules_out=frozenset(),
        place=Place(VIGNETTES, 1, 1),
    )


def kept_as(vignette: Vignette, name: str, title: str) -> Vignette:
    """The same under a name."""
    return replace(vignette, id=name, title=title)
