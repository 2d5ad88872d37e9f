"""A real person and the example patient that is left of them: judged side by side, they must come out the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from screener.definition.model import Place, Question, Questionnaire, Vignette
from screener.definition.source_files import VIGNETTES
from screener.engine.answers import Answers
from screener.engine.assessment import assess
from screener.engine.coercion import read_answers, write_answers
from screener.engine.findings import Assessment
from screener.engine.identity import OTHER_BIRTH_DATE
from screener.engine.terms import years_between
from screener.engine.unnamed import unnamed

VERY_OLD: Final = 90
"""Years: so old are so few that the age alone may say who it is."""

Difference = tuple[str, str, str]
"""A rule or value, what is said of it before, and after."""


@dataclass(frozen=True, slots=True)
class Example:
    """A person's answers, what is left of them, and what the rules say of both."""

    questionnaire: Questionnaire
    days: int
    """By which every date moved; negative for back."""
    person: Answers
    answers: Answers
    raw: Mapping[str, object]
    before: Assessment
    """Of the person, without whom the clinic takes them for."""
    after: Assessment

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What the rules make of one and not of the other."""
        return said_otherwise(self.before, self.after)

    @property
    def taken_out(self) -> tuple[Question, ...]:
        """The questions of whose answers something is gone, and not only moved."""
        said = write_answers(self.person)
        left = unnamed(self.questionnaire, said, days=0)
        questions = self.questionnaire.questions.values()
        return tuple(each for each in questions if each.id in left and left[each.id] != said[each.id])

    @property
    def keeps_years(self) -> bool:
        """Whether whole years stay: near an anniversary a leap day in between makes one more or less."""
        return keeps_years(dates_in(self.person), self.before.as_of, days=self.days)

    @property
    def is_very_old(self) -> bool:
        """Whether a date lies so far back that few people are as old."""
        return any(years_between(each, self.before.as_of) >= VERY_OLD for each in dates_in(self.person))

    def vignette(self, name: str, title: str, narrative: str = "") -> Vignette:
        """As a file has it: it must get just these findings."""
        return Vignette(
            id=name,
            title=title,
            narrative=narrative,
            as_of=self.after.as_of,
            answers=self.raw,
            findings=codes(self.after),
            disposition=self.after.disposition,
            fires=frozenset(),
            rules_out=frozenset(),
            place=Place(VIGNETTES, 1, 1),
        )


def example_of(questionnaire: Questionnaire, person: Answers, as_of: date, *, days: int) -> Example:
    """What is left of a person who was judged on that day. Raises `OverflowError` where a date leaves the calendar."""
    raw = unnamed(questionnaire, write_answers(person), days=days)
    answers = read_answers(questionnaire, raw)
    before = assess(questionnaire, person, as_of)
    after = assess(questionnaire, answers, as_of + timedelta(days=days))
    return Example(questionnaire, days, person, answers, raw, before, after)


def dates_in(answers: Answers) -> tuple[date, ...]:
    """Every date that was answered, in a row too."""
    found: list[object] = []
    for answer in answers.by_question.values():
        found += [cell for row in answer for cell in row.cells.values()] if isinstance(answer, tuple) else [answer]
    return tuple(each for each in found if isinstance(each, date))


def keeps_years(dates: tuple[date, ...], as_of: date, *, days: int) -> bool:
    """Whether whole years from all these dates stay, where they and the day of judging move together."""
    by = timedelta(days=days)
    return all(years_between(each, as_of) == years_between(each + by, as_of + by) for each in dates)


def said_otherwise(before: Assessment, after: Assessment) -> tuple[Difference, ...]:
    """What the rules make of one and not of the other; nothing about who answered, which no rule says."""
    old, new = _said(before), _said(after)
    return tuple(
        (name, old.get(name, "nothing"), new.get(name, "nothing"))
        for name in dict.fromkeys((*old, *new))
        if old.get(name) != new.get(name)
    )


def codes(assessment: Assessment) -> frozenset[str]:
    """The findings of the rules, as a vignette writes them."""
    return frozenset(each.code for each in assessment.findings if each.rule != OTHER_BIRTH_DATE.id)


def _said(assessment: Assessment) -> dict[str, str]:
    """Each rule and value with what is said of it."""
    said = {
        str(each.rule): each.level.word if each.settled else f"{each.level.word}, open"
        for each in assessment.findings
        if each.rule != OTHER_BIRTH_DATE.id
    }
    said |= {each.rule: "open, told by another" for each in assessment.not_ruled_out}
    return said | {f"the value {name}": str(value) for name, value in assessment.values.items()}
