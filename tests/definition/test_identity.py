"""By which questions a person is known."""

import pytest

from screener.definition.model import Identity
from screener.definition.names import QuestionId
from screener.definition.refactoring import referrers, rename
from screener.definition.things import Thing
from tests.definition.everything import changed, check, files

WRITTEN = "identity: {name: goals, birth date: dem_dob, contact: [goals]}"


class TestTheIdentity:
    def test_names_its_questions(self) -> None:
        questionnaire, _ = check(files())
        assert questionnaire is not None
        assert questionnaire.identity == Identity(QuestionId("goals"), QuestionId("dem_dob"), (QuestionId("goals"),))

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
        assert b"identity: {name: called, birth date: dem_dob, contact: [called]}" in renamed["questionnaire.yaml"]
        assert referrers(files(), Thing("question", "goals")) == ("the identity",)
