"""The page on which a form goes on with a newer revision: calm in every light and in both languages."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from screener.clock import SystemClock
from screener.definition.names import StepId
from screener.definition.reading import folder_files
from screener.services import intake, invitations, last_days, revisions
from screener.services.invitations import IssuedInvitation
from screener.web.appearance import Light
from tests.browser.conftest import House, Screen
from tests.browser.test_every_page import SMALL_TARGETS, TOO_WIDE
from tests.revised import revised
from tests.services.conftest import TYPICAL
from tests.web.clinics import BORN, OPERATOR, SAMPLES

OpenScreen = Callable[..., Screen]

SLUG = "headache-visit"
FILES = folder_files(SAMPLES / SLUG)
REWORDED = ("Did a headache ever reach its worst within a minute?", "Has a headache ever begun all at once?")
KILOGRAMS = "            unit: kg\n            plausible: 30 to 300\n            entry: weight"


def half_filled_in(house: House) -> IssuedInvitation:
    """Somebody has answered three pages of a revision whose last day was yesterday."""
    now = SystemClock().now()
    with house.services.unit_of_work() as work:
        revisions.publish(work, files=FILES, slug=SLUG, now=now, actor=OPERATOR)
    issued = house.invite(SLUG)
    with house.services.unit_of_work() as work:
        intake_id = invitations.redeem(
            work,
            token_or_code=issued.url_token,
            date_of_birth_text=BORN.isoformat(),
            address="192.0.2.1",
            now=now,
        )
        for version, step in enumerate(("basics", "thunderclap", "mood")):
            intake.answer(
                work, intake_id=intake_id, step_id=StepId(step), entered=TYPICAL[step], version=version, now=now
            )
    with house.services.unit_of_work() as work:
        files = revised(FILES, REWORDED, (KILOGRAMS, "            unit: lb"))
        revision = revisions.publish(work, files=files, slug=SLUG, now=now, actor=OPERATOR)
        day = last_days.today(work, now) - timedelta(days=1)
        last_days.keep(work, revision=revision, day=day, now=now, actor=OPERATOR)
    return issued


class TestThePage:
    @pytest.mark.parametrize("light", Light)
    def test_has_nothing_for_axe_in_either_language(self, house: House, open_screen: OpenScreen, light: Light) -> None:
        screen = open_screen(width=320, height=568)
        screen.come_in(light, invitation=half_filled_in(house))
        for language in ("en", "es"):
            page = screen.go("/intake")
            assert page.url.endswith("/intake/moved")
            assert page.locator("html").get_attribute("lang") == language
            screen.look_through(f"moved, {light}, {language}")
            assert page.evaluate(TOO_WIDE) == 0
            assert page.evaluate(SMALL_TARGETS) == []
            if language == "en":
                screen.follow("header :text('Español')")
        screen.follow("main button:has-text('Seguir')")
        assert screen.page.url.endswith("/intake/step/basics")
