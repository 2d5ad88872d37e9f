"""The example patients as summaries; `python -m tests.pdf.vignettes FOLDER [ID ...]` writes them as PDFs."""

import sys
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

from screener.definition.model import Questionnaire, Vignette
from screener.definition.reading import read_folder
from screener.engine.assessment import assess
from screener.engine.coercion import read_answers
from screener.pdf.rendering import render
from screener.summary.checking import check_of
from screener.summary.decision import Undecided
from screener.summary.model import Person, Summary
from screener.summary.summarize import summarize

FOLDER = Path(__file__).resolve().parents[2] / "questionnaires" / "ketamine-migraine"


@cache
def questionnaire() -> Questionnaire:
    return read_folder(FOLDER)


def patients() -> tuple[Vignette, ...]:
    """The examples with a complete set of findings; probes are no patients."""
    return tuple(vignette for vignette in questionnaire().vignettes if vignette.findings is not None)


@cache
def summary_of(name: str) -> Summary:
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
    )


@cache
def pdf_of(name: str) -> bytes:
    return render(summary_of(name))


def main() -> None:
    folder, *chosen = sys.argv[1:]
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name in chosen or [vignette.id for vignette in patients()]:
        Path(folder, f"{name}.pdf").write_bytes(pdf_of(name))


if __name__ == "__main__":
    main()
