"""What `-o` leaves at its path: the whole result of this very run, or nothing."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from screener.cli import results
from screener.cli.results import FOR_OWNER, replace_whole, result_file
from screener.config import Settings
from screener.definition.reading import folder_files
from screener.services import revisions
from screener.services.auditing import Actor
from screener.services.unit_of_work import open_services
from tests.cli.answers import KETAMINE, answers_file
from tests.cli.conftest import Typed
from tests.services.conftest import NOON

TOP = Path(__file__).parents[2]
OF_SOMEBODY_ELSE = b"%PDF-1.7 of another patient"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A path where another patient's file stands."""
    file = tmp_path / "x.pdf"
    file.write_bytes(OF_SOMEBODY_ELSE)
    return file


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A demo's clinic with the questionnaire published."""
    with open_services(Settings.for_demo(tmp_path / "demo")) as services, services.unit_of_work() as work:
        files = folder_files(KETAMINE)
        revisions.publish(work, files=files, slug=KETAMINE.name, now=NOON, actor=Actor("operator", "test"))
    return tmp_path / "demo"


def in_time_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """One second of a processor is too little to load what renders and to lay out a whole patient."""
    monkeypatch.setenv("SCREENER_RENDER_SECONDS", "1")


def left(out: Path) -> list[str]:
    """What the folder holds besides what the test put there."""
    return sorted(each.name for each in out.parent.iterdir() if each.suffix not in {".json", ""})


class TestEveryCommandThatWritesAFile:
    @pytest.fixture(params=["summary", "letter", "invite", "export"])
    def failing(
        self, request: pytest.FixtureRequest, screener: Typed, data: Path, out: Path, monkeypatch: pytest.MonkeyPatch
    ) -> tuple[Callable[[], int], int]:
        """A command that comes to nothing, and its exit code."""
        match request.param:
            case "summary":
                in_time_for_nothing(monkeypatch)
                file = answers_file(out.parent, "V06")
                return lambda: screener("summary", KETAMINE, file, "-o", out).exit_code, 3
            case "letter":
                return lambda: screener("letter", "KM-2222-2222", "-o", out, "--data", data).exit_code, 1
            case "invite":
                monkeypatch.setattr("screener.cli.letter.find_rendered", lambda *_, **__: None)
                return lambda: screener("invite", "--letter", out, "--data", data).exit_code, 3
            case _:
                return lambda: screener("translate", "export", out.parent / "none", "es", "-o", out).exit_code, 1

    def test_leaves_nothing_at_its_path_where_it_fails(self, failing: tuple[Callable[[], int], int], out: Path) -> None:
        run, code = failing
        assert run() == code
        assert not out.exists()
        assert (out.parent / "x.pdf.before").read_bytes() == OF_SOMEBODY_ELSE
        assert left(out) == ["x.pdf.before"]


class TestAFileThatTheCommandReads:
    def test_is_not_written_over_by_a_summary(self, screener: Typed, tmp_path: Path) -> None:
        file = answers_file(tmp_path, "V06")
        before = file.read_bytes()
        (tmp_path / "same.txt").symlink_to(file)
        for output in (file, tmp_path / "same.txt"):
            typed = screener("summary", KETAMINE, file, "-o", output)
            assert (typed.exit_code, "this command reads that file" in typed.stderr) == (1, True)
        assert file.read_bytes() == before
        assert sorted(each.name for each in tmp_path.iterdir()) == ["V06.json", "same.txt"]

    @pytest.mark.parametrize("name", ["es.yaml", "questionnaire.yaml", "medications.csv"])
    def test_is_not_written_over_by_texts_for_translators(self, screener: Typed, tmp_path: Path, name: str) -> None:
        folder = Path(shutil.copytree(KETAMINE, tmp_path / "ketamine-migraine"))
        typed = screener("translate", "export", folder, "es", "-o", folder / name)
        assert (typed.exit_code, "this command reads that file" in typed.stderr) == (1, True)
        assert folder_files(folder) == folder_files(KETAMINE)

    def test_may_stand_beside_the_result(self, screener: Typed, tmp_path: Path) -> None:
        folder = Path(shutil.copytree(KETAMINE, tmp_path / "ketamine-migraine"))
        for _ in range(2):
            assert screener("translate", "export", folder, "es", "-o", folder / "es.po").exit_code == 0


class TestASummary:
    def test_says_that_it_was_not_decided_within_the_limit(
        self, screener: Typed, out: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        in_time_for_nothing(monkeypatch)
        typed = screener("summary", KETAMINE, answers_file(out.parent, "V06"), "-o", out)
        assert typed.exit_code == 3
        assert "No PDF could be made within the limits" in typed.stderr
        assert "not written. What stood there before is now x.pdf.before." in typed.stderr

    def test_takes_the_place_of_another(self, screener: Typed, out: Path) -> None:
        typed = screener("summary", KETAMINE, answers_file(out.parent, "V02"), "-o", out)
        assert (typed.exit_code, left(out)) == (0, ["x.pdf"])
        assert out.read_bytes() != OF_SOMEBODY_ELSE

    def test_is_plain_text_where_its_name_says_so(self, screener: Typed, tmp_path: Path) -> None:
        file = tmp_path / "x.txt"
        typed = screener("summary", KETAMINE, answers_file(tmp_path, "V06"), "-o", file, "--as-of", "2026-01-15")
        assert typed.exit_code == 0
        assert "R-BP-01" in file.read_text()
        assert not file.with_suffix(".pdf").exists()

    def test_refuses_a_limit_that_is_none(self, screener: Typed, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SCREENER_RENDER_WAIT_SECONDS", "soon")
        typed = screener("summary", KETAMINE, answers_file(out.parent, "V02"), "-o", out)
        assert typed.exit_code == 1
        assert "SCREENER_RENDER_WAIT_SECONDS" in typed.stderr

    def test_that_is_killed_leaves_nothing(self, out: Path) -> None:
        command = (sys.executable, "-m", "screener", "summary", KETAMINE, answers_file(out.parent, "V06"), "-o", out)
        process = subprocess.Popen([str(word) for word in command], cwd=TOP)
        while out.exists():
            assert process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert not out.exists()


class TestAResultFile:
    def test_is_never_seen_half(self, out: Path) -> None:
        whole = {OF_SOMEBODY_ELSE, b"new" * 100_000}
        seen, over = set[bytes](), threading.Event()

        def look() -> None:
            while not over.is_set():
                with suppress(FileNotFoundError):  # it may be moved away at any moment
                    seen.add(out.read_bytes())

        looking = threading.Thread(target=look)
        looking.start()
        for _ in range(50):
            with result_file(out) as write:
                write(b"new" * 100_000)
        over.set()
        looking.join()
        assert seen <= whole

    def test_that_is_private_was_never_open_to_others(self, out: Path) -> None:
        out.chmod(0o644)
        with result_file(out, mode=FOR_OWNER) as write:
            write(b"a link")
        assert stat.S_IMODE(out.stat().st_mode) == 0o600

    def test_follows_a_link_to_where_it_leads(self, out: Path) -> None:
        link = out.with_name("link.pdf")
        link.symlink_to(out)
        with result_file(link) as write:
            write(b"new")
        assert (link.is_symlink(), out.read_bytes()) == (True, b"new")

    def test_goes_through_what_is_no_file(self, tmp_path: Path) -> None:
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        read = list[bytes]()
        reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
        reader.start()
        with result_file(pipe) as write:
            write(b"printed")
        reader.join()
        assert (read, pipe.is_fifo()) == ([b"printed"], True)

    def test_that_cannot_be_written_is_told_before_anything_is_done(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as refused, result_file(tmp_path / "none" / "x.pdf"):
            pytest.fail("was begun")
        assert (refused.value.code, "No such file" in capsys.readouterr().err) == (1, True)

    def test_with_a_name_that_is_too_long_is_told_so(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as refused, result_file(tmp_path / f"{'x' * 300}.pdf"):
            pytest.fail("was begun")
        assert (refused.value.code, "too long" in capsys.readouterr().err) == (1, True)

    def test_is_not_there_where_the_disk_is_full(self, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(file: Path, content: bytes) -> None:
            file.write_bytes(content[:3])
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(results, "_write_durably", full)
        with pytest.raises(SystemExit), result_file(out) as write:
            write(b"a whole summary")
        assert left(out) == ["x.pdf.before"]

    def test_that_is_mended_in_place_stays_as_it_was_where_the_disk_is_full(
        self, out: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(file: Path, content: bytes) -> None:
            file.write_bytes(content[:3])
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(results, "_write_durably", full)
        with pytest.raises(OSError, match="No space"):
            replace_whole(out, b"a translator's words")
        assert out.read_bytes() == OF_SOMEBODY_ELSE
        assert left(out) == ["x.pdf"]
