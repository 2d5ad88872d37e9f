"""Words that turn a patient away. The software screens and a clinician decides, so no text may tell a verdict."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from screener.definition.model import Place
from screener.definition.problems import Problems, quoted

_VERDICTS: Final[Mapping[str, re.Pattern[str]]] = {
    "en": re.compile(
        r"\b(?:not|isn['’]t|aren['’]t|never) (?:be )?"
        r"(?:eligible|suitable|qualified|a candidate|accepted|safe for you)\b"
        r"|\b(?:ineligible|disqualified|unsuitable|rejected|denied)\b"
        r"|\byou (?:do not|don['’]t|did not|cannot|can['’]t|will not|won['’]t) (?:qualify|be treated|"
        r"(?:get|have|receive) (?:the |an? )?(?:treatment|infusion|ketamine)s?)\b"
        r"|\b(?:we|the clinic) (?:cannot|can['’]t|will not|won['’]t) (?:treat|accept|help) you\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\bno (?:es|será|está|cumple|reúne)\b[^.?!]{0,20}\b(?:elegible|apt[oa]|candidat[oa]|aceptad[oa]|requisitos)\b"
        r"|\b(?:inelegible|descalificad[oa]|rechazad[oa]|no califica)\b"
        r"|\bno (?:puede|podrá) (?:recibir|tener) (?:(?:el|la|los|las|una?) )?"
        r"(?:tratamiento|infusi[oó]n|infusiones|ketamina)\b"
        r"|\b(?:no podemos|la clínica no puede) (?:tratarl[oae]|aceptarl[oae]|ayudarl[oae])\b",
        re.IGNORECASE,
    ),
}


def verdicts_in(text: str, language: str) -> Iterator[str]:
    """Each phrase of a text that tells a patient that they are turned away; none in a language without a list."""
    pattern = _VERDICTS.get(language.partition("-")[0])
    yield from (found[0] for found in pattern.finditer(" ".join(text.split()))) if pattern else ()


def check_verdicts(
    texts: Mapping[str, str], language: str, problems: Problems, *, place: Callable[[str], Place]
) -> None:
    """Refuses patients' texts, by their paths, that tell a verdict."""
    for path, text in texts.items():
        for phrase in verdicts_in(text, language):
            message = (
                f"{quoted(phrase)} turns the patient away, and only a clinician decides: "
                "say what happens next instead, such as that the clinic will call"
            )
            problems.refuse(place(path), message, f"text {path}")
