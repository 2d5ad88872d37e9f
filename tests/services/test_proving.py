"""Examining a questionnaire's files: problems, vignettes and proof in one go, with progress, a memory and an end."""

import threading
from datetime import date
from pathlib import Path

import pytest

from screener.definition.source_files import gather
from screener.services.proving import Examination, ProvingRoom, ProvingStoppedError
from tests.proof.samples import FOLDER

AS_OF = date(2026, 1, 15)


def files_of(name: str) -> dict[str, bytes]:
    return gather(FOLDER / name)[0]


def examine(name: str, room: ProvingRoom | None = None) -> Examination:
    return (room or ProvingRoom()).examine(files=files_of(name), slug=Path(name).name, as_of=AS_OF)


class TestAnExamination:
    def test_of_what_cannot_be_read_tells_its_problems_alone(self) -> None:
        found = ProvingRoom().examine(files={"questionnaire.yaml": b"slug: [\n"}, slug="x", as_of=AS_OF)
        assert found.problems
        assert (found.questionnaire, found.rehearsal, found.proof, found.told) == (None, None, None, ())
        assert not found.is_sound

    def test_of_what_is_sound_tells_nothing(self) -> None:
        found = examine("sound/two-conditions-that-agree")
        assert found.told == ()
        assert found.proof is not None
        assert found.proof.is_complete

    def test_tells_what_is_broken_with_its_place_and_what_clashes(self) -> None:
        (told,) = examine("mistakes/two-clashing-conditions").told
        assert told.place is not None
        assert told.place.file == "questionnaire.yaml"
        assert "never" in told.words
        assert [each.place is not None for each in told.reasons] == [True, True]
        assert next(iter(told.lines())) == f"{told.place}: {told.words}"

    def test_is_unsound_where_a_vignette_fails(self) -> None:
        files = files_of("sound/two-conditions-that-agree")
        files["vignettes.yaml"] = (
            b"- {id: V1, title: One, as of: 2026-01-15, answers: {}, expects: {disposition: urgent, findings: []}}\n"
        )
        found = ProvingRoom().examine(files=files, slug="two-conditions-that-agree", as_of=AS_OF)
        assert found.rehearsal is not None, found.problems
        assert not found.is_sound

    def test_can_be_had_for_programs(self) -> None:
        written = examine("mistakes/two-clashing-conditions").to_json()
        assert written["sound"] is False
        assert isinstance(written["told"], list)
        assert written["told"][0]["reasons"][0]["place"]["line"] > 1


class TestARoom:
    def test_remembers_what_was_proved(self) -> None:
        room = ProvingRoom()
        first, again = (examine("mistakes/two-clashing-conditions", room) for _ in range(2))
        assert room._remembered
        assert [each.words for each in again.told] == [each.words for each in first.told]

    def test_tells_how_far_it_has_come(self) -> None:
        told: list[tuple[int, int]] = []
        ProvingRoom().examine(
            files=files_of("sound/two-conditions-that-agree"),
            slug="two-conditions-that-agree",
            as_of=AS_OF,
            progress=lambda done, of_all: told.append((done, of_all)),
        )
        assert told[-1] == (len(told), len(told))

    def test_stops_between_statements_where_nobody_waits(self) -> None:
        done: list[int] = []
        with pytest.raises(ProvingStoppedError):
            ProvingRoom().examine(
                files=files_of("sound/two-conditions-that-agree"),
                slug="two-conditions-that-agree",
                as_of=AS_OF,
                progress=lambda number, _: done.append(number),
                is_stopped=lambda: len(done) >= 2,
            )
        assert done == [1, 2]

    def test_lets_threads_take_turns(self) -> None:
        room, found = ProvingRoom(), []
        names = ("mistakes/two-clashing-conditions", "mistakes/silence-clears", "mistakes/ages-that-clash") * 2
        threads = [threading.Thread(target=lambda name=name: found.append(examine(name, room))) for name in names]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(len(each.told) for each in found) == sorted(len(examine(name).told) for name in names)

    def test_compares_and_suggests_too(self) -> None:
        room = ProvingRoom()
        old, new = (examine(f"{kind}").questionnaire for kind in ("mistakes/silence-clears", "mistakes/silence-clears"))
        assert old is not None
        assert new is not None
        assert all(each.looser.nobody for each in room.compare(old, new, as_of=AS_OF).judgments)
        assert room.suggest(old, as_of=AS_OF).probes
