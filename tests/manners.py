"""Manners of a page: what axe does not find, refused on every page that a test opens."""

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

LABELLED = {"input", "select", "textarea"}
POINTING = ("aria-describedby", "aria-labelledby", "aria-controls", "aria-activedescendant", "for", "form", "list")


SAVED = os.environ.get("PAGES")
"""A folder for the pages that the tests open, for a validator; none unless it is named."""


def save(html: str) -> None:
    """Keeps a page, once however often it is opened; what differs with each opening does not count."""
    if SAVED:
        same = re.sub(r'(?:value|href|action|src|content)="[^"]*"', "", html)
        name = hashlib.sha256(same.encode()).hexdigest()[:20]
        (Path(SAVED) / f"{name}.html").write_text(html, encoding="utf-8")


class RudePageError(AssertionError):
    """A page was served that has no manners."""


class PoliteClient(FlaskClient):
    """A client that reads every page as carefully as a screen reader has to.

    Where a form is answered by the address of a page that was made of it, it goes there, as a browser does.
    """

    goes_to_replies = True

    def open(self, *args: object, **kwargs: object) -> TestResponse:  # type: ignore[override]
        answer = super().open(*args, **{"buffered": True, **kwargs})  # type: ignore[arg-type]
        if self.goes_to_replies and answer.status_code == 303 and "reply=" in (answer.location or ""):
            return self.open(answer.location)
        is_page = answer.mimetype == "text/html" and answer.text.lstrip().lower().startswith("<!doctype")
        if is_page and not 300 <= answer.status_code < 400:
            save(answer.text)
        if is_page and (faults := list(faults_of(answer.text))):
            raise RudePageError("\n".join([answer.request.path, *faults]))
        return answer


def faults_of(html: str) -> Iterator[str]:
    """What is wrong with the page."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page = parser.parse(html)
    yield from (f"line {place[0]}: {code}" for place, code, _ in parser.errors)
    elements = list(page.iter())
    ids = Counter(element.get("id") for element in elements if element.get("id"))
    yield from (f"the id {name} stands {count} times" for name, count in ids.items() if count > 1)
    if (count := sum(element.tag == "h1" for element in elements)) != 1:
        yield f"{count} first headings"
    if not "".join(page.findtext(".//title") or "").strip():
        yield "no title"
    wrapped = {id(inner) for label in page.iter("label") if words(label) for inner in label.iter()}
    labels = {label.get("for") for label in page.iter("label") if words(label)}
    for element in elements:
        yield from faults_of_element(element, set(ids))
        if element.tag in LABELLED and is_seen(element):
            is_named = element.get("aria-label") or element.get("aria-labelledby") or element.get("id") in labels
            if not (is_named or id(element) in wrapped):
                yield f"{element.tag} {element.get('name')} has no label"


def faults_of_element(element: Element, ids: set[str | None]) -> Iterator[str]:
    """What is wrong with one element, whatever stands around it."""
    what = f"{element.tag} {element.get('id') or element.get('name') or element.get('class') or ''}".strip()
    if "style" in element.attrib or element.tag == "style" or any(name.startswith("on") for name in element.attrib):
        yield f"{what} has a style or a script of its own"
    if element.tag == "script" and not element.get("src"):
        yield f"{what} is written into the page"
    if int(element.get("tabindex", "0")) > 0:
        yield f"{what} pushes itself forward with tabindex"
    if element.tag == "fieldset" and (len(element) == 0 or element[0].tag != "legend" or not words(element[0])):
        yield f"{what} has no legend"
    if element.tag in {"button", "a", "summary", "legend", "label"} and not (
        words(element) or element.get("aria-label")
    ):
        yield f"{what} has no words"
    if element.tag == "img" and "alt" not in element.attrib:
        yield f"{what} has no alternative text"
    for name in POINTING:
        yield from (f"{what} points {name} at {each}, which is not there" for each in pointed(element, name) - ids)
    if (link := element.get("href", "")).startswith("#") and link[1:] not in ids:
        yield f"{what} leads to {link}, which is not there"


def pointed(element: Element, name: str) -> set[str | None]:
    """The ids that an attribute names."""
    return set(element.get(name, "").split())


def is_seen(element: Element) -> bool:
    """Whether it is an input that people meet."""
    return element.get("type") not in {"hidden", "submit", "button"} and "hidden" not in element.attrib


def words(element: Element) -> str:
    """The text in it."""
    return "".join(element.itertext()).strip()
