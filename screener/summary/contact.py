"""How the patient is reached: telephone, voicemail and its words, where they are, whom to call in an emergency.

It stands first wherever a clinician reads "contact the patient today".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from screener.definition.identity import Contact
from screener.definition.model import Choices, Looks, OneChoice, Question, Questionnaire, Text, YesNo
from screener.definition.names import ChoiceId, QuestionId
from screener.engine.answers import Answer, Answers, Picked
from screener.engine.shapes import LOOKS
from screener.summary.answer_words import words
from screener.summary.case import is_known
from screener.summary.model import ContactLine
from screener.summary.phrases import ENGLISH

DIALED: Final = re.compile(r"\+?\(?[0-9](?:[ ().\-/]{0,2}[0-9]){6,}")
"""A number that can be dialed, within a text that may hold a name besides."""
EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+")
NOT_ASKED: Final = "not asked"
DOUBTS: Final = {Looks.TELEPHONE: "cannot be a telephone number", Looks.EMAIL: "cannot be an e-mail address"}


def contact_lines(
    questionnaire: Questionnaire, answers: Answers, *, asked: frozenset[QuestionId], invited_by: str = ""
) -> tuple[ContactLine, ...]:
    """How the person is reached, the telephone first. `invited_by` is what the clinic wrote on the invitation.

    A telephone or address of the clinic's counts where the person gave none (yet); it stands
    before one of the person's by which nobody is reached.
    """
    contact = questionnaire.contact
    if contact is None:
        return tuple(_listed(questionnaire, answers, invited_by))
    given = _Given(questionnaire, answers, asked)
    return tuple(_lines(contact, given, invited_by.strip()))


@dataclass(frozen=True, slots=True)
class _Given:
    questionnaire: Questionnaire
    answers: Answers
    asked: frozenset[QuestionId]

    def line(
        self,
        label: str,
        question: QuestionId | None,
        *,
        instead: str = "",
        has_number: bool = True,
        looks: Looks | None = None,
    ) -> ContactLine:
        """The answer; what the clinic knows instead, where there is none; or that there is none, and why."""
        if question is None:
            return _from_clinic(label, instead) if instead else ContactLine(label, NOT_ASKED, known=False)
        answer = self.answers.to(question)
        if is_known(answer) and question in self.asked:
            said = "; ".join(words(self.questionnaire.questions[question], answer, ENGLISH))
            doubt = _doubt(looks, said)
            return ContactLine(label, said, dialed(said) if has_number and not doubt else "", doubt=doubt)
        return (
            _from_clinic(label, instead) if instead else ContactLine(label, self.silence(question, answer), known=False)
        )

    def silence(self, question: QuestionId, answer: Answer) -> str:
        """Why there is no answer."""
        if question not in self.asked:
            return NOT_ASKED
        return "; ".join(words(self.questionnaire.questions[question], answer, ENGLISH)).lower()


def _lines(contact: Contact, given: _Given, clinics: str) -> Iterator[ContactLine]:
    is_address = EMAIL.fullmatch(clinics) is not None
    number, address = ("", clinics) if is_address else (clinics, "")
    telephone = given.line("Telephone", contact.telephone, instead=number, looks=Looks.TELEPHONE)
    if not telephone.dial and dialed(number):
        yield _from_clinic("Telephone", number)
    yield telephone
    yield _voicemail(contact, given)
    yield given.line("Is now in", contact.whereabouts, has_number=False)
    yield given.line("Emergency contact", contact.emergency_contact)
    if contact.email is not None or is_address:
        email = given.line("E-mail", contact.email, instead=address, has_number=False, looks=Looks.EMAIL)
        if email.doubt and is_address:
            yield _from_clinic("E-mail", address)
        if email.known:
            yield email


def _doubt(looks: Looks | None, said: str) -> str:
    return DOUBTS[looks] if looks is not None and not LOOKS[looks](said) else ""


def _from_clinic(label: str, known: str) -> ContactLine:
    return ContactLine(label, known, dialed(known), from_clinic=True)


def _voicemail(contact: Contact, given: _Given) -> ContactLine:
    """Whether one may be left, in the words of the choice that says so."""
    label = "Voicemail"
    if contact.voicemail is None:
        return ContactLine(label, NOT_ASKED, known=False)
    question, answer = contact.voicemail.question, given.answers.to(contact.voicemail.question)
    chosen = chosen_of(answer)
    if question not in given.asked or chosen is None:
        return ContactLine(label, given.silence(question, answer), known=False)
    texts = choices_of(given.questionnaire.questions[question])
    allowed = [text for choice, text in texts.items() if choice in chosen & contact.voicemail.allowed_by]
    ways = [text for choice, text in texts.items() if choice in chosen - contact.voicemail.allowed_by]
    if allowed:
        return ContactLine(label, "; ".join(allowed) + (f" (besides: {'; '.join(ways)})" if ways else ""))
    if isinstance(answer, Picked) and answer.unknown is not None:
        return ContactLine(label, given.silence(question, answer), known=False)
    return ContactLine(label, "leave none" + (f" (allowed: {'; '.join(ways)})" if ways else ""))


def chosen_of(answer: Answer) -> frozenset[ChoiceId] | None:
    """What was chosen; None where nothing was said."""
    match answer:
        case Picked(choices=choices):
            return frozenset(choices)
        case str():
            return frozenset({ChoiceId(answer)})
        case _:
            return None


def choices_of(question: Question) -> dict[ChoiceId, str]:
    """The choices of a question with their words, in order."""
    match question.kind:
        case YesNo(choices=choices) | OneChoice(choices=choices) | Choices(choices=choices):
            return {choice.id: choice.text for choice in choices}
        case _:
            return {}


def _listed(questionnaire: Questionnaire, answers: Answers, clinics: str) -> Iterator[ContactLine]:
    """What an earlier questionnaire names as contact, without saying which is what."""
    identity = questionnaire.identity
    has_number = False
    for name in identity.contact if identity else ():
        question, answer = questionnaire.questions[name], answers.to(name)
        if is_known(answer):
            said = "; ".join(words(question, answer, ENGLISH))
            is_number = isinstance(question.kind, Text) and question.kind.autocomplete == "tel"
            doubt = _doubt(Looks.TELEPHONE if is_number else None, said)
            has_number = has_number or (is_number and not doubt)
            dial = dialed(said) if is_number and not doubt else ""
            yield ContactLine("Telephone" if is_number else "Contact", said, dial, doubt=doubt)
    if clinics and not has_number:
        label = "E-mail" if EMAIL.fullmatch(clinics.strip()) else "Telephone"
        yield ContactLine(label, clinics.strip(), dialed(clinics), from_clinic=True)


def dialed(text: str) -> str:
    """The first number in the text as a `tel:` link takes it; empty where there is none."""
    found = DIALED.search(text)
    return re.sub(r"[^0-9+]", "", found[0]) if found else ""
