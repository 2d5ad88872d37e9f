"""A wheel is whole: what stands beside the package in a checkout is inside it, and a command runs from it."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.cli.answers import answers_file

TOP = Path(__file__).parents[1]
BUILT_FROM = (
    "MANIFEST.in",
    "README.md",
    "editor",
    "pyproject.toml",
    "questionnaires",
    "screener",
    "setup.cfg",
    "setup.py",
)
CODE = {".py", ".pyc"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy as an operator builds it; without npm, which leaves out the editor of drafts' text."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in (*BUILT_FROM, "templates"):
        leave = shutil.ignore_patterns("node_modules", "__pycache__", "made")
        place = TOP / name
        shutil.copytree(place, copy / name, ignore=leave) if place.is_dir() else shutil.copy(place, copy / name)
    command = (sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", copy / "out", copy)
    environment = {**os.environ, "npm_config_offline": "true", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    subprocess.run(command, check=True, capture_output=True, env=environment)
    (built,) = (copy / "out").glob("*.whl")
    return built


def named(folder: str) -> set[str]:
    """What a checkout has there besides code."""
    found = (file.relative_to(TOP) for file in (TOP / folder).rglob("*") if file.is_file())
    return {str(file) for file in found if file.suffix not in CODE and "made" not in file.parts}


@pytest.mark.slow
class TestAWheel:
    def test_holds_what_stands_beside_the_package_and_in_it(self, wheel: Path) -> None:
        held = set(zipfile.ZipFile(wheel).namelist())
        assert {f"screener/{name}" for name in named("templates") | named("questionnaires")} - held == set()
        assert named("screener") - held == set()

    def test_renders_a_summary(self, wheel: Path, tmp_path: Path) -> None:
        installed = tmp_path / "installed"
        zipfile.ZipFile(wheel).extractall(installed)
        questionnaire, out = installed / "screener" / "questionnaires" / "ketamine-migraine", tmp_path / "x.pdf"
        command = (sys.executable, "-m", "screener", "summary", questionnaire, answers_file(tmp_path, "V02"), "-o", out)
        environment = {**os.environ, "PYTHONPATH": str(installed)}
        subprocess.run(command, check=True, cwd=tmp_path, env=environment)
        assert out.read_bytes().startswith(b"%PDF-")
