"""By which questions a person is known."""

import pytest

from screener.definition.identity import Consent, Contact, Identity, Voicemail
from screener.definition.names import ChoiceId, QuestionId
from screener.definition.refactoring import referrers, rename
from screener.definition.things import Thing
from screener.definition.writing import write
from tests.definition.everything import changed, check, files

WRITTEN = "identity: {name: dem_name, birth date: dem_dob, contact: [goals]}"


class TestTheIdentity:
    def test_names_its_questions(self) -> None:
        questionnaire, _ = check(files())
        assert questionnaire is not None
        assert questionnaire.identity == Identity(QuestionId("dem_name"), QuestionId("dem_dob"), (QuestionId("goals"),))

    def test_may_be_left_out(self) -> None:
        without, _ = changed(WRITTEN, "")
        questionnaire, _ = check(without)
        assert questionnaire is not None
        assert questionnaire.identity is None

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ("{name: nicknam, birth date: dem_dob}", "there is no question 'nicknam' (did you mean nickname?)"),
            ("{name: nickname, birth date: goals}", "question goals is answered with something else than a date"),
            ("{name: dem_dob, birth date: dem_dob}", "question dem_dob is answered with something else than text"),
            ("{name: nickname, birth date: dem_dob, contact: [bp]}", "question bp is answered with something else"),
            ("{name: nickname}", "birth date"),
        ],
    )
    def test_is_refused_where_it_cannot_be(self, wrong: str, words: str) -> None:
        questionnaire, problems = check(changed(WRITTEN, f"identity: {wrong}")[0])
        assert questionnaire is None
        assert any(words in str(problem) for problem in problems)

    def test_follows_a_question_that_is_renamed(self) -> None:
        renamed = rename(files(), Thing("question", "goals"), "called")
        assert b"identity: {name: dem_name, birth date: dem_dob, contact: [called]}" in renamed["questionnaire.yaml"]
        assert referrers(files(), Thing("question", "goals")) == ("the identity",)


REACH = "contact: {telephone: goals, voicemail: {question: notice, allowed by: [yes]}, emergency contact: nickname}"


class TestTheContact:
    def test_names_its_questions(self) -> None:
        questionnaire, _ = check(changed(WRITTEN, f"{WRITTEN}\n{REACH}")[0])
        assert questionnaire is not None
        voicemail = Voicemail(QuestionId("notice"), frozenset({ChoiceId("yes")}))
        expected = Contact(QuestionId("goals"), None, voicemail, None, QuestionId("nickname"))
        assert questionnaire.contact == expected

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ("{telephone: gols}", "there is no question 'gols' (did you mean goals?)"),
            ("{telephone: bp}", "question bp is answered with something else than text"),
            (
                "{telephone: goals, whereabouts: dem_dob}",
                "question dem_dob is answered with something else",
            ),
            ("{telephone: goals, voicemail: {question: goals, allowed by: [yes]}}", "something else than a yes-no"),
            ("{telephone: goals, voicemail: {question: notice, allowed by: [yse]}}", "there is no choice 'yse'"),
            ("{email: goals}", "telephone"),
        ],
    )
    def test_is_refused_where_it_cannot_be(self, wrong: str, words: str) -> None:
        questionnaire, problems = check(changed(WRITTEN, f"{WRITTEN}\ncontact: {wrong}")[0])
        assert questionnaire is None
        assert any(words in str(problem) for problem in problems)

    def test_follows_a_question_that_is_renamed(self) -> None:
        those, _ = changed(WRITTEN, f"{WRITTEN}\n{REACH}")
        renamed = rename(those, Thing("question", "notice"), "understood")
        assert b"voicemail: {question: understood, allowed by: [yes]}" in renamed["questionnaire.yaml"]
        assert "the contact" in referrers(those, Thing("question", "nickname"))

    def test_is_written_as_it_was_read(self) -> None:
        questionnaire, _ = check(changed(WRITTEN, f"{WRITTEN}\n{REACH}")[0])
        assert questionnaire is not None
        written = write(questionnaire)
        again, _ = check(written)
        assert again is not None
        assert again.contact == questionnaire.contact


class TestTheEmergencyNotice:
    def test_names_its_question_and_what_says_no(self) -> None:
        questionnaire, _ = check(
            changed(WRITTEN, f"{WRITTEN}\nemergency notice: {{question: notice, refused by: [no]}}")[0]
        )
        assert questionnaire is not None
        assert questionnaire.emergency_notice == Consent(QuestionId("notice"), frozenset({ChoiceId("no")}))

    def test_is_refused_where_nothing_says_no(self) -> None:
        questionnaire, problems = check(changed(WRITTEN, f"{WRITTEN}\nemergency notice: {{question: notice}}")[0])
        assert questionnaire is None
        assert any("`refused by` must name the choices that say no" in str(problem) for problem in problems)
