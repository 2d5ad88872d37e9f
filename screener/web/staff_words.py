"""Days, moments and levels as staff pages say them."""

import re
from datetime import date, datetime

from babel.dates import format_date, format_datetime
from flask import Flask

from screener.services.clinic_day import clinic_zone
from screener.web.house import now, settings


def day(given: date | None) -> str:
    """`Mon, Jan 19, 2026`."""
    return format_date(given, "EEE, MMM d, y", locale="en_US") if given else ""


def plain_day(given: date) -> str:
    """`Jan 19, 2026`: for birth dates, whose weekday tells nobody anything."""
    return format_date(given, "medium", locale="en_US")


def moment(given: datetime) -> str:
    """By the clinic's clock: `Jan 15, 2026, 12:41 PM`."""
    zone = clinic_zone(settings())
    return format_datetime(given.astimezone(zone), "MMM d, y, h:mm a", tzinfo=zone, locale="en_US")


def today_there() -> date:
    """The day at the clinic."""
    return now().astimezone(clinic_zone(settings())).date()


def on_day(given: datetime) -> str:
    """By the clinic's calendar: `Jan 15, 2026`."""
    return plain_day(given.astimezone(clinic_zone(settings())).date())


def find_day(typed: str) -> date | None:
    """The day in a field; None where it is none. Only `2026-01-19` is one."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", typed.strip()):
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None


def init_staff_words(app: Flask) -> None:
    """Filters for staff templates."""
    app.jinja_env.filters.update(day=day, plain_day=plain_day, moment=moment, on_day=on_day)
