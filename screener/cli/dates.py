"""The date that an assessment speaks of."""

import re
from datetime import date
from zoneinfo import ZoneInfo

import click

from screener.clock import SystemClock


class AsOf(click.ParamType[date]):
    """A day written `YYYY-MM-DD`."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day, or refuse it as wrong usage."""
        if isinstance(value, date):
            return value
        try:
            return read_day(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


def read_day(text: str) -> date:
    """The day that `text` names; ValueError says what is wrong with it."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(f"{text!r} is not a day written YYYY-MM-DD")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a day of the calendar") from None


def today_in(time_zone: str) -> date:
    """Today where the clinic is."""
    return SystemClock().now().astimezone(ZoneInfo(time_zone)).date()
