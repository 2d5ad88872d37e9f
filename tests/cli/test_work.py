"""`screener work` and `screener jobs` on a clinic's database, as an operator types them."""

import json
import signal
import subprocess
import sys
from pathlib import Path

from screener.clock import SystemClock
from screener.config import Settings
from screener.definition.reading import folder_files
from screener.services import authoring, jobs, reassessing, revisions
from screener.services.auditing import Actor
from screener.services.jobs import MOST_ATTEMPTS, JobKind
from screener.services.unit_of_work import open_services
from tests.cli.conftest import Typed

TOP = Path(__file__).parents[2]
SAMPLE = TOP / "tests" / "samples" / "small-visit"


def ask(data: Path, *, fail: bool = False) -> None:
    """Asks for the PDF of a submission that is not there."""
    now = SystemClock().now()
    with open_services(Settings.for_demo(data)) as services:
        with services.unit_of_work() as work:
            jobs.queue(work, JobKind.RENDER, "nothing", now=now)
        for _ in range(MOST_ATTEMPTS if fail else 0):
            now += jobs.LONGEST_WAIT
            with services.unit_of_work() as work:
                job = jobs.take(work, worker="w", now=now)
                assert job is not None
                jobs.failed(work, job, worker="w", fault="RenderingError", now=now)


def ask_for_impact(data: Path) -> None:
    """Asks what a draft would have said of past submissions, of which there are none."""
    actor, now = Actor("operator", "test"), SystemClock().now()
    with open_services(Settings.for_demo(data)) as services, services.unit_of_work() as work:
        revisions.publish(work, files=folder_files(SAMPLE), slug=SAMPLE.name, now=now, actor=actor)
        draft = authoring.start_from_published(work, slug=SAMPLE.name, now=now, actor=actor)
        reassessing.start_impact(
            work,
            draft_id=draft.id,
            slug=SAMPLE.name,
            sha256=draft.sha256,
            base=revisions.current(work, SAMPLE.name),
            now=now,
            actor=actor,
        )


class TestWork:
    def test_does_what_is_due_and_ends(self, screener: Typed, tmp_path: Path) -> None:
        ask(tmp_path)
        typed = screener("work", "--once", "--data", tmp_path)
        assert (typed.exit_code, "1 jobs done." in typed.stderr) == (0, True)
        told = screener("jobs", "--data", tmp_path).stdout
        assert "render: 1 waiting, 0 failed" in told
        assert "NoSubmissionError" in told

    def test_goes_on_until_it_is_told_to_stop(self, tmp_path: Path) -> None:
        ask(tmp_path)
        command = [sys.executable, "-m", "screener", "work", "--data", str(tmp_path)]
        process = subprocess.Popen(command, cwd=TOP, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        assert process.stderr is not None
        while "Working" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        assert process.returncode == 0


class TestJobs:
    def test_are_none_at_first(self, screener: Typed, tmp_path: Path) -> None:
        typed = screener("jobs", "--data", tmp_path)
        assert typed.exit_code == 0
        assert "judged" not in typed.stdout
        assert "Nothing waits." in typed.stderr

    def test_that_failed_are_told_and_can_be_tried_again(self, screener: Typed, tmp_path: Path) -> None:
        ask(tmp_path, fail=True)
        told = json.loads(screener("jobs", "--format", "json", "--data", tmp_path).stdout)
        assert told["failed"] == {"render": 1}
        (trouble,) = told["trouble"]
        again = json.loads(screener("jobs", "--retry", trouble["id"], "--format", "json", "--data", tmp_path).stdout)
        assert (again["waiting"], again["failed"]) == ({"render": 1}, {})

    def test_that_judge_past_submissions_say_how_far_they_have_come(self, screener: Typed, tmp_path: Path) -> None:
        ask_for_impact(tmp_path)
        told = screener("jobs", "--data", tmp_path).stdout
        assert "impact of small-visit: 0 of 0 past submissions judged" in told
        (judging,) = json.loads(screener("jobs", "--format", "json", "--data", tmp_path).stdout)["judging"]
        assert (judging["slug"], judging["done"], judging["total"]) == ("small-visit", 0, 0)

    def test_can_be_waited_for(self, screener: Typed, tmp_path: Path) -> None:
        ask_for_impact(tmp_path)
        command = [sys.executable, "-m", "screener", "work", "--data", str(tmp_path)]
        worker = subprocess.Popen(command, cwd=TOP, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        try:
            typed = screener("jobs", "--watch", "--data", tmp_path)
        finally:
            worker.terminate()
            worker.wait(60)
        assert typed.exit_code == 0
        assert "judged" not in typed.stdout

    def test_that_are_not_there_are_refused(self, screener: Typed, tmp_path: Path) -> None:
        typed = screener("jobs", "--retry", "x", "--data", tmp_path)
        assert (typed.exit_code, "no failed job" in typed.stderr) == (1, True)
