from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.definition.model import Disposition, Level, Reason
from screener.definition.names import ChoiceId
from screener.engine.answers import PENDING, Agreed, Answer, Cells, Measure, Picked, Row, Unknown
from screener.engine.findings import Assessment, Evidence, Finding, MatchedMedicine, Open, Reference
from screener.store.keeping import keep, keep_answer, keep_raw, restore, restore_answer, restore_raw

ids = st.text(st.sampled_from("abcxyz_019"), min_size=1, max_size=8)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
reasons = st.sampled_from(Reason)
unknowns = st.builds(Unknown, reasons)
said = st.builds(Unknown, reasons, st.none() | texts)
"""What was typed stands beside why it is unknown, where it could not be read."""
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=2)
cells = st.dictionaries(ids, st.integers() | ids | said, max_size=4)
simple: st.SearchStrategy[Answer] = st.one_of(
    texts,
    st.integers(),
    st.dates(),
    said,
    st.builds(Measure, decimals, st.none() | texts),
    st.builds(Picked, st.frozensets(ids, max_size=4), st.none() | reasons, st.none() | texts),
)
answers = st.one_of(
    simple,
    st.just(PENDING),
    st.builds(Cells, cells),
    st.builds(Agreed, st.booleans(), texts),
    st.lists(st.builds(Row, st.dictionaries(ids, simple, max_size=3), st.booleans(), st.booleans()), max_size=3).map(
        tuple
    ),
)
references = st.builds(Reference, ids, st.none() | ids, st.none() | st.integers(0, 9))


def many(of: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=3).map(tuple)


assessments = st.builds(
    Assessment,
    disposition=st.sampled_from(Disposition),
    findings=many(
        st.builds(
            Finding,
            rule=ids,
            level=st.sampled_from(Level),
            settled=st.booleans(),
            because=many(st.builds(Evidence, references, answers)),
            needs=many(references),
        )
    ),
    ruled_out=many(ids),
    not_ruled_out=many(st.builds(Open, ids, many(references), many(ids))),
    values=st.dictionaries(ids, st.integers() | st.fractions() | st.booleans() | unknowns | st.none(), max_size=3),
    medicines=many(
        st.builds(
            MatchedMedicine,
            question=ids,
            row=st.integers(0, 9),
            typed=texts,
            match=st.sampled_from(["exact", "close", "none"]),
            generic=st.none() | ids,
            classes=st.frozensets(ids, max_size=3),
            note=texts,
        )
    ),
    messages=many(ids),
    missing_required=many(ids),
    out_of_range=many(references),
    asked=many(ids),
    as_of=st.dates(),
    slug=ids,
    number=st.none() | st.integers(1, 99),
    sha256=ids,
)


class TestAKeptAssessment:
    @given(assessments)
    def test_is_restored_equal(self, assessment: Assessment) -> None:
        assert restore(keep(assessment)) == assessment

    def test_keeps_numbers_apart_from_truths(self) -> None:
        values = restored(values={"one": 1, "true": True, "third": Fraction(1, 3), "whole": Fraction(2)})
        assert [type(value) for value in values.values()] == [int, bool, Fraction, Fraction]

    def test_of_another_format_is_refused(self) -> None:
        with pytest.raises(ValueError, match="format 99"):
            restore('{"format": 99}')


class TestKeptRawAnswers:
    def test_are_restored_equal(self) -> None:
        raw = {"height": {"value": 177.8, "typed": "5 ft 10 in"}, "rows": [{"name": "Ubrelvy"}], "blank": None}
        assert restore_raw(keep_raw(raw)) == raw

    @given(st.floats(allow_nan=False, allow_infinity=False))
    def test_keep_numbers_exact(self, number: float) -> None:
        assert repr(restore_raw(keep_raw({"weight": number}))["weight"]) == repr(number)

    def test_are_the_same_bytes_in_any_order(self) -> None:
        assert keep_raw({"a": 1, "b": 2}) == keep_raw({"b": 2, "a": 1})

    def test_hold_nothing_that_json_cannot_write(self) -> None:
        with pytest.raises(TypeError, match="date"):
            keep_raw({"born": date(1983, 6, 2)})


def restored(values: dict[str, object]) -> dict[str, object]:
    blank = Assessment(
        disposition=Disposition.CLEAR,
        findings=(),
        ruled_out=(),
        not_ruled_out=(),
        values=values,  # type: ignore[arg-type]
        medicines=(),
        messages=(),
        missing_required=(),
        out_of_range=(),
        asked=(),
        as_of=date(2026, 1, 15),
        slug="x",
        number=1,
        sha256="",
    )
    return dict(restore(keep(blank)).values)


def test_an_answer_kept_before_typed_words_were_is_read() -> None:
    assert restore_answer({"unknown": "not_sure"}) == Unknown(Reason.NOT_SURE)
    assert restore_answer({"picked": ["asthma"], "unknown": "not_sure"}) == Picked(
        frozenset({ChoiceId("asthma")}), Reason.NOT_SURE
    )
    assert keep_answer(Unknown(Reason.NOT_SURE)) == {"unknown": "not_sure"}
