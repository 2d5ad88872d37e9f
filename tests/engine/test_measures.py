from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.engine.answer_problems import ProblemCode, UnreadableError
from screener.engine.answers import Measure
from screener.engine.measures import read_measure


class TestAHeight:
    @pytest.mark.parametrize(
        "typed",
        ["5 ft 10 in", "5'10\"", "5’10”", "5 feet 10 inches", "5ft10", "70 in", "5' 10''", "5 ft. 10 in.", "5 ft 10"],
    )
    def test_in_feet_and_inches_is_kept_in_centimeters_with_what_was_typed(self, typed: str) -> None:
        assert read_measure("height", typed) == Measure(Decimal("177.8"), typed)

    @pytest.mark.parametrize("typed", ["178", "178 cm", "178cm"])
    def test_in_centimeters_needs_no_second_form(self, typed: str) -> None:
        assert read_measure("height", typed) == Measure(Decimal(178), None)

    def test_in_meters_is_converted(self) -> None:
        assert read_measure("height", "1.78 m").value == 178

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("5 10", ProblemCode.FEET_NOT_CLEAR),
            ("5.10 ft", ProblemCode.FEET_NOT_CLEAR),
            ("5 ft 14 in", ProblemCode.TOO_MANY_INCHES),
            ("tall", ProblemCode.NOT_A_HEIGHT),
            ("1,78 m", ProblemCode.COMMA_IN_NUMBER),
            ("١٧٨", ProblemCode.NOT_A_HEIGHT),
        ],
    )
    def test_that_may_mean_two_things_is_not_guessed_at(self, typed: str, code: ProblemCode) -> None:
        with pytest.raises(UnreadableError) as refused:
            read_measure("height", typed)
        assert refused.value.code is code


class TestAWeight:
    @pytest.mark.parametrize(
        ("typed", "kilograms"),
        [("176 lb", "79.83225712"), ("12 st 8 lb", "79.83225712"), ("80 kg", "80")],
    )
    def test_is_kept_in_kilograms_exactly(self, typed: str, kilograms: str) -> None:
        assert read_measure("weight", typed).value == Decimal(kilograms)

    @pytest.mark.parametrize("typed", ["176 lb", "176lbs.", "176 Pounds", "12 stone 8", "12st8lb"])
    def test_in_pounds_or_stones_keeps_what_was_typed(self, typed: str) -> None:
        assert read_measure("weight", typed) == Measure(Decimal("79.83225712"), typed)

    @pytest.mark.parametrize("typed", ["80", "80 kg", "80 kilos"])
    def test_in_kilograms_needs_no_second_form(self, typed: str) -> None:
        assert read_measure("weight", typed) == Measure(Decimal(80), None)

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("heavy", ProblemCode.NOT_A_WEIGHT),
            ("-80", ProblemCode.NOT_A_WEIGHT),
            ("12.5 st 3 lb", ProblemCode.NOT_A_WEIGHT),
            ("12 st 14 lb", ProblemCode.TOO_MANY_POUNDS),
            ("1,76 lb", ProblemCode.COMMA_IN_NUMBER),
        ],
    )
    def test_that_is_none_is_refused(self, typed: str, code: ProblemCode) -> None:
        with pytest.raises(UnreadableError) as refused:
            read_measure("weight", typed)
        assert refused.value.code is code


def value_of(entry: Literal["height", "weight"], typed: str) -> Decimal | ProblemCode:
    try:
        return read_measure(entry, typed).value
    except UnreadableError as refused:
        return refused.code


class TestAnyText:
    @given(st.sampled_from(["height", "weight"]), st.text(max_size=30))
    def test_is_a_measure_or_refused(self, entry: Literal["height", "weight"], typed: str) -> None:
        value = value_of(entry, typed)
        assert isinstance(value, ProblemCode) or value >= 0
