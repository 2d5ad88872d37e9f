"""What every test may ask for."""

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# `make test` checks the laws on a sample, the longer tier of `.ci/run` on more; HYPOTHESIS_PROFILE=laws takes an hour.
_EASY = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}
settings.register_profile("quick", max_examples=60, **_EASY)
settings.register_profile("longer", max_examples=1_000, **_EASY)
settings.register_profile("laws", max_examples=10_000, **_EASY)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

VALIDATOR = Path(__file__).parents[1] / ".ci" / "html-validate"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where `PAGES` names a folder, every page that the tests opened is there by now: valid HTML, or the run fails."""
    folder = os.environ.get("PAGES")
    is_whole = not hasattr(session.config, "workerinput")
    if folder and is_whole and session.exitstatus == 0 and subprocess.run([VALIDATOR, folder], check=False).returncode:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
