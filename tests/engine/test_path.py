from screener.definition.names import QuestionId, StepId
from screener.engine.answers import NOT_SURE
from screener.engine.path import path
from screener.engine.truth import FALSE, TRUE, UNKNOWN
from tests.engine.builders import AS_OF, NO, YES, answers, information, questionnaire, whole, yes_no

TRIED = questionnaire(
    yes_no("a", step="one"),
    yes_no("b", when="a is yes", step="one"),
    yes_no("c", step="two"),
    whole("n", when="b is yes", step="three"),
    information("note", when="a is no", step="four"),
    steps_when={"two": "a is yes"},
)


def asked(**said: object) -> dict[str, object]:
    return {str(name): truth for name, truth in path(TRIED, answers(**said), AS_OF).asked.items()}


def steps(**said: object) -> list[str]:
    return [str(step.id) for step in path(TRIED, answers(**said), AS_OF).steps]


class TestThePath:
    def test_asks_what_its_condition_says(self) -> None:
        assert asked(a=YES, b=NO) == {"a": TRUE, "b": TRUE, "c": TRUE, "n": FALSE, "note": FALSE}

    def test_leaves_open_whether_something_is_asked(self) -> None:
        assert asked(a=NOT_SURE) == {"a": TRUE, "b": UNKNOWN, "c": UNKNOWN, "n": UNKNOWN, "note": UNKNOWN}

    def test_what_hangs_on_something_not_asked_is_not_asked(self) -> None:
        assert asked(a=NO, b=YES)["n"] is FALSE

    def test_has_the_steps_where_something_is_asked_or_told(self) -> None:
        assert steps(a=NO) == ["one", "four"]
        assert steps(a=YES, b=YES) == ["one", "two", "three"]

    def test_has_the_steps_that_may_be_asked(self) -> None:
        assert steps() == ["one", "two", "three", "four"]

    def test_knows_which_questions_of_a_step_are_asked(self) -> None:
        found = path(TRIED, answers(a=NO), AS_OF)
        assert [each.id for each in found.questions_of(found.steps[0])] == ["a"]

    def test_knows_whether_a_step_is_on_it(self) -> None:
        found = path(TRIED, answers(a=NO), AS_OF)
        assert found.is_on(StepId("four"))
        assert not found.is_on(StepId("two"))

    def test_takes_what_a_pending_step_kept_as_unknown(self) -> None:
        found = path(TRIED, answers(a=NO), AS_OF, pending=frozenset((StepId("one"),)))
        assert found.asked[QuestionId("c")] is UNKNOWN

    def test_a_whole_section_may_not_be_asked(self) -> None:
        tried = questionnaire(yes_no("a"), section_when="1 > 2")
        assert path(tried, answers(a=YES), AS_OF).steps == ()
