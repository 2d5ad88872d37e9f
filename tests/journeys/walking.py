"""A patient who answers page after page as a vignette says, without scripts, to the end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from screener.definition.model import Questionnaire
from tests.journeys.typing import Fields, typed_for
from tests.web.clinics import Browser, Page

MOST_PAGES = 200


@dataclass
class Walk:
    """One walk: the pages seen, by heading, and the help that was shown on the way."""

    browser: Browser
    questionnaire: Questionnaire
    answers: Mapping[str, Any]
    steps: list[str] = field(default_factory=list)
    help: list[str] = field(default_factory=list)

    def to_the_check(self) -> Page:
        """From where the browser stands to the check of all answers."""
        page = self.browser.go("/intake")
        for _ in range(MOST_PAGES):
            if page.path == "/intake/check":
                return page
            page = self.one_page(page)
        raise AssertionError("the walk does not end")

    def one_page(self, page: Page) -> Page:
        """Sends the page's form, or follows its main link."""
        if page.has(".//form[@id='step']"):
            step = page.path.rsplit("/", 1)[1]
            if step not in self.steps:
                self.steps.append(step)
            button = "anyway" if page.status == 422 else "continue"
            return self.browser.send(self.typed_on(page), form="step", button=button)
        if page.path.endswith("/once-more"):
            return self.browser.send({}, button="right")
        if page.has(".//div[@class='help']"):
            self.help.append(page.words(".//div[@class='help']"))
        links = page.tree.findall(".//main//div[@class='buttons']/a")
        return self.browser.go(links[0].get("href", ""))

    def typed_on(self, page: Page) -> Fields:
        """What the vignette says to the questions that the page shows."""
        shown = page.typed("page-shown")[0].split()
        fields: Fields = {}
        for name in shown:
            fields |= typed_for(self.questionnaire.questions[name], self.answers.get(name))  # type: ignore[index]
        return fields

    def send(self, signature: str = "Test Patient") -> Page:
        """Signs and sends from the check."""
        return self.browser.send({"signature": signature})
