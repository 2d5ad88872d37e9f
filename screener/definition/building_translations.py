"""Translations: patients' texts by path, and what of them is missing or no longer fits."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from screener.definition.companion_documents import TranslatedDocument, TranslationDocument
from screener.definition.document import QuestionnaireDocument
from screener.definition.model import Translation
from screener.definition.placeholders import PLACEHOLDER, Texts
from screener.definition.question_document import AgreementQuestion, InformationQuestion, QuestionDocument, RowsQuestion
from screener.definition.salvage import Shaped

_SHOWN_AT_ONCE = 5


def patient_texts(document: QuestionnaireDocument) -> dict[str, str]:
    """Every text that patients read, as written, by its path: `questions.dem_dob.text`."""
    return {path: text for path, text in _patient_texts(document) if text is not None}


def _patient_texts(document: QuestionnaireDocument) -> Iterator[tuple[str, str | None]]:
    yield "title", document.title
    yield "about", document.about
    yield "agreement", document.agreement
    yield "after sending", document.after_sending
    yield "before an infusion", document.before_an_infusion
    yield from ((f"messages.{code}.text", message.text) for code, message in document.messages.items())
    yield from ((f"checks.{check.id}.ask", check.ask) for check in document.checks)
    for section in document.sections:
        yield f"sections.{section.id}.title", section.title
        for step in section.steps:
            yield f"steps.{step.id}.title", step.title
            yield f"steps.{step.id}.text", step.text
            yield f"steps.{step.id}.photo", step.photo
            for question in step.questions:
                yield from _of_question(question, f"questions.{question.id}")


def _of_question(question: QuestionDocument, path: str) -> Iterator[tuple[str, str | None]]:
    yield f"{path}.text", question.text
    if isinstance(question, InformationQuestion):
        return
    yield f"{path}.help", question.help
    yield f"{path}.why", question.why
    yield f"{path}.unit", getattr(question, "unit", None)
    yield from _words(getattr(question, "choices", None), f"{path}.choices")
    yield from _words(getattr(question, "rows", None), f"{path}.rows")
    if isinstance(question, AgreementQuestion):
        yield f"{path}.statement", question.statement
    if isinstance(question, RowsQuestion):
        yield f"{path}.none", question.none
        yield f"{path}.add", question.add
        for column in question.columns:
            yield f"{path}.columns.{column.id}", column.text
            yield f"{path}.columns.{column.id}.unit", getattr(column, "unit", None)
            yield from _words(getattr(column, "choices", None), f"{path}.columns.{column.id}.choices")


def _words(offered: object, path: str) -> Iterator[tuple[str, str]]:
    """Choices or rows by id: a mapping, or a model with one attribute for each."""
    if offered is not None:
        pairs = offered.items() if isinstance(offered, Mapping) else iter(offered)  # type: ignore[call-overload]
        yield from ((f"{path}.{name}", words) for name, words in pairs)


def grave_texts(document: QuestionnaireDocument) -> frozenset[str]:
    """The paths of what nobody may read in a language that they do not know: urgent help, and what they agree to."""
    urgent = (f"messages.{code}.text" for code, message in document.messages.items() if message.urgent)
    questions = (question for section in document.sections for step in section.steps for question in step.questions)
    statements = (f"questions.{each.id}.statement" for each in questions if isinstance(each, AgreementQuestion))
    return frozenset(("about", "agreement", *urgent, *statements))


def _texts_of(path: str, text: TranslatedDocument, texts: Texts) -> Texts:
    """What a check asks speaks of answers: its translation may, too. Other answers than its own are warned of."""
    if not path.startswith("checks."):
        return texts
    return replace(texts, answers=frozenset(PLACEHOLDER.findall(text.from_)).__contains__)


def read_translation(
    shaped: Shaped[TranslationDocument], language: str, wanted: dict[str, str], grave: Collection[str], texts: Texts
) -> Translation:
    """One translation; `wanted` are the texts to translate, as written, and `grave` those that must be there."""
    document, site, problems = shaped.document, shaped.site, texts.problems
    if document.language != language:
        problems.refuse(site.at("language").place, f"the file's name says {language}, not {document.language}")
    for path, text in document.texts.items():
        if problems.lost.isdisjoint(path.split(".")):
            problems.expect(path, wanted, "text", site.at("texts").key(path))
        if path in wanted and text.from_ != wanted[path]:
            problems.warn(site.at("texts").key(path), "the text has changed since it was translated", f"text {path}")
        if set(PLACEHOLDER.findall(text.from_)) != set(PLACEHOLDER.findall(text.to)):
            message = "the translation has other placeholders than the text"
            problems.warn(site.at("texts", path, "to").place, message, f"text {path}")
    missing = [path for path in wanted if path not in document.texts]
    for path in missing:
        if path in grave:
            message = (
                "is not translated, and nobody may be left without it: it is urgent help, or what patients agree to"
            )
            problems.refuse(site.at("texts").place, message, f"text {path}")
    if missing:
        shown = ", ".join(missing[:_SHOWN_AT_ONCE]) + (", ..." if len(missing) > _SHOWN_AT_ONCE else "")
        problems.warn(site.at("texts").place, f"{len(missing)} of {len(wanted)} texts are not translated: {shown}")
    filled = {
        path: (
            _texts_of(path, text, texts).read(text.from_, site.at("texts", path, "from")),
            _texts_of(path, text, texts).read(text.to, site.at("texts", path, "to")),
        )
        for path, text in document.texts.items()
    }
    return Translation(
        language=document.language,
        texts={path: to for path, (_, to) in filled.items()},
        sources={path: source for path, (source, _) in filled.items()},
    )
