"""Every way to a PDF on a machine that is busy with something else: none falls to text, each is of its own patient.

`LOAD=6 MANY=2,2,2 python -m bench papers` keeps the machine at another load, and makes so many by command, by the
worker and by page. The burners end with this program, and by themselves after a while.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Final

from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from bench.engine import FOLDER
from bench.measuring import Figure
from bench.pages import BENCH
from screener.app import create_app
from screener.cli.demo_patients import identity_of, send_one
from screener.clock import SystemClock
from screener.config import Settings
from screener.definition.model import Questionnaire, Vignette
from screener.definition.reading import folder_files, read_folder
from screener.services import accounts, invitations, member_sessions, revisions, summaries
from screener.services.member_sessions import Stage
from screener.services.permissions import Role
from screener.services.unit_of_work import Services, UnavailableError, open_services
from screener.web.staff_door import STAFF_ID

CLOCK = SystemClock()
LOAD: Final = int(os.environ.get("LOAD", "20"))
MANY: Final = os.environ.get("MANY", "20,20,10")
AT_ONCE: Final = 4
"""Commands that are typed at the same time."""
LONGEST: Final = 1800
"""Seconds, after which burners end and a page is not waited for any more."""
BURN: Final = f"""
import os, time
parent, until = os.getppid(), time.monotonic() + {LONGEST}
while time.monotonic() < until and os.getppid() == parent: pass
"""
OLD: Final = b"%PDF-1.7 of another patient"


@dataclass(frozen=True, slots=True)
class Made:
    """What one way gave for each reference, or why it gave nothing; and how long each took."""

    way: str
    results: dict[str, bytes | str]
    seconds: tuple[float, ...]

    @property
    def faults(self) -> list[str]:
        """Which are no PDF, or not of their own patient alone."""
        found = ((reference, fault_of(reference, made, self.results)) for reference, made in self.results.items())
        return [f"{self.way} {reference}: {fault}" for reference, fault in found if fault]


def figures() -> Iterator[Figure]:
    """How many of each way came to nothing, and the slowest."""
    began = time.monotonic()
    commands, by_worker, pages = (int(number) for number in MANY.split(","))
    for made in papers(load=LOAD, commands=commands, by_worker=by_worker, pages=pages):
        for fault in made.faults:
            print(fault, file=sys.stderr)
        words = f"{len(made.faults)} of {len(made.results)} came to nothing, the slowest took {max(made.seconds):.0f} s"
        yield Figure(f"PDFs {made.way}, at load {LOAD}", 0, 1, len(made.results), goal="none", words=words)
    words = f"{time.monotonic() - began:.0f} s, 1-minute load {os.getloadavg()[0]:.0f} at the end"
    yield Figure("all of them", 0, 1, 1, words=words)


def papers(*, load: int, commands: int, by_worker: int, pages: int) -> tuple[Made, ...]:
    """So many by each way, all at the same time; the blank patient and the longest are among each."""
    questionnaire = read_folder(FOLDER)
    with tempfile.TemporaryDirectory() as name, open_services(Settings.for_demo(Path(name))) as services:
        data = Path(name)
        with services.unit_of_work() as work:
            files = folder_files(FOLDER)
            revisions.publish(work, files=files, slug=questionnaire.slug, now=CLOCK.now(), actor=BENCH)
        typed, worked, opened = (sent(services, questionnaire, many) for many in (commands, by_worker, pages))
        with burning(load), ThreadPoolExecutor(3) as ways:
            made = [
                ways.submit(by_command, data, typed),
                ways.submit(by_the_worker, services, data, worked),
                ways.submit(by_page, services, opened),
            ]
            return tuple(each.result() for each in made)


def sent(services: Services, questionnaire: Questionnaire, many: int) -> tuple[str, ...]:
    """The references of what so many people have sent: one left all blank, one said the most, then the others."""
    people = [each for each in questionnaire.vignettes if each.findings is not None]
    longest = max(people, key=lambda each: len(str(each.answers)))
    others = [people[number % len(people)] for number in range(many - 2)]
    return tuple(
        send_one(services, questionnaire, each, name=f"Patient {number}", now=CLOCK.now(), actor=BENCH)
        for number, each in enumerate((blank(questionnaire, longest), longest, *others))
    )


def blank(questionnaire: Questionnaire, like: Vignette) -> Vignette:
    """Somebody who was born, and says nothing else."""
    born = identity_of(questionnaire).birth_date
    return replace(like, answers={born: like.answers[born]})


def by_command(data: Path, references: Sequence[str]) -> Made:
    """As an operator types it, over a file of another patient."""

    def typed(reference: str) -> bytes | str:
        out = data / f"{reference}.pdf"
        out.write_bytes(OLD)
        command = (sys.executable, "-m", "screener", "summary", "--submission", reference, "-o", out, "--data", data)
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        return out.read_bytes() if out.exists() else f"exit code {done.returncode}: {done.stderr[-300:]}"

    return timed("by command", references, typed, at_once=AT_ONCE)


def by_the_worker(services: Services, data: Path, references: Sequence[str]) -> Made:
    """As `screener work` makes them, one after another, for as long as they are waited for."""
    command = (sys.executable, "-m", "screener", "work", "--data", data)
    worker = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603
    try:

        def kept(reference: str) -> bytes | str:
            try:
                with services.unit_of_work() as work:
                    found = summaries.download(work, reference=reference, actor=BENCH, now=CLOCK.now())
            except UnavailableError:
                return "unavailable"
            return found if isinstance(found, bytes) else found.outlook.value

        return timed("by the worker", references, lambda each: patiently(lambda: kept(each)), at_once=len(references))
    finally:
        worker.terminate()
        worker.wait()


def by_page(services: Services, references: Sequence[str]) -> Made:
    """As a clinician opens the submission's PDF, and as the front desk prints a letter: half and half."""
    app = create_app(services.settings, services=services)
    letters = [letter_reference(services, number) for number in range(len(references) // 2)]
    signed_in = let_in(app, services)

    def opened(reference: str) -> bytes | str:
        client = signed_in()
        if reference in letters:
            return body(client, "post", f"/staff/invitations/{reference}/letter.pdf")
        return patiently(lambda: body(client, "get", f"/staff/submissions/{reference}/summary.pdf"))

    asked = (*references[: len(references) - len(letters)], *letters)
    return timed("by page", asked, opened, at_once=AT_ONCE)


def letter_reference(services: Services, number: int) -> str:
    """Of an invitation whose letter is to be printed."""
    with services.unit_of_work() as work:
        born = CLOCK.now().date().replace(year=1980, day=1)
        name = f"Invited {number}"
        return invitations.issue(
            work, slug=FOLDER.name, patient_name=name, date_of_birth=born, now=CLOCK.now(), actor=BENCH
        ).reference


def let_in(app: Flask, services: Services) -> Callable[[], FlaskClient]:
    """Makes browsers in which a clinician is signed in; forms need no token there."""
    app.config["WTF_CSRF_ENABLED"] = False
    with services.unit_of_work() as work:
        now = CLOCK.now()
        member = accounts.add(
            work, email="bench@clinic.example", name="Bench", roles=(Role.CLINICIAN,), now=now, actor=BENCH
        )

    def browser() -> FlaskClient:
        client = app.test_client()
        with services.unit_of_work() as work:
            session_id = member_sessions.start(
                work, member_id=member.id, stage=Stage.IN, device="Bench", now=CLOCK.now()
            )
        with client.session_transaction() as session:
            session[STAFF_ID] = session_id
        return client

    return browser


def body(client: FlaskClient, method: str, path: str) -> bytes | str:
    """The PDF that the page answers with, or its status."""
    answer = client.open(path, method=method.upper())
    return answer.data if answer.mimetype == "application/pdf" else f"{answer.status} {answer.mimetype}"


def patiently(look: Callable[[], bytes | str]) -> bytes | str:
    """Looks until it is there, as the page does by itself."""
    until = time.monotonic() + LONGEST
    while isinstance(found := look(), str) and time.monotonic() < until:
        time.sleep(3)
    return found


def timed(way: str, references: Sequence[str], make: Callable[[str], bytes | str], *, at_once: int) -> Made:
    """Makes them, and keeps how long each took from when it was asked for."""
    seconds: list[float] = []

    def one(reference: str) -> bytes | str:
        began = time.monotonic()
        found = make(reference)
        seconds.append(time.monotonic() - began)
        return found

    with ThreadPoolExecutor(at_once) as pool:
        results = dict(zip(references, pool.map(one, references), strict=True))
    return Made(way, results, tuple(seconds))


def fault_of(reference: str, made: bytes | str, others: dict[str, bytes | str]) -> str:
    """What is wrong with it; empty for nothing."""
    if isinstance(made, str):
        return made
    try:
        pages = [page.extract_text() for page in PdfReader(BytesIO(made)).pages]
    except PyPdfError as fault:
        return f"is no PDF: {fault}"
    if not pages or reference not in pages[0]:
        return "does not say its reference"
    strange = [other for other in others if other != reference and any(other in page for page in pages)]
    return f"says {strange[0]}" if strange else ""


@contextmanager
def burning(load: int) -> Iterator[None]:
    """So many processes that do nothing but work."""
    burners = [subprocess.Popen((sys.executable, "-c", BURN)) for _ in range(load)]  # noqa: S603 - our own words
    try:
        yield
    finally:
        for each in burners:
            each.kill()
            each.wait()
