"""Who answers, how they are reached, and whether they agree to be asked: the questions that say so."""

from screener.definition.document import ConsentDocument, ContactDocument, QuestionnaireDocument, VoicemailDocument
from screener.definition.identity import Consent, Contact, Identity, Voicemail
from screener.definition.model import Agreement, Choices, Date, OneChoice, Question, Text, YesNo
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
        expect_answered_with(name, (kind,), words, at, questions, problems)
    return Identity(
        QuestionId(named.name), QuestionId(named.birth_date), tuple(QuestionId(name) for name in named.contact)
    )


def read_contact(
    named: ContactDocument | None, site: Site, questions: dict[QuestionId, Question], problems: Problems
) -> Contact | None:
    """How the person is reached, if the author says by which questions; `site` is its own."""
    if named is None:
        return None
    wanted: tuple[tuple[str | None, str, tuple[type, ...], str], ...] = (
        (named.telephone, "telephone", (Text,), "text"),
        (named.email, "email", (Text,), "text"),
        (named.whereabouts, "whereabouts", (Text, OneChoice), "text or a choice"),
        (named.emergency_contact, "emergency contact", (Text,), "text"),
    )
    for name, key, kinds, words in wanted:
        if name is not None:
            expect_answered_with(name, kinds, words, site.at(key), questions, problems)
    return Contact(
        QuestionId(named.telephone),
        optional(named.email),
        read_voicemail(named.voicemail, site.at("voicemail"), questions, problems) if named.voicemail else None,
        optional(named.whereabouts),
        optional(named.emergency_contact),
    )


def read_voicemail(
    named: VoicemailDocument, site: Site, questions: dict[QuestionId, Question], problems: Problems
) -> Voicemail:
    """Whether a voicemail may be left."""
    words = "a yes-no, a choice or choices"
    expect_answered_with(named.question, (YesNo, OneChoice, Choices), words, site.at("question"), questions, problems)
    question = questions.get(QuestionId(named.question))
    match question and question.kind:
        case YesNo(choices=choices) | OneChoice(choices=choices) | Choices(choices=choices):
            offered = {choice.id for choice in choices}
            for number, name in enumerate(named.allowed_by):
                problems.expect(name, offered, "choice", site.at("allowed by", number).place)
    return Voicemail(QuestionId(named.question), frozenset(ChoiceId(name) for name in named.allowed_by))


def expect_answered_with(
    name: str,
    kinds: tuple[type, ...],
    words: str,
    site: Site,
    questions: dict[QuestionId, Question],
    problems: Problems,
) -> None:
    """Refuses a name that no question of these kinds has."""
    problems.expect(name, questions, "question", site.place)
    question = questions.get(QuestionId(name))
    if question is not None and not isinstance(question.kind, kinds):
        problems.refuse(site.place, f"question {name} is answered with something else than {words}")


def optional(name: str | None) -> QuestionId | None:
    """The question, if one is named."""
    return None if name is None else QuestionId(name)


def read_consent(
    named: ConsentDocument | None,
    what: str,
    site: Site,
    questions: dict[QuestionId, Question],
    problems: Problems,
) -> Consent | None:
    """The consent, or the emergency notice, if the author says which question asks for it; `site` is its own."""
    if named is None:
        return None
    question = questions.get(QuestionId(named.question))
    problems.expect(named.question, questions, "question", site.at("question").place)
    if question is not None and question.good_for is not None:
        problems.refuse(question.place, f"{what} is not asked again: take out `good for`", f"question {question.id}")
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
            words = f"{what} is a yes-no, a choice or an agreement; {quoted(named.question)} is something else"
            problems.refuse(site.at("question").place, words)
    return Consent(QuestionId(named.question), frozenset(ChoiceId(name) for name in named.refused_by))
