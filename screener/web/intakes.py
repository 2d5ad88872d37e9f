"""The intake that a request is about."""

from flask import g

from screener.services import intake
from screener.services.intake import AlreadySentError, IntakeState, IntakeView
from screener.services.unit_of_work import UnitOfWork
from screener.web.house import now


def any_state(work: UnitOfWork) -> IntakeView:
    """This patient's intake, sent or not."""
    return intake.open_intake(work, intake_id=g.intake_id, now=now())


def opened(work: UnitOfWork) -> IntakeView:
    """This patient's intake, while it can be filled in. Raises `AlreadySentError`."""
    view = any_state(work)
    if view.state is IntakeState.SENT:
        raise AlreadySentError
    return view
