"""The web server in this process: gunicorn, with one worker of many threads."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any

from gunicorn.app.base import BaseApplication

from screener.cli.strangers import load
from screener.config import Settings


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Serves the application that `application` (`module:factory`) makes, until Ctrl-C or SIGTERM."""

    def __init__(
        self,
        application: str,
        settings: Settings,
        *,
        bind: str,
        threads: int,
        beside: Callable[[], AbstractContextManager[None]],
    ) -> None:
        """`beside` is entered once the process answers, and left before it ends."""
        self.stack = ExitStack()
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
            "post_worker_init": lambda _worker: self.stack.enter_context(beside()),
            "worker_exit": lambda _server, _worker: self.stack.close(),
        }
        super().__init__()

    def load_config(self) -> None:
        """Take what was chosen, and nothing from the environment."""
        for name, value in self.chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the application, in the worker."""
        return load(self.application)(self.settings)
