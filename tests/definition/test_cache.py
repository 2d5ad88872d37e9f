"""Questionnaires kept between starts: never stale, and never from a stranger's hand."""

import os
import pickle
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from screener.definition.cache import read_folder_cached
from screener.definition.problems import QuestionnaireProblems
from screener.definition.reading import read_folder
from tests.definition import everything


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "everything"
    shutil.copytree(everything.FOLDER, copy)
    return copy


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def kept(cache: Path) -> list[Path]:
    return sorted(cache.glob("*.pickle"))


def retitle(path: Path) -> None:
    """Change what a kept file says, as someone who knows how it is made could."""
    body = path.read_bytes()[32:].replace(b"Headache visit: before you come", b"Anything is safe here, come now")
    path.write_bytes(sha256(body).digest() + body)


class TestAKeptQuestionnaire:
    def test_equals_the_one_that_was_read(self, folder: Path, cache: Path) -> None:
        first = read_folder_cached(folder, cache)
        assert len(kept(cache)) == 1
        assert read_folder_cached(folder, cache) == first == read_folder(folder)

    def test_is_what_comes_back(self, folder: Path, cache: Path) -> None:
        read_folder_cached(folder, cache)
        retitle(kept(cache)[0])
        assert read_folder_cached(folder, cache).title == "Anything is safe here, come now"

    def test_is_not_taken_for_changed_files(self, folder: Path, cache: Path) -> None:
        before = read_folder_cached(folder, cache)
        with (folder / "questionnaire.yaml").open("a") as file:
            file.write("# changed\n")
        assert read_folder_cached(folder, cache).sha256 != before.sha256
        assert len(kept(cache)) == 2

    def test_does_not_hide_that_the_folder_was_renamed(self, folder: Path, cache: Path) -> None:
        read_folder_cached(folder, cache)
        with pytest.raises(QuestionnaireProblems):
            read_folder_cached(folder.rename(folder.with_name("other")), cache)

    def test_is_kept_only_where_there_are_no_problems(self, folder: Path, cache: Path) -> None:
        (folder / "fr.yaml").write_text("language: fr\n")
        with pytest.raises(QuestionnaireProblems):
            read_folder_cached(folder, cache)
        assert kept(cache) == []

    def test_is_for_its_owner_alone(self, folder: Path, cache: Path) -> None:
        read_folder_cached(folder, cache)
        assert cache.stat().st_mode & 0o777 == 0o700
        assert kept(cache)[0].stat().st_mode & 0o777 == 0o600


class TestAFileThatCannotBeTrusted:
    """Each is read as if it were not there: the changed title does not come back."""

    @pytest.fixture
    def forged(self, folder: Path, cache: Path) -> Path:
        read_folder_cached(folder, cache)
        retitle(kept(cache)[0])
        return kept(cache)[0]

    def assert_ignored(self, folder: Path, cache: Path) -> None:
        assert read_folder_cached(folder, cache).title == "Headache visit: before you come"

    def test_that_others_may_write_to(self, folder: Path, cache: Path, forged: Path) -> None:
        forged.chmod(0o666)
        self.assert_ignored(folder, cache)

    def test_in_a_folder_that_others_may_write_to(self, folder: Path, cache: Path, forged: Path) -> None:
        cache.chmod(0o777)
        self.assert_ignored(folder, cache)

    def test_that_belongs_to_another(self, folder: Path, cache: Path, forged: Path) -> None:
        if os.geteuid() == 0:
            os.chown(forged, 65534, 65534)
        else:
            forged.chmod(0o622)
        self.assert_ignored(folder, cache)

    def test_that_is_a_link(self, folder: Path, cache: Path, forged: Path) -> None:
        elsewhere = forged.rename(forged.with_suffix(".elsewhere"))
        forged.symlink_to(elsewhere)
        self.assert_ignored(folder, cache)

    def test_that_was_cut_off(self, folder: Path, cache: Path, forged: Path) -> None:
        forged.write_bytes(forged.read_bytes()[:-100])
        self.assert_ignored(folder, cache)

    def test_that_is_empty(self, folder: Path, cache: Path, forged: Path) -> None:
        forged.write_bytes(b"")
        self.assert_ignored(folder, cache)

    def test_that_would_run_code(self, folder: Path, cache: Path, forged: Path, tmp_path: Path) -> None:
        class Trap:
            def __reduce__(self) -> tuple[object, ...]:
                return os.mkdir, (str(tmp_path / "ran"),)

        body = pickle.dumps(Trap())
        forged.write_bytes(sha256(body).digest() + body)
        self.assert_ignored(folder, cache)
        assert not (tmp_path / "ran").exists()

    def test_that_is_something_else(self, folder: Path, cache: Path, forged: Path) -> None:
        body = pickle.dumps(["not", "a", "questionnaire"])
        forged.write_bytes(sha256(body).digest() + body)
        self.assert_ignored(folder, cache)


class TestACacheThatCannotBeUsed:
    def test_costs_nothing_but_time(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "taken").write_text("a file")
        assert read_folder_cached(folder, tmp_path / "taken").slug == "everything"
