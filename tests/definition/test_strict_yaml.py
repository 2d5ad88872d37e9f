"""Strict YAML: text with places, and problems for everything else."""

from hypothesis import given
from hypothesis import strategies as st

from screener.definition.problems import Problem
from screener.definition.source_text import MOST_BYTES, decode
from screener.definition.strict_yaml import MOST_NESTING, Mapping, Node, Sequence, plain, read_tree
from tests.definition import everything


def read(content: bytes) -> tuple[Node | None, tuple[Problem, ...]]:
    """The tree of a file's bytes, and all problems of its bytes and its YAML."""
    source, problems = decode("file.yaml", content)
    if source is None or problems:
        return None, problems
    return read_tree(source)


def value(text: str) -> object:
    """What a text without problems holds."""
    tree, problems = read(text.encode())
    assert problems == ()
    assert tree is not None
    return plain(tree)


def only_problem(content: bytes) -> str:
    """The one problem of a file."""
    _, problems = read(content)
    assert len(problems) == 1
    return str(problems[0])


class TestScalars:
    def test_they_are_text_whatever_they_look_like(self) -> None:
        assert value("[no, yes, on, null, ~, 012, 1:30, 2024-02-30, 1e3, .5]") == (
            ["no", "yes", "on", "null", "~", "012", "1:30", "2024-02-30", "1e3", ".5"]
        )

    def test_quotes_change_nothing(self) -> None:
        assert value("""[no, "no", 'no']""") == ["no", "no", "no"]

    def test_nothing_written_is_empty_text(self) -> None:
        assert value("a:\nb: ''") == {"a": "", "b": ""}

    def test_block_text_keeps_its_lines(self) -> None:
        assert value("a: |\n  one\n  two\nb: >\n  one\n  two\n") == {"a": "one\ntwo\n", "b": "one two\n"}

    def test_a_very_long_number_is_text(self) -> None:
        assert value("1" * 5000) == "1" * 5000


class TestPlaces:
    def test_keys_and_values_have_lines_and_columns_from_1(self) -> None:
        tree, _ = read("a: 1\nbc:\n  - x\n  - {d: é, e: f}\n".encode())
        assert isinstance(tree, Mapping)
        key, items = tree.entries["bc"]
        assert (key.line, key.column) == (2, 1)
        assert isinstance(items, Sequence)
        inner = items.items[1]
        assert isinstance(inner, Mapping)
        assert inner.entries["e"][1][1:3] == (4, 15)

    def test_a_byte_order_mark_is_no_column(self) -> None:
        tree, problems = read(b"\xef\xbb\xbfa: b")
        assert problems == ()
        assert isinstance(tree, Mapping)
        assert tree.entries["a"][0][1:3] == (1, 1)


class TestRefusals:
    def test_an_empty_file(self) -> None:
        assert only_problem(b"# nothing\n") == "file.yaml:1:1: the file is empty"

    def test_a_byte_that_is_no_utf_8(self) -> None:
        assert only_problem(b"a: b\nc: d\xff") == "file.yaml:2:5: the file is not UTF-8 text: byte 0xff"

    def test_a_nul(self) -> None:
        assert only_problem(b"a: b\0") == "file.yaml:1:5: the character U+0000 cannot be shown; remove it"

    def test_more_than_a_mebibyte(self) -> None:
        said = "file.yaml:1:1: the file has over 1,048,576 bytes, which is more than is read"
        assert only_problem(b"#" * (MOST_BYTES + 1)) == said

    def test_nesting_over_fifty_deep(self) -> None:
        assert value("[" * MOST_NESTING + "]" * MOST_NESTING)
        assert only_problem(b"- " * 51 + b"x") == (
            "file.yaml:1:101: nested more than 50 deep; nothing after this was read"
        )

    def test_a_directive(self) -> None:
        assert only_problem(b"%YAML 1.2\n---\na: b") == "file.yaml:1:1: lines that begin with % are not allowed"

    def test_aliases_that_would_make_millions(self) -> None:
        bomb = b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"
        _, problems = read(bomb)
        assert len(problems) == 9

    def test_all_are_told_at_once(self) -> None:
        _, problems = read(b"a: &x 1\nb: !t 2\na: 3\n")
        assert [(problem.place.line, problem.place.column) for problem in problems] == [(1, 4), (2, 4), (3, 1)]

    def test_a_long_text_is_shortened_in_a_message(self) -> None:
        assert len(only_problem((b"k" * 100 + b": 1\n") * 2)) < 130

    def test_what_takes_other_readers_down_is_read_in_no_time(self) -> None:
        for piece in (b"[", b"{", b"- ", b"? ", b"&a ", b"*a ", b"!", b'"\\', b"a: ", b"%", b"[[]]", b"a:\n", b"[a,"):
            _, problems = read(piece * (MOST_BYTES // len(piece)))
            assert problems


class TestAnything:
    @given(st.binary(max_size=400))
    def test_any_bytes_give_a_tree_or_problems(self, content: bytes) -> None:
        tree, problems = read(content)
        assert (tree is not None) or problems

    @given(st.text(alphabet="abc:-?[]{}&*!|>'\"%@`,# \n\t\\0", max_size=200))
    def test_any_punctuation_gives_a_tree_or_problems(self, text: str) -> None:
        tree, problems = read(text.encode())
        assert (tree is not None) or problems

    @given(st.data())
    def test_a_damaged_questionnaire_gives_a_tree_or_problems(self, data: st.DataObject) -> None:
        content = everything.files()["questionnaire.yaml"]
        tree, problems = read(damaged(content, data))
        assert (tree is not None) or problems


def damaged(content: bytes, data: st.DataObject) -> bytes:
    """The content with a few pieces cut out, doubled, moved or replaced."""
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = min(len(content), start + data.draw(st.integers(0, 60)))
        piece = data.draw(
            st.one_of(
                st.just(b""),
                st.just(content[start:end] * 2),
                st.binary(max_size=6),
                st.sampled_from([b": ", b"\n", b"  ", b"- ", b"'", b'"', b"{", b"]", b"&a ", b"no", b"\n  when: x"]),
            )
        )
        content = content[:start] + piece + content[end:]
    return content
