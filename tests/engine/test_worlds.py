"""What is unknown could go either way: tried in every world, for conditions that read each answer once."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.definition.conditions import And, AnswerRef, Condition, IsOneOf, Not, Or
from screener.definition.model import Questionnaire
from screener.definition.names import ChoiceId, QuestionId, RuleId
from screener.engine.answers import NOT_SURE, Answer, Answers
from screener.engine.evaluation import program_for
from screener.engine.truth import FALSE, TRUE, UNKNOWN, Truth
from tests.engine.builders import AS_OF, NO, YES, answers, questionnaire, whole, yes_no

Draw = Callable[[st.SearchStrategy], object]


def truth(tried: Questionnaire, said: Answers, name: str = "R-1") -> Truth:
    program = program_for(tried)
    situation = program.begin(said, AS_OF)
    return next(ready for ready in program.rules if ready.rule.id == RuleId(name)).clause.truth(situation, ())


def worlds(said: Answers) -> Iterator[Answers]:
    """Every way to turn what is not sure into yes or no."""
    ways = [(YES, NO) if answer == NOT_SURE else (answer,) for answer in said.by_question.values()]
    for world in itertools.product(*ways):
        yield Answers(dict(zip(said.by_question, world, strict=True)))


@st.composite
def read_once(draw: Draw, names: tuple[str, ...]) -> Condition:
    """A condition that reads each of these once."""
    if len(names) == 1:
        found = IsOneOf(AnswerRef(QuestionId(names[0])), (ChoiceId("yes"),), negated=draw(st.booleans()))
    else:
        cut = draw(st.integers(1, len(names) - 1))
        parts = (draw(read_once(names[:cut])), draw(read_once(names[cut:])))
        found = draw(st.sampled_from((And, Or)))(parts)
    return Not(found) if draw(st.booleans()) else found


class TestAConditionThatReadsEachAnswerOnce:
    @given(data=st.data())
    def test_is_unknown_just_where_worlds_differ(self, data: st.DataObject) -> None:
        names = ("a", "b", "c", "d")
        said = answers(**{name: data.draw(st.sampled_from((YES, NO, NOT_SURE))) for name in names})
        tried = with_rule(questionnaire(*map(yes_no, names), rules={"R-1": "a is yes"}), data.draw(read_once(names)))
        found = {truth(tried, world) for world in worlds(said)}
        assert truth(tried, said) is (UNKNOWN if len(found) == 2 else found.pop())


def with_rule(tried: Questionnaire, when: Condition) -> Questionnaire:
    return replace(tried, rules={name: replace(rule, when=when) for name, rule in tried.rules.items()})


class TestWhatIsPerhapsAsked:
    """`b` is asked only if `a` is yes: three worlds of answers, and one in which `b` is not asked."""

    TRIED = questionnaire(
        yes_no("a"),
        yes_no("b", when="a is yes"),
        rules={"R-1": "b is yes", "R-2": "b is not yes", "R-3": "not (b is yes)", "R-4": "not (b is not yes)"},
    )

    @pytest.mark.parametrize("rule", ["R-1", "R-2", "R-3", "R-4"])
    @pytest.mark.parametrize("a", [YES, NO, NOT_SURE])
    @pytest.mark.parametrize("b", [YES, NO, NOT_SURE])
    def test_is_settled_just_where_all_worlds_agree(self, rule: str, a: Answer, b: Answer) -> None:
        said = answers(a=a, b=b)
        found = {truth(self.TRIED, world, rule) for world in worlds(said)}
        assert truth(self.TRIED, said, rule) is (UNKNOWN if len(found) == 2 else found.pop())


class TestWhereTheLogicIsWeakerThanTheWorlds:
    """Kleene's logic looks at each test alone; that two of them read one answer, it does not see. It is never wrong."""

    def test_an_answer_or_its_opposite_stays_open(self) -> None:
        tried = questionnaire(yes_no("a"), rules={"R-1": "a is yes or not (a is yes)"})
        assert {truth(tried, world) for world in worlds(answers(a=NOT_SURE))} == {TRUE}
        assert truth(tried, answers(a=NOT_SURE)) is UNKNOWN

    def test_ranges_that_cover_every_number_stay_open(self) -> None:
        tried = questionnaire(whole("n"), rules={"R-1": "n < 3 or n >= 3"})
        assert truth(tried, answers()) is UNKNOWN

    def test_a_gate_that_is_asked_about_again_stays_open(self) -> None:
        tried = questionnaire(yes_no("a"), yes_no("b", when="a is yes"), rules={"R-1": "a is no and b is yes"})
        assert {truth(tried, world) for world in worlds(answers(a=NOT_SURE, b=YES))} == {FALSE}
        assert truth(tried, answers(a=NOT_SURE, b=YES)) is UNKNOWN
