"""What is written down of the program's own doings, to standard output: never an answer, a name or a token."""

import structlog


def keep_log_at(level: str) -> None:
    """Leaves out what weighs less than this level (`debug`, `info`, `warning`, `error`), in this process."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(level))
