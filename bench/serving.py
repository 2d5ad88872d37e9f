"""The program as operators run it: web server and worker, each a process of its own, and patients before it."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from bench.pages import BENCH
from screener.clock import SystemClock
from screener.config import Settings
from screener.definition.model import Questionnaire
from screener.services import invitations
from screener.services.unit_of_work import Services

PATIENTS = 4
LINKS = 60
"""For each of them, one after another: more than they get through."""
MIB = 2**20


@dataclass(frozen=True, slots=True)
class Served:
    """Where the pages are, the worker beside them, and where each patient writes down their steps."""

    address: str
    worker: subprocess.Popen[bytes]
    steps: tuple[Path, ...]

    def taken(self, since: float, until: float) -> list[float]:
        """The seconds of each step sent between two moments of the monotonic clock."""
        lines = [line.split() for file in self.steps for line in file.read_text().splitlines() if " " in line]
        return [float(took) for at, took in lines if since <= float(at) < until]

    def worker_memory(self) -> float:
        """What the worker's process held at most so far, MiB."""
        status = Path(f"/proc/{self.worker.pid}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        return int(found[1]) * 1024 / MIB if found else 0.0

    def worker_seconds(self) -> float:
        """What the worker's process has had of a core so far."""
        user, system = Path(f"/proc/{self.worker.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(folder: Path, services: Services, questionnaire: Questionnaire) -> Iterator[Served]:
    """Server, worker and patients at it, until the context is left."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, **variables(services.settings, address)}
    with ExitStack() as stack:

        def start(*command: str, output: Path) -> subprocess.Popen[bytes]:
            with output.open("wb") as file:
                started = subprocess.Popen(  # noqa: S603
                    [sys.executable, "-m", *command], env=environment, stdout=file, stderr=subprocess.DEVNULL
                )
            stack.callback(end, started)
            return started

        start("screener", "serve", "--port", str(port), output=folder / "server")
        wait_for(f"{address}/readyz")
        worker = start("screener", "work", output=folder / "worker")
        steps = tuple(folder / f"patient-{number}" for number in range(PATIENTS))
        for file in steps:
            start("bench.patients", address, *invited(services, questionnaire), output=file)
        yield Served(address, worker, steps)


def invited(services: Services, questionnaire: Questionnaire) -> Sequence[str]:
    """Links, each followed by the birth date that it asks for."""
    said = questionnaire.vignettes[0]
    assert questionnaire.identity is not None
    born = str(said.answers[questionnaire.identity.birth_date])
    words = []
    with services.unit_of_work() as work:
        for _ in range(LINKS):
            issued = invitations.issue(
                work,
                slug=questionnaire.slug,
                patient_name="Bench Patient",
                date_of_birth=SystemClock().now().date().fromisoformat(born),
                now=SystemClock().now(),
                actor=BENCH,
            )
            words += [issued.url_token, born]
    return words


def variables(settings: Settings, address: str) -> dict[str, str]:
    """The settings as the environment gives them."""
    return {
        "SCREENER_DEMO": "yes",
        "SCREENER_DATABASE_URL": settings.database_url.get_secret_value(),
        "SCREENER_PUBLIC_URL": address,
        "SCREENER_ALLOWED_HOSTS": "127.0.0.1",
        "SCREENER_SECRET_KEY": settings.secret_key.get_secret_value(),
        "SCREENER_SEALING_KEYS": ",".join(key.get_secret_value() for key in settings.sealing_keys),
        "SCREENER_REQUESTS_PER_MINUTE": "1000000",
        "SCREENER_LOG_LEVEL": "error",
    }


def free_port() -> int:
    """One that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_for(page: str, seconds: float = 120) -> None:
    """Until the page is there."""
    until = time.monotonic() + seconds
    while True:
        try:
            urlopen(page, timeout=5).close()  # noqa: S310 - our own address
        except OSError:
            assert time.monotonic() < until, f"{page} does not answer"
            time.sleep(0.1)
        else:
            return


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends a process of ours."""
    process.terminate()
    process.wait()
