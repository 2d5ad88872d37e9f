"""A text that has no translation: shown as it was written, and marked with its language for who reads it aloud."""

from typing import Self

from markupsafe import Markup, escape


class ForeignText(str):
    """The author's own words on a page of another language. In a page's markup it carries `lang`; elsewhere it is text.

    Where markup cannot stand (a title, an attribute, an option), print it by the filter `plain`.
    """

    __slots__ = ("language",)

    language: str

    @classmethod
    def of(cls, text: str, language: str) -> Self:
        """The text, in that language."""
        foreign = cls(text)
        foreign.language = language
        return foreign

    def __html__(self) -> str:
        return f'<span lang="{self.language}">{escape(str(self))}</span>'


def in_block(text: str, html: Markup) -> Markup:
    """The HTML that was made of a text, marked with the text's language where it is another than the page's."""
    return Markup('<div lang="{}">{}</div>').format(text.language, html) if isinstance(text, ForeignText) else html


def like(text: str, changed: str) -> str:
    """The changed text, as foreign as it was before."""
    return ForeignText.of(changed, text.language) if isinstance(text, ForeignText) else changed


def plain(text: str) -> str:
    """The text alone, for where no markup can stand."""
    return str(text)
