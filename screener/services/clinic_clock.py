"""Moments by the clinic's clock, which is put forward once a year and back once: what a person typed, as one moment."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from screener.errors import Refusal


class NoSuchMomentError(Refusal):
    """The clinic's clock does not show that time on that day, or shows it twice."""


def moment_of(zone: ZoneInfo, day: date, hours: time) -> datetime:
    """That time of that day there, in UTC. Raises `NoSuchMomentError` around a change of the clock."""
    first = datetime.combine(day, hours, zone)
    second = first.replace(fold=1)
    before, after = first.utcoffset(), second.utcoffset()
    assert before is not None
    assert after is not None
    if before < after:
        raise NoSuchMomentError(
            f"There is no {hours:%H:%M} on {day.isoformat()}: the clock is put forward over it. Choose another time."
        )
    if before > after:
        raise NoSuchMomentError(
            f"{hours:%H:%M} comes twice on {day.isoformat()}, as the clock is put back."
            " Choose a time well before or after."
        )
    return first.astimezone(UTC)
