"""Planted mistakes are caught, with the right place and words; near-misses that are sound draw nothing."""

import pytest

from tests.proof.samples import FOLDER, MISTAKES, SOUND, placed, proved, told


class TestPlantedMistakes:
    def test_are_forty_or_more(self) -> None:
        assert len(MISTAKES) >= 40

    @pytest.mark.parametrize("name", MISTAKES)
    def test_are_told_where_they_are(self, name: str) -> None:
        folder = FOLDER / "mistakes" / name
        assert placed(told(folder)) == (folder / "says.txt").read_text().splitlines()


class TestNearMisses:
    def test_are_forty_or_more(self) -> None:
        assert len(SOUND) >= 40

    @pytest.mark.parametrize("name", SOUND)
    def test_draw_nothing(self, name: str) -> None:
        assert told(FOLDER / "sound" / name) == []

    @pytest.mark.parametrize("name", SOUND)
    def test_are_proved_in_full(self, name: str) -> None:
        assert proved(FOLDER / "sound" / name).is_complete
