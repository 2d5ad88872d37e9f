"""Reading a questionnaire: files in, the checked `Questionnaire` or all of its problems out.

`read_files` and `check_files` are pure, for drafts and what is to be published;
`read_published` for revisions kept in a database. `read_folder` and `check_folder`
read the same from a directory.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel

from screener.definition.building import build
from screener.definition.building_translations import grave_texts, patient_texts, read_translation
from screener.definition.building_vignettes import read_vignettes
from screener.definition.checking_age import MONTHS, check_age
from screener.definition.checking_use import check_use
from screener.definition.checking_verdicts import check_verdicts
from screener.definition.checking_words import accepted_passages, check_negatives, check_reading_level
from screener.definition.companion_documents import TranslationDocument, VignettesDocument
from screener.definition.document import QuestionnaireDocument
from screener.definition.medicines_csv import read_dictionary
from screener.definition.model import Place, Questionnaire, Translation
from screener.definition.placeholders import Texts
from screener.definition.problems import (
    EnoughProblemsError,
    Problem,
    Problems,
    QuestionnaireProblems,
    in_order,
    is_readable,
    is_usable,
)
from screener.definition.salvage import Shaped, shape
from screener.definition.sites import Site
from screener.definition.source_files import (
    ALIASES,
    MAIN,
    MEDICINES,
    VIGNETTES,
    check_names,
    digest,
    gather,
    language_of,
)
from screener.definition.source_text import SourceText, decode
from screener.definition.strict_yaml import read_tree

D = TypeVar("D", bound=BaseModel)

_STAND_INS: Final = {
    "slug": "unnamed",
    "title": "-",
    "language": "en",
    "time zone": "UTC",
    "about": "-",
    "agreement": "-",
    "after sending": "-",
}
"""For what is missing at the top, so that the rest of the file is checked in the same go."""


def read_folder(path: Path) -> Questionnaire:
    """The questionnaire in a folder; raises `QuestionnaireProblems` with all of them."""
    return _usable(check_folder(path))


def check_folder(
    path: Path, as_of: date | None = None, *, months: int = MONTHS
) -> tuple[Questionnaire | None, tuple[Problem, ...]]:
    """The questionnaire in a folder, or None, and all problems and warnings; never raises on what is in the files.

    Sources checked more than `months` before `as_of` are warned about; without a day, the age of none is.
    """
    files, problems = gather(path)
    slug = path.resolve().name
    questionnaire, found = check_files(files, slug, as_of=as_of, months=months) if files else (None, ())
    together = in_order((*problems, *found))
    return questionnaire if is_usable(together) else None, together


def folder_files(path: Path) -> dict[str, bytes]:
    """The files of the questionnaire in a folder, by name, as `read_files` takes them.

    Raises `QuestionnaireProblems` where the folder or a file cannot be read;
    what is in the files is not looked at.
    """
    files, problems = gather(path)
    if problems:
        raise QuestionnaireProblems(problems)
    return files


def read_files(files: Mapping[str, bytes], slug: str) -> Questionnaire:
    """The questionnaire in these files, by name; raises `QuestionnaireProblems` with all of them. Pure."""
    return _usable(check_files(files, slug))


def read_published(files: Mapping[str, bytes], slug: str) -> Questionnaire:
    """The questionnaire of a revision in use. Raises `QuestionnaireProblems` where it cannot be read at all. Pure.

    What stops a draft alone is no reason: it was published before anybody looked for it.
    """
    problems = Problems()
    try:
        questionnaire = _check(files, slug, problems)
    except EnoughProblemsError:
        questionnaire = None
    if questionnaire is None or not is_readable(problems.found):
        raise QuestionnaireProblems(in_order(problems.found))
    return questionnaire


def check_files(
    files: Mapping[str, bytes], slug: str, *, as_of: date | None = None, months: int = MONTHS
) -> tuple[Questionnaire | None, tuple[Problem, ...]]:
    """The same as `check_folder` for files in memory; `slug` is what the folder would be called. Pure."""
    problems = Problems()
    try:
        questionnaire = _check(files, slug, problems)
        if questionnaire is not None and as_of is not None:
            check_age(questionnaire, problems, as_of=as_of, months=months)
    except EnoughProblemsError:
        questionnaire = None
    told = in_order(problems.found)
    usable = questionnaire is not None and is_usable(told)
    return questionnaire if usable else None, told


def _check(files: Mapping[str, bytes], slug: str, problems: Problems) -> Questionnaire | None:
    check_names(files, problems)
    questionnaire = _Reading(files, problems).questionnaire(slug)
    if questionnaire is not None:
        check_use(questionnaire, files[MAIN].decode("utf-8", "replace"), problems)
        check_negatives(questionnaire, problems)
    return questionnaire


def _usable(checked: tuple[Questionnaire | None, tuple[Problem, ...]]) -> Questionnaire:
    questionnaire, problems = checked
    if questionnaire is None:
        raise QuestionnaireProblems(problems)
    return questionnaire


@dataclass(frozen=True, slots=True)
class _Reading:
    """One pass over the files of a questionnaire."""

    files: Mapping[str, bytes]
    problems: Problems

    def questionnaire(self, slug: str) -> Questionnaire | None:
        """All files together; None where the main one leaves nothing to check."""
        dictionary = read_dictionary(self._text(MEDICINES), self._text(ALIASES), self.problems)
        main = self._shaped(MAIN, QuestionnaireDocument, _STAND_INS | {"slug": slug})
        if main is None:
            self._check_companions_alone()
            return None
        if main.document.slug != slug:
            message = f"the slug is {main.document.slug}, and the folder is called {slug}: they must be the same"
            self.problems.refuse(main.site.at("slug").place, message)
        built = build(main, dictionary, self.problems)
        self._check_words(patient_texts(main.document), main.document.language, built, main.site)
        vignettes = self._shaped(VIGNETTES, VignettesDocument) if VIGNETTES in self.files else None
        return replace(
            built,
            vignettes=read_vignettes(vignettes, built, self.problems) if vignettes else (),
            translations=self._translations(main.document, built),
            sha256=digest(self.files),
        )

    def _text(self, name: str) -> SourceText | None:
        """A file as text; None where it is not there or has no text."""
        if name not in self.files:
            return None
        source, problems = decode(name, self.files[name])
        self.problems.found.extend(problems)
        return None if problems else source

    def _shaped(self, name: str, model: type[D], stand_ins: Mapping[str, str] | None = None) -> Shaped[D] | None:
        """A YAML file as its schema reads it; None where nothing in it can be checked."""
        source = self._text(name)
        if source is None:
            return None
        tree, problems = read_tree(source)
        self.problems.found.extend(problems)
        return shape(model, Site(source, tree), self.problems, stand_ins=stand_ins) if tree else None

    def _translations(self, document: QuestionnaireDocument, built: Questionnaire) -> dict[str, Translation]:
        """Every translation by its language."""
        wanted, grave, texts = patient_texts(document), grave_texts(document), Texts(built.settings, self.problems)
        languages = {language: name for name in sorted(self.files) if (language := language_of(name))}
        read: dict[str, Translation] = {}
        for language, name in languages.items():
            if one := self._shaped(name, TranslationDocument):
                written = {path: text.to for path, text in one.document.texts.items()}
                self._check_words(written, language, built, one.site.at("texts"))
                read[language] = read_translation(one, language, wanted, grave, texts)
        return read

    def _check_words(self, texts: Mapping[str, str], language: str, built: Questionnaire, site: Site) -> None:
        """How hard the texts of one file are to read; `site` has them by their paths, or is that of the main file."""
        places = {f"questions.{name}": question.place for name, question in built.questions.items()}
        places |= {f"steps.{name}": step.place for name, step in built.steps.items()}
        places |= {f"messages.{code}": message.place for code, message in built.messages.items()}

        def place(owner: str) -> Place:
            path = next((path for path in texts if path == owner or path.startswith(f"{owner}.")), owner)
            return places.get(owner, site.key(path)) if site.source.file == MAIN else site.key(path)

        check_reading_level(texts, language, self.problems, accepted=accepted_passages(built), place=place)
        check_verdicts(texts, language, self.problems, place=lambda path: place(path.rpartition(".")[0] or path))

    def _check_companions_alone(self) -> None:
        """The shapes of the other files, when there is nothing to check their contents against."""
        for name in sorted(self.files):
            if name == VIGNETTES:
                self._shaped(name, VignettesDocument)
            elif language_of(name):
                self._shaped(name, TranslationDocument)
