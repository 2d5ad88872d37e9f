"""The page on which a draft is published: now, or at a time by the clinic's clock."""

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from screener.definition.reading import folder_files
from screener.jobs.running import work_off
from screener.services import revisions
from screener.services.permissions import Role
from tests.web.authors import BASE, SMALL, Author
from tests.web.clinics import OPERATOR, Clinic, make_settings
from tests.web.conftest import EVERYTHING
from tests.web.staff import let_in

THEN = {"when": "then", "day": "2026-01-19", "clock": "08:00", "reason": "The guideline changed"}
SHOWN = "Jan 19, 2026, 8:00"
DUE = datetime(2026, 1, 19, 13, tzinfo=UTC)


@pytest.fixture
def clinic(sqlite_url: str, tmp_path: Path) -> Iterator[Clinic]:
    """A clinic that writes its mail into a folder."""
    told = {"mail_folder": tmp_path / "mail", "mail_from": "screening@harbor.example", "time_zone": "America/New_York"}
    with Clinic.opened(make_settings(sqlite_url, **told), EVERYTHING) as opened:
        yield opened


@pytest.fixture
def director(clinic: Clinic) -> Author:
    """Before a draft that somebody else wrote and they have approved."""
    now = clinic.clock.now()
    with clinic.services.unit_of_work() as work:
        revisions.publish(work, files=folder_files(SMALL), slug=SMALL.name, now=now, actor=OPERATOR)
    author = Author(clinic)
    author.start(SMALL.name)
    author.post("thresholds", **{"value-age_min": "17"})
    author.wait()
    found = Author(clinic, Role.DIRECTOR, name="Ruth Okafor")
    found.draft_id = author.draft_id
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', found.get("compare"))
    assert seen
    found.post("approve", seen=seen[1])
    return found


def number(clinic: Clinic) -> int:
    with clinic.services.reading() as work:
        return revisions.current(work, SMALL.name).number


def at_its_time(director: Author) -> None:
    """The time comes, the worker does what is due, and the director signs in again."""
    clinic = director.clinic
    clinic.clock.moment = DUE + timedelta(minutes=1)
    work_off(clinic.services, clinic.clock)
    let_in(director.client, director.member)


def mail(tmp_path: Path) -> list[str]:
    read = [
        email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        for file in sorted(tmp_path.glob("mail/*"))
    ]
    return [f"{each['To']} {each.get_content()}" for each in read]  # type: ignore[attr-defined]


def refused(director: Author, **fields: str) -> str:
    """The page that a publication leads to which is not had."""
    director.post("publish", **fields)
    return director.get("compare")


class TestASetTime:
    def test_is_by_the_clinics_clock_and_publishes_when_it_comes(self, director: Author, clinic: Clinic) -> None:
        assert "America/New_York" in director.get("compare")
        director.post("publish", **THEN)
        for page in ("compare", "history"):
            assert SHOWN in director.get(page)
        assert f"To be published on {SHOWN}" in director.client.get(f"{BASE}/").text
        assert number(clinic) == 1
        at_its_time(director)
        assert number(clinic) == 2
        listed = director.client.get(f"{BASE}/revisions/{SMALL.name}").text
        assert "The guideline changed" in listed
        assert "approved by Ruth Okafor" in listed
        assert "as revision 2" in director.get("history")

    def test_is_canceled_with_a_button(self, director: Author, clinic: Clinic, tmp_path: Path) -> None:
        director.post("publish", **THEN)
        assert "Cancel it" in director.get("compare")
        director.post("publish/cancel")
        assert "Canceled. The draft is published when somebody does" in director.get("compare")
        assert "by Ruth Okafor" in director.get("history")
        at_its_time(director)
        assert number(clinic) == 1
        assert mail(tmp_path) == []

    def test_asks_for_what_publishing_now_would(self, director: Author) -> None:
        assert "say why" in refused(director, **{**THEN, "reason": ""})

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ({"day": ""}, "Choose the day"),
            ({"day": "2026-02-30"}, "Choose the day"),
            ({"clock": "8"}, "Give a time, such as 08:00."),
            ({"clock": "25:00"}, "Give a time, such as 08:00."),
            ({"day": "2026-01-14"}, "still to come"),
            ({"day": "2027-06-01"}, "within a year"),
            ({"day": "2026-03-08", "clock": "02:30"}, "There is no 02:30 on 2026-03-08"),
            ({"day": "2026-11-01", "clock": "01:30"}, "01:30 comes twice on 2026-11-01"),
            ({"when": "now"}, "choose “At a set time”"),
        ],
    )
    def test_is_refused_in_words_with_all_that_was_typed(
        self, director: Author, clinic: Clinic, typed: dict[str, str], told: str
    ) -> None:
        page = refused(director, **{**THEN, **typed})
        assert told in page
        assert "The guideline changed" in page
        assert number(clinic) == 1

    def test_is_for_those_who_may_publish(self, director: Author, clinic: Clinic) -> None:
        director.post("publish", **THEN)
        author = Author(clinic, name="Ines Moreau")
        author.draft_id = director.draft_id
        author.post("publish", status=403, **THEN)
        author.post("publish/cancel", status=403)
        assert "Cancel it" not in author.get("compare")
        assert SHOWN in author.get("compare")


class TestADraftThatWasSavedMeanwhile:
    def test_is_not_published_and_says_so_to_who_set_it(self, director: Author, clinic: Clinic, tmp_path: Path) -> None:
        director.post("publish", **THEN)
        director.post("thresholds", **{"value-age_min": "16"})
        why = "Ruth Okafor has saved the draft since the time was set."
        page = director.get("compare")
        assert "As things are, it will not be" in page
        assert why in page
        at_its_time(director)
        assert number(clinic) == 1
        page = director.get("compare")
        assert f"It was not published on {SHOWN}" in page
        assert why in page
        assert f"Not published on {SHOWN}" in director.client.get(f"{BASE}/").text
        (told,) = mail(tmp_path)
        assert told.startswith(f"{director.member.email} Ruth Okafor,")
        assert "2026-01-19 at 08:00 was not published" in told
        assert f"/staff/questionnaires/drafts/{director.draft_id}/compare" in told


class TestALastDayForEarlierRevisions:
    def test_comes_with_a_publication(self, director: Author) -> None:
        director.post("publish", reason="The guideline changed", **{"last-day": "2026-01-20"})
        listed = director.client.get(f"{BASE}/revisions/{SMALL.name}").text
        assert "<strong>Tue, Jan 20, 2026</strong> for what was begun before revision 2" in listed

    def test_comes_with_one_at_a_set_time_once_that_is_there(self, director: Author) -> None:
        director.post("publish", **THEN, **{"last-day": "2026-01-25"})
        page = f"{BASE}/revisions/{SMALL.name}"
        assert "Last day for earlier revisions: Sun, Jan 25, 2026." in director.get("compare")
        assert "Jan 25, 2026" not in director.client.get(page).text
        at_its_time(director)
        assert "<strong>Sun, Jan 25, 2026</strong>" in director.client.get(page).text

    @pytest.mark.parametrize("typed", [{"last-day": "soon"}, {"last-day": "2026-01-14"}])
    def test_is_refused_in_words_and_nothing_is_published(
        self, director: Author, clinic: Clinic, typed: dict[str, str]
    ) -> None:
        assert 'href="#last-day"' in refused(director, reason="x", **typed)
        assert number(clinic) == 1

    def test_is_not_over_before_the_set_time(self, director: Author) -> None:
        page = refused(director, **THEN, **{"last-day": "2026-01-18"})
        assert "not over when it begins to count" in page
