"""`screener translate`, as a translator's helper types it."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from screener.cli.translate import translate
from tests.definition.everything import FOLDER


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "everything"))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(translate, [str(argument) for argument in arguments])


class TestTranslate:
    def test_what_goes_out_and_comes_back_changes_nothing(self, folder: Path, tmp_path: Path) -> None:
        before = (folder / "es.yaml").read_bytes()
        out = run("export", folder, "es", "-o", tmp_path / "es.po")
        back = run("import", folder, "es", tmp_path / "es.po")
        assert (out.exit_code, back.exit_code) == (0, 0)
        assert "67 texts, 58 not translated, 0 to be looked at again" in out.output
        assert "0 new or changed" in back.output
        assert (folder / "es.yaml").read_bytes() == before

    def test_a_translators_word_gets_in(self, folder: Path, tmp_path: Path) -> None:
        run("export", folder, "es", "-o", tmp_path / "es.po")
        po = (tmp_path / "es.po").read_text()
        (tmp_path / "es.po").write_text(po.replace("¿Cuándo nació?", "¿En qué fecha nació?"))
        assert "1 new or changed" in run("import", folder, "es", tmp_path / "es.po").output
        assert "¿En qué fecha nació?" in (folder / "es.yaml").read_text()

    def test_a_slip_is_answered_in_words(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "es.po").write_text("nonsense")
        for outcome, code, words in (
            (run("import", folder, "es", tmp_path / "es.po"), 1, "line 1"),
            (run("import", folder, "es", tmp_path / "none.po"), 1, "No such file"),
            (run("export", tmp_path / "none", "es", "-o", tmp_path / "x.po"), 1, "cannot be read"),
            (run("export", folder, "Spanish", "-o", tmp_path / "x.po"), 2, "no language code"),
            (run("export", folder, "es", "-o", tmp_path), 1, "directory"),
        ):
            assert outcome.exit_code == code, outcome.output
            assert words in outcome.output
