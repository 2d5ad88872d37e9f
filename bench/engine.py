"""Reading the question set, and judging one person by it."""

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.measuring import Figure, measure
from screener.definition.cache import read_folder_cached
from screener.definition.reading import read_folder
from screener.engine.assessment import assess
from screener.engine.coercion import read_answers

FOLDER = Path(__file__).parent.parent / "questionnaires" / "ketamine-migraine"


def figures() -> Iterator[Figure]:
    """Check and load, load from the cache, coerce and assess every vignette."""
    yield measure("check and load 148 questions", lambda: read_folder(FOLDER), runs=7, goal="< 300 ms")
    with tempfile.TemporaryDirectory() as cache:
        yield measure("load them from the cache", lambda: read_folder_cached(FOLDER, Path(cache)), goal="< 50 ms")
    questionnaire = read_folder(FOLDER)
    vignettes = [vignette for vignette in questionnaire.vignettes if vignette.findings is not None]
    for name, vignette in (("first", vignettes[0]), ("last", vignettes[-1])):
        answers = read_answers(questionnaire, vignette.answers)
        reading = partial(read_answers, questionnaire, vignette.answers)
        yield measure(f"read the answers of the {name} vignette", reading, runs=200)
        assessing = partial(assess, questionnaire, answers, vignette.as_of)
        yield measure(f"assess the {name} vignette", assessing, runs=400, goal="< 1 ms")
