"""Words that are hard on patients: texts above the eighth grade, and questions to which a *no* says nothing clear."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final

from screener.definition.model import Place, Questionnaire, YesNo
from screener.definition.placeholders import PLACEHOLDER
from screener.definition.problems import Problems, quoted
from screener.definition.readability import count, grade, longest_words

HIGHEST_GRADE: Final = 8
FEWEST_WORDS: Final = 8
"""A text with fewer words is too short for a formula to say anything of it."""

_PASSAGE: Final = re.compile(
    r"(?P<owner>(?:questions|steps)\.[a-z0-9_]+|messages\.[^.]+)\.(?:text|help|why)|"
    r"(?P<head>about|agreement|after sending|before an infusion)"
)
"""The texts that are sentences: what a question, a page or a message says, and the head."""

_CLAUSE_END: Final = re.compile(r"[.?!;:,()\n]| (?:and|or|but|because|if|when|that|which|who) ")
_NEGATIVE: Final = re.compile(
    r"\b(?:no|not|never|nobody|none|nothing|neither|without|cannot|unable|unless)\b|n['’]t\b", re.IGNORECASE
)
_ASKED_WITH_NOT: Final = re.compile(
    r"(?:is|are|was|were|do|does|did|have|has|had|can|could|will|would|should)"
    r"(?:n['’]t\b| (?:you|your \w+|anyone|they|it|there) (?:not|never)\b)",
    re.IGNORECASE,
)


def passages(texts: Mapping[str, str]) -> dict[str, str]:
    """What patients read in one go, by whose it is: `questions.dem_dob`, `steps.you`, `messages.CALL`, `about`.

    `texts` are by path: a question's text, help and reason are one passage.
    """
    found: dict[str, list[str]] = {}
    for path, text in texts.items():
        if matched := _PASSAGE.fullmatch(path):
            found.setdefault(matched["owner"] or matched["head"], []).append(text)
    return {owner: PLACEHOLDER.sub("", "\n\n".join(parts)) for owner, parts in found.items()}


def check_reading_level(
    texts: Mapping[str, str],
    language: str,
    problems: Problems,
    *,
    accepted: Collection[str],
    place: Callable[[str], Place],
) -> None:
    """Warn of passages above the eighth grade; `accepted` are those whose authors say why, `place` finds the others."""
    for owner, text in passages(texts).items():
        if owner in accepted or count(text, language).words < FEWEST_WORDS:
            continue
        found = grade(text, language)
        if found is not None and round(found, 1) > HIGHEST_GRADE:
            longest = ", ".join(map(quoted, longest_words(text, language)))
            message = (
                f"reads like grade {found:.1f}, and patients should need no more than grade {HIGHEST_GRADE}: "
                f"use shorter sentences, and other words for {longest}"
            )
            if owner.startswith(("questions.", "steps.")):
                message += "; or say under `reading level` why it must stand so"
            problems.warn(place(owner), message, _subject(owner))


def _subject(owner: str) -> str:
    what, _, name = owner.partition(".")
    return f"{what.removesuffix('s')} {name}" if name else what


def accepted_passages(questionnaire: Questionnaire) -> frozenset[str]:
    """The passages that are hard to read for a reason that their author gives."""
    questions = (f"questions.{each.id}" for each in questionnaire.questions.values() if each.reading_level)
    steps = (f"steps.{each.id}" for each in questionnaire.steps.values() if each.reading_level)
    return frozenset((*questions, *steps))


def check_negatives(questionnaire: Questionnaire, problems: Problems) -> None:
    """Warn of double negatives in questions in English; in Spanish two negatives are one."""
    if questionnaire.language.partition("-")[0] != "en":
        return
    for question in questionnaire.questions.values():
        for message in _negatives(question.text, is_yes_no=isinstance(question.kind, YesNo)):
            problems.warn(question.place, message, f"question {question.id}")


def _negatives(text: str, *, is_yes_no: bool) -> Iterator[str]:
    for clause in filter(None, map(str.strip, _CLAUSE_END.split(text))):
        if is_yes_no and (asked := _ASKED_WITH_NOT.match(clause)):
            yield f"asks {quoted(asked[0])}, to which a *no* is a double negative: ask what is, not what is not"
        elif len(negatives := [each[0] for each in _NEGATIVE.finditer(clause)]) > 1:
            yield f"says {quoted(negatives[0])} and {quoted(negatives[1])} in one breath: a double negative"
