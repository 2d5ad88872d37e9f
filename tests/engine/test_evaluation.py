from hypothesis import given
from hypothesis import strategies as st

from screener.engine.evaluation import program_for
from screener.engine.truth import FALSE
from tests.engine import strategies
from tests.engine.builders import AS_OF
from tests.engine.reference import Reference
from tests.strategies.questionnaires import questionnaires


class TestWhatIsCompiled:
    @given(data=st.data())
    def test_agrees_with_the_meaning_said_plainly(self, data: st.DataObject) -> None:
        questionnaire = data.draw(questionnaires())
        answers = data.draw(strategies.answers(questionnaire))
        program = program_for(questionnaire)
        situation = program.begin(answers, AS_OF)
        plainly = Reference(questionnaire, answers, AS_OF)
        for question, asked in zip(questionnaire.questions, situation.asked, strict=True):
            assert plainly.asked(question) is asked, question
        for ready in program.rules:
            assert plainly.truth(ready.rule.when, {}) is ready.clause.truth(situation, ()), ready.rule.id

    @given(data=st.data())
    def test_works_out_the_same_numbers(self, data: st.DataObject) -> None:
        questionnaire = data.draw(questionnaires())
        answers = data.draw(strategies.answers(questionnaire))
        program = program_for(questionnaire)
        situation = program.begin(answers, AS_OF)
        plainly = Reference(questionnaire, answers, AS_OF)
        for value, ready in program.values:
            if not value.is_condition:
                asked, bounds = plainly.number(value.expression, {})
                quantity = ready.quantity(situation, ())
                assert quantity.asked is asked, value.name
                if asked is not FALSE:
                    assert (bounds or (None, None)) == (quantity.low, quantity.high), value.name
