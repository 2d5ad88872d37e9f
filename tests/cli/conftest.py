"""A terminal to type commands in."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from screener.__main__ import STRANGERS
from screener.cli.program import program

Typed = Callable[..., Result]


@pytest.fixture
def screener(monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Types `screener ...` in an environment without settings; a traceback is a defect."""
    import os

    for name in [name for name in os.environ if name.startswith("SCREENER_")]:
        monkeypatch.delenv(name)

    def type_in(*words: object) -> Result:
        result = CliRunner().invoke(program(STRANGERS), [str(word) for word in words])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return type_in
