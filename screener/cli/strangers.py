"""What commands start without knowing it: the web application, and the workers. The entry point names both."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True, slots=True)
class Strangers:
    """Names as `module:attribute`, so that only the commands that need them load them."""

    application: str
    """Makes the web application of settings."""
    workers: str
    """Workers on services, by a clock, as threads that end when the context is left."""
    work_off: str
    """Does what is due on services, by a clock, and gives how many jobs that were."""

    def start_workers(self) -> Callable[..., AbstractContextManager[None]]:
        """The function behind `workers`."""
        return load(self.workers)  # type: ignore[no-any-return]

    def worker_of_now(self) -> Callable[..., int]:
        """The function behind `work_off`."""
        return load(self.work_off)  # type: ignore[no-any-return]


def load(name: str) -> Any:
    """What `module:attribute` names."""
    module, attribute = name.split(":")
    return getattr(import_module(module), attribute)
