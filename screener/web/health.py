"""For machines: whether the program is alive, and whether it can serve."""

from flask import Blueprint, Response

from screener.services.reading_ahead import read_ahead
from screener.services.unit_of_work import UnavailableError
from screener.web.access import Access, sign
from screener.web.house import services

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@sign(Access.PUBLIC)
def alive() -> Response:
    """The process answers; nothing else is asked."""
    return Response("alive\n", mimetype="text/plain")


def _has_read() -> bool:
    """Reads what is in use where nobody has; False where the database went meanwhile."""
    try:
        read_ahead(services())
    except UnavailableError:
        return False
    return True


@blueprint.get("/readyz")
@sign(Access.PUBLIC)
def ready() -> Response:
    """The database answers, has this program's tables, and the questionnaires in use were read."""
    is_ready = services().is_ready() and _has_read()
    return Response("ready\n" if is_ready else "not ready\n", status=200 if is_ready else 503, mimetype="text/plain")
