from datetime import UTC, datetime, timedelta, timezone

from screener.clock import FixedClock, SystemClock


class TestAClock:
    def test_of_the_system_tells_utc(self) -> None:
        assert SystemClock().now().tzinfo is UTC

    def test_that_stands_still_tells_utc_too(self) -> None:
        clock = FixedClock(datetime(2026, 1, 15, 12, tzinfo=timezone(timedelta(hours=-5))))
        assert clock.now().isoformat() == "2026-01-15T17:00:00+00:00"
