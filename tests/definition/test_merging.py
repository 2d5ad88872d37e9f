"""Two edits of one text: what does not touch is merged, what does is shown, and nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from screener.definition.merging import merge

BEFORE = "a\nb\nc\nd\ne\n"
TEXTS = st.lists(st.sampled_from("abcd"), max_size=8).map(lambda lines: "".join(f"{line}\n" for line in lines))


class TestMerging:
    def test_takes_both_where_they_do_not_touch(self) -> None:
        merged = merge(BEFORE, "a\nB\nc\nd\ne\n", "a\nb\nc\nd\nE\nf\n")
        assert merged.clashes == ()
        assert merged.text() == "a\nB\nc\nd\nE\nf\n"

    def test_shows_where_both_changed_the_same(self) -> None:
        merged = merge(BEFORE, "a\nb\nx\nd\nE\n", "A\nb\ny\nd\ne\n")
        (clash,) = merged.clashes
        assert (clash.line, clash.before, clash.theirs, clash.mine) == (3, "c\n", "x\n", "y\n")
        assert merged.text(("mine",)) == "A\nb\ny\nd\nE\n"
        assert merged.text(("theirs",)) == "A\nb\nx\nd\nE\n"
        assert merged.text(("both",)) == "A\nb\nx\ny\nd\nE\n"

    def test_shows_lines_that_one_took_out_and_the_other_changed(self) -> None:
        assert [each.mine for each in merge(BEFORE, "a\nb\nd\ne\n", "a\nb\nC\nd\ne\n").clashes] == ["C\n"]

    def test_asks_nothing_where_both_say_the_same(self) -> None:
        assert merge(BEFORE, "a\nx\ne\n", "a\nx\ne\n").text() == "a\nx\ne\n"

    def test_of_lines_without_an_end(self) -> None:
        assert merge("a", "a", "a\nb").text() == "a\nb"
        assert merge("a", "b", "c").text(("both",)) == "b\nc"

    @given(TEXTS, TEXTS)
    def test_with_one_edit_is_that_edit(self, before: str, after: str) -> None:
        assert merge(before, before, after).text() == after
        assert merge(before, after, before).text() == after
        assert merge(before, after, after).text() == after

    @given(TEXTS, TEXTS, TEXTS)
    def test_chosen_throughout_keeps_every_line_of_that_side_that_is_new(
        self, before: str, theirs: str, mine: str
    ) -> None:
        merged = merge(before, theirs, mine)
        count = len(merged.clashes)
        assert set(mine.splitlines()) - set(before.splitlines()) <= set(merged.text(("mine",) * count).splitlines())
        assert set(theirs.splitlines()) - set(before.splitlines()) <= set(merged.text(("theirs",) * count).splitlines())

    @given(TEXTS, TEXTS, TEXTS)
    def test_does_not_depend_on_who_came_first_where_nothing_clashes(self, before: str, theirs: str, mine: str) -> None:
        one, other = merge(before, theirs, mine), merge(before, mine, theirs)
        assert len(one.clashes) == len(other.clashes)
        if not one.clashes:
            assert one.text() == other.text()
