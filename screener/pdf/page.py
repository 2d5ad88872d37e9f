"""The summary as one HTML page with its stylesheet, both from disk; not yet laid out."""

import functools
import re

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from screener.pdf import drawing
from screener.pdf.density import Density
from screener.pdf.printable import printable
from screener.pdf.qr import qr
from screener.shipped import shipped
from screener.summary.model import Summary

TEMPLATES = shipped("templates") / "pdf"
FINDINGS_AND_AGENDA = "findings-and-agenda"
"""The anchor behind what page 1 should hold."""
GRAVE_FINDINGS = "grave-findings"
"""The anchor behind what page 1 must hold: the last finding of level exclude or above."""

_COMPOUND = re.compile(r"(?<!\S)(\S{1,24}[-/]\S{1,24})(?!\S)")


def page_html(summary: Summary, density: Density, *, spelled: frozenset[str] = frozenset()) -> str:
    """The page; `spelled` are characters to write as their names, since no font has them."""
    check = summary.provenance.check
    return (
        _environment()
        .get_template("summary.html")
        .render(
            summary=summary,
            density=density.value,
            anchors={"all": FINDINGS_AND_AGENDA, "grave": GRAVE_FINDINGS},
            spelled=spelled,
            square=qr(check.address, f"QR code: {check.address}") if check else "",
        )
    )


def sheet_html(template: str, *, spelled: frozenset[str] = frozenset(), **context: object) -> str:
    """Another page that goes on paper, by its template."""
    return _environment().get_template(template).render(spelled=spelled, **context)


@functools.cache
def stylesheet(name: str = "summary.css") -> str:
    """A page's only stylesheet."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def unbroken(text: str) -> Markup:
    """The text with its compounds kept on one line: who searches the page for `pre-eclampsia` finds it."""
    return Markup(_COMPOUND.sub(r'<span class="unbroken">\1</span>', str(escape(text))))  # noqa: S704 - escaped before


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["unbroken"] = unbroken
    for draw in (drawing.mark, drawing.gauge, drawing.ticks, drawing.trend, drawing.heights):
        environment.globals[draw.__name__] = draw
    return environment


@pass_context
def _finalize(context: Context, value: object) -> object:
    """The one gate that every word passes on its way to paper."""
    if not isinstance(value, str):
        return value
    fit = printable(value, context["spelled"])
    return Markup(fit) if isinstance(value, Markup) else fit  # noqa: S704 - it was markup before
