"""Proving the question set, anew and after an edit, and how the time grows with the number of questions."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench.measuring import Figure, measure
from screener.definition.model import Question, Questionnaire, Section, Step
from screener.definition.names import QuestionId
from screener.definition.reading import read_files, read_folder
from screener.proof.proving import prove

FOLDER = Path(__file__).parent.parent / "questionnaires" / "ketamine-migraine"
AS_OF = date(2026, 11, 25)

HEAD = """\
slug: grown
title: Grown
language: en
time zone: UTC
about: Many questions.
agreement: I agree.
after sending: Wait.
sources:
  S1: {title: A book, addresses: []}
sections:
"""
DATA = """\
  - {id: R-D-01, group: Rules, level: review, when: required_blank >= 1, message: M., why: W., sources: [S1],
     confidence: A, checked: 2026-01-05, if unknown: none}
"""


def figures() -> Iterator[Figure]:
    """Cold, with everything remembered, after an edit of one question; then questionnaires of three sizes."""
    questionnaire = read_folder(FOLDER)
    remembered: dict[str, str] = {}
    yield measure("prove the question set, anew", lambda: prove(questionnaire, AS_OF), runs=3, goal="< 10 s")
    prove(questionnaire, AS_OF, remembered=remembered)
    again = measure(
        "again, all remembered", lambda: prove(questionnaire, AS_OF, remembered=remembered), runs=3, goal="< 2 s"
    )
    yield again
    edited = with_optional(questionnaire, QuestionId("cv_symptoms"))
    yield measure(
        "after an edit of one question", lambda: prove(edited, AS_OF, remembered=dict(remembered)), runs=3, goal="< 2 s"
    )
    for questions in (60, 250, 1000):
        grown = synthetic(questions)
        name = f"prove {questions} questions and {len(grown.rules)} rules, anew"
        yield measure(name, lambda g=grown: prove(g, AS_OF), runs=1, goal="< 60 s" if questions == 1000 else "")


def synthetic(questions: int) -> Questionnaire:
    """So many questions in steps of ten, every third asked only after some answers, and half as many rules."""
    text = [HEAD]
    rules = []
    for number in range(questions):
        if number % 50 == 0:
            text.append(f"  - id: s{number}\n    title: Section\n    steps:\n")
        if number % 10 == 0:
            text.append(f"      - id: p{number}\n        title: Step\n        questions:\n")
        text.append(f"          - {_question(number)}\n")
        if number % 2 == 0:
            rules.append(f"  - {_rule(number)}\n")
    text += ["rules:\n", *rules, DATA]
    return read_files({"questionnaire.yaml": "".join(text).encode()}, "grown")


def _question(number: int) -> str:
    kinds = (
        "kind: yes-no",
        "kind: choice, choices: {a: A, b: B, c: C}, may also say: [not_sure]",
        "kind: whole-number, plausible: 0 to 31",
        "kind: choices, choices: {x: X, y: Y, none: None}, exclusive: [none], may also say: [not_sure]",
    )
    before = number - number % 10 - 10
    gate = (
        f', when: "{_test(before + number % 7)} or {_silence(before + number % 7)}"'
        if number % 3 == 2 and before >= 0
        else ""
    )
    return f"{{id: q{number}, text: Question {number}?, {kinds[number % 4]}{gate}}}"


def _test(number: int) -> str:
    tests = ("q{} is yes", "q{} is b", "q{} >= 10", "q{} includes y")
    return tests[number % 4].format(number)


def _silence(number: int) -> str:
    return f"q{number} is unknown"


def _rule(number: int) -> str:
    when = f"{_test(number)} and {_test(max(0, number - 13))}" if number % 8 == 0 and number else _test(number)
    before = [each for each in (number, max(0, number - 13)) if each % 3 == 2 and each >= 10]
    excuses = " or ".join(
        f"not ({_test(gate)} or {_silence(gate)})" for gate in (each - each % 10 - 10 + each % 7 for each in before)
    )
    implied = (
        f', implied out by: "{excuses}"'
        if excuses and number % 8
        else f', implied out by: "{excuses}"'
        if excuses
        else ""
    )
    return (
        f'{{id: R-A-{number}, group: Rules, level: review, when: "{when}", message: M., why: W., sources: [S1], '
        f"confidence: A, checked: 2026-01-05{implied}}}"
    )


def with_optional(questionnaire: Questionnaire, name: QuestionId) -> Questionnaire:
    """The same with one question no longer required."""

    def in_question(question: Question) -> Question:
        return replace(question, required=False) if question.id == name else question

    def in_step(step: Step) -> Step:
        return replace(step, questions=tuple(map(in_question, step.questions)))

    def in_section(section: Section) -> Section:
        return replace(section, steps=tuple(map(in_step, section.steps)))

    return replace(
        questionnaire,
        questions={each.id: in_question(each) for each in questionnaire.questions.values()},
        steps={each.id: in_step(each) for each in questionnaire.steps.values()},
        sections=tuple(map(in_section, questionnaire.sections)),
    )
