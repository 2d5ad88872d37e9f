"""Sections, steps and questions, in the order asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from screener.definition.building_conditions import ConditionReader
from screener.definition.building_questions import KindReader, Offer
from screener.definition.conditions_text import LATER, RESERVED
from screener.definition.document import SectionDocument, StepDocument
from screener.definition.model import Kind, Place, Question, Rows, Section, Step
from screener.definition.names import QuestionId, SectionId, StepId
from screener.definition.placeholders import Texts
from screener.definition.problems import Problems, quoted
from screener.definition.question_document import InformationQuestion, QuestionDocument, RowsQuestion, YesNoQuestion
from screener.definition.sites import Site


def each_question(sections: tuple[SectionDocument, ...], site: Site) -> Iterator[tuple[QuestionDocument, Site]]:
    """Every question as it was written, with its site; `site` is that of the sections."""
    for index, section in enumerate(sections):
        for number, step in enumerate(section.steps):
            below = site.at(index, "steps", number, "questions")
            for place, question in enumerate(step.questions):
                yield question, below.at(place)


def read_offers(sections: tuple[SectionDocument, ...], site: Site, texts: Texts) -> dict[Place, Offer]:
    """How each question is answered, by where it stands, before any condition is read."""
    return {
        at.place: KindReader(at, f"question {document.id}", texts).offer(document)
        for document, at in each_question(sections, site)
    }


def check_ids(sections: tuple[SectionDocument, ...], site: Site, problems: Problems) -> None:
    """No id stands twice among sections, steps or questions, and none is a word of the condition language."""
    _check_unique([(section.id, site.at(index, "id")) for index, section in enumerate(sections)], "section", problems)
    steps = [
        (step.id, site.at(index, "steps", number, "id"))
        for index, section in enumerate(sections)
        for number, step in enumerate(section.steps)
    ]
    _check_unique(steps, "step", problems)
    questions = [(question.id, at.at("id")) for question, at in each_question(sections, site)]
    _check_unique(questions, "question", problems)
    for name, at in questions:
        if name in RESERVED:
            refuse = problems.refuse_draft if name in LATER else problems.refuse
            refuse(at.place, f"{quoted(name)} is a word of the condition language: use another id")


def _check_unique(found: list[tuple[str, Site]], what: str, problems: Problems) -> None:
    first: dict[str, Site] = {}
    for name, site in found:
        if name in first:
            problems.refuse(site.place, f"there are two {what}s {name}; the first is in line {first[name].place.line}")
        first.setdefault(name, site)


@dataclass(frozen=True, slots=True)
class SectionReader:
    """Makes sections with their steps and questions, conditions read."""

    texts: Texts
    conditions: ConditionReader
    offers: Mapping[Place, Offer]

    def sections(self, documents: tuple[SectionDocument, ...], site: Site) -> tuple[Section, ...]:
        """All sections; `site` is that of their list."""
        return tuple(self._section(document, site.at(index)) for index, document in enumerate(documents))

    def _section(self, document: SectionDocument, site: Site) -> Section:
        subject = f"section {document.id}"
        return Section(
            id=SectionId(document.id),
            title=self.texts.read(document.title, site.at("title"), subject),
            when=self.conditions.maybe(document.when, site.at("when"), subject),
            steps=tuple(
                self._step(step, site.at("steps", number), SectionId(document.id))
                for number, step in enumerate(document.steps)
            ),
            place=site.place,
        )

    def _step(self, document: StepDocument, site: Site, section: SectionId) -> Step:
        subject = f"step {document.id}"
        return Step(
            id=StepId(document.id),
            title=self.texts.read(document.title, site.at("title"), subject),
            text=self.texts.maybe(document.text, site.at("text"), subject),
            when=self.conditions.maybe(document.when, site.at("when"), subject),
            questions=tuple(
                self._question(question, site.at("questions", number), (StepId(document.id), section))
                for number, question in enumerate(document.questions)
            ),
            section=section,
            private=document.private,
            place=site.place,
            photo=self.texts.maybe(document.photo, site.at("photo"), subject),
            reading_level=document.reading_level,
        )

    def _question(self, document: QuestionDocument, site: Site, within: tuple[StepId, SectionId]) -> Question:
        subject = f"question {document.id}"
        offer = self.offers[site.place]
        asks = None if isinstance(document, InformationQuestion) else document
        return Question(
            id=QuestionId(document.id),
            kind=self._kind(document, offer, site),
            text=self.texts.read(document.text, site.at("text"), subject),
            help=self.texts.maybe(asks.help, site.at("help"), subject) if asks else None,
            why=self.texts.maybe(asks.why, site.at("why"), subject) if asks else None,
            required=asks.required if asks else False,
            also=offer.also,
            without_not_sure=document.without_not_sure if isinstance(document, YesNoQuestion) else None,
            when=self.conditions.maybe(document.when, site.at("when"), subject),
            step=within[0],
            section=within[1],
            place=site.place,
            reading_level=document.reading_level,
            good_for=asks.good_for if asks else None,
        )

    def _kind(self, document: QuestionDocument, offer: Offer, site: Site) -> Kind:
        """The kind; of repeated rows, with the conditions of their columns, which speak of `row`."""
        if not isinstance(document, RowsQuestion) or not isinstance(offer.kind, Rows):
            return offer.kind
        subject = f"question {document.id}"
        whens = [
            self.conditions.maybe(column.when, site.at("columns", index, "when"), subject, row=offer)
            for index, column in enumerate(document.columns)
        ]
        columns = zip(offer.kind.columns, whens, strict=True)
        return replace(offer.kind, columns=tuple(replace(column, when=when) for column, when in columns))
