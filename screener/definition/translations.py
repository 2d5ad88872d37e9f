"""The texts of a translation side by side with what they translate, and how new ones get into its file.

A translation's file keeps its comments, its order and everything else that a
change does not touch, byte for byte.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from screener.definition.building_translations import grave_texts, patient_texts
from screener.definition.companion_documents import TranslationDocument
from screener.definition.document import QuestionnaireDocument
from screener.definition.model import Place
from screener.definition.problems import Problem, QuestionnaireProblems
from screener.definition.source_files import MAIN, language_of
from screener.definition.source_text import SourceText, decode
from screener.definition.strict_yaml import Mapping as Tree
from screener.definition.strict_yaml import Node, Scalar, plain, read_tree
from screener.definition.yaml_text import to_yaml

D = TypeVar("D", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Translated:
    """One text that patients read, beside its translation."""

    path: str
    """`questions.dem_dob.text`."""
    source: str
    """What the questionnaire says, as written: settings stand as `{settings.age_min}`."""
    translation: str | None
    translated_from: str | None
    """What the questionnaire said when it was translated."""
    grave: bool
    """Whether nobody may be left without it: urgent help, or what patients agree to."""

    @property
    def is_stale(self) -> bool:
        """Whether the text has changed since."""
        return self.translation is not None and self.translated_from != self.source


@dataclass(frozen=True, slots=True)
class NewText:
    """A translation as a translator hands it in, and the text that they had before them."""

    source: str
    translation: str


def file_of(language: str) -> str:
    """The file that a translation stands in; raises `ValueError` for what is no language: `es` is, `Spanish` is not."""
    name = f"{language}.yaml"
    if language_of(name) is None:
        raise ValueError(f"{language!r} is no language code such as es or es-US")
    return name


def translated_texts(files: Mapping[str, bytes], language: str) -> tuple[Translated, ...]:
    """Every text that patients read beside its translation, in file order.

    Raises `QuestionnaireProblems` where the questionnaire or the translation
    cannot be read; whether it is sound is not looked at.
    """
    document = _document(files, MAIN, QuestionnaireDocument)
    grave = grave_texts(document)
    name = file_of(language)
    known = _document(files, name, TranslationDocument).texts if name in files else {}
    return tuple(
        Translated(
            path=path,
            source=source,
            translation=known[path].to if path in known else None,
            translated_from=known[path].from_ if path in known else None,
            grave=path in grave,
        )
        for path, source in patient_texts(document).items()
    )


def with_texts(files: Mapping[str, bytes], language: str, new: Mapping[str, NewText]) -> dict[str, bytes]:
    """The files with these texts, by path, in the translation: changed where they stand, new ones at its end.

    Nothing else in the file changes; without a new text the files are equal. Raises `QuestionnaireProblems`.
    """
    name = file_of(language)
    if name not in files:
        texts = {path: {"from": text.source, "to": text.translation} for path, text in new.items()}
        return {**files, name: to_yaml({"language": language, "texts": texts}).encode()} if new else dict(files)
    source, tree = _tree(files, name)
    texts_node = tree.entries["texts"][1] if isinstance(tree, Tree) and "texts" in tree.entries else None
    if not isinstance(texts_node, Tree):
        raise QuestionnaireProblems([Problem(Place(name, 1, 1), "the file has no texts by path")])
    edits = [edit for path, text in new.items() for edit in _edits(source, texts_node, path, text)]
    written = _apply(source.text, edits)
    added = {path: text for path, text in new.items() if path not in texts_node.entries}
    return {**files, name: _append(written, texts_node, added).encode()}


@dataclass(frozen=True, slots=True)
class _Edit:
    """Characters from `start` to `end` become `text`."""

    start: int
    end: int
    text: str


def _edits(source: SourceText, texts: Tree, path: str, new: NewText) -> list[_Edit]:
    if path not in texts.entries:
        return []
    entry = texts.entries[path][1]
    wanted = {"from": new.source, "to": new.translation}
    if not isinstance(entry, Tree) or wanted.keys() != entry.entries.keys():
        return []
    pairs = ((*entry.entries[key], text) for key, text in wanted.items())
    return [
        _rewritten(source.text, key, value, text)
        for key, value, text in pairs
        if isinstance(value, Scalar) and value.text.strip() != text
    ]


def _rewritten(whole: str, key: Scalar, value: Scalar, text: str) -> _Edit:
    """The text in the style of the one that it replaces: a block stays a block, all else is quoted."""
    written = whole[value.start : value.end]
    tail = written[len(written.rstrip()) :]
    if written[:1] not in "|>" or not _fits_a_block(text):
        return _Edit(value.start, value.end, json.dumps(text, ensure_ascii=False) + tail)
    indent = " " * (key.column + 1)
    lines = (f"{indent}{line}" if line else "" for line in text.split("\n"))
    return _Edit(value.start, value.end, "|\n" + "\n".join(lines) + (tail or "\n"))


def _fits_a_block(text: str) -> bool:
    lines = text.split("\n")
    return bool(lines[0]) and not lines[0].startswith(" ") and "\r" not in text


def _apply(text: str, edits: list[_Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _append(text: str, texts: Tree, added: Mapping[str, NewText]) -> str:
    """New entries after all others: the texts stand last in their file."""
    if not added:
        return text
    indent = " " * (texts.column - 1)
    written = to_yaml({path: {"from": new.source, "to": new.translation} for path, new in added.items()})
    lines = "".join(f"{indent}{line}\n" if line else "\n" for line in written.splitlines())
    return f"{text if text.endswith(chr(10)) else text + chr(10)}{lines}"


def _document(files: Mapping[str, bytes], name: str, shape: type[D]) -> D:
    _, tree = _tree(files, name)
    try:
        return shape.model_validate(plain(tree))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise QuestionnaireProblems([Problem(Place(name, 1, 1), f"{where}: {first['msg']}")]) from None


def _tree(files: Mapping[str, bytes], name: str) -> tuple[SourceText, Node]:
    if name not in files:
        raise QuestionnaireProblems([Problem(Place(name, 1, 1), "the file is missing")])
    source, problems = decode(name, files[name])
    tree, found = read_tree(source) if source is not None else (None, ())
    if source is None or tree is None or problems or found:
        raise QuestionnaireProblems((*problems, *found))
    return source, tree
