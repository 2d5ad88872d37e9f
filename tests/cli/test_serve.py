"""`screener serve` says at its start what is missing."""

import os

import pytest
from click.testing import CliRunner

from screener.cli.serve import WITHOUT_PHONE, clinic_phone, serve
from screener.services import clinic_settings
from screener.services.auditing import Actor
from screener.services.unit_of_work import open_services
from tests.databases import *  # noqa: F403
from tests.web.clinics import KEY, NOON, make_settings


class TestTheClinicsNumber:
    def test_is_the_servers_until_the_clinic_gives_one(self, database_url: str) -> None:
        settings = make_settings(database_url)
        assert clinic_phone(settings) == "(555) 010-0199"
        with open_services(settings) as services, services.unit_of_work() as work:
            typed = {"phone": "(555) 010-0177"}
            clinic_settings.save(work, typed=typed, version=0, now=NOON, actor=Actor("operator", "test"))
        assert clinic_phone(settings) == "(555) 010-0177"

    @pytest.mark.parametrize("phone", ["", "(555) 010-0199"])
    def test_is_the_servers_where_the_database_cannot_be_read(self, phone: str) -> None:
        assert clinic_phone(make_settings("sqlite:////nowhere/at/all.db", clinic_phone=phone)) == phone


class TestServing:
    @pytest.mark.parametrize(("phone", "warns"), [("", True), ("(555) 010-0199", False)])
    def test_goes_on_without_a_number_and_says_so(
        self, monkeypatch: pytest.MonkeyPatch, database_url: str, *, phone: str, warns: bool
    ) -> None:
        started: list[str] = []
        monkeypatch.setattr(os, "execv", lambda _, command: started.extend(command))
        given = {"DEMO": "true", "DATABASE_URL": database_url, "SECRET_KEY": KEY, "SEALING_KEYS": KEY}
        given |= {"PUBLIC_URL": "http://localhost:8000", "CLINIC_PHONE": phone}
        for name, value in given.items():
            monkeypatch.setenv(f"SCREENER_{name}", value)
        said = CliRunner().invoke(serve)
        assert said.exit_code == 0
        assert "wsgi:app" in started
        assert (WITHOUT_PHONE in said.stderr) is warns
