"""A translation as a PO file, which translators' programs read and write: texts out, new texts in.

Each text's path is its context, so that equal words in two places can differ.
A text that has changed since it was translated is marked fuzzy, with the
earlier one beside it. The same files give the same bytes: no date is written.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from babel.core import UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from screener.definition.problems import did_you_mean, quoted
from screener.definition.source_text import MOST_BYTES
from screener.definition.translations import NewText, Translated
from screener.errors import Refusal

_UNSAID: Final = re.compile(
    rb'^"(?:Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By): '
    rb"[^\n]*\n",
    re.MULTILINE,
)
"""What Babel heads a file with, and nobody here has a word for."""
_HEADER: Final = "# {slug}: what patients read, in {language}. The contexts are the places in the questionnaire."
_GRAVE: Final = "Nobody may be left without this text: it is urgent help, or what patients agree to."


class BadPoFileError(Refusal):
    """The PO file cannot be read, or has texts that the questionnaire has not; `problems` has a line for each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Taken:
    """What a PO file brings."""

    texts: Mapping[str, NewText]
    """By path: those that differ from what is there."""
    left: tuple[str, ...]
    """Paths that it leaves without a translation, or marks as fuzzy: they stay as they are."""
    stale: tuple[str, ...]
    """Paths whose text has changed since the file was exported: taken, and to be looked at again."""


def to_po(texts: tuple[Translated, ...], *, slug: str, language: str) -> bytes:
    """The texts as a PO file in UTF-8."""
    header = _HEADER.format(slug=slug, language=language)
    catalog = Catalog(locale=_locale(language), header_comment=header, project=slug, version="", fuzzy=False)
    for text in texts:
        catalog.add(
            text.source,
            text.translation or "",
            context=text.path,
            flags=("fuzzy",) if text.is_stale else (),
            previous_id=(text.translated_from,) if text.is_stale and text.translated_from else (),
            auto_comments=(_GRAVE,) if text.grave else (),
        )
    written = io.BytesIO()
    write_po(written, catalog, width=100, include_previous=True)
    return _UNSAID.sub(b"", written.getvalue())


def from_po(content: bytes, texts: tuple[Translated, ...], *, language: str) -> Taken:
    """What of a PO file is new beside `texts`. Raises `BadPoFileError` with every problem at once."""
    known = {text.path: text for text in texts}
    messages = tuple(_messages(content, language))
    unknown = tuple(
        f"there is no text {quoted(path)}{did_you_mean(path, known)}" for path, _ in messages if path not in known
    )
    if unknown:
        raise BadPoFileError(unknown)
    usable = {path: message for path, message in messages if message.string and not message.fuzzy}
    new = {path: NewText(str(message.id).strip(), str(message.string).strip()) for path, message in usable.items()}
    return Taken(
        texts={path: text for path, text in new.items() if _differs(text, known[path])},
        left=tuple(path for path, _ in messages if path not in new),
        stale=tuple(path for path, text in new.items() if text.source != known[path].source),
    )


def _differs(new: NewText, known: Translated) -> bool:
    return (new.source, new.translation) != (known.translated_from, known.translation)


def _messages(content: bytes, language: str) -> Iterator[tuple[str, Message]]:
    """Each text with its path."""
    catalog = _read(content, language)
    for message in catalog:
        if message.id and not isinstance(message.id, str):
            raise BadPoFileError((f"line {message.lineno}: a text with a plural form belongs to no questionnaire",))
        if message.id:
            yield message.context or "", message


def _read(content: bytes, language: str) -> Catalog:
    if len(content) > MOST_BYTES:
        raise BadPoFileError((f"the file has over {MOST_BYTES:,} bytes, which is more than is read",))
    try:
        catalog = read_po(io.BytesIO(content), abort_invalid=True)
    except PoFileError as error:
        raise BadPoFileError((f"line {error.lineno + 1}: {error}",)) from None
    except (ValueError, LookupError, UnknownLocaleError) as error:
        raise BadPoFileError((f"the PO file cannot be read: {quoted(str(error))}",)) from None
    said = catalog.locale_identifier
    if said is not None and said.replace("_", "-").casefold() != language.casefold():
        raise BadPoFileError((f"the file says that it is in {quoted(said)}, not in {quoted(language)}",))
    return catalog


def _locale(language: str) -> str:
    return language.replace("-", "_")
