"""Conditions in words: what a clinician reads aloud, in English or Spanish.

The words of questions (their first sentence) and choices are the questionnaire's
own, in the language asked for where it is translated; settings stand as their
values with units.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from screener.definition.condition_reads import Node, is_rule
from screener.definition.conditions import (
    AllRows,
    And,
    AnswerRef,
    AnyRow,
    Arithmetic,
    Builtin,
    Compare,
    Condition,
    CountOf,
    CountRows,
    Holds,
    Includes,
    IsOneOf,
    Not,
    Number,
    Operand,
    Or,
    RowRef,
    SettingRef,
    Since,
    Smaller,
    StateIs,
    Subject,
    ValueRef,
)
from screener.definition.conditions_phrases import PHRASES
from screener.definition.conditions_writing import decimal_text
from screener.definition.model import (
    Checklist,
    Choices,
    Column,
    DayCounts,
    DecimalNumber,
    OneChoice,
    Pair,
    Question,
    Questionnaire,
    Rows,
    WholeNumber,
    YesNo,
)
from screener.definition.names import ChoiceId, QuestionId, ValueName

MIRRORED: Final[Mapping[str, str]] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
"""The comparison with its sides exchanged, so that what is asked about stands first."""

Scope = Mapping[str, QuestionId]
"""The variables bound around a node, each by the question whose row or cell it is."""


def explain(node: Node, questionnaire: Questionnaire, *, language: str, row: QuestionId | None = None) -> str:
    """A resolved condition, or number, in words: a clause without capital letter and full stop.

    Languages are "en" and "es"; any other is told in English. For a column's
    condition, `row` is the question whose row it speaks of.
    """
    speaker = _Speaker(questionnaire, language, PHRASES.get(language, PHRASES["en"]))
    return speaker.say(node, {} if row is None else {"row": row})


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Tells one questionnaire's conditions in one language."""

    questionnaire: Questionnaire
    language: str
    phrases: Mapping[str, str]

    def say(self, node: Node, scope: Scope) -> str:
        match node:
            case And() | Or():
                joint = ", and " if isinstance(node, And) else ", or "
                return self.phrases[joint].join(self.inside(part, scope) for part in node.parts)
            case Not():
                return self.phrase("not", it=self.inside(node.part, scope))
            case Compare():
                return self.comparison(node, scope)
            case IsOneOf():
                choices = self.choices(node.subject, node.choices, "or", scope)
                return self.phrase(
                    "is not" if node.negated else "is", it=self.name(node.subject, scope), choices=choices
                )
            case Includes():
                choices = self.choices(node.subject, node.members, "or" if node.quantity == "any" else "and", scope)
                return self.phrase(node.quantity, it=self.name(node.subject, scope), choices=choices)
            case StateIs():
                return self.phrase(node.state, it=self.name(node.subject, scope))
            case Holds():
                return self.holds(node)
            case AnyRow() | AllRows():
                phrase = "any row" if isinstance(node, AnyRow) else "all rows"
                return self.phrase(phrase, it=_spaced(node.variable), **self.rows(node, scope))
            case _:
                return self.operand(node, scope)

    def phrase(self, key: str, **words: str) -> str:
        return self.phrases[key].format(**words)

    def inside(self, node: Condition, scope: Scope) -> str:
        """A part of a whole, in parentheses where it has parts itself."""
        return f"({self.say(node, scope)})" if isinstance(node, And | Or) else self.say(node, scope)

    def comparison(self, node: Compare, scope: Scope) -> str:
        operator, left, right = str(node.operator), node.left, node.right
        if isinstance(left, Number | SettingRef):
            operator, left, right = MIRRORED[operator], right, left
        unit = self.unit(left, scope) if isinstance(right, Number) else None
        compared = self.operand(right, scope) + (f" {unit}" if unit else "")
        return self.phrase(operator, left=self.operand(left, scope), right=compared)

    def holds(self, node: Holds) -> str:
        if is_rule(node):
            return self.phrase("rule", it=node.name)
        return self.phrase("holds", it=self.value_text(ValueName(node.name)))

    def rows(self, node: AnyRow | AllRows | CountRows, scope: Scope) -> dict[str, str]:
        where = self.inside(node.where, {**scope, node.variable: node.source.question})
        return {"source": self.question_text(node.source.question), "where": where}

    # Numbers

    def operand(self, node: Operand, scope: Scope) -> str:
        match node:
            case AnswerRef() | ValueRef() | RowRef():
                return self.name(node, scope)
            case Builtin():
                return self.phrases[node.name]
            case Number():
                return decimal_text(node.value)
            case SettingRef():
                setting = self.questionnaire.settings[node.name]
                return decimal_text(setting.value) + (f" {setting.unit}" if setting.unit else "")
            case Arithmetic():
                left, right = self.factor(node.left, scope), self.factor(node.right, scope)
                return self.phrase(node.operator, left=left, right=right)
            case Smaller():
                left, right = self.factor(node.left, scope), self.factor(node.right, scope)
                return self.phrase("smaller", left=left, right=right)
            case Since():
                return self.phrase(node.unit, it=self.name(node.date, scope))
            case CountOf():
                return self.phrase("count", it="; ".join(f"({self.say(each, scope)})" for each in node.conditions))
            case CountRows(different=None):
                return self.phrase("count rows", **self.rows(node, scope))
            case CountRows():
                inner = {**scope, node.variable: node.source.question}
                thing = self.name(RowRef(node.variable, node.different), inner)
                return self.phrase("count different", it=thing, **self.rows(node, scope))
            case _:
                assert_never(node)

    def factor(self, node: Operand, scope: Scope) -> str:
        said = self.operand(node, scope)
        return f"({said})" if isinstance(node, Arithmetic | CountOf | CountRows) else said

    def unit(self, node: Operand, scope: Scope) -> str | None:
        match node:
            case AnswerRef():
                return _unit(self.questionnaire.questions[node.question])
            case ValueRef():
                return self.questionnaire.values[node.name].unit
            case RowRef():
                return _unit(self.row_question(node, scope))
            case _:
                return None

    # Names

    def name(self, node: Subject, scope: Scope) -> str:
        match node:
            case AnswerRef(part=None):
                return self.phrase("answer", it=self.question_text(node.question))
            case AnswerRef():
                return self.phrase("part", it=self.question_text(node.question), part=self.row_text(node))
            case ValueRef():
                return self.phrase("value", it=self.value_text(node.name))
            case RowRef():
                return self.row_name(node, scope)
            case _:
                assert_never(node)

    def row_name(self, node: RowRef, scope: Scope) -> str:
        variable = _spaced(node.variable)
        if node.part is None:
            return self.phrase("row", it=variable)
        column = self.row_question(node, scope)
        if isinstance(column, Column):
            text = self.translated(f"questions.{scope[node.variable]}.columns.{column.id}", column.text)
            return self.phrase("column", it=variable, part=text)
        return self.phrase(node.part, it=variable)

    def row_question(self, node: RowRef, scope: Scope) -> Question | Column | None:
        """The column that is spoken of, or the grid whose cell it is; None for what the dictionary adds."""
        question = self.questionnaire.questions[scope[node.variable]]
        if not isinstance(question.kind, Rows):
            return question
        return next((column for column in question.kind.columns if column.id == node.part), None)

    def choices(self, subject: Subject, choices: Sequence[ChoiceId], joint: str, scope: Scope) -> str:
        """The choices in words, joined: “Angina” or “Heart failure”."""
        said = [self.phrase("choice", it=self.choice_text(subject, choice, scope)) for choice in choices]
        return self.phrases[joint].join(filter(None, (", ".join(said[:-1]), said[-1])))

    def choice_text(self, subject: Subject, choice: ChoiceId, scope: Scope) -> str:
        match subject:
            case AnswerRef():
                asked: Question | Column | None = self.questionnaire.questions[subject.question]
            case RowRef():
                asked = self.row_question(subject, scope)
            case _:
                asked = None
        text = _choice_text(asked, choice) or _spaced(choice)
        return self.translated(f"questions.{asked.id}.choices.{choice}", text) if isinstance(asked, Question) else text

    def question_text(self, question: QuestionId) -> str:
        return _first_sentence(
            self.translated(f"questions.{question}.text", self.questionnaire.questions[question].text)
        )

    def row_text(self, node: AnswerRef) -> str:
        kind = self.questionnaire.questions[node.question].kind
        rows = kind.rows if isinstance(kind, Checklist | DayCounts | Pair) else ()
        text = next((row.text for row in rows if row.id == node.part), str(node.part))
        return self.translated(f"questions.{node.question}.rows.{node.part}", text)

    def value_text(self, value: ValueName) -> str:
        return self.questionnaire.values[value].text

    def translated(self, path: str, text: str) -> str:
        translation = self.questionnaire.translations.get(self.language)
        return translation.texts.get(path, text) if translation else text


def _choice_text(asked: Question | Column | None, choice: ChoiceId) -> str | None:
    if asked is not None and isinstance(asked.kind, YesNo | OneChoice | Choices | Checklist):
        return next((offered.text for offered in asked.kind.choices if offered.id == choice), None)
    return None


def _unit(asked: Question | Column | None) -> str | None:
    return asked.kind.unit if asked is not None and isinstance(asked.kind, WholeNumber | DecimalNumber) else None


def _first_sentence(text: str) -> str:
    """Enough to know a question by: what follows tells a patient how to answer."""
    line = " ".join(text.split())
    sentence = re.match(r".+?[.?!](?= |$)", line)
    return sentence[0] if sentence else line


def _spaced(name: str) -> str:
    """An id as words: `cns_depressant` reads "cns depressant"."""
    return name.replace("_", " ")
