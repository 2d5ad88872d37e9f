"""`screener demo`: a whole clinic on this machine, with made-up patients."""

import json
import os
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from screener.cli.demo_patients import PEOPLE, send_all
from screener.cli.demo_staff import add_staff
from screener.cli.folders import open_folder
from screener.cli.house import CLOCK, DEMO, as_typed, keep_address, operator, refusals
from screener.cli.invite import invitation_json, issue
from screener.cli.printing import PROBLEM, say
from screener.cli.strangers import Strangers
from screener.config import LOOPBACK, Settings
from screener.definition.model import Questionnaire
from screener.definition.reading import folder_files
from screener.services import revisions, submissions
from screener.services.unit_of_work import Services, open_services
from screener.shipped import shipped

FOLDER = shipped("questionnaires") / "ketamine-migraine"
INVITATIONS = 10
BORN = date(1984, 3, 14)
STAGES = 5


@dataclass(frozen=True, slots=True)
class Access:
    """How to come in: patients' links, and the staff's sign-ins."""

    links: list[dict[str, str]]
    staff: Sequence[dict[str, str]]


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--data", type=click.Path(path_type=Path), default=DEMO, show_default=True)
@click.option("--credentials", type=click.Path(path_type=Path), help="Write links and sign-ins here, as JSON.")
@click.pass_obj
def demo(strangers: Strangers, host: str, port: int, data: Path, credentials: Path | None) -> None:
    """Serve a clinic with made-up patients, keys made up on the spot, over plain http."""
    if host not in LOOPBACK:
        say(f"Warning: other machines can reach {host}, and the demo speaks plain http. Use made-up data only.")
    _refuse_taken(host, port)
    if credentials is not None:
        credentials.unlink(missing_ok=True)  # an earlier run's: a program that waits for this one's must not read it
    with refusals():
        settings = Settings.for_demo(data, host=host, port=port)
        keep_address(data, host=host, port=port)
        with open_services(settings) as services:
            access = _prepare(services, settings)
    _serve(strangers, settings, bind=_address(host, port), access=access, credentials=credentials, data=data)


def _prepare(services: Services, settings: Settings) -> Access:
    _stage(1, f"Database at {settings.database_url.get_secret_value().split('@')[-1]}")
    questionnaire = open_folder(FOLDER)
    with services.unit_of_work() as work:
        files = folder_files(FOLDER)
        revision = revisions.publish(work, files=files, slug=questionnaire.slug, now=CLOCK.now(), actor=operator())
    _stage(2, f"Questionnaire {revision.slug}, revision {revision.number}")
    # Before any patient: what they answer may alert somebody.
    staff = add_staff(services, settings, now=CLOCK.now(), actor=operator())
    _stage(3, f"{len(staff)} accounts for staff")
    _stage(4, f"Made-up submissions: {', '.join(_submissions(services, questionnaire))}")
    issued = issue(services, count=INVITATIONS, name="Sam Visitor", born=BORN, slug=questionnaire.slug)
    links = [invitation_json(settings, one) for one in issued]
    _stage(5, f"{len(links)} fresh invitations")
    return Access(links, staff)


def _submissions(services: Services, questionnaire: Questionnaire) -> Sequence[str]:
    """The references of what was sent, after sending once for each made-up person."""
    with services.unit_of_work() as work:
        sent = submissions.listing(work, actor=operator(), now=CLOCK.now())
    if sent:
        return [line.reference for line in sent[: len(PEOPLE)]]
    with click.progressbar(
        send_all(services, questionnaire, now=CLOCK.now(), actor=operator()),
        length=len(PEOPLE),
        label="      Patients answering",
        file=sys.stderr,
    ) as references:
        return [str(reference) for reference in references]


def _serve(
    strangers: Strangers, settings: Settings, *, bind: str, access: Access, credentials: Path | None, data: Path
) -> None:
    # Imported here: gunicorn is needed by this command alone.
    from screener.cli.serving import Server

    @contextmanager
    def beside() -> Iterator[None]:
        with Services(settings) as services, strangers.start_workers()(services, CLOCK):
            if credentials is not None:
                _write_credentials(credentials, settings, access)
            _welcome(settings, access, data)
            yield

    Server(strangers.application, settings, bind=bind, threads=16, beside=beside).run()


def _write_credentials(file: Path, settings: Settings, access: Access) -> None:
    """Whole or not at all, and for its owner alone: a program that waits for it never reads half."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.new")
    draft.unlink(missing_ok=True)
    content = {"base_url": settings.public_url, "invitations": access.links, "staff": list(access.staff)}
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as whole:
        json.dump(content, whole, indent=2)
    draft.replace(file)


def _welcome(settings: Settings, access: Access, data: Path) -> None:
    say(f"\nServing on {settings.public_url} until Ctrl-C. Everyone here is made up.\n")
    say("A patient opens one of these and confirms the birth date March 14, 1984:")
    for link in access.links[:3]:
        say(f"  {link['url']}")
    say(f"or types the code {access.links[3]['code']} at {settings.public_url}/code\n")
    say(f"Staff sign in at {settings.public_url}/staff/ (a patient's link signs them out: use another browser):")
    for member in access.staff:
        say(f"  {member['email']:<24} {member['password']}")
    say("")
    say(f"What was sent: {as_typed('submissions', data)}")
    say(f"As a PDF:      {as_typed('summary --submission REFERENCE -o summary.pdf', data)}")


def _refuse_taken(host: str, port: int) -> None:
    """Say so before anything else is done when the port cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            say(f"Cannot listen on {_address(host, port)}: {error.strerror or error}. Choose another with --port.")
            raise SystemExit(PROBLEM) from None


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _stage(number: int, text: str) -> None:
    say(f"[{number}/{STAGES}] {text}")
