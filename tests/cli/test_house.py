"""A hint that prints a command prints one that works as it is typed there."""

import re
import shlex
import sys
from pathlib import Path

import pytest

from screener.cli import demo as demos
from screener.cli import house
from screener.cli.house import DEMO, as_typed
from screener.config import Settings
from screener.services.unit_of_work import open_services
from tests.cli.conftest import Typed


class TestAHint:
    def test_names_the_house_that_it_is_about(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "argv", ["screener"])
        monkeypatch.setattr(house, "_has_settings", lambda: False)
        assert as_typed("submissions", None) == "screener submissions"
        assert as_typed("submissions", DEMO) == "screener submissions"
        assert as_typed("submissions", Path("my clinic")) == "screener submissions --data 'my clinic'"

    def test_names_the_demo_where_the_environment_is_another_clinic(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "argv", ["screener"])
        monkeypatch.setattr(house, "_has_settings", lambda: True)
        assert as_typed("submissions", DEMO) == f"screener submissions --data {DEMO}"

    @pytest.mark.parametrize(
        ("called", "program"),
        [(".venv/bin/screener", ".venv/bin/screener"), ("x/__main__.py", f"{sys.executable} -m screener")],
    )
    def test_calls_the_program_as_it_was_called(
        self, called: str, program: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "argv", [called])
        assert as_typed("submissions", None) == f"{program} submissions"

    def test_of_a_demo_elsewhere_works_as_it_is_printed(
        self, screener: Typed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        data = tmp_path / "a clinic"
        settings = Settings.for_demo(data)
        with open_services(settings):
            links = [{"url": "u", "code": "c"}] * 4
            demos._welcome(settings, demos.Access(links, []), data)
        for printed in re.findall(r"screener (submissions.*)$", capsys.readouterr().err, re.MULTILINE):
            typed = screener(*shlex.split(printed))
            assert typed.exit_code == 0, typed.stderr
            break
        else:
            pytest.fail("no command was printed")
