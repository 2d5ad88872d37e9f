"""A draft that is to be published at a set time, and one that was not: their pages, every way."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from screener.clock import SystemClock
from screener.definition.reading import folder_files
from screener.services import authoring, last_days, revisions
from screener.services.accounts import StaffMember
from screener.services.permissions import Role
from screener.store import scheduled_publications
from tests.browser.conftest import House, Screen
from tests.browser.test_staff_pages import come_in, look_at
from tests.revised import revised
from tests.web.clinics import OPERATOR, SAMPLES
from tests.web.staff import add_member

OpenScreen = Callable[..., Screen]
SLUG = "sight-visit"


def files() -> dict[str, bytes]:
    """The small sample under a name of its own."""
    return revised(folder_files(Path(SAMPLES / "small-visit")), ("slug: small-visit", f"slug: {SLUG}"))


def draft_at_a_set_time(house: House, member: StaffMember) -> str:
    """A draft that was refused an hour ago and waits for tomorrow; the revision that it is of has a last day."""
    now = SystemClock().now()
    with house.services.unit_of_work() as work:
        revisions.publish(work, files=files(), slug=SLUG, now=now, actor=OPERATOR)
        second = revised(files(), ("title: A small visit", "title: A short visit"))
        revision = revisions.publish(work, files=second, slug=SLUG, now=now, actor=OPERATOR)
        last_days.put(work, slug=SLUG, day=last_days.today(work, now), now=now, actor=OPERATOR)
        draft = authoring.start_from_published(work, slug=SLUG, now=now, actor=member.actor)
        for hours, state in ((-1, "refused"), (24, "waiting")):
            own_id = scheduled_publications.add(
                work.store,
                draft_id=draft.id,
                version=draft.version,
                base_id=revision.id,
                reason="The guideline changed",
                due_at=now + timedelta(hours=hours),
                now=now + timedelta(seconds=hours),
                by=member.id,
                last_day=None,
            )
            refusal = "Revision 2 was published since the time was set." if state == "refused" else ""
            scheduled_publications.note(work.store, own_id, state=state, refusal=refusal)
    return draft.id


class TestASetTime:
    def test_shows_on_pages_that_are_whole(self, open_screen: OpenScreen, house: House) -> None:
        director = add_member(house.app.extensions["screener"], Role.DIRECTOR, has_password=True)
        draft = f"/staff/questionnaires/drafts/{draft_at_a_set_time(house, director)}"
        screen = open_screen(width=1280, height=900)
        come_in(screen, director)
        look_at(screen, f"{draft}/history", "/staff/questionnaires/", f"/staff/questionnaires/revisions/{SLUG}")
        screen.go(f"{draft}/compare")
        screen.page.wait_for_selector("section[aria-labelledby=publish] button:has-text('Cancel it')")
        screen.page.wait_for_selector("[data-wait]", state="detached", timeout=60_000)
        screen.look_every_way("compare, waiting")
        screen.follow("button:has-text('Cancel it')")
        screen.look_every_way("compare, to be set")
