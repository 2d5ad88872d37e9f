"""How a patient is reached, in words."""

from dataclasses import replace

import pytest

from screener.definition.names import QuestionId
from screener.engine.answers import PENDING, Answer, Answers
from screener.engine.coercion import read_answers
from screener.summary.contact import contact_lines, dialed
from screener.summary.model import ContactLine
from tests.questionnaires.intake_patients import questionnaire, raw_answers

ALL = frozenset(questionnaire().questions)


def lines(*, invited_by: str = "", asked: frozenset[QuestionId] = ALL, **said: object) -> dict[str, ContactLine]:
    answers = read_answers(questionnaire(), {**raw_answers("V23"), **said})
    found = contact_lines(questionnaire(), answers, asked=asked, invited_by=invited_by)
    return {line.label: line for line in found}


def called(label: str, *, invited_by: str = "", **said: object) -> list[ContactLine]:
    answers = read_answers(questionnaire(), {**raw_answers("V23"), **said})
    found = contact_lines(questionnaire(), answers, asked=ALL, invited_by=invited_by)
    return [line for line in found if line.label == label]


class TestHowToReachThem:
    def test_the_telephone_stands_first_and_can_be_dialed(self) -> None:
        answers = read_answers(questionnaire(), raw_answers("V23"))
        first = contact_lines(questionnaire(), answers, asked=ALL)[0]
        assert (first.label, first.words, first.dial) == ("Telephone", "555-0100", "5550100")

    def test_says_whether_and_how_a_voicemail_may_be_left(self) -> None:
        allowed = lines(adm_contact=["phone", "voicemail_brief"])["Voicemail"]
        assert allowed.words == "Voicemail, name and number only (besides: Phone call)"
        assert lines(adm_contact=["text"])["Voicemail"].words == "leave none (allowed: Text message)"

    def test_silence_about_a_voicemail_allows_none(self) -> None:
        silent = lines(adm_contact=None)["Voicemail"]
        assert (silent.words, silent.known) == ("left blank", False)

    def test_what_was_not_asked_is_said_to_be_so(self) -> None:
        told = lines(asked=ALL - {QuestionId("dem_state_zip")})
        assert (told["Is now in"].words, told["Is now in"].known) == ("not asked", False)

    def test_a_zip_code_is_no_number_to_dial(self) -> None:
        assert lines(dem_state_zip="IA 50309-1234")["Is now in"].dial == ""

    def test_the_number_of_an_emergency_contact_is_found_in_what_was_typed(self) -> None:
        told = lines(dem_emergency_contact="Sam, spouse, (555) 010-0188")
        assert told["Emergency contact"].dial == "5550100188"

    def test_the_clinics_number_counts_until_the_patient_gives_one(self) -> None:
        none = lines(dem_phone=None, invited_by="555-0187")["Telephone"]
        assert (none.words, none.dial, none.from_clinic) == ("555-0187", "5550187", True)
        assert not lines(invited_by="555-0187")["Telephone"].from_clinic

    def test_the_clinics_number_stands_before_one_that_nobody_can_dial(self) -> None:
        answers = read_answers(questionnaire(), {**raw_answers("V23"), "dem_phone": "abc"})
        first, second, *_ = contact_lines(questionnaire(), answers, asked=ALL, invited_by="555-0187")
        assert (first.label, first.dial, first.from_clinic) == ("Telephone", "5550187", True)
        assert (second.label, second.words, second.dial) == ("Telephone", "abc", "")

    def test_the_clinics_address_is_no_telephone(self) -> None:
        told = lines(dem_phone=None, dem_email=None, invited_by="somebody@example.org")
        assert not told["Telephone"].known
        assert (told["E-mail"].words, told["E-mail"].from_clinic) == ("somebody@example.org", True)

    @pytest.mark.parametrize("typed", ["abc", "555-010", "none of your business"])
    def test_what_cannot_be_a_number_is_not_dialed_and_the_clinics_stands_beside(self, typed: str) -> None:
        told = called("Telephone", dem_phone=typed, invited_by="555-0187")
        assert [(line.words, line.dial, line.doubt, line.from_clinic) for line in told] == [
            ("555-0187", "5550187", "", True),
            (typed, "", "cannot be a telephone number", False),
        ]
        (alone,) = called("Telephone", dem_phone=typed)
        assert alone.doubt

    def test_what_cannot_be_an_address_stands_beside_the_clinics(self) -> None:
        told = called("E-mail", dem_email="not an email", invited_by="somebody@example.org")
        assert [(line.words, line.doubt) for line in told] == [
            ("somebody@example.org", ""),
            ("not an email", "cannot be an e-mail address"),
        ]

    def test_an_earlier_questionnaire_dials_no_such_number_either(self) -> None:
        whole = questionnaire()
        assert whole.identity is not None
        before = replace(whole, contact=None, identity=replace(whole.identity, contact=(QuestionId("dem_phone"),)))
        answers = read_answers(before, {**raw_answers("V23"), "dem_phone": "55 abc"})
        found = contact_lines(before, answers, asked=ALL, invited_by="555-0187")
        assert [(line.dial, line.doubt) for line in found] == [("", "cannot be a telephone number"), ("5550187", "")]

    def test_what_was_not_reached_yet_was_not_left_blank(self) -> None:
        ahead: dict[QuestionId, Answer] = {QuestionId("dem_phone"): PENDING}
        first = contact_lines(questionnaire(), Answers(ahead), asked=ALL)[0]
        assert (first.words, first.known) == ("not answered yet", False)

    def test_an_earlier_questionnaire_tells_what_it_names(self) -> None:
        whole = questionnaire()
        identity = whole.identity
        assert identity is not None
        named = replace(identity, contact=(QuestionId("dem_phone"), QuestionId("dem_email")))
        before = replace(whole, contact=None, identity=named)
        found = contact_lines(before, read_answers(before, raw_answers("V23")), asked=ALL)
        assert [(line.label, line.dial) for line in found] == [("Telephone", "5550100"), ("Contact", "")]


class TestANumber:
    def test_is_dialed_without_its_signs(self) -> None:
        assert dialed("+1 (555) 010-0199") == "+15550100199"

    def test_is_nothing_where_there_is_none(self) -> None:
        assert dialed("my sister") == ""
