"""A browser without scripts on a real wire: cookies, redirects, forms, and connections that break."""

import http.client
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar, DefaultCookiePolicy

TICKED = {"radio", "checkbox", "file"}
Fields = dict[str, list[str]]
BROKEN = (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError)


@dataclass
class Form:
    """What a form would send as it stands, without a button."""

    id: str
    action: str
    fields: Fields = field(default_factory=dict)


class Reader(HTMLParser):
    """The forms and links of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.writing: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if tag == "form":
            self.forms.append(Form(said.get("id", ""), said.get("action", "")))
        elif tag == "a":
            self.links.append(said.get("href", ""))
        elif self.forms and name and tag == "textarea":
            self.writing = self.forms[-1].fields.setdefault(name, [])
            self.writing.append("")
        elif self.forms and name and tag == "input" and (said.get("type") not in TICKED or "checked" in said):
            self.forms[-1].fields.setdefault(name, []).append(said.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.writing is not None:
            self.writing[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.writing = None


@dataclass
class Reply:
    """A page as it came, at the end of its redirects."""

    status: int
    path: str
    query: str
    text: str

    @property
    def forms(self) -> list[Form]:
        return Reader(self.text).forms

    @property
    def links(self) -> list[str]:
        return Reader(self.text).links

    def form(self, name: str) -> Form | None:
        """The form with that id, or that goes to that address."""
        return next((each for each in self.forms if name in {each.id, each.action}), None)


class Wire:
    """One browser: all its tabs share the cookies."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookies = CookieJar(DefaultCookiePolicy())
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> Reply | None:
        """The page, or None where the connection broke."""
        return self.ask(path, None)

    def post(self, path: str, fields: Fields) -> Reply | None:
        """The page that answered, or None where the connection broke: nobody knows what became of it."""
        return self.ask(path, urllib.parse.urlencode(fields, doseq=True).encode())

    def ask(self, path: str, body: bytes | None) -> Reply | None:
        try:
            with self.opener.open(urllib.parse.urljoin(self.address, path), body, timeout=60) as answer:
                return self.read(answer.status, answer.url, answer.read())
        except urllib.error.HTTPError as refused:
            try:
                return self.read(refused.code, refused.url, refused.read())
            except BROKEN:
                return None
        except BROKEN:
            return None

    def read(self, status: int, url: str, body: bytes) -> Reply:
        place = urllib.parse.urlsplit(url)
        return Reply(status, place.path, place.query, body.decode())
