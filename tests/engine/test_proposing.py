"""The disposition alone is the one that the whole assessment gives."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from screener.definition.reading import read_folder
from screener.engine.assessment import assess
from screener.engine.carrying import Carrier, frozen
from screener.engine.coercion import read_answers, write_answers
from screener.engine.proposing import Proposer
from tests.strategies.answers import answers
from tests.strategies.questionnaires import AS_OF, questionnaires

KETAMINE = read_folder(Path("questionnaires/ketamine-migraine"))


class TestTheDisposition:
    @given(st.data())
    def test_is_the_same_for_any_questionnaire_and_answers(self, data: st.DataObject) -> None:
        questionnaire = data.draw(questionnaires())
        said = read_answers(questionnaire, data.draw(answers(questionnaire)))
        assert Proposer(questionnaire).disposition(said, AS_OF) is assess(questionnaire, said, AS_OF).disposition

    def test_is_the_same_for_every_example_patient(self) -> None:
        proposer = Proposer(KETAMINE)
        for vignette in KETAMINE.vignettes:
            said = read_answers(KETAMINE, vignette.answers)
            for born in (None, AS_OF):
                whole = assess(KETAMINE, said, vignette.as_of, born=born)
                assert proposer.disposition(said, vignette.as_of, born=born) is whole.disposition


class TestCarryingOver:
    @given(st.data())
    def test_to_the_same_questionnaire_changes_nothing(self, data: st.DataObject) -> None:
        questionnaire = data.draw(questionnaires())
        carrier = Carrier(questionnaire)
        for _ in range(2):
            said = read_answers(questionnaire, data.draw(answers(questionnaire)))
            assert carrier.answers(write_answers(said)) == said

    def test_tells_what_looks_alike_apart(self) -> None:
        assert len({frozen(each) for each in (1, True, "1", 1.0, None, ["1"], {"a": 1}, {"a": "1"})}) == 8
