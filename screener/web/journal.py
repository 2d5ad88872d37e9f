"""The log of requests: route templates, statuses and durations. Never a path, an answer, a name or a token."""

import sys
import time
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import structlog
from flask import Flask, g, request
from werkzeug.wrappers import Response

log = structlog.get_logger("screener.web")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class QuietFlask(Flask):
    """Flask, with a log of errors that tells where, and not with what."""

    def log_exception(self, exc_info: Any) -> None:
        """The kind of error and the lines it passed through; its message may hold what somebody typed."""
        log.error("request_failed", route=route(), error=exc_info[0].__name__, at=list(places(exc_info)))


def places(exc_info: ExcInfo) -> Iterator[str]:
    """Where an error passed through, outermost first: `screener/web/intake.py:40 step`, causes before effects."""
    error: BaseException | None = exc_info[1]
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__
    for link in reversed(chain):
        yield f"{type(link).__name__}:"
        for frame in traceback.extract_tb(link.__traceback__)[-8:]:
            yield f"  {frame.filename.removeprefix(sys.prefix)}:{frame.lineno} {frame.name}"


def route() -> str:
    """The route's template; a path that has none may be anything, so it is not told."""
    return request.url_rule.rule if request.url_rule else "-"


def start_watch() -> None:
    """Notes when the request began."""
    g.began = time.perf_counter()


def write_line(answer: Response) -> Response:
    """One line a request."""
    took = (time.perf_counter() - g.began) * 1000 if "began" in g else 0.0
    log.info("request", method=request.method, route=route(), status=answer.status_code, ms=round(took, 1))
    return answer


def init_journal(app: Flask) -> None:
    """First in, last out, so that every answer is written down."""
    app.before_request(start_watch)
    app.after_request(write_line)
