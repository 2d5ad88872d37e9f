"""Moments by a clock that is put forward once a year and back once."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from screener.services.clinic_clock import NoSuchMomentError, moment_of

NEW_YORK = ZoneInfo("America/New_York")


class TestAMoment:
    def test_is_by_the_clinics_clock_winter_and_summer(self) -> None:
        assert moment_of(NEW_YORK, date(2026, 1, 15), time(8)) == datetime(2026, 1, 15, 13, tzinfo=UTC)
        assert moment_of(NEW_YORK, date(2026, 7, 15), time(8)) == datetime(2026, 7, 15, 12, tzinfo=UTC)

    @pytest.mark.parametrize("hours", [time(2), time(2, 30), time(2, 59)])
    def test_that_the_clock_is_put_forward_over_is_none(self, hours: time) -> None:
        with pytest.raises(NoSuchMomentError, match="put forward over it"):
            moment_of(NEW_YORK, date(2026, 3, 8), hours)
        assert moment_of(NEW_YORK, date(2026, 3, 8), time(3)) == datetime(2026, 3, 8, 7, tzinfo=UTC)

    @pytest.mark.parametrize("hours", [time(1), time(1, 59)])
    def test_that_comes_twice_is_none_either(self, hours: time) -> None:
        with pytest.raises(NoSuchMomentError, match="comes twice"):
            moment_of(NEW_YORK, date(2026, 11, 1), hours)
        assert moment_of(NEW_YORK, date(2026, 11, 1), time(0, 59)) == datetime(2026, 11, 1, 4, 59, tzinfo=UTC)
        assert moment_of(NEW_YORK, date(2026, 11, 1), time(2)) == datetime(2026, 11, 1, 7, tzinfo=UTC)
