"""The clinic of the real questionnaire, on both databases."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from screener.definition.model import Questionnaire
from screener.definition.reading import read_folder
from tests.databases import *  # noqa: F403
from tests.web.clinics import Clinic, make_settings, publish

QUESTIONNAIRE = Path(__file__).parents[2] / "questionnaires" / "ketamine-migraine"


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    return read_folder(QUESTIONNAIRE)


@pytest.fixture(scope="session")
def published(sqlite_template: Path) -> Path:
    """An SQLite database in which the questionnaire is published."""
    file = sqlite_template.with_name("ketamine.db")
    shutil.copyfile(sqlite_template, file)
    publish(make_settings(f"sqlite:///{file}"), QUESTIONNAIRE)
    return file


@pytest.fixture
def clinic(published: Path, tmp_path: Path) -> Iterator[Clinic]:
    """On SQLite."""
    shutil.copyfile(published, tmp_path / "screener.db")
    with Clinic.opened(make_settings(f"sqlite:///{tmp_path / 'screener.db'}"), QUESTIONNAIRE.name) as opened:
        yield opened


@pytest.fixture
def either_clinic(database_url: str) -> Iterator[Clinic]:
    """On SQLite, and on PostgreSQL."""
    publish(make_settings(database_url), QUESTIONNAIRE)
    with Clinic.opened(make_settings(database_url), QUESTIONNAIRE.name) as opened:
        yield opened
