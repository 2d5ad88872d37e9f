"""Closing a link, and erasing what a wrong person typed, as an operator types it."""

from pathlib import Path

import pytest

from screener.config import Settings
from screener.services import invitations
from screener.services.unit_of_work import open_services
from tests.cli.conftest import Typed
from tests.cli.test_letter import data
from tests.services.conftest import NOON

__all__ = ["data"]


@pytest.fixture
def reference(screener: Typed, data: Path) -> str:
    """Of an invitation that was just issued."""
    issued: str = screener("invite", "--data", data).stdout.split()[0]
    return issued


class TestRevoking:
    def test_closes_the_link(self, screener: Typed, data: Path, reference: str) -> None:
        typed = screener("revoke", reference, "--data", data)
        assert (typed.exit_code, typed.stderr) == (0, "Closed.\n")
        with open_services(Settings.for_demo(data)) as services, services.reading() as work:
            row = invitations.by_reference(work, reference)
            assert row.state == "revoked"
            assert row.issued_at > NOON

    def test_says_whether_there_was_something_to_erase(self, screener: Typed, data: Path, reference: str) -> None:
        assert "There is nothing to erase" in screener("revoke", reference, "--erase", "--data", data).stderr

    def test_of_nothing_is_refused(self, screener: Typed, data: Path) -> None:
        typed = screener("revoke", "KM-2222-2222", "--data", data)
        assert (typed.exit_code, "no invitation" in typed.stderr) == (1, True)
