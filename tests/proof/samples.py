"""Tiny questionnaires, each named after its one mistake, and as many that are nearly mistaken and sound."""

import re
from datetime import date
from pathlib import Path

from screener.definition.condition_places import condition_places
from screener.definition.reading import check_folder
from screener.definition.source_files import gather
from screener.proof.proving import prove
from screener.proof.verdicts import Proof
from screener.proof.words import Teller

FOLDER = Path(__file__).parents[1] / "samples"
MISTAKES = sorted(path.name for path in (FOLDER / "mistakes").iterdir())
SOUND = sorted(path.name for path in (FOLDER / "sound").iterdir())
AS_OF = date(2026, 1, 15)


def proved(folder: Path) -> Proof:
    """The proof of a questionnaire that can be read."""
    questionnaire, problems = check_folder(folder)
    assert questionnaire is not None, problems
    return prove(questionnaire, AS_OF)


def told(folder: Path) -> list[str]:
    """What `check` and the proof tell of a folder."""
    questionnaire, problems = check_folder(folder)
    lines = [str(problem) for problem in problems]
    if questionnaire is not None:
        teller = Teller(prove(questionnaire, AS_OF), condition_places(gather(folder)[0]))
        lines += teller.lines()
    return lines


def placed(lines: list[str]) -> list[str]:
    """The lines that stand at a place: what is wrong, and what clashes."""
    return [line for line in lines if re.match(r" *questionnaire\.yaml:", line)]
