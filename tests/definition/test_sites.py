"""Where a character of a text stands, however the text is written in YAML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.definition.sites import Site
from screener.definition.source_text import SourceText
from screener.definition.strict_yaml import read_tree
from screener.definition.yaml_text import to_yaml

WAYS_TO_WRITE = {
    "plain": "key: age > 18 and ▸bmi < 40\n",
    "plain, on several lines": "key: age > 18\n  and\n    ▸bmi < 40\n",
    "in single quotes": "key: 'age > 18 and ▸bmi < 40'\n",
    "in double quotes": 'key: "age > 18 and ▸bmi < 40"\n',
    "in quotes on several lines": 'key: "age > 18\n  and ▸bmi < 40"\n',
    "folded": "key: >-\n    age > 18\n    and ▸bmi < 40\n",
    "folded, with a remark": "key: >- # as agreed\n  age > 18\n  and ▸bmi < 40\n",
    "literal": "key: |\n  age > 18 and\n\n  ▸bmi < 40\n",
    "with Windows line ends": "key: |\r\n  age > 18 and\r\n  ▸bmi < 40\r\n",
    "in a mapping in braces": "{other: é, key: age > 18 and ▸bmi < 40}\n",
}


def site_of(text: str) -> Site:
    """The whole file."""
    source = SourceText("file.yaml", text)
    tree, problems = read_tree(source)
    assert tree is not None
    assert problems == ()
    return Site(source, tree)


class TestAnOffset:
    @pytest.mark.parametrize("way", WAYS_TO_WRITE)
    def test_is_found_in_the_file(self, way: str) -> None:
        marked = WAYS_TO_WRITE[way]
        before = marked[: marked.index("▸")]
        site = site_of(marked.replace("▸", "")).at("key")
        place = site.within(site.text.index("bmi"))
        assert (place.line, place.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))

    def test_at_the_end_is_after_the_last_character(self) -> None:
        assert str(site_of("key: age >  # remark\n").at("key").within(5)) == "file.yaml:1:11"

    def test_in_a_text_with_escapes_is_its_beginning(self) -> None:
        assert str(site_of('key: "\\x61ge > 18"\n').at("key").within(4)) == "file.yaml:1:6"

    def test_in_a_list_is_its_beginning(self) -> None:
        assert str(site_of("key: [a]\n").at("key").within(4)) == "file.yaml:1:6"

    @given(st.text(alphabet="ab =<(\n", min_size=1).map(str.strip).filter(bool), st.data())
    def test_points_at_its_own_character(self, text: str, data: st.DataObject) -> None:
        written = to_yaml({"key": text})
        site = site_of(written).at("key")
        offset = data.draw(st.sampled_from([at for at, character in enumerate(text) if not character.isspace()]))
        place = site.within(offset)
        if "\\" not in written:
            assert written.split("\n")[place.line - 1][place.column - 1] == text[offset]


class TestAPath:
    def test_that_leads_nowhere_stops_where_it_got_to(self) -> None:
        site = site_of("a:\n  b: c\n")
        assert str(site.at("a", "x", "y").place) == "file.yaml:2:3"
        assert str(site.at("a").key("x")) == "file.yaml:2:3"

    def test_leads_to_keys_and_values(self) -> None:
        site = site_of("a:\n  - b: c\n")
        assert str(site.at("a", 0).key("b")) == "file.yaml:2:5"
        assert str(site.at("a", 0, "b").place) == "file.yaml:2:8"
