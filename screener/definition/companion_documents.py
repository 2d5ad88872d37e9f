"""The shapes of the files beside `questionnaire.yaml`: `vignettes.yaml` and translations."""

from typing import Annotated, Any, Literal

from pydantic import Field, RootModel, StringConstraints

from screener.definition.question_document import Document
from screener.definition.scalars import FINDING_PATTERN, VIGNETTE_PATTERN, Day, Language, Name, Prose, RuleName, Words

VignetteName = Annotated[str, StringConstraints(pattern=VIGNETTE_PATTERN)]
FindingCode = Annotated[str, StringConstraints(pattern=FINDING_PATTERN)]
DispositionWord = Literal["clear", "caution", "review", "exclude", "urgent"]


class ExpectsDocument(Document):
    """The complete set of findings, and what they come to."""

    disposition: DispositionWord
    findings: tuple[FindingCode, ...]


class VignetteDocument(Document):
    """An example patient; with `like`, the answers of another one, changed."""

    id: VignetteName
    title: Words
    narrative: Words | None = None
    as_of: Day | None = None
    like: VignetteName | None = None
    answers: dict[Name, Any] = {}
    expects: ExpectsDocument | None = None
    fires: tuple[FindingCode, ...] = ()
    rules_out: tuple[RuleName, ...] = ()


class VignettesDocument(RootModel[tuple[VignetteDocument, ...]]):
    """The list of them."""


class TranslatedDocument(Document):
    """A text and what it was translated from."""

    from_: Prose
    to: Prose


class TranslationDocument(Document):
    """The patient's texts in another language, by path: `questions.dem_dob.text`."""

    language: Language
    texts: Annotated[dict[str, TranslatedDocument], Field(min_length=1)]
