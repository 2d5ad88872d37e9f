"""Rendering in a process of its own, within limits, in turns."""

import io
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pypdf
import pytest

from screener.pdf import safely, turns
from screener.pdf.rendering import render
from screener.pdf.safely import Limits, find_rendered
from tests.pdf.vignettes import summary_of
from tests.summary.builders import fired, summary

GRAVE = summary(fired("R-CV-01", "artery"), answers={"artery": "yes"})
AMPLE = Limits(seconds=30, wait_seconds=300)
TOP = Path(__file__).parents[2]

BURN = "import time\nuntil = time.monotonic() + 60\nwhile time.monotonic() < until: pass"
"""Bounded, should nobody end it."""


class TestRendering:
    def test_gives_the_same_bytes_as_rendering_here(self):
        assert find_rendered(GRAVE, limits=AMPLE) == render(GRAVE)

    @pytest.mark.parametrize(
        "limits",
        [
            Limits(seconds=30, wait_seconds=300, memory=128 * 1024**2),
            Limits(seconds=1, wait_seconds=300),
            Limits(seconds=30, wait_seconds=0),
        ],
        ids=["memory", "processor", "wait"],
    )
    def test_gives_nothing_where_a_limit_is_reached(self, limits):
        assert find_rendered(summary_of("V06"), limits=limits) is None

    def test_is_not_ended_while_it_waits_for_the_processor(self):
        """Beside six others on one core it gets a seventh of it: a second of work takes seven by the clock."""
        core = {min(os.sched_getaffinity(0))}
        everywhere = os.sched_getaffinity(0)
        os.sched_setaffinity(0, core)
        others = [subprocess.Popen((sys.executable, "-c", BURN)) for _ in range(6)]
        try:
            began = time.monotonic()
            written = find_rendered(GRAVE, limits=Limits(seconds=5, wait_seconds=300))
            took = time.monotonic() - began
        finally:
            os.sched_setaffinity(0, everywhere)
            for each in others:
                each.kill()
                each.wait()
        assert written is not None
        assert took > 5, "the machine was too quick to tell"

    def test_hands_the_child_no_secret(self):
        handed = safely._environment({"SCREENER_KEY": "secret", "PATH": "/usr/bin", "HOME": "/root"})
        assert handed == {"PATH": "/usr/bin", "HOME": "/root"}

    def test_gives_what_can_be_read(self):
        written = find_rendered(GRAVE, limits=AMPLE)
        assert written is not None
        assert "Aneurysm" in pypdf.PdfReader(io.BytesIO(written)).pages[0].extract_text()


HOLD = """
import sys
from screener.pdf.turns import turn
with turn():
    print("in", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def apart(tmp_path, monkeypatch):
    """A machine of its own, as far as turns go."""
    monkeypatch.setattr(turns.tempfile, "tempdir", str(tmp_path))
    return {**os.environ, "TMPDIR": str(tmp_path)}


@pytest.mark.usefixtures("apart")
class TestATurn:
    def hold(self, environment):
        holder = subprocess.Popen(
            (sys.executable, "-c", HOLD),
            cwd=TOP,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert holder.stdout is not None
        return holder

    def test_is_waited_for_by_every_process_of_the_machine(self, apart):
        holders = [self.hold(apart) for _ in range(turns.AT_ONCE)]
        assert [each.stdout.readline() for each in holders] == ["in\n"] * turns.AT_ONCE
        third = self.hold(apart)
        came = threading.Event()
        waiting = threading.Thread(target=lambda: (third.stdout.readline(), came.set()))
        waiting.start()
        assert not came.wait(1)
        holders[0].communicate("")
        assert came.wait(30)
        waiting.join()
        for each in (*holders[1:], third):
            each.communicate("")

    def test_is_free_again_where_its_holder_was_killed(self, apart):
        for _ in range(turns.AT_ONCE + 1):
            holder = self.hold(apart)
            assert holder.stdout.readline() == "in\n"
            holder.kill()
            holder.communicate()

    def test_comes_to_every_thread(self):
        at_once, most, lock = 0, 0, threading.Lock()

        def take():
            nonlocal at_once, most
            with turns.turn():
                with lock:
                    at_once += 1
                    most = max(most, at_once)
                time.sleep(0.02)
                with lock:
                    at_once -= 1

        crew = [threading.Thread(target=take) for _ in range(8)]
        for each in crew:
            each.start()
        for each in crew:
            each.join()
        assert 1 <= most <= turns.AT_ONCE

    def test_is_not_taken_in_a_folder_of_somebody_else(self, tmp_path):
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / f"screener-rendering-{os.getuid()}").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(PermissionError), turns.turn():
            pass
