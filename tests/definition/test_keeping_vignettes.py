"""An example patient put behind the others: what is there stays byte for byte."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.definition.keeping_vignettes import next_name, with_vignette
from screener.definition.model import Vignette
from screener.definition.placing import NotEditableError
from screener.definition.reading import read_files, read_published
from screener.definition.source_files import VIGNETTES
from screener.definition.writing import write
from screener.engine.coercion import read_answers
from screener.engine.example import example_of, said_otherwise
from screener.engine.vignettes import rehearse
from tests.services.conftest import SLUG, sample_files
from tests.strategies.answers import answers as people
from tests.strategies.questionnaires import AS_OF, questionnaires

FILES = sample_files()


def one(name: str = "NEW", title: str = "One more: with a colon") -> Vignette:
    return replace(read_files(FILES, SLUG).vignettes[0], id=name, title=title)


def kept(before: bytes) -> bytes:
    return with_vignette({**FILES, VIGNETTES: before}, one())[VIGNETTES]


class TestOneMoreExamplePatient:
    def test_stands_behind_the_others_and_changes_nothing_before_it(self) -> None:
        files = with_vignette(FILES, one())
        assert files[VIGNETTES].startswith(FILES[VIGNETTES])
        assert {name: files[name] for name in FILES if name != VIGNETTES} == {
            name: FILES[name] for name in FILES if name != VIGNETTES
        }
        *_, last = read_files(files, SLUG).vignettes
        assert replace(last, place=one().place) == one()

    @pytest.mark.parametrize("before", [b"", b"[]", b"# Nobody yet.\n", b"# Nobody yet."])
    def test_is_the_first_where_there_is_none(self, before: bytes) -> None:
        after = kept(before)
        assert after.startswith(before.removeprefix(b"[]"))
        assert [each.id for each in read_files({**FILES, VIGNETTES: after}, SLUG).vignettes] == ["NEW"]

    def test_follows_the_files_own_layout(self) -> None:
        indented = b"\r\n".join(b"  " + line for line in FILES[VIGNETTES].splitlines()) + b"\r\n  # The last.\r\n"
        after = kept(indented)
        assert after.replace(b"  # The last.\r\n", b"").startswith(indented.removesuffix(b"  # The last.\r\n"))
        assert b"\r\n  - id: NEW\r\n    title:" in after
        assert b"# The last." in after
        assert b"\n" not in after.replace(b"\r\n", b"")

    def test_goes_into_a_list_on_one_line(self) -> None:
        first = b"[{id: A, title: x, as of: 2026-01-01, expects: {disposition: clear, findings: []}}]  # one line\n"
        after = kept(first)
        assert after.endswith(b"# one line\n")
        assert [each.id for each in read_files({**FILES, VIGNETTES: after}, SLUG).vignettes] == ["A", "NEW"]

    def test_is_refused_where_there_is_no_list(self) -> None:
        with pytest.raises(NotEditableError, match="not a list"):
            kept(b"a: b\n")

    def test_is_refused_with_a_character_that_cannot_be_shown(self) -> None:
        with pytest.raises(NotEditableError, match="U\\+202E"):
            with_vignette(FILES, one(title="\u202e"))


class TestItsName:
    def test_is_one_that_nobody_has(self) -> None:
        assert next_name(()) == "F01"
        assert next_name((one("F01"), one("F03"))) == "F02"


class TestAPersonWrittenDown:
    @given(data=st.data())
    def test_gets_what_they_got(self, data: st.DataObject) -> None:
        """From the answers to the file and back: whoever is left of anybody passes the rehearsal."""
        questionnaire = data.draw(questionnaires())
        files = write(questionnaire)
        person = read_answers(questionnaire, data.draw(people(questionnaire)))
        example = example_of(questionnaire, person, AS_OF, days=data.draw(st.integers(-330, -30)))
        made = read_published(with_vignette(files, example.vignette("NEW", "One more")), questionnaire.slug)
        (rehearsed,) = rehearse(made).vignettes
        assert rehearsed.is_passed, rehearsed.differences
        assert rehearsed.assessment is not None
        assert said_otherwise(example.after, rehearsed.assessment) == ()
