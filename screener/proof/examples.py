"""People at hand: the vignettes and probes of a questionnaire, as far as their answers can be read."""

from datetime import date

from screener.definition.model import Questionnaire
from screener.engine.answers import Answers
from screener.engine.coercion import BadAnswersError, read_answers


def examples_of(questionnaire: Questionnaire) -> dict[str, tuple[Answers, date]]:
    """The answers of each example and the day they speak of, by its id."""
    found = {}
    for vignette in questionnaire.vignettes:
        try:
            found[vignette.id] = read_answers(questionnaire, vignette.answers), vignette.as_of
        except BadAnswersError:
            continue
    return found
