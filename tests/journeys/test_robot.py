"""Everything that was said to be kept is before the clinician, and nothing of anybody else.

`ROBOT_RUNS=500 pytest -m slow --log-cli-level=INFO tests/journeys/test_robot.py` runs it as often as one likes and says
the figures; `ROBOT_SEED` begins at another seed.
"""

import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from screener.services.unit_of_work import Services
from tests.journeys.killable import Killable, killable
from tests.journeys.robot import SLUG, Robot
from tests.web.clinics import SAMPLES, make_settings, publish

RUNS = int(os.environ.get("ROBOT_RUNS", "20"))
SEED = int(os.environ.get("ROBOT_SEED", "1"))
LEAST_KEPT = 0.95
LOG = logging.getLogger(__name__)


@pytest.fixture
def notes(sqlite_template: Path, tmp_path: Path) -> str:
    """A database in which pages of open questions are published."""
    shutil.copyfile(sqlite_template, tmp_path / "notes.db")
    url = f"sqlite:///{tmp_path / 'notes.db'}"
    publish(make_settings(url), SAMPLES / SLUG)
    return url


@pytest.fixture
def server(notes: str) -> Iterator[Killable]:
    with killable(notes) as found:
        yield found


class TestARobotAtASharedBrowser:
    @pytest.mark.slow
    def test_finds_everything_that_it_was_told_is_kept_before_the_clinician(self, notes: str, server: Killable) -> None:
        typed = kept = 0
        with Services(make_settings(notes)) as services:
            for seed in range(SEED, SEED + RUNS):
                robot = Robot(server, services, seed)
                robot.live()
                lost = robot.ledger.lost(robot.end())
                assert (lost, robot.ledger.crossed) == (set(), []), (seed, robot.did)
                typed += len(robot.ledger.typed)
                kept += len(robot.ledger.kept)
        LOG.info("%s runs from seed %s: typed %s, said to be kept %s, %s kills", RUNS, SEED, typed, kept, server.kills)
        assert kept >= LEAST_KEPT * typed
        assert server.kills
