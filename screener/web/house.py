"""What a request needs of the house: its services, its settings, and the time."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from flask import current_app

from screener.clock import Clock
from screener.config import Settings
from screener.definition.model import Questionnaire
from screener.services.unit_of_work import Services


@dataclass(frozen=True, slots=True)
class House:
    """Held by the app as `app.extensions["screener"]`."""

    settings: Settings
    services: Services
    clock: Clock


def house() -> House:
    """The house that this request came to."""
    return cast(House, current_app.extensions["screener"])


def services() -> Services:
    """Opens units of work."""
    return house().services


def settings() -> Settings:
    """What the operator decided."""
    return house().settings


def now() -> datetime:
    """This moment, in UTC."""
    return house().clock.now()


def today(questionnaire: Questionnaire) -> date:
    """The date where the clinic is: the day that ages and dates are reckoned from."""
    return now().astimezone(ZoneInfo(settings().time_zone or questionnaire.time_zone)).date()
