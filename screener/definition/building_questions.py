"""Kinds of questions and columns: from what their author wrote to what everyone else reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never

from screener.definition.conditions_text import LATER, RESERVED
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
    Looks,
    Medicine,
    OneChoice,
    Pair,
    Range,
    Reason,
    Rows,
    Text,
    WholeNumber,
    YesNo,
)
from screener.definition.names import ChoiceId, RowId
from screener.definition.placeholders import Texts
from screener.definition.problems import did_you_mean, quoted
from screener.definition.question_document import (
    AgreementQuestion,
    BloodPressureQuestion,
    ChecklistQuestion,
    ChoiceColumn,
    ChoiceQuestion,
    ChoicesQuestion,
    ColumnDocument,
    DateColumn,
    DateQuestion,
    DayCountsQuestion,
    DecimalColumn,
    DecimalQuestion,
    InformationQuestion,
    MedicineColumn,
    PairWords,
    QuestionDocument,
    RowsQuestion,
    TextColumn,
    TextQuestion,
    WholeNumberColumn,
    WholeNumberQuestion,
    YesNoColumn,
    YesNoQuestion,
    YesNoWords,
)
from screener.definition.sites import Site

ANYTHING = Range(None, None)
ENTRY_UNITS = {"height": "cm", "weight": "kg"}
YES, NO = ChoiceId("yes"), ChoiceId("no")
_OFFERED_BESIDES = (Reason.NOT_SURE, Reason.DECLINED, Reason.TO_DISCUSS)
PAIR_WORDS = PairWords(sys="Systolic (upper number)", dia="Diastolic (lower number)")


@dataclass(frozen=True, slots=True)
class Offer:
    """How something is answered, before its conditions are read."""

    kind: Kind
    also: frozenset[Reason]


@dataclass(frozen=True, slots=True)
class KindReader:
    """Makes the kind of one question, and reports what is wrong with it."""

    site: Site
    subject: str
    texts: Texts

    def offer(self, document: QuestionDocument) -> Offer:
        """The kind of the question and the unknown answers that it offers."""
        if isinstance(document, InformationQuestion):
            return Offer(Information(), frozenset())
        if isinstance(document, AgreementQuestion) and document.good_for is not None:
            self._problem("an agreement is not asked again", "good for")
        also = frozenset(Reason(word) for word in document.may_also_say)
        if isinstance(document, YesNoQuestion):
            also = self._also_of_yes_no(document, also)
        return Offer(self.kind(document), also)

    def kind(self, document: QuestionDocument) -> Kind:  # noqa: C901 - one case for each kind
        """The kind, each with what is its own."""
        match document:
            case YesNoQuestion():
                return YesNo(self._yes_no(document.choices, self.site))
            case ChoiceQuestion():
                return OneChoice(self._choices(document.choices, self.site))
            case ChoicesQuestion():
                return Choices(self._exclusive(document, self._choices(document.choices, self.site)))
            case ChecklistQuestion():
                return self._checklist(document)
            case WholeNumberQuestion():
                return WholeNumber(self._unit(document.unit), document.plausible or ANYTHING)
            case DecimalQuestion():
                return self._decimal(document)
            case DateQuestion():
                return Date(document.past)
            case TextQuestion():
                return self._line(document)
            case DayCountsQuestion():
                return DayCounts(self._rows(document.rows), document.plausible or ANYTHING, document.fill == "zero")
            case BloodPressureQuestion():
                return self._pair(document)
            case RowsQuestion():
                return self._repeated(document)
            case AgreementQuestion():
                return Agreement(self._text(document.statement, "statement"))
            case InformationQuestion():
                return Information()
            case _:
                assert_never(document)

    def _problem(self, message: str, *path: str | int) -> None:
        self.texts.problems.refuse(self.site.at(*path).place, message, self.subject)

    def _text(self, words: str, *path: str | int) -> str:
        return self.texts.read(words, self.site.at(*path), self.subject)

    def _unit(self, unit: str | None) -> str | None:
        return self.texts.maybe(unit, self.site.at("unit"), self.subject)

    def _also_of_yes_no(self, document: YesNoQuestion, also: frozenset[Reason]) -> frozenset[Reason]:
        if document.without_not_sure is None:
            return also | {Reason.NOT_SURE}
        if Reason.NOT_SURE in also:
            self._problem("`without not sure` takes away the not_sure that `may also say` offers", "may also say")
        return also

    def _yes_no(self, words: YesNoWords | None, site: Site) -> tuple[Choice, Choice]:
        if words is None:
            return Choice(YES, "Yes"), Choice(NO, "No")
        yes = self.texts.read(words.yes, site.at("choices", "yes"), self.subject)
        no = self.texts.read(words.no, site.at("choices", "no"), self.subject)
        return Choice(YES, yes), Choice(NO, no)

    def _choices(self, offered: Mapping[str, str], site: Site) -> tuple[Choice, ...]:
        self._refuse_reserved(offered, site.at("choices"))
        read = self.texts.read
        return tuple(
            Choice(ChoiceId(name), read(words, site.at("choices", name), self.subject))
            for name, words in offered.items()
        )

    def _rows(self, rows: Mapping[str, str]) -> tuple[GridRow, ...]:
        return tuple(GridRow(RowId(name), self._text(words, "rows", name)) for name, words in rows.items())

    def _refuse_reserved(self, offered: Iterable[str], site: Site) -> None:
        """A choice cannot be called like a state, or like a word that conditions have in its place."""
        for name in offered:
            if name in RESERVED or name == Reason.TO_DISCUSS:
                advice = "; `may also say` offers it" if name in _OFFERED_BESIDES else ""
                message = f"{quoted(name)} has a meaning of its own and cannot be the id of a choice{advice}"
                problems = self.texts.problems
                (problems.refuse_draft if name in LATER else problems.refuse)(site.key(name), message, self.subject)

    def _line(self, document: TextQuestion) -> Text:
        is_long = document.kind == "long-text"
        if is_long and document.looks_like:
            message = "only a `text` of one line can look like something: take out `looks like`"
            self.texts.problems.refuse(self.site.key("looks like"), message, self.subject)
        looks = Looks(document.looks_like) if document.looks_like else None
        return Text(is_long, document.autocomplete, looks)

    def _exclusive(self, document: ChoicesQuestion, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        for index, name in enumerate(document.exclusive):
            self._expect_choice(name, document.choices, "exclusive", index)
        return tuple(Choice(choice.id, choice.text, choice.id in document.exclusive) for choice in choices)

    def _expect_choice(self, name: str, offered: Mapping[str, str], *path: str | int) -> None:
        if name not in offered:
            self._problem(f"there is no choice {quoted(name)}{did_you_mean(name, offered)}", *path)

    def _checklist(self, document: ChecklistQuestion) -> Checklist:
        choices = self._choices(document.choices, self.site)
        if document.fill is not None:
            self._expect_choice(document.fill, document.choices, "fill")
        fill = ChoiceId(document.fill) if document.fill is not None else None
        return Checklist(self._rows(document.rows), choices, fill)

    def _decimal(self, document: DecimalQuestion) -> DecimalNumber:
        """A measure; what is typed in imperial units is kept in the unit that its entry says."""
        if document.entry is not None and document.unit != (unit := ENTRY_UNITS[document.entry]):
            self._problem(f"a {document.entry} is kept in {unit}: say `unit: {unit}`", "entry")
        return DecimalNumber(self._unit(document.unit), document.plausible or ANYTHING, document.entry)

    def _pair(self, document: BloodPressureQuestion) -> Pair:
        words, plausible = document.rows or PAIR_WORDS, document.plausible
        return Pair(
            rows=(
                GridRow(RowId("sys"), self._text(words.sys, "rows", "sys")),
                GridRow(RowId("dia"), self._text(words.dia, "rows", "dia")),
            ),
            plausible=(plausible.sys or ANYTHING, plausible.dia or ANYTHING),
        )

    def _repeated(self, document: RowsQuestion) -> Rows:
        columns = tuple(self._column(column, index) for index, column in enumerate(document.columns))
        self._check_columns(columns)
        return Rows(columns, self._text(document.none, "none"), self._text(document.add, "add"))

    def _check_columns(self, columns: tuple[Column, ...]) -> None:
        medicines = [index for index, column in enumerate(columns) if isinstance(column.kind, Medicine)]
        for index in medicines[1:]:
            self._problem("a list can have one column of medicines", "columns", index, "kind")
        parts_of_medicine = ("classes", "generic", "match") if medicines else ()
        for index, column in enumerate(columns):
            if column.id in [earlier.id for earlier in columns[:index]]:
                self._problem(f"there are two columns {quoted(column.id)}", "columns", index, "id")
            if column.id in parts_of_medicine or column.id == "confirmed":
                self._problem(f"{quoted(column.id)} has a meaning of its own: use another id", "columns", index, "id")

    def _column(self, document: ColumnDocument, index: int) -> Column:
        """One column, its condition still to be read."""
        also = frozenset(Reason(word) for word in document.may_also_say)
        return Column(
            id=RowId(document.id),
            text=self._text(document.text, "columns", index, "text"),
            kind=self._column_kind(document, self.site.at("columns", index)),
            also=also | {Reason.NOT_SURE} if isinstance(document, YesNoColumn) else also,
            required=document.required,
            when=None,
            place=self.site.at("columns", index).place,
        )

    def _column_kind(
        self, document: ColumnDocument, site: Site
    ) -> Medicine | Text | YesNo | OneChoice | WholeNumber | DecimalNumber | Date:
        match document:
            case MedicineColumn():
                return Medicine()
            case TextColumn():
                return Text(False, document.autocomplete)
            case YesNoColumn():
                return YesNo(self._yes_no(document.choices, site))
            case ChoiceColumn():
                return OneChoice(self._choices(document.choices, site))
            case WholeNumberColumn():
                return WholeNumber(document.unit, document.plausible or ANYTHING)
            case DecimalColumn():
                return DecimalNumber(document.unit, document.plausible or ANYTHING, None)
            case DateColumn():
                return Date(document.past)
            case _:
                assert_never(document)
