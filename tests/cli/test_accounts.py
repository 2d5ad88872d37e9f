"""Accounts as an operator keeps them: the first administrator comes from here."""

import json
import re
from pathlib import Path

from screener.clock import SystemClock
from screener.config import Settings
from screener.services import sign_in_tries
from screener.services.unit_of_work import open_services
from tests.cli.conftest import Typed
from tests.cli.test_letter import data

__all__ = ["data"]

NOOR = "noor@clinic.example"


def add(screener: Typed, data: Path, email: str = NOOR, *roles: str) -> str:
    given = [word for role in roles or ("admin",) for word in ("--role", role)]
    typed = screener("accounts", "add", email, "--name", "Noor Haddad", *given, "--data", data)
    assert typed.exit_code == 0, typed.stderr
    link: str = typed.stdout.strip()
    return link


def listed(screener: Typed, data: Path) -> dict[str, dict[str, object]]:
    lines = screener("accounts", "list", "--format", "json", "--data", data).stdout.splitlines()
    return {line["email"]: line for line in map(json.loads, lines)}


class TestAccounts:
    def test_begin_with_an_administrator_and_a_link(self, screener: Typed, data: Path) -> None:
        link = add(screener, data)
        assert re.fullmatch(r"https?://[^/]+/staff/set-up/[\w-]{20,}", link)
        line = listed(screener, data)[NOOR]
        assert (line["roles"], line["has_password"], line["state"]) == (["admin"], False, "active")
        assert "no password chosen yet" in screener("accounts", "list", "--data", data).stdout

    def test_get_new_links(self, screener: Typed, data: Path) -> None:
        first = add(screener, data)
        second = screener("accounts", "link", NOOR, "--data", data).stdout.strip()
        assert second != first

    def test_get_other_roles(self, screener: Typed, data: Path) -> None:
        add(screener, data)
        add(screener, data, "ines@clinic.example", "clinician")
        changed = screener("accounts", "roles", "ines@clinic.example", "--role", "director", "--data", data)
        assert changed.exit_code == 0
        assert listed(screener, data)["ines@clinic.example"]["roles"] == ["director"]

    def test_are_closed_and_opened(self, screener: Typed, data: Path) -> None:
        add(screener, data)
        add(screener, data, "ines@clinic.example", "clinician")
        screener("accounts", "close", "INES@clinic.example", "--data", data)
        assert listed(screener, data)["ines@clinic.example"]["state"] == "disabled"
        screener("accounts", "open", "ines@clinic.example", "--data", data)
        assert listed(screener, data)["ines@clinic.example"]["state"] == "active"

    def test_are_unlocked(self, screener: Typed, data: Path) -> None:
        add(screener, data)
        with open_services(Settings.for_demo(data)) as services, services.unit_of_work() as work:
            for _ in range(work.settings.sign_in_tries):
                sign_in_tries.count(work, email=NOOR, address="192.0.2.7", now=SystemClock().now())
        assert listed(screener, data)[NOOR]["is_locked"]
        screener("accounts", "unlock", NOOR, "--data", data)
        assert not listed(screener, data)[NOOR]["is_locked"]

    def test_keep_one_who_manages_them(self, screener: Typed, data: Path) -> None:
        add(screener, data)
        typed = screener("accounts", "close", NOOR, "--data", data)
        assert (typed.exit_code, "last account" in typed.stderr) == (1, True)

    def test_of_nobody_are_refused_in_words(self, screener: Typed, data: Path) -> None:
        for words in (("link",), ("close",), ("unlock",), ("reset-authenticator",), ("roles", "--role", "admin")):
            typed = screener("accounts", words[0], "who@clinic.example", *words[1:], "--data", data)
            assert (typed.exit_code, "Nobody signs in as who@clinic.example." in typed.stderr) == (1, True), words

    def test_need_a_role_and_an_address(self, screener: Typed, data: Path) -> None:
        typed = screener("accounts", "add", NOOR, "--name", "Noor", "--data", data)
        assert (typed.exit_code, "at least one role" in typed.stderr) == (1, True)
        typed = screener("accounts", "add", "noor", "--name", "Noor", "--role", "admin", "--data", data)
        assert (typed.exit_code, "e-mail address" in typed.stderr) == (1, True)
