"""On small questionnaires a comparison says what looking at everybody says."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.definition.conditions import Not
from screener.definition.model import IfUnknown, Level, Question, Questionnaire, Rule
from screener.definition.names import QuestionId
from screener.engine.answers import Answers
from screener.engine.assessment import assess
from screener.engine.findings import Assessment
from screener.proof.comparing import compare
from screener.proof.comparing_dispositions import gravest
from screener.proof.comparison import UNDECIDED, Direction
from screener.proof.pairing import Pairing
from screener.proof.side import weigher
from tests.proof.small import AS_OF, everybody, small_questionnaires


@st.composite
def edited(draw: st.DrawFn) -> tuple[Questionnaire, Questionnaire]:
    """A small questionnaire, and the same after one edit."""
    old = draw(small_questionnaires())
    rule = draw(st.sampled_from(sorted(old.rules)))
    match draw(st.sampled_from(("rule", "rule", "rule gone", "gate", "ladder"))):
        case "rule":
            return old, replace(old, rules={**old.rules, rule: _changed(draw, old.rules[rule], old)})
        case "rule gone" if _is_alone(old, rule):
            rules = {name: each for name, each in old.rules.items() if name != rule}
            return old, replace(old, rules=rules, ladders=(), exclusive=())
        case "gate":
            return old, _asking(old, {name: replace(each, when=None) for name, each in old.questions.items()})
        case _:
            return old, replace(old, ladders=())


def _changed(draw: st.DrawFn, rule: Rule, questionnaire: Questionnaire) -> Rule:
    first = next(iter(questionnaire.rules.values()))
    match draw(st.sampled_from(("when", "not", "level", "silence"))):
        case "when":
            return replace(rule, when=first.when)
        case "not":
            return replace(rule, when=Not(rule.when))
        case "level":
            return replace(rule, level=draw(st.sampled_from(Level)))
        case _:
            return replace(rule, if_unknown=IfUnknown((), {}, draw(st.sampled_from((None, *Level)))))


def _is_alone(questionnaire: Questionnaire, rule: str) -> bool:
    """Whether no other rule speaks of it."""
    return all(rule not in str(each.when) for name, each in questionnaire.rules.items() if name != rule)


def _asking(questionnaire: Questionnaire, questions: Mapping[QuestionId, Question]) -> Questionnaire:
    sections = tuple(
        replace(
            section,
            steps=tuple(
                replace(step, questions=tuple(questions[each.id] for each in step.questions)) for step in section.steps
            ),
        )
        for section in questionnaire.sections
    )
    steps = {step.id: step for section in sections for step in section.steps}
    return replace(questionnaire, questions=dict(questions), sections=sections, steps=steps)


def both_ways(old: Questionnaire, new: Questionnaire) -> Iterator[list[tuple[Assessment, Assessment]]]:
    """Of everybody, what comes of what they say to one questionnaire, and of all that they may say to the other."""

    def judged(before: Answers, after: Answers) -> tuple[Assessment, Assessment]:
        return assess(old, before, AS_OF), assess(new, after, AS_OF)

    for answers in everybody(old):
        yield [judged(answers, way) for way in Pairing(old, new).ways(answers, Answers({}))]
    for answers in everybody(new):
        yield [judged(way, answers) for way in Pairing(new, old).ways(answers, Answers({}))]


def check(pair: tuple[Questionnaire, Questionnaire]) -> None:
    old, new = pair
    people = list(both_ways(old, new))
    for judgment in compare(old, new, AS_OF).judgments:
        weigh = weigher(judgment.rules) if judgment.rules else gravest
        for direction in Direction:
            shown = any(
                all(direction.is_shown(weigh(before), weigh(after)) for before, after in ways) for ways in people
            )
            search = judgment.searched(direction)
            if len(judgment.rules) != 1 and search == UNDECIDED:
                continue  # a disposition or a ladder may be left undecided, and is never wrong
            assert (search.patient is not None, search.nobody) == (shown, not shown), (judgment.subject, direction)
            if search.patient is not None:
                patient = search.patient
                assert weigh(assess(old, patient.before, patient.as_of)) == patient.old
                assert weigh(assess(new, patient.after, patient.as_of)) == patient.new
                assert direction.is_shown(patient.old, patient.new)


class TestAComparison:
    @given(edited())
    @settings(max_examples=60, deadline=None)
    def test_agrees_with_looking_at_everybody(self, pair: tuple[Questionnaire, Questionnaire]) -> None:
        check(pair)

    @pytest.mark.slow
    @given(edited())
    @settings(max_examples=1000, deadline=None)
    def test_agrees_with_looking_at_everybody_in_many_questionnaires(
        self, pair: tuple[Questionnaire, Questionnaire]
    ) -> None:
        check(pair)
