"""Summary to PDF: the same summary gives the same bytes, on any day and in any process of this version."""

import functools
import io
import logging
import threading
from collections.abc import Callable

import pydyf
from weasyprint import CSS, HTML, Attachment, Document

from screener.pdf.conformance import (
    COLORS,
    PROFILE_AS_GIVEN,
    VARIANT,
    claim_accessibility,
    color_profile,
    has_doubtful_end,
    settle_streams,
    shift,
)
from screener.pdf.density import Density, densities
from screener.pdf.fetching import RefusingFetcher
from screener.pdf.fonts import font_configuration
from screener.pdf.page import FINDINGS_AND_AGENDA, GRAVE_FINDINGS, page_html, stylesheet
from screener.summary.model import Summary

# Its warnings quote the text that they are about, and that text is a patient's.
logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
logging.getLogger("fontTools").setLevel(logging.CRITICAL)

_ONE_AT_A_TIME = threading.Lock()
"""The fonts and styles are shared, and made for one thread."""
_MOST_SHIFTS = 4
_WANTED = {
    Density.WHOLE: FINDINGS_AND_AGENDA,
    Density.BRIEF: FINDINGS_AND_AGENDA,
    Density.TIGHT: GRAVE_FINDINGS,
}
"""What page 1 must hold for a layout to be taken."""


def render(summary: Summary) -> bytes:
    """The summary as a PDF/A-3a and PDF/UA-1 file, US Letter.

    Page 1 holds the disposition, every finding of level exclude and above and,
    where it can, all findings and the agenda. Fetches nothing, reads no clock.
    """
    return write(lambda spelled: _fitting(summary, spelled), lambda: _attachments(summary))


def write(laid_out: Callable[[frozenset[str]], Document], attachments: Callable[[], list[Attachment]] = list) -> bytes:
    """A finished PDF/A-3a and PDF/UA-1 file of what `laid_out` lays out, given the characters to write as names."""
    with _ONE_AT_A_TIME:
        missing: set[str] = set()
        written = _write(laid_out(frozenset()), attachments, missing)
        if missing:
            # Rare: fonts are known only once the text is drawn, so draw it again with those characters by name.
            written = _write(laid_out(frozenset(missing)), attachments, missing)
        return written


def _fitting(summary: Summary, spelled: frozenset[str]) -> Document:
    """The roomiest layout whose page 1 holds what it must, tried from the one that is likely to."""
    *roomy, last = densities(summary)
    for density in roomy:
        document = lay_out(page_html(summary, density, spelled=spelled))
        if _WANTED[density] in document.pages[0].anchors:
            return document
    return lay_out(page_html(summary, last, spelled=spelled))


def lay_out(html: str, styles: str = "summary.css") -> Document:
    """The page laid out, not yet drawn. The only place that makes documents and stylesheets."""
    fonts = font_configuration()
    page = HTML(string=html, url_fetcher=RefusingFetcher())
    return page.render(
        font_config=fonts,
        stylesheets=[_styles(styles)],
        color_profiles={COLORS: color_profile()},
        pdf_variant=VARIANT,
        output_intent=COLORS,
    )


@functools.cache
def _styles(name: str) -> CSS:
    return CSS(string=stylesheet(name), url_fetcher=RefusingFetcher(), font_config=font_configuration())


def _write(document: Document, attachments: Callable[[], list[Attachment]], missing: set[str]) -> bytes:
    """The laid out page as a finished file; `missing` takes the characters that no font could draw."""
    for shifted in range(_MOST_SHIFTS):
        written: bytes = document.write_pdf(
            finisher=_finisher(missing, shifted),
            attachments=attachments(),
            pdf_variant=VARIANT,
            output_intent=PROFILE_AS_GIVEN,
        )
        if not has_doubtful_end(written):
            break
    return written


def _finisher(missing: set[str], shifted: int) -> Callable[[Document, pydyf.PDF], None]:
    def finish(document: Document, pdf: pydyf.PDF) -> None:
        claim_accessibility(pdf)
        settle_streams(pdf)
        shift(pdf, shifted)
        missing.update(chr(code) for font in document.fonts.values() for code in font.missing)

    return finish


def _attachments(summary: Summary) -> list[Attachment]:
    """Made anew for each file: each is read once. Dated as the summary is, never by the clock."""
    return [
        Attachment(
            file_obj=io.BytesIO(file.content),
            url_fetcher=RefusingFetcher(),
            name=file.name,
            description=file.description,
            created=summary.dated,
            modified=summary.dated,
            relationship="Source",
        )
        for file in summary.attachments
    ]
