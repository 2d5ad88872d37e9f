"""Answers files of the ketamine questionnaire's vignettes, as people would hand them in."""

import json
from pathlib import Path

from screener.definition.model import Vignette
from screener.definition.reading import read_folder

KETAMINE = Path(__file__).parent.parent.parent / "questionnaires" / "ketamine-migraine"


def vignette(code: str) -> Vignette:
    return next(one for one in read_folder(KETAMINE).vignettes if one.id == code)


def answers_file(folder: Path, code: str, **changed: object) -> Path:
    path = folder / f"{code}.json"
    path.write_text(json.dumps({**vignette(code).answers, **changed}, default=str), encoding="utf-8")
    return path
