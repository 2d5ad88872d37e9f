"""A real Chromium against the pages, served on this machine from a database of the test's own."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from screener.app import create_app
from screener.clock import Clock, SystemClock
from screener.config import Settings
from screener.services import invitations
from screener.services.invitations import IssuedInvitation
from screener.services.unit_of_work import Services
from tests.browser.looking import TOO_WIDE
from tests.databases import sqlite_template
from tests.manners import faults_of
from tests.web.clinics import BORN, OPERATOR, SAMPLES, make_settings, publish

__all__ = ["sqlite_template"]

CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOR_RULES = ["color-contrast", "link-in-text-block"]
WIDTHS = (1280, 390)
EVERYTHING = "everything"
KETAMINE = Path(__file__).parents[2] / "questionnaires" / "ketamine-migraine"


class SilentHandler(WSGIRequestHandler):
    """The app writes its own log."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - its caller names it
        """Says nothing: a path may hold a token."""


@dataclass(frozen=True)
class House:
    """The pages' address, and the clinic behind them."""

    address: str
    services: Services
    app: Flask

    def invite(self, slug: str = EVERYTHING, born: date = BORN) -> IssuedInvitation:
        with self.services.unit_of_work() as work:
            now = SystemClock().now()
            return invitations.issue(
                work, slug=slug, patient_name="Ann Lee", date_of_birth=born, now=now, actor=OPERATOR
            )


@contextmanager
def served(settings: Settings, *folders: Path, clock: Clock | None = None) -> Iterator[House]:
    """The pages on a database in which these folders' questionnaires are published, served until the block ends."""
    for folder in folders:
        publish(settings, folder)
    with Services(settings) as services:
        app = create_app(settings, services=services, clock=clock or SystemClock())
        server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=SilentHandler)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield House(f"http://127.0.0.1:{server.server_port}", services, app)
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def house(sqlite_template: Path) -> Iterator[House]:
    file = sqlite_template.with_name("browser.db")
    shutil.copyfile(sqlite_template, file)
    settings = make_settings(f"sqlite:///{file}", allowed_hosts=("127.0.0.1",), self_start=EVERYTHING)
    with served(settings, SAMPLES / EVERYTHING, KETAMINE) as found:
        yield found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


class Screen:
    """A patient's screen. Whatever it opens is looked through; foreign requests and broken scripts fail the test."""

    def __init__(self, house: House, context: BrowserContext, *, has_scripts: bool = True) -> None:
        self.house = house
        self.has_scripts = has_scripts
        self.page: Page = context.new_page()
        self.troubles: list[str] = []
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", lambda said: self.hear(said.text))
        self.page.on("request", lambda request: self.watch(request.url))
        self.looks_out = 0
        self.page.on("request", lambda request: self.count_look(request, 1))
        self.page.on("requestfinished", lambda request: self.count_look(request, -1))
        self.page.on("requestfailed", lambda request: self.count_look(request, -1))

    def hear(self, said: str) -> None:
        """Statuses are not troubles, nor that the browser forgot us as asked; anything else on the console is."""
        if not any(words in said for words in ("the server responded with a status of 4", "Cleared data types:")):
            self.troubles.append(said)

    def watch(self, address: str) -> None:
        """Every request goes to the house."""
        if not address.startswith((self.house.address, "data:")):
            self.troubles.append(f"asked for {address}")

    def count_look(self, request: Request, by: int) -> None:
        """The script looks at the server for follow-ups."""
        if request.url.endswith("/questions"):
            self.looks_out += by

    def settle(self) -> None:
        """Waits until the script has put in place whatever the server answered."""
        if not self.has_scripts:
            return
        for _ in range(2000):
            if not self.looks_out:
                break
            self.page.wait_for_timeout(5)
        self.looks_out = 0  # one that was cut off by leaving its page is never heard of again
        self.page.evaluate("() => new Promise(done => setTimeout(done, 0))")

    def go(self, path: str) -> Page:
        self.page.goto(self.house.address + path)
        return self.page

    def come_in(
        self,
        light: str | None = None,
        slug: str = EVERYTHING,
        born: date = BORN,
        invitation: IssuedInvitation | None = None,
    ) -> Page:
        """Opens an invitation (a new one, if none is given), chooses the light, confirms the birth date."""
        self.go(f"/i/{(invitation or self.house.invite(slug, born)).url_token}")
        if light is not None:
            self.follow(f"main button[value={light}]")
        for part, value in (("month", born.month), ("day", born.day), ("year", born.year)):
            self.page.fill(f"#born-{part}", str(value))
        self.follow("main button:has-text('Go on')")
        return self.page

    def press(self, button: str) -> None:
        """Presses one of the page's buttons at the bottom."""
        self.follow(f"main .buttons [value={button}]")

    def follow(self, what: str) -> None:
        """Clicks what leads to another page, and waits until that one is there."""
        with self.page.expect_navigation():
            self.page.click(what)

    def look_through(self, what: str) -> None:
        """axe and manners find nothing, and nothing happened that should not. axe itself needs scripts."""
        if self.has_scripts:
            self.run_axe(what)
        assert list(faults_of(self.page.content())) == [], what
        assert self.troubles == [], what

    def look_every_way(self, what: str) -> None:
        """A staff page in light and in dark, wide and narrow: axe finds nothing, and nothing is wider than the window.

        Light and dark differ by their colors alone, so that in the dark only the rules that read those are asked.
        """
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme="light")
            self.look_through(f"{what}, light, {width}")
            assert self.page.evaluate(TOO_WIDE) == 0, f"{what}, {width}"
            self.page.emulate_media(color_scheme="dark")
            self.run_axe(f"{what}, dark, {width}", {"type": "rule", "values": COLOR_RULES})

    def run_axe(self, what: str, only: list[str] | dict[str, object] = RULES) -> None:
        """axe finds nothing."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE)
        found = self.page.evaluate("only => axe.run(document, {runOnly: only, resultTypes: ['violations']})", only)
        violations = [
            f"{each['id']}: {node['html'][:120]} {node['failureSummary']}"
            for each in found["violations"]
            for node in each["nodes"]
        ]
        assert violations == [], what


@pytest.fixture
def open_screen(house: House, chromium: Browser) -> Iterator[object]:
    """Makes screens: `open_screen(width=390, javaScriptEnabled=False)`."""
    contexts: list[BrowserContext] = []

    def make(*, width: int = 390, height: int = 844, **wishes: object) -> Screen:
        context = chromium.new_context(viewport={"width": width, "height": height}, **wishes)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        contexts.append(context)
        return Screen(house, context, has_scripts=wishes.get("java_script_enabled", True) is not False)

    yield make
    for context in contexts:
        context.close()
