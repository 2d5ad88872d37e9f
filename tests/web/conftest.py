"""A clinic with a small questionnaire, on SQLite: published once, then copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import sqlite_template
from tests.web.clinics import SAMPLES, Browser, Clinic, make_settings, publish

__all__ = ["sqlite_template"]

VISIT, EVERYTHING = "headache-visit", "everything"


@pytest.fixture(scope="session")
def published(sqlite_template: Path) -> Path:
    """A database in which both samples are published."""
    file = sqlite_template.with_name("published.db")
    shutil.copyfile(sqlite_template, file)
    for slug in (VISIT, EVERYTHING):
        publish(make_settings(f"sqlite:///{file}"), SAMPLES / slug)
    return file


@pytest.fixture
def sqlite_url(published: Path, tmp_path: Path) -> str:
    shutil.copyfile(published, tmp_path / "screener.db")
    return f"sqlite:///{tmp_path / 'screener.db'}"


@pytest.fixture
def clinic(sqlite_url: str) -> Iterator[Clinic]:
    with Clinic.opened(make_settings(sqlite_url), VISIT) as opened:
        yield opened


@pytest.fixture
def everything(sqlite_url: str) -> Iterator[Clinic]:
    """A clinic whose questionnaire has one of each kind."""
    with Clinic.opened(make_settings(sqlite_url), EVERYTHING) as opened:
        yield opened


@pytest.fixture
def visitor(clinic: Clinic) -> Browser:
    return clinic.visitor()


@pytest.fixture
def patient(clinic: Clinic) -> Browser:
    return clinic.patient()
