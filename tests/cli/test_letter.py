"""An invitation on paper, as an operator prints it."""

import stat
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from screener.cli.invite import SLUG
from screener.config import Settings
from screener.definition.reading import folder_files
from screener.services import revisions
from screener.services.auditing import Actor
from screener.services.unit_of_work import open_services
from tests.cli.answers import KETAMINE
from tests.cli.conftest import Typed
from tests.services.conftest import NOON


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A demo's clinic with the questionnaire published."""
    with open_services(Settings.for_demo(tmp_path)) as services, services.unit_of_work() as work:
        revisions.publish(work, files=folder_files(KETAMINE), slug=SLUG, now=NOON, actor=Actor("operator", "test"))
    return tmp_path


def text_of(file: Path) -> str:
    return PdfReader(BytesIO(file.read_bytes())).pages[0].extract_text()


class TestALetter:
    def test_is_written_with_the_link_that_is_issued(self, screener: Typed, data: Path) -> None:
        out = data / "letter.pdf"
        typed = screener("invite", "--name", "Rowan Sample", "--letter", out, "--data", data)
        code = typed.stdout.split("code ")[1].split()[0]
        assert code in text_of(out)
        assert "Rowan Sample" in text_of(out)
        assert stat.S_IMODE(out.stat().st_mode) == 0o600

    def test_written_later_has_a_new_link_in_the_patients_language(self, screener: Typed, data: Path) -> None:
        issued = screener("invite", "--name", "Rowan Sample", "--data", data).stdout
        reference, code = issued.split()[0], issued.split("code ")[1].split()[0]
        out = data / "letter.pdf"
        assert screener("letter", reference, "--language", "es", "-o", out, "--data", data).exit_code == 0
        assert "Antes de su visita" in text_of(out)
        assert code not in text_of(out)

    def test_is_for_one_invitation(self, screener: Typed, data: Path) -> None:
        out = data / "letter.pdf"
        assert screener("invite", "--count", "2", "--letter", out, "--data", data).exit_code == 2
        assert not out.exists()

    def test_for_nobody_is_refused(self, screener: Typed, data: Path) -> None:
        typed = screener("letter", "KM-2222-2222", "-o", data / "letter.pdf", "--data", data)
        assert (typed.exit_code, "no invitation" in typed.stderr) == (1, True)
