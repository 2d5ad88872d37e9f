"""One patient after another before the served pages, without scripts: a page, a while to think, the next page.

`python -m bench.patients ADDRESS LINK BIRTH-DATE …` writes a line for each step that was sent: when (this machine's
monotonic clock) and how long the next page took to come, in seconds. It ends when it is told to.
"""

import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from bench.engine import FOLDER
from screener.definition.reading import read_folder
from tests.journeys.walking import Walk
from tests.web.clinics import Browser

THINKS_SECONDS = 0.3
"""Far quicker than anybody: a few of these are a busy clinic."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for."""

    path: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A page as it came."""

    status_code: int
    text: str
    request: Asked


@dataclass
class Wire:
    """As much of a test client as a browser needs, over a real connection."""

    address: str
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def get(self, path: str, *, follow_redirects: bool = True) -> Answer:  # noqa: ARG002 - always
        """The page there, or where that leads."""
        return self._come("GET", path, None)

    def post(self, path: str, *, data: Mapping[str, list[str]], follow_redirects: bool = True) -> Answer:  # noqa: ARG002
        """The page after sending the form; says how long that took, where it was a step."""
        begun = time.monotonic()
        answer = self._come("POST", path, urlencode(data, doseq=True))
        if path.startswith("/intake/step/"):
            print(begun, time.monotonic() - begun, flush=True)
        return answer

    def _come(self, method: str, path: str, body: str | None) -> Answer:
        connection = HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={each.value}" for name, each in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.address}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        self._take_cookies(answer)
        if 300 <= answer.status < 400:
            return self._come("GET", urlsplit(answer.headers["Location"]).path, None)
        return Answer(answer.status, text, Asked(path))

    def _take_cookies(self, answer: HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(line)


def main(address: str, *invited: str) -> None:
    """Walks through the questionnaire as its first example patient, with one link after another."""
    questionnaire = read_folder(FOLDER)
    for link, born in zip(invited[::2], invited[1::2], strict=True):
        browser = Browser(Wire(address))  # type: ignore[arg-type]
        browser.go(f"/i/{link}")
        browser.confirm(date.fromisoformat(born))
        walk, page = Walk(browser, questionnaire, questionnaire.vignettes[0].answers), browser.go("/intake")
        while page.path != "/intake/check":
            time.sleep(THINKS_SECONDS)
            page = walk.one_page(page)


if __name__ == "__main__":
    main(*sys.argv[1:])
