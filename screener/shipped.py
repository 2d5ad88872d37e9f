"""Folders that stand beside the package in a checkout, and inside it where it was installed from a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """The folder `templates` or `questionnaires`."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name
