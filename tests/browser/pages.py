"""The pages of the sample that has one of everything, filled in by hand and opened one after another."""

from collections.abc import Iterator

from tests.browser.conftest import Screen


def fill_you(screen: Screen) -> None:
    """Name, birth date, height and an unlikely weight."""
    typed = {"dem_name": "Ann Lee", "dem_dob-month": "6", "dem_dob-day": "2", "dem_dob-year": "1983"}
    typed |= {"dem_height_cm-ft": "5", "dem_height_cm-in": "10", "dem_weight_kg-kg": "310"}
    for name, value in typed.items():
        screen.page.fill(f"#{name}", value)


def fill_conditions(screen: Screen) -> None:
    """Everything on the page of conditions; the blood pressure is very high."""
    screen.page.click("[value='fill:pv_tried']")
    screen.page.click("[value='fill:am_days']")
    screen.page.check("[name=hx_conditions][value=angina]")
    for name, value in (("ha_days", "12"), ("bp-sys", "190"), ("bp-dia", "95")):
        screen.page.fill(f"#{name}", value)


def fill_medicines(screen: Screen) -> None:
    """A misspelt medicine, a notice and an agreement."""
    screen.page.fill("#med_list-0-name", "sumatripan")
    screen.page.check("[name=notice][value=yes]")
    screen.page.check("[name=consent][value=yes]")
    screen.page.fill("#consent-signature", "Ann Lee")


def tour(screen: Screen, light: str | None = None) -> Iterator[str]:
    """Opens every page there is, with what is pointed out and without; gives a name for each."""
    for path, name in (("/", "start"), ("/code", "code"), ("/nothing", "not found"), ("/away", "away")):
        screen.go(path)
        yield name
    screen.come_in(light)
    yield "about"
    screen.go("/break")
    yield "break"
    screen.go("/intake")
    yield "tasks at the start"
    screen.go("/intake/step/you_basics")
    yield "you"
    screen.press("continue")
    yield "you, with blanks"
    screen.page.fill("#dem_dob-month", "13")
    screen.press("continue")
    yield "you, with what cannot be read"
    fill_you(screen)
    screen.press("continue")
    yield "you, with an unlikely number"
    screen.press("continue")
    screen.page.check("[name=preg_possible][value=yes]")
    screen.page.check("[name=preg_now][value=no]")
    yield "in private"
    screen.press("continue")
    yield "conditions"
    fill_conditions(screen)
    yield "conditions, filled in"
    screen.press("continue")
    yield "help"
    screen.follow("main .buttons a")
    fill_medicines(screen)
    screen.press("continue")
    yield "medicines, one to confirm"
    screen.page.check("[name=med_list-0-confirmed][value=yes]")
    screen.press("continue")
    yield "check"
    screen.go("/intake")
    yield "tasks at the end"
    screen.go("/intake/leave")
    yield "leave"
    screen.go("/intake/check")
    screen.follow("button:has-text('Send my answers')")
    yield "check, unsigned"
    screen.page.fill("#signature", "Ann Lee")
    screen.follow("button:has-text('Send my answers')")
    yield "sent"
    screen.go("/intake/copy")
    yield "copy"
