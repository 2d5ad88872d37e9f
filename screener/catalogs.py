"""The interface's own words: English in the source, other languages from text files that translators edit."""

import io
from functools import cache
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from screener.shipped import PACKAGE

LANGUAGES: Final = ("en", "es")
"""Languages that the interface speaks; the first is the one to fall back to."""

CATALOGS: Final = PACKAGE / "web" / "translations"


@cache
def catalog(language: str) -> NullTranslations:
    """The words of one language; of the first, as they stand in the source. Nothing has to be compiled."""
    if language == LANGUAGES[0]:
        return NullTranslations()
    with (CATALOGS / language / "LC_MESSAGES" / "messages.po").open("rb") as written:
        words = read_po(written, locale=language, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, words)
    compiled.seek(0)
    return Translations(compiled)


def locale_of(language: str) -> str:
    """The language as it is written in the United States."""
    return f"{language}_US"
