"""Who answers, and whether they agree to be asked: the questions that say so."""

from screener.definition.document import QuestionnaireDocument
from screener.definition.model import Agreement, Consent, Date, Identity, OneChoice, Question, Text, YesNo
from screener.definition.names import ChoiceId, QuestionId
from screener.definition.problems import Problems, quoted
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


def read_consent(
    document: QuestionnaireDocument, site: Site, questions: dict[QuestionId, Question], problems: Problems
) -> Consent | None:
    """The consent, if the author says which question asks for it; `site` is its own."""
    named = document.consent
    if named is None:
        return None
    question = questions.get(QuestionId(named.question))
    problems.expect(named.question, questions, "question", site.at("question").place)
    if question is not None and question.good_for is not None:
        problems.refuse(question.place, "consent is not asked again: take out `good for`", f"question {question.id}")
    match question and question.kind:
        case None | Agreement():
            pass
        case YesNo(choices=choices) | OneChoice(choices=choices):
            offered = {choice.id for choice in choices}
            if not named.refused_by:
                problems.refuse(site.place, "`refused by` must name the choices that say no")
            for number, name in enumerate(named.refused_by):
                problems.expect(name, offered, "choice", site.at("refused by", number).place)
        case _:
            words = f"consent is a yes-no, a choice or an agreement; {quoted(named.question)} is something else"
            problems.refuse(site.at("question").place, words)
    return Consent(QuestionId(named.question), frozenset(ChoiceId(name) for name in named.refused_by))
