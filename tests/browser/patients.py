"""A patient of the real questionnaire in a real browser: answers page after page as a vignette says, to the end."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from screener.definition.model import Questionnaire, Vignette
from tests.browser.conftest import KETAMINE, Screen
from tests.browser.hands import Hand, Pointer
from tests.journeys.typing import Fields, typed_for
from tests.web.clinics import BORN

MOST_PAGES = 120
ON = "main .buttons a.button"
SEND = "main form .buttons button.button:not(.second)"


@dataclass
class Patient:
    """Somebody with a vignette's answers, at the screen. `walk` stops at every page, and says which."""

    screen: Screen
    questionnaire: Questionnaire
    vignette: Vignette
    hand: Hand = field(default_factory=Pointer)
    makes_slips: bool = False
    """Whether each page is first sent as it opens, with its blanks."""
    steps: list[str] = field(default_factory=list)
    help: list[str] = field(default_factory=list)

    @property
    def answers(self) -> Mapping[str, Any]:
        return self.vignette.answers

    @property
    def born(self) -> date:
        said = self.answers.get("dem_dob")
        return date.fromisoformat(said) if said else BORN

    def walk(self, light: str | None = None) -> Iterator[str]:
        """From the private link to the copy of what was sent."""
        self.screen.go(f"/i/{self.screen.house.invite(KETAMINE.name, self.born).url_token}")
        if light is not None:
            self.hand.press(self.screen, f"main button[value={light}]")
        yield "confirm"
        yield from self.come_in()
        self.hand.press(self.screen, ON)
        yield "tasks"
        self.hand.press(self.screen, ON)
        yield from self.all_steps()
        yield from self.send()

    def come_in(self) -> Iterator[str]:
        if self.makes_slips:
            self.hand.press(self.screen, SEND)
            yield "confirm, without a birth date"
        parts = ("month", "day", "year")
        self.hand.fill(self.screen, {f"born-{part}": [str(getattr(self.born, part))] for part in parts})
        self.hand.press(self.screen, SEND)
        yield "about"

    def all_steps(self) -> Iterator[str]:
        page = self.screen.page
        for _ in range(MOST_PAGES):
            if page.url.endswith("/intake/check"):
                yield "check"
                return
            if page.locator("form#step").count():
                yield from self.one_step()
            else:
                self.help.append(page.inner_text("main"))
                yield "news"
                self.hand.press(self.screen, ON)
        raise AssertionError("the walk does not end")

    def one_step(self) -> Iterator[str]:
        page = self.screen.page
        step = page.url.rsplit("/", 1)[1].partition("?")[0]
        if step not in self.steps:
            self.steps.append(step)
            yield step
            if self.makes_slips:
                self.hand.press(self.screen, "main .buttons [value=continue]")
                if page.locator("form#step").count() == 0:
                    return
                yield f"{step}, with blanks"
        self.fill()
        yield f"{step}, filled in"
        is_asked_again = page.locator("main .buttons [value=anyway]").count() > 0
        button = "anyway" if is_asked_again else "continue"
        self.hand.press(self.screen, f"main .buttons [value={button}]")

    def fill(self) -> None:
        """Answers what is asked, and what is asked because of that."""
        answered: set[str] = set()
        while fresh := [name for name in self.shown if name not in answered]:
            fields: Fields = {}
            for name in fresh:
                fields |= typed_for(self.questionnaire.questions[name], self.answers.get(name))  # type: ignore[index]
            self.make_room(fields)
            self.hand.fill(self.screen, fields)
            self.screen.settle()
            answered |= set(fresh)

    @property
    def shown(self) -> tuple[str, ...]:
        """The questions that stand on the page."""
        return tuple(self.screen.page.input_value("[name=page-shown]").split())

    def make_room(self, fields: Fields) -> None:
        """Adds as many rows as there are medicines to write down."""
        page = self.screen.page
        while any("-name" in name and not page.locator(f"[name='{name}']").count() for name in fields):
            self.hand.press(self.screen, "[value^='add:']")

    def send(self) -> Iterator[str]:
        if self.makes_slips:
            self.hand.press(self.screen, SEND)
            yield "check, unsigned"
        self.hand.fill(self.screen, {"signature": ["Test Patient"]})
        self.hand.press(self.screen, SEND)
        yield "sent"
        self.hand.press(self.screen, "main .buttons a.second")
        yield "copy"
