"""Simple pages on paper: the letter with an invitation, and a patient's own copy of what was sent."""

import functools

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup
from weasyprint import Document

from screener.pdf.page import sheet_html
from screener.pdf.qr import qr
from screener.pdf.rendering import lay_out, write
from screener.summary.letter import Letter
from screener.summary.own_copy import OwnCopy

STYLES = "sheet.css"


def render_letter(letter: Letter) -> bytes:
    """The letter as a PDF/A-3a and PDF/UA-1 file, US Letter, one page."""

    def laid_out(spelled: frozenset[str]) -> Document:
        square = qr(letter.link, letter.words.qr)
        return lay_out(sheet_html("letter.html", spelled=spelled, letter=letter, square=square), STYLES)

    return write(laid_out)


def render_copy(copy: OwnCopy) -> bytes:
    """The patient's copy, likewise."""

    def laid_out(spelled: frozenset[str]) -> Document:
        following = markdown(copy.what_next)
        return lay_out(sheet_html("own_copy.html", spelled=spelled, copy=copy, following=following), STYLES)

    return write(laid_out)


@functools.cache
def _reader() -> MarkdownIt:
    return MarkdownIt("zero", {"html": False}).enable(["paragraph", "list", "heading", "emphasis", "balance_pairs"])


def markdown(text: str) -> Markup:
    """The small safe subset of Markdown; every heading is a second one."""
    tokens = _reader().parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h2"
    html = _reader().renderer.render(tokens, _reader().options, {})
    return Markup(nh3.clean(html, tags={"p", "strong", "em", "ul", "ol", "li", "h2"}, attributes={}))  # noqa: S704
