"""Giving up on a patient who was asked whether an answer is right, and says nothing: what is urgent is told."""

from datetime import datetime

from screener.services import confirming
from screener.services.unit_of_work import Services


def unconfirmed(services: Services, subject: str, now: datetime) -> None:
    """Tells the clinic what is urgent on this intake and waited for the patient's word."""
    with services.unit_of_work() as work:
        confirming.give_up_waiting(work, intake_id=subject, now=now)
