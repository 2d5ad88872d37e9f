"""What is written down of the program's own doings, to standard output: never an answer, a name or a token."""

from datetime import UTC, datetime, tzinfo

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger


def keep_log_at(level: str, zone: tzinfo = UTC) -> None:
    """Leaves out what weighs less than this level (`debug`, `info`, `warning`, `error`), in this process.

    Each line begins with the moment in this zone, with its offset.
    """
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.StackInfoRenderer(),
            structlog.dev.set_exc_info,
            stamp(zone),
            structlog.dev.ConsoleRenderer(),
        ],
    )


def stamp(zone: tzinfo) -> Processor:
    """Adds the moment to each line."""

    def put(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
        line["timestamp"] = datetime.now(zone).isoformat(sep=" ", timespec="seconds")
        return line

    return put
