"""The application's workroom."""

from typing import cast

from flask import current_app

from screener.services.workroom import Workroom

NAME = "authoring"


def workroom() -> Workroom:
    """Where proofs and comparisons are made."""
    return cast(Workroom, current_app.extensions[NAME])
