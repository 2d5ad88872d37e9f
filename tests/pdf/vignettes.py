"""The example patients as summaries; `python -m tests.pdf.vignettes FOLDER [ID ...]` writes them as PDFs."""

import sys
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from screener.definition.model import Questionnaire, Vignette
from screener.definition.reading import read_folder
from screener.engine.assessment import assess
from screener.engine.coercion import read_answers
from screener.pdf.rendering import render
from screener.summary.case import Case
from screener.summary.checking import check_of
from screener.summary.decision import Undecided
from screener.summary.model import Person, Summary
from screener.summary.phrases import ENGLISH
from screener.summary.summarize import summarize
from screener.summary.trends import SentCase

FOLDER = Path(__file__).resolve().parents[2] / "questionnaires" / "ketamine-migraine"


@cache
def questionnaire() -> Questionnaire:
    return read_folder(FOLDER)


def patients() -> tuple[Vignette, ...]:
    """The examples with a complete set of findings; probes are no patients."""
    return tuple(vignette for vignette in questionnaire().vignettes if vignette.findings is not None)


@cache
def summary_of(name: str) -> Summary:
    return summary_after(name)


def summary_after(name: str, before: tuple[SentCase, ...] = ()) -> Summary:
    vignette = next(one for one in patients() if one.id == name)
    answers = read_answers(questionnaire(), vignette.answers)
    born = answers.to("dem_dob")
    return summarize(
        questionnaire(),
        answers,
        assess(questionnaire(), answers, vignette.as_of, number=1),
        person=Person(
            name=f"Patient {name}",
            date_of_birth=born if isinstance(born, date) else None,
            reference=f"SCR-{name}",
            sent_at=datetime.combine(vignette.as_of, time(14, 41), UTC),
        ),
        state=Undecided(),
        program="screener",
        check=check_of("https://screening.clinic.example", f"SCR-{name}", f"1:{name}"),
        before=before,
    )


SERIES = "V01"
"""Of whom there is also a summary after earlier submissions, with numbers that moved and some that are not known."""


def earlier(count: int) -> tuple[SentCase, ...]:
    """What the patient of the series sent before, four weeks apart, the oldest first."""
    return tuple(_earlier(number) for number in range(count, 0, -1))


def _earlier(number: int) -> SentCase:
    vignette = next(one for one in patients() if one.id == SERIES)
    said = dict(vignette.answers)
    moved = {"ha_days": 14 + number % 17, "bp_sys": 112 + 7 * number % 61, "bp_dia": 62 + 5 * number % 43}
    days = {row: number * (place + 2) % 14 for place, row in enumerate(said["am_days"])}
    blank = {"bp_sys": None} if number % 3 == 1 else {"ha_days": None} if number % 5 == 2 else {}
    answers = read_answers(questionnaire(), said | moved | {"am_days": days} | blank)
    day = vignette.as_of - timedelta(weeks=4 * number)
    judged = assess(questionnaire(), answers, day, number=1)
    return SentCase(f"SCR-{SERIES}-{number:02}", Case(questionnaire(), answers, judged, ENGLISH))


@cache
def pdf_of(name: str) -> bytes:
    return render(summary_of(name))


def main() -> None:
    folder, *chosen = sys.argv[1:]
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name in chosen or [vignette.id for vignette in patients()]:
        Path(folder, f"{name}.pdf").write_bytes(pdf_of(name))
    for count in () if chosen else (2, 3, 8, 30):
        Path(folder, f"{SERIES}-after-{count}.pdf").write_bytes(render(summary_after(SERIES, earlier(count))))


if __name__ == "__main__":
    main()
