"""The laws of docs/meaning.md, section 5: they hold for every questionnaire and every set of answers.

To draw a questionnaire takes longer than to judge by it, so each is judged by
all its parts (every condition in it is a rule of its own, as is its opposite)
and for several people.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from screener.definition.condition_reads import children
from screener.definition.conditions import (
    AllRows,
    And,
    AnswerRef,
    AnyRow,
    Builtin,
    Compare,
    Condition,
    CountRows,
    Holds,
    Includes,
    IsOneOf,
    Not,
    Number,
    Or,
    RowRef,
    StateIs,
)
from screener.definition.model import Disposition, IfUnknown, Level, Questionnaire, Rows, Rule
from screener.definition.names import ChoiceId, RowId, RuleId, StepId
from screener.engine.answers import Answers, Unknown
from screener.engine.assessment import assess
from screener.engine.evaluation import program_for
from screener.engine.findings import Assessment
from screener.engine.path import path
from screener.engine.truth import FALSE, UNKNOWN, Truth
from tests.engine import strategies
from tests.engine.builders import AS_OF
from tests.engine.reading import about_silence, questions_about_silence, values_about_silence
from tests.strategies.questionnaires import questionnaires

Draw = Callable[[st.SearchStrategy], object]
CONDITIONS = (And, Or, Not, Compare, IsOneOf, Includes, StateIs, Holds, AnyRow, AllRows)


def by_all_parts(*, states: bool = True) -> st.SearchStrategy[Questionnaire]:
    """A questionnaire with a rule for each condition in it, and for each one's opposite."""
    return questionnaires(states=states).map(with_all_parts)


def with_all_parts(questionnaire: Questionnaire) -> Questionnaire:
    parts = dict.fromkeys(part for rule in questionnaire.rules.values() for part in _parts(rule.when))
    both = [each for part in (*parts, *_counts(questionnaire)) for each in (part, Not(part))]
    rules = [_rule_of(questionnaire, number, part) for number, part in enumerate(both)]
    return replace(questionnaire, rules={**questionnaire.rules, **{rule.id: rule for rule in rules}})


def _parts(node: Condition) -> Iterator[Condition]:
    yield node
    # What is said of each row means nothing without it.
    for child in () if isinstance(node, AnyRow | AllRows) else children(node):
        if isinstance(child, CONDITIONS):
            yield from _parts(child)


def _counts(questionnaire: Questionnaire) -> Iterator[Condition]:
    """What is drawn too seldom: faults, and different medicines."""
    sedating = Includes(RowRef("row", RowId("classes")), (ChoiceId("sedating"),))
    for number in (1, 2):
        yield Compare(">=", Builtin("out_of_range"), Number(number))
        for question in questionnaire.questions.values():
            if isinstance(question.kind, Rows) and question.kind.medicine:
                different = CountRows("row", AnswerRef(question.id), sedating, RowId("generic"))
                yield Compare(">=", different, Number(number))


def _rule_of(questionnaire: Questionnaire, number: int, when: Condition) -> Rule:
    first = next(iter(questionnaire.rules.values()))
    level = (Level.CAUTION, Level.REVIEW, Level.EXCLUDE)[number % 3]
    return replace(
        first, id=RuleId(f"R-PART-{number}"), when=when, level=level, if_unknown=IfUnknown((), {}, Level.CAUTION)
    )


def people(draw: Draw, questionnaire: Questionnaire) -> Iterator[Answers]:
    """Several people's answers."""
    for _ in range(3):
        yield draw(strategies.answers(questionnaire))


def learned(draw: Draw, questionnaire: Questionnaire, answers: Answers) -> Iterator[Answers]:
    """The same people, of whom more is known."""
    for _ in range(2):
        yield draw(strategies.learned(questionnaire, answers))


def silenced(questionnaire: Questionnaire, rules: set[RuleId]) -> Questionnaire:
    """The same, where these rules give information only."""
    inform = IfUnknown((), {}, Level.INFO)
    changed = {rule: replace(questionnaire.rules[rule], level=Level.INFO, if_unknown=inform) for rule in rules}
    return replace(questionnaire, rules={**questionnaire.rules, **changed})


def made_clear(questionnaire: Questionnaire, answers: Answers) -> Questionnaire:
    """The same, where whatever speaks up about these answers is silenced: so they are clear."""
    while speaking := spoken(assess(questionnaire, answers, AS_OF)):
        questionnaire = silenced(questionnaire, speaking)
    return questionnaire


def without_waivers(questionnaire: Questionnaire) -> Questionnaire:
    """The same, where no author says of a silence that another rule covers it, or makes light of it."""
    rules = questionnaire.rules.values()
    plain = (replace(rule, if_unknown=IfUnknown((), {}, min(rule.level, Level.REVIEW))) for rule in rules)
    return replace(questionnaire, rules={rule.id: rule for rule in plain})


def spoken(assessment: Assessment) -> set[RuleId]:
    """The rules that say more than information."""
    return {finding.rule for finding in assessment.findings if finding.level > Level.INFO}


def truths(
    questionnaire: Questionnaire, answers: Answers, pending: frozenset[StepId] = frozenset()
) -> dict[RuleId, Truth]:
    """The truth of each rule's condition."""
    program = program_for(questionnaire)
    situation = program.begin(answers, AS_OF, pending=pending)
    return {ready.rule.id: ready.clause.truth(situation, ()) for ready in program.rules}


class TestSilenceNeverClears:
    @given(data=st.data())
    def test_what_is_clear_stays_clear_however_silence_is_filled_in(self, data: st.DataObject) -> None:
        drawn = without_waivers(data.draw(by_all_parts(states=False)))
        # Without state tests some rules ask about silence all the same: for required blanks, for how a name matched.
        drawn = silenced(drawn, set(about_silence(drawn)))
        for answers in people(data.draw, drawn):
            questionnaire = made_clear(drawn, answers)
            assert assess(questionnaire, answers, AS_OF).disposition is Disposition.CLEAR
            for more in learned(data.draw, questionnaire, answers):
                assert assess(questionnaire, more, AS_OF).disposition is Disposition.CLEAR

    @given(data=st.data())
    def test_only_waived_rules_and_those_about_silence_may_speak_up_later(self, data: st.DataObject) -> None:
        drawn = data.draw(by_all_parts())
        exempt = about_silence(drawn)
        for answers in people(data.draw, drawn):
            questionnaire = made_clear(drawn, answers)
            waived = {rule for rule, truth in truths(questionnaire, answers).items() if truth is UNKNOWN}
            for more in learned(data.draw, questionnaire, answers):
                assert spoken(assess(questionnaire, more, AS_OF)) <= exempt | waived


class TestLearningNeverContradicts:
    @given(data=st.data())
    def test_what_is_settled_stays_so(self, data: st.DataObject) -> None:
        questionnaire = data.draw(by_all_parts())
        exempt = about_silence(questionnaire)
        rules = questionnaire.rules.keys() - exempt
        questions = questionnaire.questions.keys() - questions_about_silence(questionnaire)
        names = questionnaire.values.keys() - values_about_silence(questionnaire)
        for answers in people(data.draw, questionnaire):
            for more in learned(data.draw, questionnaire, answers):
                before, after = truths(questionnaire, answers), truths(questionnaire, more)
                assert all(before[rule] in (UNKNOWN, after[rule]) for rule in rules)
                asked, later = path(questionnaire, answers, AS_OF).asked, path(questionnaire, more, AS_OF).asked
                assert all(asked[name] in (UNKNOWN, later[name]) for name in questions)
                found, refound = assess(questionnaire, answers, AS_OF), assess(questionnaire, more, AS_OF)
                assert all(_stays(found.values[name], refound.values[name]) for name in names)
                _assert_findings_stay(found, refound, exempt)


def _stays(value: object, later: object) -> bool:
    # A number that is perhaps asked for may turn out not to be: then it is None.
    return isinstance(value, Unknown) or later in (value, None)


def _assert_findings_stay(before: Assessment, after: Assessment, exempt: frozenset[RuleId]) -> None:
    """What was ruled out stays so; what fired stays a finding, or yields to one of its ladder that is no milder."""
    assert set(before.ruled_out) - exempt <= set(after.ruled_out)
    fired = {finding.rule: finding.level for finding in before.findings if finding.settled}
    levels = {finding.rule: finding.level for finding in after.findings}
    speakers = {each.rule: each.covered_by for each in after.not_ruled_out}
    for rule in fired.keys() - exempt - levels.keys():
        assert levels[speakers[rule][0]] >= fired[rule]


class TestNobodyIsJudgedOnWhatTheyWereNotAsked:
    @given(data=st.data())
    def test_to_take_away_or_change_what_is_not_asked_changes_nothing(self, data: st.DataObject) -> None:
        questionnaire = data.draw(by_all_parts())
        for answers in people(data.draw, questionnaire):
            asked = path(questionnaire, answers, AS_OF).asked
            fewer = {name: said for name, said in answers.by_question.items() if asked[name] is not FALSE}
            others = data.draw(strategies.answers(questionnaire)).by_question
            other = {name: said for name, said in others.items() if asked[name] is FALSE}
            assessment = assess(questionnaire, answers, AS_OF)
            assert assess(questionnaire, Answers(fewer), AS_OF) == assessment
            assert assess(questionnaire, Answers({**fewer, **other}), AS_OF) == assessment


class TestSameInSameOut:
    @given(data=st.data())
    def test_an_assessment_depends_on_revision_answers_and_day_alone(self, data: st.DataObject) -> None:
        questionnaire = data.draw(by_all_parts())
        everybody = list(people(data.draw, questionnaire))
        first = [assess(questionnaire, answers, AS_OF, number=3) for answers in everybody]
        again = replace(questionnaire)
        for answers, assessment in reversed(list(zip(everybody, first, strict=True))):
            reordered = Answers(dict(reversed(answers.by_question.items())))
            assert assess(again, reordered, AS_OF, number=3) == assessment
            _assert_complete(questionnaire, assessment)


def _assert_complete(questionnaire: Questionnaire, assessment: Assessment) -> None:
    """Each rule stands once, and what is open is a finding where its author did not waive it."""
    found = [finding.rule for finding in assessment.findings]
    left_open = [each.rule for each in assessment.not_ruled_out]
    assert sorted([*found, *assessment.ruled_out, *left_open]) == sorted(questionnaire.rules)
    gravest = max((finding.level for finding in assessment.findings), default=Level.INFO)
    assert (assessment.disposition is Disposition.CLEAR) is (gravest is Level.INFO)


class TestSendingAStepTakesNothingBack:
    @given(data=st.data())
    def test_what_stands_while_steps_are_pending_still_stands_when_they_are_sent(self, data: st.DataObject) -> None:
        questionnaire = data.draw(by_all_parts())
        for answers in people(data.draw, questionnaire):
            pending = data.draw(st.frozensets(st.sampled_from(list(questionnaire.steps))))
            waiting, sent = truths(questionnaire, answers, pending), truths(questionnaire, answers)
            # Even what asks about silence: nothing is said of it before it is given.
            assert all(waiting[rule] in (UNKNOWN, sent[rule]) for rule in questionnaire.rules)
