"""What a command reads for long, it reads while others can write: a patient must not wait for an operator."""

import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest

from screener.cli.demo_patients import send_one
from screener.cli.invite import SLUG, issue
from screener.clock import SystemClock
from screener.config import Settings
from screener.definition.model import Questionnaire
from screener.definition.reading import folder_files, read_folder
from screener.services import revisions
from screener.services.auditing import Actor
from screener.services.library import Library
from screener.services.unit_of_work import open_services
from tests.cli.answers import KETAMINE, vignette
from tests.cli.conftest import Typed

TEST = Actor("operator", "test")


@pytest.fixture
def data(tmp_path: Path) -> tuple[Path, str, str]:
    """A demo's clinic; the reference of what was sent there, and of an invitation."""
    now = SystemClock().now()
    with open_services(Settings.for_demo(tmp_path)) as services:
        with services.unit_of_work() as work:
            revisions.publish(work, files=folder_files(KETAMINE), slug=SLUG, now=now, actor=TEST)
        sent = send_one(services, read_folder(KETAMINE), vignette("V01"), name="Rowan Sample", now=now, actor=TEST)
        (issued,) = issue(services, count=1, name="Rowan Sample", born=now.date().replace(year=1980, day=1))
    return tmp_path, sent, issued.reference


@pytest.mark.parametrize("command", ["summary", "summary in text", "submissions", "letter"])
def test_others_can_write_while_a_questionnaire_is_read(
    command: str, data: tuple[Path, str, str], screener: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, sent, invited = data
    read = list[str]()
    whole = Library.get

    def get(library: Library, sha256: str, reader: Callable[[], Questionnaire]) -> Questionnaire:
        def reading() -> Questionnaire:
            with (folder / "screener.db.gate").open("rb") as gate:
                fcntl.flock(gate, fcntl.LOCK_EX | fcntl.LOCK_NB)  # raises where somebody is writing
            read.append(sha256)
            return reader()

        return whole(library, sha256, reading)

    monkeypatch.setattr(Library, "get", get)
    words = {
        "summary": ("summary", "--submission", sent, "-o", folder / "x.pdf"),
        "summary in text": ("summary", "--submission", sent, "-o", folder / "x.txt"),
        "submissions": ("submissions", "--reference", sent),
        "letter": ("letter", invited, "-o", folder / "x.pdf"),
    }
    assert screener(*words[command], "--data", folder).exit_code == 0
    assert read
