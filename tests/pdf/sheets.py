"""A letter and a patient's copy; `python -m tests.pdf.sheets FOLDER` writes both as PDFs."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from screener.engine.answers import Answers
from screener.engine.assessment import assess
from screener.engine.coercion import read_answers
from screener.engine.path import path
from screener.pdf.sheets import render_copy, render_letter
from screener.summary.letter import Letter, letter
from screener.summary.own_copy import CopySection, CopyWords, OwnCopy, own_copy
from screener.summary.phrases import ENGLISH
from tests.pdf.vignettes import patients, questionnaire

LINK = "https://screening.clinic.example/i/0vC1JH-qoukEmcaqChP-xh8D7tg"
WORDS = CopyWords(
    "Your answers",
    "For Ann Lee.",
    "Sent on Jan 15, 2026.",
    "Reference: HV-1.",
    "Signed: Ann Lee",
    "Next",
    "Please read this first",
    "For you",
)


def make_letter(language: str = "en", name: str = "Ann Lee") -> Letter:
    return letter(
        language=language,
        clinic="Harbor Clinic",
        phone="(555) 010-0199",
        name=name,
        link=LINK,
        address="https://screening.clinic.example/code",
        code="7F3K2-2Q9XM",
        last_day=date(2026, 2, 1),
        reference="KM-7F3K-22Q9",
        dated=datetime(2026, 1, 15, 17, tzinfo=UTC),
    )


def make_copy(*answers: tuple[str, tuple[str, ...]]) -> OwnCopy:
    return OwnCopy(
        language="en",
        clinic="Harbor Clinic",
        phone="",
        title="Before your visit",
        sections=(CopySection("About you", answers),),
        what_next="We **read** it.\n\n- Then we call.\n\n<b>no tags</b>",
        urgent=("Call 911 now.",),
        said_besides=("Please do not stop it at once.",),
        words=WORDS,
        dated=datetime(2026, 1, 15, 17, tzinfo=UTC),
    )


def copy_of(name: str) -> OwnCopy:
    """What an example patient would keep."""
    vignette = next(one for one in patients() if one.id == name)
    answers: Answers = read_answers(questionnaire(), vignette.answers)
    assessed = assess(questionnaire(), answers, vignette.as_of)
    return own_copy(
        questionnaire(),
        answers,
        path(questionnaire(), answers, vignette.as_of),
        language="en",
        phrases=ENGLISH,
        words=WORDS,
        clinic="Harbor Clinic",
        phone="(555) 010-0199",
        what_next=questionnaire().after_sending,
        messages=tuple(questionnaire().messages[code] for code in assessed.messages),
        dated=datetime(2026, 1, 15, 17, tzinfo=UTC),
    )


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "letter.pdf").write_bytes(render_letter(make_letter("es")))
    for name in ("V14", "V23"):
        (folder / f"copy-{name}.pdf").write_bytes(render_copy(copy_of(name)))


if __name__ == "__main__":
    main()
