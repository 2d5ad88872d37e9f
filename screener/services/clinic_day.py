"""Which day it is at the clinic: ages and "more than 30 days ago" are counted from it, not from UTC."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from screener.config import Settings
from screener.definition.model import Questionnaire

DEFAULT_ZONE = "America/New_York"


def clinic_day(settings: Settings, questionnaire: Questionnaire, now: datetime) -> date:
    """The calendar day at the clinic at this moment: in the zone of the settings, else of the questionnaire."""
    return now.astimezone(ZoneInfo(settings.time_zone or questionnaire.time_zone)).date()


def clinic_zone(settings: Settings) -> ZoneInfo:
    """The zone of the clinic's clock where no questionnaire is at hand: of the settings, else the usual one here."""
    return ZoneInfo(settings.time_zone or DEFAULT_ZONE)
