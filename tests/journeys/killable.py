"""The pages in a process of their own, which can be killed at any moment and is there again at once.

A parent that has read the whole program waits, and forks a server each time that
one is wished for: each is a process like any other, and dies by SIGKILL alone.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TOP = Path(__file__).parents[2]
SERVING = """
import os, signal, sys
from werkzeug.serving import WSGIRequestHandler, make_server
from screener.app import create_app
from tests.web.clinics import make_settings

class Silent(WSGIRequestHandler):
    def log(self, *said):
        pass

told = os.fdopen(os.dup(1), "w")
nowhere = os.open(os.devnull, os.O_WRONLY)
os.dup2(nowhere, 1)
os.dup2(nowhere, 2)
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print("ready", file=told, flush=True)
for port in sys.stdin:
    if os.fork() == 0:
        app = create_app(make_settings(sys.argv[1], allowed_hosts=("127.0.0.1",)))
        server = make_server("127.0.0.1", int(port), app, threaded=True, request_handler=Silent)
        print(os.getpid(), server.server_port, file=told, flush=True)
        server.serve_forever()
"""


class Killable:
    """A server that stays at its port however often it is killed."""

    def __init__(self, parent: "subprocess.Popen[str]") -> None:
        self.parent = parent
        self.port = self.pid = 0
        self.kills = 0
        self.say_hello("ready")
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """A new process, at the port of the last one."""
        assert self.parent.stdin is not None
        self.parent.stdin.write(f"{self.port}\n")
        self.parent.stdin.flush()
        self.pid, self.port = map(int, self.hear().split())

    def kill(self) -> None:
        """Ends it, in the midst of whatever it does. Nothing in the program hears of it."""
        os.kill(self.pid, signal.SIGKILL)
        self.kills += 1

    def hear(self) -> str:
        assert self.parent.stdout is not None
        return self.parent.stdout.readline()

    def say_hello(self, expected: str) -> None:
        assert self.hear().strip() == expected


@contextmanager
def killable(database_url: str) -> Iterator[Killable]:
    """The pages on that database, until the block ends."""
    command = [sys.executable, "-c", SERVING, database_url]
    with subprocess.Popen(command, cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        server = Killable(parent)
        try:
            yield server
        finally:
            server.kill()
            parent.kill()
