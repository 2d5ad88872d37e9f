"""What a patient was told is saved survives the death of the program, at any moment."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from screener.services import auditing
from tests.services.conftest import Clinic

TOP = Path(__file__).parent.parent.parent
SAVING = """
import sys
from tests.services.conftest import Clinic, make_settings
from screener.services.unit_of_work import Services

clinic = Clinic(Services(make_settings(sys.argv[1])))
for number in range(1, 100_000):
    clinic.answer(sys.argv[2], "basics", {"dem_name": f"Name {number}"})
    print(number, flush=True)
"""


def save_until_killed(database_url: str, intake_id: str, after_seconds: float) -> int:
    """Saves again and again in a process of its own, kills it, and gives the last saving it told of."""
    command = [sys.executable, "-c", SAVING, database_url, intake_id]
    process = subprocess.Popen(command, cwd=TOP, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    told = [process.stdout.readline()]
    time.sleep(after_seconds)
    process.kill()
    told += process.stdout.read().splitlines()
    process.stdout.close()
    process.wait()
    # The last line may be cut short by the kill; what counts is what was said in full.
    return max(int(line) for line in told if line.strip())


class TestAKill:
    @pytest.mark.parametrize("after_seconds", [0.0, pytest.param(0.13, marks=pytest.mark.slow)])
    def test_loses_nothing_that_was_told_saved(self, database_url: str, clinic: Clinic, after_seconds: float) -> None:
        intake_id = clinic.begin()
        told = save_until_killed(database_url, intake_id, after_seconds)
        view = clinic.open(intake_id)
        kept = int(str(view.raw_answers["dem_name"]).removeprefix("Name "))
        assert kept in {told, told + 1}
        assert view.version == kept
        with clinic.services.reading() as work:
            assert auditing.verify(work) == ()
        clinic.answer(intake_id, "thunderclap", {"rf_thunderclap": "no"})
