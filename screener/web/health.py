"""For machines: whether the program is alive, and whether it can serve."""

from flask import Blueprint, Response

from screener.web.access import Access, sign
from screener.web.house import services

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@sign(Access.PUBLIC)
def alive() -> Response:
    """The process answers; nothing else is asked."""
    return Response("alive\n", mimetype="text/plain")


@blueprint.get("/readyz")
@sign(Access.PUBLIC)
def ready() -> Response:
    """The database answers and has this program's tables."""
    is_ready = services().is_ready()
    return Response("ready\n" if is_ready else "not ready\n", status=200 if is_ready else 503, mimetype="text/plain")
