"""The meaning of conditions once more, as slowly and plainly as it can be said.

It walks the tree anew for every question asked of it, remembers nothing and
stops nowhere early. The compiled conditions must agree with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

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
    ValueRef,
)
from screener.definition.model import Checklist, Column, Date, DayCounts, Pair, Question, Questionnaire, Reason, Rows
from screener.definition.names import QuestionId
from screener.engine.answers import BLANK, Agreed, Answers, Cells, Measure, Picked, Unknown
from screener.engine.medicines import matcher_for
from screener.engine.truth import AND, FALSE, OR, TRUE, UNKNOWN, Truth, combined, opposite

UNRECOGNIZED = Unknown(Reason.UNRECOGNIZED)
STATES = {
    "blank": "blank",
    "not_sure": "not_sure",
    "declined": "prefer_not",
    "to_discuss": "to_discuss",
    "unreadable": "unreadable",
}

Range = tuple[Truth, tuple[object, object] | None]
"""Whether it is asked, and the least and most it can be; None where that is unknown."""


@dataclass(frozen=True)
class OneRow:
    """What a variable stands for."""

    question: Question
    cells: Mapping[str, object]
    cell: object = None


@dataclass(frozen=True)
class Reference:
    """One person's answers, read by the book."""

    questionnaire: Questionnaire
    answers: Answers
    as_of: date

    # What is asked

    def asked(self, name: QuestionId) -> Truth:
        question = self.questionnaire.questions[name]
        section = next(each for each in self.questionnaire.sections if each.id == question.section)
        gates = (section.when, self.questionnaire.steps[question.step].when, question.when)
        return combined(AND, [self.truth(gate, {}) for gate in gates if gate is not None])

    def rows(self, name: QuestionId) -> list[OneRow] | None:
        question, answer = self.questionnaire.questions[name], self.answers.to(name)
        match question.kind:
            case Rows():
                if isinstance(answer, Unknown):
                    return None
                return [each for row in answer for each in self.rows_of(question, row)]
            case Checklist() | DayCounts() | Pair():
                return [OneRow(question, {}, self.part(name, row.id)) for row in question.kind.rows]
        raise AssertionError(question)

    def rows_of(self, question: Question, row: object) -> list[OneRow]:
        medicine = question.kind.medicine
        if medicine is None:
            return [OneRow(question, row.cells)]
        name = row.cells.get(medicine, BLANK)
        if isinstance(name, Unknown):
            return [OneRow(question, {**row.cells, "classes": name, "generic": name, "match": "none"})]
        match = matcher_for(self.questionnaire.dictionary).match(name)
        if row.denied or match.generic is None:
            unknown = {medicine: UNRECOGNIZED, "classes": UNRECOGNIZED, "generic": UNRECOGNIZED, "match": "none"}
            return [OneRow(question, {**row.cells, **unknown})]
        return [
            OneRow(question, {**row.cells, "classes": one.classes, "generic": one.generic, "match": one.kind})
            for one in match.each
        ]

    def part(self, name: QuestionId, part: str) -> object:
        answer = self.answers.to(name)
        return answer.states.get(part, BLANK) if isinstance(answer, Cells) else answer

    def look(self, subject: object, bound: Mapping[str, OneRow]) -> tuple[Truth, object]:
        match subject:
            case AnswerRef(question=name, part=None):
                return self.asked(name), self.answers.to(name)
            case AnswerRef(question=name, part=part):
                return self.asked(name), self.part(name, part)
            case RowRef(variable=variable, part=None):
                return TRUE, bound[variable].cell
            case RowRef(variable=variable, part=part):
                return self.column_asked(bound[variable], part), bound[variable].cells.get(part, BLANK)
        raise AssertionError(subject)

    def column_asked(self, row: OneRow, part: str) -> Truth:
        columns: dict[str, Column] = {each.id: each for each in row.question.kind.columns}
        column = columns.get(part) or columns[row.question.kind.medicine]
        return TRUE if column.when is None else self.truth(column.when, {"row": row})

    # Conditions

    def truth(self, node: Condition, bound: Mapping[str, OneRow]) -> Truth:
        match node:
            case And(parts=parts):
                return combined(AND, [self.truth(part, bound) for part in parts])
            case Or(parts=parts):
                return combined(OR, [self.truth(part, bound) for part in parts])
            case Not(part=part):
                return opposite(self.truth(part, bound))
            case Compare():
                return self.comparison(node, bound)
            case IsOneOf(subject=subject, choices=choices, negated=negated):
                asked, said = self.look(subject, bound)
                if isinstance(said, Agreed):
                    said = "yes" if said.agreed else "no"
                settled = UNKNOWN if isinstance(said, Unknown) else _fact((said in choices) != negated)
                return combined(AND, (asked, settled))
            case Includes(subject=subject, members=members, quantity=quantity):
                asked, said = self.look(subject, bound)
                each = [_member(said, member) for member in members]
                return combined(AND, (asked, combined(OR if quantity == "any" else AND, each)))
            case StateIs():
                return self.state(node, bound)
            case Holds(name=name):
                named = self.questionnaire.rules.get(name)
                return self.truth(named.when if named else self.questionnaire.values[name].expression, {})
            case AnyRow() | AllRows():
                rows = self.rows(node.source.question)
                over = OR if isinstance(node, AnyRow) else AND
                each = UNKNOWN if rows is None else combined(over, [self.where(node, row, bound) for row in rows])
                return combined(AND, (self.asked(node.source.question), each))
        raise AssertionError(node)

    def where(self, node: AnyRow | AllRows | CountRows, row: OneRow, bound: Mapping[str, OneRow]) -> Truth:
        return self.truth(node.where, {**bound, node.variable: row})

    def state(self, node: StateIs, bound: Mapping[str, OneRow]) -> Truth:
        match node.subject:
            case ValueRef(name=name) if self.questionnaire.values[name].is_condition:
                open_ = self.truth(self.questionnaire.values[name].expression, {}) is UNKNOWN
                return _fact(open_ is (node.state == "unknown"))
            case ValueRef():
                asked, number = self.number(node.subject, {})
                open_ = number is None or number[0] != number[1]
                return combined(AND, (asked, _fact(open_ is (node.state == "unknown"))))
            case AnswerRef(question=name, part=None) if isinstance(
                self.questionnaire.questions[name].kind, Checklist | DayCounts | Pair
            ):
                each = [_fact(_in_state(row.cell, node.state)) for row in self.rows(name)]
                return combined(AND, (self.asked(name), combined(AND if node.state == "known" else OR, each)))
        asked, said = self.look(node.subject, bound)
        return combined(AND, (asked, _fact(_in_state(said, node.state))))

    # Numbers

    def comparison(self, node: Compare, bound: Mapping[str, OneRow]) -> Truth:
        left_asked, left = self.number(node.left, bound)
        right_asked, right = self.number(node.right, bound)
        asked = combined(AND, (left_asked, right_asked))
        if left is None or right is None:
            return combined(AND, (asked, UNKNOWN))
        # Within bounds it is settled where it comes out the same for all that lie between them.
        ends = {_compare(node.operator, a, b) for a in left for b in right}
        if node.operator in ("=", "!=") and left[0] <= right[1] and right[0] <= left[1]:
            ends.add(node.operator == "=")
        return combined(AND, (asked, _fact(ends.pop()) if len(ends) == 1 else UNKNOWN))

    def number(self, node: Operand, bound: Mapping[str, OneRow]) -> Range:
        match node:
            case Number(value=value):
                return TRUE, (value, value)
            case SettingRef(name=name):
                value = self.questionnaire.settings[name].value
                return TRUE, (value, value)
            case ValueRef(name=name):
                return self.number(self.questionnaire.values[name].expression, {})
            case AnswerRef() | RowRef():
                asked, said = self.look(node, bound)
                return asked, _one(_plain(said))
            case Since(unit=unit, date=subject):
                asked, said = self.look(subject, bound)
                return asked, _one(_since(unit, said, self.as_of) if isinstance(said, date) else None)
            case Builtin(name=name):
                return TRUE, self.blanks() if name == "required_blank" else self.out_of_range()
            case CountOf(conditions=conditions):
                return TRUE, _count([self.truth(each, bound) for each in conditions])
            case CountRows():
                return self.count(node, bound)
            case Arithmetic() | Smaller():
                return self.combination(node, bound)
        raise AssertionError(node)

    def combination(self, node: Arithmetic | Smaller, bound: Mapping[str, OneRow]) -> Range:
        left_asked, left = self.number(node.left, bound)
        right_asked, right = self.number(node.right, bound)
        asked = combined(AND, (left_asked, right_asked))
        if left is None or right is None:
            return asked, None
        if isinstance(node, Smaller):
            return asked, (min(left[0], right[0]), min(left[1], right[1]))
        if node.operator == "/" and right[0] <= 0 <= right[1]:
            return asked, None
        results = [_calculate(node.operator, Fraction(a), Fraction(b)) for a in left for b in right]
        return asked, (min(results), max(results))

    def count(self, node: CountRows, bound: Mapping[str, OneRow]) -> Range:
        asked, rows = self.asked(node.source.question), self.rows(node.source.question)
        if rows is None:
            return asked, None
        if node.different is None:
            return asked, _count([self.where(node, row, bound) for row in rows])
        things = [self.thing(node, row, bound) for row in rows]
        sure = [thing for truth, thing in things if truth is TRUE]
        maybe = [thing for truth, thing in things if truth is not FALSE]
        known = {thing for thing in sure if not isinstance(thing, Unknown)}
        least = max(len(known), 1 if sure else 0)
        most = len({thing for thing in maybe if not isinstance(thing, Unknown)})
        return asked, (least, most + sum(isinstance(thing, Unknown) for thing in maybe))

    def thing(self, node: CountRows, row: OneRow, bound: Mapping[str, OneRow]) -> tuple[Truth, object]:
        asked, thing = self.look(RowRef(node.variable, node.different), {**bound, node.variable: row})
        return combined(AND, (asked, self.where(node, row, bound))), thing

    # What speaks of every question

    def blanks(self) -> tuple[int, int]:
        count = sum(
            question.required and self.asked(question.id) is not FALSE and self.is_blank(question)
            for question in self.questionnaire.questions.values()
        )
        return count, count

    def is_blank(self, question: Question) -> bool:
        answer = self.answers.to(question.id)
        if _is_unanswered(answer):
            return True
        match question.kind:
            case Checklist() | DayCounts() | Pair():
                return any(_is_unanswered(self.part(question.id, row.id)) for row in question.kind.rows)
            case Rows(columns=columns):
                return any(
                    column.required
                    and self.column_asked(row, column.id) is not FALSE
                    and _is_unanswered(row.cells.get(column.id, BLANK))
                    for row in self.rows(question.id) or []
                    for column in columns
                )
        return False

    def out_of_range(self) -> tuple[int, int]:
        questions = self.questionnaire.questions.values()
        return _count([combined(OR, self.implausible(question)) for question in questions])

    def implausible(self, question: Question) -> list[Truth]:
        asked, answer = self.asked(question.id), self.answers.to(question.id)
        match question.kind:
            case Pair(rows=rows, plausible=both):
                each = [self.outside(one, self.part(question.id, row.id)) for row, one in zip(rows, both, strict=True)]
            case DayCounts(rows=rows, plausible=plausible):
                each = [self.outside(plausible, self.part(question.id, row.id)) for row in rows]
            case Rows(columns=columns):
                rows = self.rows(question.id)
                can_be = any(self.kind_outside(column.kind, BLANK) is not FALSE for column in columns)
                each = [UNKNOWN if can_be else FALSE] if rows is None else []
                each += [self.column_outside(row, column) for row in rows or [] for column in columns]
            case _:
                each = [self.kind_outside(question.kind, answer)]
        return [combined(AND, (asked, one)) for one in each]

    def column_outside(self, row: OneRow, column: Column) -> Truth:
        outside = self.kind_outside(column.kind, row.cells.get(column.id, BLANK))
        return combined(AND, (self.column_asked(row, column.id), outside))

    def kind_outside(self, kind: object, said: object) -> Truth:
        if isinstance(kind, Date) and kind.past:
            return UNKNOWN if isinstance(said, Unknown) else _fact(said > self.as_of)
        plausible = getattr(kind, "plausible", None)
        return FALSE if plausible is None or isinstance(kind, DayCounts | Pair) else self.outside(plausible, said)

    def outside(self, plausible: object, said: object) -> Truth:
        low, high = plausible.low, plausible.high
        if low is None and high is None:
            return FALSE
        number = _plain(said)
        if number is None:
            return UNKNOWN
        return _fact((low is not None and number < Fraction(low)) or (high is not None and number > Fraction(high)))


def _fact(fact: bool) -> Truth:
    return TRUE if fact else FALSE


def _is_unanswered(said: object) -> bool:
    return isinstance(said, Unknown) and said.reason in (Reason.BLANK, Reason.UNREADABLE)


def _member(said: object, member: str) -> Truth:
    if isinstance(said, Unknown):
        return UNKNOWN
    chosen, silent = (said.choices, said.unknown is not None) if isinstance(said, Picked) else (said, False)
    return TRUE if member in chosen else UNKNOWN if silent else FALSE


def _in_state(said: object, state: str) -> bool:
    reason = said.reason if isinstance(said, Unknown) else said.unknown if isinstance(said, Picked) else None
    if state in ("known", "unknown"):
        return (reason is None) is (state == "known")
    return reason is not None and reason.value == STATES[state]


def _one(number: object) -> tuple[object, object] | None:
    return None if number is None else (number, number)


def _plain(said: object) -> object:
    match said:
        case Measure(value=value):
            return Fraction(value)
        case date():
            return said.toordinal()
        case int():
            return said
    return None


def _since(unit: str, earlier: date, later: date) -> int:
    if unit == "days":
        return (later - earlier).days
    years = later.year - earlier.year
    return years if (later.month, later.day) >= (earlier.month, earlier.day) else years - 1


def _count(truths: list[Truth]) -> tuple[int, int]:
    return truths.count(TRUE), len(truths) - truths.count(FALSE)


def _compare(operator: str, left: object, right: object) -> bool:
    return {
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
        "=": left == right,
        "!=": left != right,
    }[operator]


def _calculate(operator: str, left: Fraction, right: Fraction) -> Fraction:
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
    return left / right
