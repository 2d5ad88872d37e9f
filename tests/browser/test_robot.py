"""The robot at a real browser, with scripts: what the script keeps counts as well, and a kill is a kill.

It runs twice in the slow tier. `ROBOT_SCREENS=25 pytest -m slow --log-cli-level=INFO tests/browser/test_robot.py` runs
it as often as one likes and says the figures of each run; `ROBOT_SEED` begins at another seed.
"""

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, Response

from screener.services.unit_of_work import Services
from tests.journeys.killable import Killable, killable
from tests.journeys.ledger import STEPS, fields_of, marks_in
from tests.journeys.robot import SLUG, Robot
from tests.journeys.test_robot import LEAST_KEPT
from tests.journeys.wire import Form, Reply
from tests.web.clinics import BORN, SAMPLES, make_settings, publish

RUNS = int(os.environ.get("ROBOT_SCREENS", "2"))
SEED = int(os.environ.get("ROBOT_SEED", "1"))
MOVES = 16
LOG = logging.getLogger(__name__)


class ScreenRobot(Robot):
    """Lives in Chromium; ends as the other one does, at a browser of its own."""

    def __init__(self, server: Killable, services: Services, seed: int, chromium: Browser) -> None:
        super().__init__(server, services, seed)
        self.context = chromium.new_context()
        self.context.set_default_timeout(20_000)
        self.context.on("response", self.overhear)
        self.screens = [self.context.new_page()]

    @property
    def screen(self) -> Page:
        return self.screens[-1]

    def live(self, moves: int = MOVES) -> None:
        self.enter("A")
        self.open("sleep")
        doings: dict[Callable[[], None], int] = {
            self.type_and_press: 30,
            self.type_and_wait: 20,
            self.type_and_leave: 8,
            self.type_and_kill: 8,
            self.open_any: 6,
            self.open_screen: 6,
            self.back: 6,
            self.idle: 4,
            self.leave: 4,
            self.change: 6,
            self.kill: 6,
        }
        for number in range(moves):
            if number == moves // 2:
                self.kill()
            doing = self.rng.choices(list(doings), list(doings.values()))[0]
            self.did.append(f"{doing.__name__} ({self.who})")
            doing()
        self.context.close()

    def overhear(self, response: Response) -> None:
        """The script was told that what it sent is kept."""
        if response.url.endswith("/draft") and response.status == 204:
            said = parse_qs(response.request.post_data or "")
            self.ledger.tell(str({name: texts for name, texts in said.items() if not name.startswith("page-")}))

    # ---- at the screen

    def form(self) -> Form | None:
        """The page of questions on the screen, as it would be sent."""
        page = self.screen
        if not page.locator("form#step").count():
            return None
        action = urlsplit(page.locator("form#step").get_attribute("action") or "").path
        names = [name for step in STEPS for name in fields_of(step) if page.locator(f"#{name}").count()]
        fields = {name: [page.input_value(f"#{name}")] for name in names}
        return Form("step", action, {**fields, "page-of": [page.input_value("[name=page-of]")]}) if names else None

    def type(self) -> Form | None:
        """Types something more, key by key, once there is a page to type on."""
        if self.form() is None:
            if self.who is None:
                self.enter(self.rng.choice("AB"))
            self.open_any()
        form = self.form()
        if form is None:
            return None
        names = [name for name in form.fields if name != "page-of"]
        for name in self.rng.sample(names, self.rng.randint(1, len(names))):
            field = self.screen.locator(f"#{name}")
            field.press("Control+End")
            field.press_sequentially(f" {self.ledger.type(self.owner_of(form), name)}")
        return self.form()

    def type_and_press(self) -> None:
        if form := self.type():
            button = self.rng.choice(["continue", "continue", "later"])
            reply = self.follow(lambda: self.screen.click(f"main .buttons [value={button}]"))
            if reply is not None:
                self.hear(form, reply)
                self.pick()

    def pick(self) -> None:
        """Takes one of two, where a page asks which is right."""
        button = self.rng.choice(["anyway", "saved"])
        buttons = self.screen.locator(f"main form:not(#step) [name=then][value={button}]")
        if buttons.count() and self.rng.random() < 0.7:
            self.chosen[str(self.who)] |= marks_in(self.screen.content())
            self.look(self.follow(buttons.click))

    def type_and_wait(self) -> None:
        """The script keeps it by itself, three seconds after the last key."""
        if form := self.type():
            self.wait_until_kept(form)

    def type_and_kill(self) -> None:
        """The server is away when the script sends; the script tries again by itself once it is back."""
        if form := self.type():
            self.server.kill()
            self.screen.wait_for_timeout(self.rng.randint(3000, 6000))
            self.server.start()
            self.wait_until_kept(form)

    def wait_until_kept(self, form: Form) -> None:
        """Does nothing, for half a minute at most."""
        for _ in range(60):
            if marks_in(str(form.fields)) <= self.ledger.kept:
                break
            self.screen.wait_for_timeout(500)

    def type_and_leave(self) -> None:
        """The script keeps it as the page goes; the patient comes back and finds it."""
        if form := self.type():
            self.open_any()
            self.open(form.action.rsplit("/", 1)[1])

    def open_any(self) -> None:
        self.open(self.rng.choice(STEPS))

    def open_screen(self) -> None:
        if len(self.screens) < 3 and self.rng.random() < 0.6:
            self.screens.append(self.context.new_page())
            self.open_any()
        else:
            self.rng.shuffle(self.screens)
            self.screen.bring_to_front()

    def back(self) -> None:
        self.see(self.follow(self.screen.go_back))

    def idle(self) -> None:
        self.make_idle()
        self.enter_sometimes()

    def leave(self) -> None:
        self.look(self.follow(lambda: self.screen.goto(f"{self.server.address}/intake/leave")))
        button = self.screen.locator("main form[action='/leave'] button")
        if button.count():
            self.follow(button.first.click)
            self.who = None
        self.enter_sometimes()

    def enter_sometimes(self) -> None:
        if self.rng.random() < 0.6:
            self.enter(self.rng.choice("AB"))

    def change(self) -> None:
        self.enter("B" if self.who == "A" else "A")

    def enter(self, patient: str) -> None:
        """By the private link and the birth date."""
        self.follow(lambda: self.screen.goto(f"{self.server.address}/i/{self.invited[patient].url_token}"))
        for part in ("month", "day", "year"):
            self.screen.fill(f"#born-{part}", str(getattr(BORN, part)))
        self.who = patient
        self.look(self.follow(lambda: self.screen.click("main form[action='/confirm'] .buttons button")))
        self.follow(lambda: self.screen.goto(f"{self.server.address}/intake/step/you_basics"))
        if (
            self.screen.locator("[name=preg_now]").count()
            and not self.screen.locator("[name=preg_now]:checked").count()
        ):
            for name, value in (("month", "6"), ("day", "2"), ("year", "1983")):
                self.screen.fill(f"#dem_dob-{name}", value)
            self.screen.check("[name=preg_now][value=no]")
            self.follow(lambda: self.screen.click("main .buttons [value=continue]"))

    def open(self, step: str) -> None:
        self.look(self.follow(lambda: self.screen.goto(f"{self.server.address}/intake/step/{step}")))
        if not self.form() and self.who:
            link = self.screen.locator(", ".join(f"main a[href$='/step/{each}']" for each in STEPS))
            if link.count():
                self.look(self.follow(link.first.click))

    def look(self, reply: Reply | None) -> None:
        """What stands in the fields of a page that is opened is kept: the page says so."""
        self.see(reply)
        if reply is not None and (form := self.form()):
            self.ledger.tell(str(form.fields))

    def follow(self, act: Callable[[], object]) -> Reply | None:
        """Does what leads to another page, and gives that page; None where nothing answered."""
        documents: list[Response] = []
        page = self.screen

        def note(response: Response) -> None:
            if response.request.is_navigation_request() and response.frame == page.main_frame:
                documents.append(response)

        page.on("response", note)
        try:
            with page.expect_navigation(wait_until="load"):
                act()
        except Error:
            return None
        finally:
            page.remove_listener("response", note)
        place = urlsplit(page.url)
        status = documents[-1].status if documents else 200
        return Reply(status, place.path, place.query, page.content())


@pytest.fixture
def notes(sqlite_template: Path, tmp_path: Path) -> str:
    """A database in which pages of open questions are published."""
    shutil.copyfile(sqlite_template, tmp_path / "notes.db")
    url = f"sqlite:///{tmp_path / 'notes.db'}"
    publish(make_settings(url), SAMPLES / SLUG)
    return url


@pytest.fixture
def server(notes: str) -> Iterator[Killable]:
    with killable(notes) as found:
        yield found


class TestARobotAtAScreen:
    @pytest.mark.slow
    def test_finds_everything_that_its_script_was_told_is_kept(
        self, notes: str, server: Killable, chromium: Browser
    ) -> None:
        typed = kept = 0
        with Services(make_settings(notes)) as services:
            for seed in range(SEED, SEED + RUNS):
                robot = ScreenRobot(server, services, seed, chromium)
                robot.live()
                lost = robot.ledger.lost(robot.end())
                assert (lost, robot.ledger.crossed) == (set(), []), (seed, robot.did)
                LOG.info("seed %s: typed %s, said to be kept %s", seed, len(robot.ledger.typed), len(robot.ledger.kept))
                typed += len(robot.ledger.typed)
                kept += len(robot.ledger.kept)
        LOG.info("%s runs from seed %s: typed %s, said to be kept %s, %s kills", RUNS, SEED, typed, kept, server.kills)
        assert kept >= LEAST_KEPT * typed
        assert server.kills
