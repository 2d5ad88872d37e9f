"""Who answers: the questions that say so."""

from screener.definition.document import QuestionnaireDocument
from screener.definition.model import Date, Identity, Question, Text
from screener.definition.names import QuestionId
from screener.definition.problems import Problems
from screener.definition.sites import Site


def read_identity(
    document: QuestionnaireDocument, site: Site, questions: dict[QuestionId, Question], problems: Problems
) -> Identity | None:
    """The identity, if the author says which it is; `site` is its own. A name is a text, a birth date a date."""
    named = document.identity
    if named is None:
        return None
    wanted: tuple[tuple[str, Site, type, str], ...] = (
        (named.name, site.at("name"), Text, "text"),
        (named.birth_date, site.at("birth date"), Date, "a date"),
        *((name, site.at("contact", number), Text, "text") for number, name in enumerate(named.contact)),
    )
    for name, at, kind, words in wanted:
        problems.expect(name, questions, "question", at.place)
        question = questions.get(QuestionId(name))
        if question is not None and not isinstance(question.kind, kind):
            problems.refuse(at.place, f"question {name} is answered with something else than {words}")
    return Identity(
        QuestionId(named.name), QuestionId(named.birth_date), tuple(QuestionId(name) for name in named.contact)
    )
