"""A questionnaire as patients of another language read it: their texts, and nothing else, are other words."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar, assert_never

from screener.definition.model import (
    Agreement,
    Checklist,
    Choice,
    Choices,
    Column,
    Date,
    DayCounts,
    DecimalNumber,
    GridRow,
    Information,
    Kind,
    Medicine,
    OneChoice,
    Pair,
    Question,
    Questionnaire,
    Rows,
    Section,
    Step,
    Text,
    Translation,
    WholeNumber,
    YesNo,
)

Cell = YesNo | OneChoice | WholeNumber | DecimalNumber | Date | Text
Option = TypeVar("Option", Choice, GridRow)


def in_language(
    questionnaire: Questionnaire,
    language: str,
    *,
    words: Mapping[str, str] | None = None,
    mark: Callable[[str], str] | None = None,
) -> Questionnaire:
    """The questionnaire with patients' texts in that language; the same object where there is nothing to change.

    `words` are the interface's own by the English ones, for what no author wrote: Yes, No. Any other text that is
    not translated, or that has changed since it was, stays as it is; `mark` may dress it, so that a page can tell.
    Ids, conditions, rules and the hash are the same.
    """
    translation = questionnaire.translations.get(language)
    if language == questionnaire.language or (translation is None and mark is None):
        return questionnaire
    found = translation or Translation(language, {}, {})
    return _Reader(found, words or {}, mark or str).questionnaire(questionnaire)


class _Reader:
    """Looks texts up by their path."""

    def __init__(self, translation: Translation, words: Mapping[str, str], mark: Callable[[str], str]) -> None:
        self.texts = translation.texts
        self.sources = translation.sources
        self.words = words
        self.mark = mark

    def questionnaire(self, of: Questionnaire) -> Questionnaire:
        sections = tuple(self._section(section) for section in of.sections)
        steps = [step for section in sections for step in section.steps]
        return replace(
            of,
            title=self._text("title", of.title),
            about=self._text("about", of.about),
            agreement=self._text("agreement", of.agreement),
            after_sending=self._text("after sending", of.after_sending),
            before_infusion=self._maybe("before an infusion", of.before_infusion),
            messages={
                code: replace(message, text=self._text(f"messages.{code}.text", message.text))
                for code, message in of.messages.items()
            },
            checks={
                name: replace(check, ask=self._text(f"checks.{name}.ask", check.ask))
                for name, check in of.checks.items()
            },
            sections=sections,
            steps={step.id: step for step in steps},
            questions={question.id: question for step in steps for question in step.questions},
        )

    def _text(self, path: str, text: str) -> str:
        is_fresh = self.sources.get(path, text) == text
        found = self.texts.get(path) if is_fresh else None
        return found or self.words.get(text) or self.mark(text)

    def _maybe(self, path: str, text: str | None) -> str | None:
        return None if text is None else self._text(path, text)

    def _section(self, of: Section) -> Section:
        title = self._text(f"sections.{of.id}.title", of.title)
        return replace(of, title=title, steps=tuple(self._step(step) for step in of.steps))

    def _step(self, of: Step) -> Step:
        path = f"steps.{of.id}"
        return replace(
            of,
            title=self._text(f"{path}.title", of.title),
            text=self._maybe(f"{path}.text", of.text),
            photo=self._maybe(f"{path}.photo", of.photo),
            questions=tuple(self._question(question) for question in of.questions),
        )

    def _question(self, of: Question) -> Question:
        path = f"questions.{of.id}"
        return replace(
            of,
            text=self._text(f"{path}.text", of.text),
            help=self._maybe(f"{path}.help", of.help),
            why=self._maybe(f"{path}.why", of.why),
            kind=self._kind(path, of.kind),
        )

    def _kind(self, path: str, of: Kind) -> Kind:
        match of:
            case YesNo() | OneChoice() | WholeNumber() | DecimalNumber() | Date() | Text():
                return self._cell(path, of)
            case Choices():
                return replace(of, choices=self._each(f"{path}.choices", of.choices))
            case Checklist():
                choices = self._each(f"{path}.choices", of.choices)
                return replace(of, rows=self._each(f"{path}.rows", of.rows), choices=choices)
            case DayCounts():
                return replace(of, rows=self._each(f"{path}.rows", of.rows))
            case Pair(rows=(first, second)):
                return replace(of, rows=(self._one(f"{path}.rows", first), self._one(f"{path}.rows", second)))
            case Rows():
                return self._rows(path, of)
            case Agreement():
                return replace(of, statement=self._text(f"{path}.statement", of.statement))
            case Information():
                return of
            case _:
                assert_never(of)

    def _cell(self, path: str, of: Cell) -> Cell:
        """What may stand in a column as well."""
        match of:
            case YesNo(choices=(yes, no)):
                return YesNo((self._one(f"{path}.choices", yes), self._one(f"{path}.choices", no)))
            case OneChoice():
                return OneChoice(self._each(f"{path}.choices", of.choices))
            case WholeNumber() | DecimalNumber():
                return replace(of, unit=self._maybe(f"{path}.unit", of.unit))
            case Date() | Text():
                return of
            case _:
                assert_never(of)

    def _rows(self, path: str, of: Rows) -> Rows:
        return replace(
            of,
            columns=tuple(self._column(f"{path}.columns.{column.id}", column) for column in of.columns),
            none_text=self._text(f"{path}.none", of.none_text),
            add_text=self._text(f"{path}.add", of.add_text),
        )

    def _column(self, path: str, of: Column) -> Column:
        kind = of.kind if isinstance(of.kind, Medicine) else self._cell(path, of.kind)
        return replace(of, text=self._text(path, of.text), kind=kind)

    def _each(self, path: str, of: tuple[Option, ...]) -> tuple[Option, ...]:
        return tuple(self._one(path, one) for one in of)

    def _one(self, path: str, of: Option) -> Option:
        return replace(of, text=self._text(f"{path}.{of.id}", of.text))
