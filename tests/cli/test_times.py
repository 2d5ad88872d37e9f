from datetime import UTC, datetime

import pytest

from screener.cli.times import told, written
from tests.web.clinics import make_settings

SUMMER, WINTER = datetime(2026, 7, 1, 23, 30, tzinfo=UTC), datetime(2026, 1, 15, 17, 41, 7, tzinfo=UTC)


class TestAMoment:
    @pytest.mark.parametrize(
        ("zone", "moment", "words"),
        [
            (None, WINTER, "2026-01-15 12:41 -05:00"),
            (None, SUMMER, "2026-07-01 19:30 -04:00"),
            ("Asia/Kathmandu", SUMMER, "2026-07-02 05:15 +05:45"),
            ("UTC", WINTER, "2026-01-15 17:41 +00:00"),
        ],
    )
    def test_is_told_by_the_clinics_clock_with_its_offset(self, zone: str | None, moment: datetime, words: str) -> None:
        assert told(make_settings("sqlite:///x.db", time_zone=zone), moment) == words

    def test_is_written_for_programs_with_its_offset(self) -> None:
        settings = make_settings("sqlite:///x.db", time_zone="America/New_York")
        assert written(settings, WINTER) == "2026-01-15T12:41:07-05:00"
        assert datetime.fromisoformat(written(settings, WINTER)) == WINTER
