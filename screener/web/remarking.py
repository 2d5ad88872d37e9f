"""What a page has to point out: what cannot be read, what is blank, what is unlikely, which medicine was meant."""

from collections.abc import Iterator

from flask_babel import gettext

from screener.definition.model import Agreement, Looks
from screener.definition.names import QuestionId, RowId
from screener.engine.answer_problems import AnswerProblem, ProblemCode
from screener.engine.assessment import assess
from screener.engine.findings import Reference
from screener.engine.medicines import Match, matcher_for
from screener.engine.shapes import is_unlike
from screener.engine.typed import is_unreadable
from screener.web.forms.problem_words import clash_words, problem_words
from screener.web.forms.remarks import Remark, Sort
from screener.web.forms.rows import RowsField
from screener.web.sheet import Sheet


class Remarks:
    """Everything to point out on one page, each thing once."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.faults = tuple(faults_of(sheet))
        self.reminders = tuple(each for each in reminders_of(sheet) if each.key not in sheet.page.reminded)

    @property
    def all(self) -> tuple[Remark, ...]:
        """Faults first."""
        return self.faults + self.reminders

    @property
    def has_blanks(self) -> bool:
        """Whether a question is open."""
        return any(remark.sort is Sort.BLANK for remark in self.reminders)

    @property
    def is_cut(self) -> bool:
        """Whether something is so long that only its beginning is kept."""
        wrong = {remark.asked_by for remark in self.faults}
        return any(
            isinstance(given, AnswerProblem) and given.code is ProblemCode.TOO_LONG
            for question, given in self.sheet.read.items()
            if question in wrong
        )

    @property
    def keys(self) -> list[str]:
        """What has been pointed out by now, this time included."""
        return sorted(self.sheet.page.reminded | {remark.key for remark in self.reminders})

    def lay(self) -> None:
        """Puts each remark beside its field."""
        for field in self.sheet.fields:
            field.remarks = tuple(remark for remark in self.all if remark.asked_by == field.name)


def lay_saved_faults(sheet: Sheet) -> None:
    """Puts beside each field what was wrong with it, where it was saved as it was typed."""
    faults = tuple(faults_of(sheet))
    for field in sheet.fields:
        field.remarks = tuple(remark for remark in faults if remark.asked_by == field.name)


def faults_of(sheet: Sheet) -> Iterator[Remark]:
    """Answers that cannot be kept as they are."""
    for question, given in sheet.read.items():
        field = sheet.field(question)
        if question not in sheet.was_shown and not is_unreadable(sheet.view.answers.to(question)):
            continue
        if field.clashes:
            yield remark(sheet, Sort.FAULT, Reference(question), clash_words(field))
        elif isinstance(given, AnswerProblem):
            place = Reference(question, given.part, given.row)
            yield remark(sheet, Sort.FAULT, place, problem_words(given))


def reminders_of(sheet: Sheet) -> Iterator[Remark]:
    """What to look at once more: blanks, numbers out of the plausible range, medicines known by their spelling."""
    others = sheet.view.pending - {sheet.step.id}
    found = assess(sheet.questionnaire, sheet.answers, sheet.today, pending=others)
    readable = {name for name in sheet.was_shown if not isinstance(sheet.read.get(name), AnswerProblem | None)}
    for question in found.missing_required:
        if question in readable:
            yield remark(sheet, Sort.BLANK, Reference(question), gettext("Still open."))
    for place in found.out_of_range:
        if place.question in readable:
            yield remark(
                sheet, Sort.IMPLAUSIBLE, place, gettext("This is unusual. Is it right?"), given_at(sheet, place)
            )
    for question in readable:
        given = sheet.answers.to(question)
        looks = is_unlike(sheet.questionnaire.questions[question], given)
        if looks is not None:
            yield remark(sheet, Sort.IMPLAUSIBLE, place_of(sheet, question), unlike_words(looks), str(given))
    yield from meant_medicines(sheet)
    yield from repeated_medicines(sheet)


def place_of(sheet: Sheet, question: QuestionId) -> Reference:
    """The question's own line; under an agreement, that of the signature."""
    is_agreement = isinstance(sheet.questionnaire.questions[question].kind, Agreement)
    return Reference(question, RowId("signature") if is_agreement else None)


def unlike_words(looks: Looks) -> str:
    """What to say of a line that cannot be what it should be."""
    match looks:
        case Looks.TELEPHONE:
            return gettext("This has too few digits for a telephone number. Can we call you on it?")
        case Looks.EMAIL:
            return gettext("This does not look like an e-mail address. Is it right?")
        case Looks.ZIP:
            return gettext("A ZIP code has five digits. Is it right?")
        case Looks.NAME:
            return gettext("This does not look like a name. Is it right?")


def propose_medicines(sheet: Sheet) -> None:
    """Lays beside each row the medicine that its name was taken for by its spelling."""
    for field in sheet.fields:
        if isinstance(field, RowsField):
            for row in field.given:
                row.meant = meant(sheet, row.medicine)


def meant_medicines(sheet: Sheet) -> Iterator[Remark]:
    """Rows whose medicine was recognized by its spelling, and that nobody has confirmed or denied."""
    propose_medicines(sheet)
    for field in sheet.fields:
        if isinstance(field, RowsField):
            for index, row in enumerate(field.given):
                if row.meant and not row.confirmed:
                    place = Reference(QuestionId(field.name), row=index)
                    words = gettext("Did you mean %(name)s?", name=row.meant)
                    yield remark(sheet, Sort.MEANT, place, words, row.medicine)


def repeated_medicines(sheet: Sheet) -> Iterator[Remark]:
    """Rows with a medicine that stands in the list already, also where one has the brand and one the medicine."""
    matcher = matcher_for(sheet.questionnaire.dictionary)
    for field in sheet.fields:
        if isinstance(field, RowsField):
            first: dict[str, str] = {}
            for index, row in enumerate(field.given):
                found = matcher.match(row.medicine) if row.medicine else Match("none")
                known = found.generic if found.kind == "exact" or (found.kind == "close" and row.confirmed) else None
                if known is None:
                    continue
                if known in first:
                    place = Reference(QuestionId(field.name), row=index)
                    words = gettext(
                        "You listed this already, as %(name)s. That is fine if you take both.", name=first[known]
                    )
                    yield remark(sheet, Sort.TWICE, place, words, f"{first[known]} {row.medicine}")
                first.setdefault(known, row.medicine)


def meant(sheet: Sheet, typed: str) -> str | None:
    """The medicine that a name was taken for by its spelling."""
    match = matcher_for(sheet.questionnaire.dictionary).match(typed) if typed else Match("none")
    return match.name if match.kind == "close" else None


def remark(sheet: Sheet, sort: Sort, place: Reference, words: str, about: str = "") -> Remark:
    """One thing pointed out, at the input that it is about."""
    text = sheet.questionnaire.questions[place.question].text
    return Remark(sort, place.question, input_at(sheet, place, sort), text, words, about)


def input_at(sheet: Sheet, place: Reference, sort: Sort) -> str:
    """The id of the input to go to."""
    field = sheet.field(place.question)
    if isinstance(field, RowsField) and place.row is not None:
        row = field.given[place.row]
        if sort is Sort.MEANT:
            return f"{row.name}-confirmed"
        return row.cells[place.part].first_input if place.part else row.name
    return f"{field.name}-{place.part}" if place.part else field.first_input


def given_at(sheet: Sheet, place: Reference) -> str:
    """What was given there, so that another number is asked about anew."""
    raw = sheet.field(place.question).raw
    if place.row is not None and isinstance(raw, list):
        raw = raw[place.row]
    return str(raw.get(place.part)) if place.part and isinstance(raw, dict) else str(raw)
