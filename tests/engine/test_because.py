from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.definition.conditions import AnswerRef
from screener.definition.model import Level, Questionnaire, Reason, Rows
from screener.definition.names import QuestionId, RowId, RuleId
from screener.engine.answers import BLANK, NOT_SURE, Answer, Answers, Cells, Row
from screener.engine.assessment import assess
from screener.engine.because import references_behind
from screener.engine.evaluation import program_for
from screener.engine.findings import Finding, Reference
from screener.engine.truth import UNKNOWN
from tests.engine import strategies
from tests.engine.builders import (
    AS_OF,
    NO,
    YES,
    Asked,
    answers,
    cells,
    choices,
    day,
    days,
    kilos,
    listed,
    medicine,
    medicines,
    picked,
    pressure,
    questionnaire,
    rule,
    whole,
    yes_no,
)
from tests.engine.builders import decimal as decimal_number
from tests.engine.reading import all_read, counts, divides, is_about_silence
from tests.strategies.questionnaires import questionnaires


def found(asked: Iterable[Asked], when: str, said: Mapping[str, Answer], **more: object) -> Finding:
    """The one finding of the one rule."""
    (finding,) = assess(questionnaire(*asked, rules={"R-1": when}, **more), answers(**said), AS_OF).findings
    return finding


def because(asked: Iterable[Asked], when: str, said: Mapping[str, Answer], **more: object) -> list[str]:
    """The answers that decided it, as `question.part[row]`."""
    finding = found(asked, when, said, **more)
    assert finding.settled
    assert not finding.needs
    return [written(evidence.reference) for evidence in finding.because]


def needs(asked: Iterable[Asked], when: str, said: Mapping[str, Answer], **more: object) -> list[str]:
    """The answers that would settle it."""
    finding = found(asked, when, said, **more)
    assert not finding.settled
    assert not finding.because
    return [written(reference) for reference in finding.needs]


def written(reference: Reference) -> str:
    part = "" if reference.part is None else f".{reference.part}"
    return f"{reference.question}{part}{'' if reference.row is None else f'[{reference.row}]'}"


A, B, C = yes_no("a"), yes_no("b"), yes_no("c")


class TestWhatDecided:
    def test_of_an_or_the_parts_that_hold(self) -> None:
        said = {"a": YES, "b": NO, "c": YES}
        assert because((A, B, C), "a is yes or b is yes or c is yes", said) == ["a", "c"]

    def test_of_an_and_all_parts(self) -> None:
        assert because((A, B), "a is yes and b is no", {"a": YES, "b": NO}) == ["a", "b"]

    def test_under_not_the_parts_of_an_and_that_fail(self) -> None:
        assert because((A, B), "not (a is yes and b is yes)", {"a": YES, "b": NO}) == ["b"]

    def test_under_not_all_parts_of_an_or(self) -> None:
        assert because((A, B), "not (a is yes or b is yes)", {"a": NO, "b": NO}) == ["a", "b"]

    def test_is_in_the_order_asked_and_said_once(self) -> None:
        assert because((A, B), "b is yes and a is yes and b is not no", {"a": YES, "b": YES}) == ["a", "b"]

    def test_comes_with_the_answers(self) -> None:
        finding = found((whole("n"),), "n > 3", {"n": 5})
        assert [evidence.answer for evidence in finding.because] == [5]

    def test_what_made_it_hold_stands_before_what_only_took_nothing_away(self) -> None:
        when = "not (a is yes) and not (b is yes and c is yes) and c is yes"
        assert because((A, B, C), when, {"a": NO, "b": NO, "c": YES}) == ["c", "a", "b"]

    def test_what_is_behind_a_name_stands_in_the_same_order(self) -> None:
        when, values = "mixed", {"single": "when a is yes", "mixed": "when not single and c is yes"}
        assert because((A, C), when, {"a": NO, "c": YES}, values=values) == ["c", "a"]

    def test_of_a_comparison_both_sides(self) -> None:
        assert because((whole("n"), whole("m")), "m > n", {"n": 1, "m": 2}) == ["n", "m"]

    def test_of_a_value_what_it_is_worked_out_from(self) -> None:
        asked = (decimal_number("kg"), whole("cm"))
        said = {"kg": kilos("80"), "cm": 200}
        assert because(asked, "bmi > 10", said, values={"bmi": "kg / (cm * cm) * 10000"}) == ["kg", "cm"]

    def test_of_a_named_condition_what_is_behind_it(self) -> None:
        assert because((A, B), "ill", {"a": YES, "b": NO}, values={"ill": "when a is yes or b is yes"}) == ["a"]

    def test_of_a_rules_name_what_is_behind_the_rule(self) -> None:
        tried = questionnaire(A, B, rules={"R-1": "a is yes", "R-2": "R-1 and b is yes"})
        second = assess(tried, answers(a=YES, b=YES), AS_OF).findings[1]
        assert [written(evidence.reference) for evidence in second.because] == ["a", "b"]

    def test_of_what_was_not_asked_the_answers_that_made_it_so(self) -> None:
        asked = (A, yes_no("b", when="a is yes"), yes_no("c", when="b is yes"))
        assert because(asked, "not (c is yes)", {"a": NO}) == ["a"]

    def test_does_not_list_why_a_question_was_asked(self) -> None:
        asked = (A, yes_no("b", when="a is yes"))
        assert because(asked, "b is yes", {"a": YES, "b": YES}) == ["b"]

    def test_of_a_grid_the_cells_that_hold(self) -> None:
        said = {"g": cells(r1=12, r2=3, r3=10)}
        assert because((days("g", "r1", "r2", "r3"),), "any cell in g where (cell >= 10)", said) == ["g.r1", "g.r3"]

    def test_of_a_count_what_was_counted(self) -> None:
        said = {"g": cells(r1=12, r2=3, r3=10)}
        when = "count of cell in g where (cell >= 10) = 2"
        assert because((days("g", "r1", "r2", "r3"),), when, said) == ["g.r1", "g.r3"]

    def test_of_a_count_of_nothing_the_whole_grid(self) -> None:
        when = "count of cell in g where (cell >= 10) < 1"
        assert because((days("g", "r1", "r2"),), when, {"g": cells(r1=1, r2=3)}) == ["g"]

    def test_of_a_count_of_conditions_those_that_hold(self) -> None:
        said = {"a": YES, "b": NO, "c": YES}
        assert because((A, B, C), "count of (a is yes, b is yes, c is yes) >= 2", said) == ["a", "c"]

    def test_of_a_list_the_rows_that_hold(self) -> None:
        said = {"m": listed("Imitrex", "Xanax", "Ambien")}
        when = "any pill in m where (pill.classes includes sedating)"
        assert because((medicines("m"),), when, said) == ["m.name[1]", "m.name[2]"]

    def test_of_an_empty_list_the_list(self) -> None:
        when = "not (any pill in m where (pill.classes includes sedating))"
        assert because((medicines("m"),), when, {"m": ()}) == ["m"]

    def test_shows_a_medicine_as_it_was_typed(self) -> None:
        finding = found((medicines("m"),), "any pill in m where (pill.match is none)", {"m": listed("blue pill")})
        assert [evidence.answer for evidence in finding.because] == ["blue pill"]

    def test_of_a_pair_the_half_that_decides(self) -> None:
        said = {"bp": cells(sys=190, dia=70)}
        assert because((pressure("bp"),), "bp.sys > 180 or bp.dia > 120", said) == ["bp.sys"]

    def test_of_a_state_the_silent_answer(self) -> None:
        assert because((A, B), "a is not_sure or b is not_sure", {"a": NOT_SURE, "b": YES}) == ["a"]

    def test_of_the_state_of_a_grid_its_silent_cells(self) -> None:
        said = {"g": cells(r1=1, r2=NOT_SURE)}
        assert because((days("g", "r1", "r2", "r3"),), "g is unknown", said) == ["g.r2", "g.r3"]

    def test_of_required_blanks_the_blank_answers(self) -> None:
        asked = (A, B, days("g", "r1", "r2"), whole("n", required=False))
        said = {"a": YES, "g": cells(r1=1)}
        assert because(asked, "required_blank > 0", said) == ["b", "g.r2"]

    def test_of_numbers_out_of_range_those_numbers(self) -> None:
        asked = (whole("n", 0, 10), whole("k", 0, 10), pressure("bp"))
        said = {"n": 11, "k": 3, "bp": cells(sys=300, dia=80)}
        assert because(asked, "out_of_range > 0", said) == ["n", "bp.sys"]


class TestWhatWouldSettle:
    def test_is_the_silent_answers(self) -> None:
        assert needs((A, B), "a is yes or b is yes", {"a": NO}) == ["b"]

    def test_of_an_and_is_what_is_open_in_it(self) -> None:
        assert needs((A, B, C), "a is yes and b is yes and c is yes", {"b": YES}) == ["a", "c"]

    def test_leaves_out_what_makes_no_difference(self) -> None:
        assert needs((A, B, C), "(a is yes and b is yes) or c is yes", {"b": NO}) == ["c"]

    def test_includes_what_decides_whether_it_is_asked(self) -> None:
        asked = (A, yes_no("b", when="a is yes"))
        assert needs(asked, "b is yes", {"a": NOT_SURE}) == ["a", "b"]

    def test_is_only_what_decides_whether_it_is_asked_where_the_answer_is_given(self) -> None:
        asked = (A, yes_no("b", when="a is yes"))
        assert needs(asked, "b is yes", {"a": NOT_SURE, "b": YES}) == ["a"]

    def test_of_a_value_is_what_is_missing_for_it(self) -> None:
        said = {"kg": kilos("80")}
        assert needs((decimal_number("kg"), whole("cm")), "bmi > 10", said, values={"bmi": "kg / cm"}) == ["cm"]

    def test_of_a_grid_is_its_silent_cells(self) -> None:
        said = {"g": cells(r1=1, r2=NOT_SURE)}
        assert needs((days("g", "r1", "r2"),), "any cell in g where (cell >= 10)", said) == ["g.r2"]

    def test_of_an_unknown_medicine_is_its_row(self) -> None:
        said = {"m": listed("Imitrex", "blue pill", medicine("Xanax", denied=True))}
        when = "any pill in m where (pill.classes includes sedating)"
        assert needs((medicines("m"),), when, said) == ["m.name[1]", "m.name[2]"]

    def test_of_an_unknown_list_is_the_list(self) -> None:
        assert needs((medicines("m"),), "any pill in m where (pill.classes includes sedating)", {}) == ["m"]

    def test_of_a_count_is_what_may_count(self) -> None:
        said = {"a": YES, "b": NO}
        assert needs((A, B, C), "count of (a is yes, b is yes, c is yes) >= 2", said) == ["c"]

    def test_of_a_partly_unknown_set_is_the_set(self) -> None:
        said = {"s": picked("x", unknown=Reason.NOT_SURE)}
        assert needs((choices("s", "x", "y"),), "s includes y", said) == ["s"]

    def test_of_a_date_is_the_date(self) -> None:
        assert needs((day("born"),), "years since born < 18", {}) == ["born"]

    def test_of_a_division_by_zero_is_what_it_is_divided_by(self) -> None:
        assert needs((whole("n"), whole("k")), "n / k > 1", {"n": 1, "k": 0}) == ["k"]

    def test_of_what_may_be_out_of_range_is_the_silent_numbers_and_gates(self) -> None:
        asked = (A, whole("n", 0, 10), whole("k", 0, 10, when="a is yes"))
        assert needs(asked, "out_of_range > 0", {"k": 11}) == ["a", "n"]

    @pytest.mark.parametrize("level", [Level.CAUTION, Level.REVIEW])
    def test_makes_no_evidence(self, level: Level) -> None:
        finding = found((A,), rule("a is yes", level), {})
        assert finding.because == ()
        assert finding.level is level


def without_gates(questionnaire: Questionnaire) -> Questionnaire:
    """The same, with everything asked of everyone."""
    questions = {name: replace(each, when=None) for name, each in questionnaire.questions.items()}
    steps = {name: replace(each, when=None) for name, each in questionnaire.steps.items()}
    sections = tuple(replace(each, when=None) for each in questionnaire.sections)
    return replace(questionnaire, questions=questions, steps=steps, sections=sections)


def only(answers: Answers, references: Iterable[Reference]) -> Answers:
    """What was said there, and nothing else; the rows of lists stay, and their medicines and gates."""
    kept = set(references)
    return Answers({name: _only(name, said, kept) for name, said in answers.by_question.items()})


def _only(name: QuestionId, said: Answer, kept: set[Reference]) -> Answer:
    if Reference(name) in kept:
        return said
    match said:
        case Cells(states=states):
            return Cells({row: state for row, state in states.items() if Reference(name, row) in kept})
        case tuple():
            return tuple(replace(row, cells=_row(name, index, row, kept)) for index, row in enumerate(said))
        case _:
            return BLANK


def _row(name: QuestionId, index: int, row: Row, kept: set[Reference]) -> Mapping[RowId, object]:
    return {column: said for column, said in row.cells.items() if Reference(name, column, index) in kept}


class TestForEveryQuestionnaire:
    @given(data=st.data())
    def test_what_decided_decides_alone(self, data: st.DataObject) -> None:
        drawn = without_gates(data.draw(questionnaires(states=False)))
        # What a count leaves out is not in its evidence; a column's gate is not, either.
        plain = [name for name in drawn.rules if not counts(drawn, name) and not _reads_gated_column(drawn, name)]
        program = program_for(drawn)
        for _ in range(3):
            said = data.draw(strategies.answers(drawn))
            situation = program.begin(said, AS_OF)
            for ready in (each for each in program.rules if each.rule.id in plain):
                truth = ready.clause.truth(situation, ())
                if truth is not UNKNOWN and not is_about_silence(drawn, ready.rule.id):
                    fewer = only(said, references_behind(program, situation, ready.clause))
                    assert ready.clause.truth(program.begin(fewer, AS_OF), ()) is truth, ready.rule.when

    @given(data=st.data())
    def test_nothing_else_would_settle_it(self, data: st.DataObject) -> None:
        drawn = data.draw(questionnaires(states=False))
        program = program_for(drawn)
        for _ in range(3):
            said = data.draw(strategies.answers(drawn))
            situation = program.begin(said, AS_OF)
            for ready in program.rules:
                if ready.clause.truth(situation, ()) is UNKNOWN and not is_about_silence(drawn, ready.rule.id):
                    wanted = references_behind(program, situation, ready.clause)
                    elsewhere = data.draw(strategies.learned(drawn, said)).by_question
                    kept = {need.question: said.to(need.question) for need in wanted}
                    later = program.begin(Answers({**elsewhere, **kept}), AS_OF)
                    assert ready.clause.truth(later, ()) is UNKNOWN, ready.rule.when

    @given(data=st.data())
    def test_an_open_rule_needs_something_that_is_silent(self, data: st.DataObject) -> None:
        drawn = data.draw(questionnaires())
        for _ in range(3):
            assessment = assess(drawn, data.draw(strategies.answers(drawn)), AS_OF)
            for finding in assessment.findings:
                divided = divides(drawn, finding.rule)
                assert finding.settled or finding.needs or divided, finding.rule
                assert not (finding.because and finding.needs)


def _reads_gated_column(questionnaire: Questionnaire, name: RuleId) -> bool:
    gated = {
        each.id
        for each in questionnaire.questions.values()
        if isinstance(each.kind, Rows) and any(column.when for column in each.kind.columns)
    }
    nodes = all_read(questionnaire, questionnaire.rules[name].when)
    return any(isinstance(node, AnswerRef) and node.question in gated for node in nodes)
