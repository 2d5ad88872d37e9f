import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from screener.cli.demo_patients import EARLIER, PEOPLE
from tests.cli.conftest import Typed

TOP = Path(__file__).parents[2]
PATIENCE = 60
"""Seconds that a start may take on a busy machine."""


@dataclass
class Demo:
    process: subprocess.Popen[bytes]
    credentials: dict[str, object]
    data: Path

    def get(self, path: str) -> tuple[int, str]:
        with urllib.request.urlopen(f"{self.credentials['base_url']}{path}", timeout=10) as response:  # noqa: S310
            return response.status, response.read().decode()


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def demo(data: Path) -> Iterator[Demo]:
    """A demo that answers, stopped by SIGTERM afterwards."""
    file = data / "credentials.json"
    file.unlink(missing_ok=True)
    words = ["demo", "--port", str(free_port()), "--data", str(data), "--credentials", str(file)]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SCREENER_")}
    process = subprocess.Popen([sys.executable, "-m", "screener", *words], cwd=TOP, env=clean, stderr=subprocess.PIPE)
    try:
        deadline = time.monotonic() + PATIENCE
        while not file.exists():
            assert process.poll() is None, process.stderr.read() if process.stderr else None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield Demo(process, json.loads(file.read_text()), data)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)


class TestTheDemo:
    def test_serves_a_clinic_stops_cleanly_and_starts_where_it_stopped(self, screener: Typed, tmp_path: Path) -> None:
        with demo(tmp_path) as first:
            assert stat.S_IMODE((tmp_path / "credentials.json").stat().st_mode) == 0o600
            assert first.get("/healthz")[0] == first.get("/readyz")[0] == 200
            links = first.credentials["invitations"]
            assert isinstance(links, list)
            assert {"url", "code", "date_of_birth"} <= links[0].keys()
            status, page = first.get(links[0]["url"].removeprefix(str(first.credentials["base_url"])))
            assert (status, "date of birth" in page) == (200, True)
        assert first.process.returncode == 0

        sent = self.references(screener, tmp_path)
        assert len(sent) == len(PEOPLE) + sum(len(earlier) for earlier in EARLIER.values())

        with demo(tmp_path) as second:
            again = second.credentials["invitations"]
            assert isinstance(again, list)
            assert not {link["url"] for link in again} & {link["url"] for link in links}
        assert self.references(screener, tmp_path) == sent

        pdf = tmp_path / "summary.pdf"
        typed = screener("summary", "--submission", sorted(sent)[0], "-o", pdf, "--data", tmp_path)
        assert typed.exit_code == 0
        assert pdf.read_bytes().startswith(b"%PDF-")
        shown = screener("submissions", "--reference", sorted(sent)[0], "--format", "json", "--data", tmp_path)
        assert json.loads(shown.stdout)["assessment"]["revision"]["number"] == 1
        assert re.search(r"T\d\d:\d\d:\d\d(\.\d+)?-0[45]:00$", json.loads(shown.stdout)["sent_at"])
        listed = screener("submissions", "--data", tmp_path).stdout.splitlines()
        assert all(re.search(r" \d\d\d\d-\d\d-\d\d \d\d:\d\d -0[45]:00  ", line) for line in listed)

    def references(self, screener: Typed, data: Path) -> set[str]:
        typed = screener("submissions", "--format", "json", "--data", data)
        return {json.loads(line)["reference"] for line in typed.stdout.splitlines()}

    def test_says_when_its_port_is_taken(self, screener: Typed, tmp_path: Path) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            typed = screener("demo", "--port", taken.getsockname()[1], "--data", tmp_path)
        assert typed.exit_code == 1
        assert "Choose another with --port" in typed.stderr


class TestInvitations:
    def test_are_issued_each_on_a_line(self, screener: Typed, tmp_path: Path, questionnaire_published: Path) -> None:
        typed = screener("invite", "--count", "3", "--format", "json", "--data", questionnaire_published)
        lines = [json.loads(line) for line in typed.stdout.splitlines()]
        assert len({line["url"] for line in lines}) == len({line["reference"] for line in lines}) == 3
        assert all(line.keys() == {"url", "code", "date_of_birth", "reference"} for line in lines)


class TestTheRecord:
    def test_is_whole_and_has_a_head(self, screener: Typed, questionnaire_published: Path) -> None:
        typed = screener("audit", "--data", questionnaire_published)
        assert typed.exit_code == 0
        assert screener("audit", "--anchor", typed.stdout.strip(), "--data", questionnaire_published).exit_code == 0

    def test_shows_a_tail_cut_off(self, screener: Typed, questionnaire_published: Path) -> None:
        typed = screener("audit", "--anchor", f"99:{'0' * 64}", "--data", questionnaire_published)
        assert typed.exit_code == 1
        assert typed.stdout

    def test_is_sealed_again_with_the_newest_key_only(self, screener: Typed, questionnaire_published: Path) -> None:
        assert screener("reseal", "--data", questionnaire_published).stdout == "0\n"


@pytest.fixture
def questionnaire_published(screener: Typed, tmp_path: Path) -> Path:
    """The folder of a clinic that has the ketamine questionnaire."""
    data = tmp_path / "clinic"
    typed = screener("publish", TOP / "questionnaires" / "ketamine-migraine", "--data", data)
    assert typed.exit_code == 0
    assert "ketamine-migraine revision 1" in typed.stdout
    return data


class TestACommandWithoutSettings:
    @pytest.mark.parametrize("command", ["submissions", "invite", "migrate", "serve"])
    def test_lists_what_is_missing(
        self, screener: Typed, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        typed = screener(command)
        assert typed.exit_code == 1
        assert "SCREENER_SECRET_KEY" in typed.stderr

    def test_publishes_nothing_with_problems(self, screener: Typed, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        assert screener("publish", tmp_path / "empty", "--data", tmp_path / "clinic").exit_code == 1
