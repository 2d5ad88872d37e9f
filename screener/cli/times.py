"""Moments as commands tell them: by the clinic's clock, with its offset, so that nobody takes them for another's."""

from datetime import datetime

from screener.config import Settings
from screener.services.clinic_day import clinic_zone


def told(settings: Settings, moment: datetime) -> str:
    """For people: `2026-01-15 12:41 -05:00`."""
    there = moment.astimezone(clinic_zone(settings))
    return f"{there:%Y-%m-%d %H:%M} {there.isoformat()[-6:]}"


def written(settings: Settings, moment: datetime) -> str:
    """For programs, as ISO 8601: `2026-01-15T12:41:07-05:00`."""
    return moment.astimezone(clinic_zone(settings)).isoformat()
