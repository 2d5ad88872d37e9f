"""What is written reads back as an equal questionnaire."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from screener.definition.model import Place, Questionnaire, Vignette
from screener.definition.reading import read_folder, read_published
from screener.definition.writing import write
from screener.definition.yaml_text import scalar, to_yaml
from tests.definition import everything
from tests.definition.test_strict_yaml import value
from tests.strategies.answers import answers
from tests.strategies.questionnaires import AS_OF, HERE, questionnaires

NOWHERE = Place("", 1, 1)


def placeless(part: Any) -> Any:
    """The same with every place replaced by one."""
    if isinstance(part, Place):
        return NOWHERE
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{field.name: placeless(getattr(part, field.name)) for field in fields(part)})
    if isinstance(part, dict):
        return {key: placeless(below) for key, below in part.items()}
    return tuple(placeless(item) for item in part) if isinstance(part, tuple) else part


def assert_equal(one: Questionnaire, other: Questionnaire) -> None:
    """Equal in everything but places and hash; the first part that differs is shown."""
    one, other = placeless(one), placeless(other)
    for field in fields(Questionnaire):
        if field.name != "sha256":
            assert getattr(one, field.name) == getattr(other, field.name), field.name


class TestWriting:
    @given(questionnaires(odd_texts=True))
    def test_reads_back_equal(self, questionnaire: Questionnaire) -> None:
        assert_equal(read_published(write(questionnaire), questionnaire.slug), questionnaire)

    @given(st.data())
    def test_keeps_the_answers_of_vignettes(self, data: st.DataObject) -> None:
        questionnaire = data.draw(questionnaires())
        said = data.draw(answers(questionnaire))
        probe = Vignette("V1", "One", "", AS_OF, said, None, None, frozenset(), frozenset(), HERE)
        probe = replace(probe, rules_out=frozenset(list(questionnaire.rules)[:1]))
        read = read_published(write(replace(questionnaire, vignettes=(probe,))), questionnaire.slug)
        assert read.vignettes[0].answers == blanked(said)

    def test_reads_back_the_sample_with_one_of_each(self) -> None:
        sample = read_folder(everything.FOLDER)
        assert_equal(read_published(write(sample), "everything"), sample)

    def test_is_the_same_every_time(self) -> None:
        sample = read_folder(everything.FOLDER)
        assert write(sample) == write(read_published(write(sample), "everything"))


def blanked(answer: object) -> object:
    """A raw answer as reading gives it: nothing written is a blank."""
    match answer:
        case "":
            return None
        case dict():
            return {key: blanked(below) for key, below in answer.items()}
        case list():
            return [blanked(item) for item in answer]
        case _:
            return answer


class TestYamlText:
    @given(
        st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf", "Cn", "Co")) | st.sampled_from("\n\t"))
    )
    def test_any_text_reads_back_the_same(self, text: str) -> None:
        assert value(to_yaml({"key": text, "list": [text, {"deep": text}]})) == {
            "key": text,
            "list": [text, {"deep": text}],
        }

    @given(
        st.recursive(
            st.text("ab:#-\n '\"", max_size=8),
            lambda inner: st.lists(inner) | st.dictionaries(st.text("ab -", min_size=1), inner),
        )
    )
    def test_any_nesting_reads_back_the_same(self, tree: Any) -> None:
        assert value(to_yaml({"root": tree})) == {"root": tree}

    def test_words_stay_plain_and_everything_else_is_quoted(self) -> None:
        assert scalar("Blood pressure") == "Blood pressure"
        assert scalar("null") == '"null"'
        assert scalar("a: b") == '"a: b"'
        assert scalar("") == '""'

    def test_several_lines_are_a_block(self) -> None:
        assert to_yaml({"a": "one\n\ntwo"}) == "a: |-\n  one\n\n  two\n"
