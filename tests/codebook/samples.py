"""The sample that has one of each, laid open."""

from functools import cache

from screener.definition.model import Questionnaire
from tests.definition import everything


@cache
def sample() -> Questionnaire:
    """The questionnaire that has one of each."""
    found, problems = everything.check(everything.files())
    assert found is not None, problems
    return found
