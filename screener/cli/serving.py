"""The web server in this process: gunicorn, with one worker of many threads."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from gunicorn.app.base import BaseApplication

from screener.config import Settings


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Serves the application that `application` (`module:factory`) makes, until Ctrl-C or SIGTERM."""

    def __init__(
        self, application: str, settings: Settings, *, bind: str, threads: int, when_answering: Callable[[], None]
    ) -> None:
        self.application = application
        self.settings = settings
        self.chosen = {
            "bind": bind,
            "worker_class": "gthread",
            "threads": threads,
            "graceful_timeout": 10,
            "accesslog": None,
            "loglevel": "warning",
            "proc_name": "screener",
            "post_worker_init": lambda _worker: when_answering(),
        }
        super().__init__()

    def load_config(self) -> None:
        """Take what was chosen, and nothing from the environment."""
        for name, value in self.chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the application, in the worker."""
        module, factory = self.application.split(":")
        return getattr(import_module(module), factory)(self.settings)
