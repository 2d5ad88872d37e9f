import itertools
import operator
from fractions import Fraction

import pytest

from screener.engine.operators import (
    COMPARISONS,
    NOT_ASKED,
    NOT_KNOWN,
    Quantity,
    calculate,
    compare,
    exactly,
    smaller,
)
from screener.engine.truth import FALSE, TRUE, UNKNOWN

PYTHON = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}
BOUNDS = [(low, high) for low, high in itertools.product(range(4), repeat=2) if low <= high]


def within(low: int, high: int) -> Quantity:
    return Quantity(TRUE, low, high)


class TestAComparison:
    @pytest.mark.parametrize("sign", COMPARISONS)
    def test_is_settled_where_all_numbers_between_the_bounds_agree(self, sign: str) -> None:
        for left, right in itertools.product(BOUNDS, BOUNDS):
            numbers = itertools.product(range(left[0], left[1] + 1), range(right[0], right[1] + 1))
            outcomes = {PYTHON[sign](a, b) for a, b in numbers}
            expected = UNKNOWN if len(outcomes) == 2 else TRUE if outcomes.pop() else FALSE
            assert compare(COMPARISONS[sign], within(*left), within(*right)) is expected, (left, right)

    @pytest.mark.parametrize("sign", COMPARISONS)
    def test_is_false_with_what_is_not_asked_whatever_the_operator(self, sign: str) -> None:
        assert compare(COMPARISONS[sign], NOT_ASKED, exactly(1)) is FALSE
        assert compare(COMPARISONS[sign], exactly(1), NOT_ASKED) is FALSE
        assert compare(COMPARISONS[sign], NOT_KNOWN, NOT_ASKED) is FALSE

    @pytest.mark.parametrize("sign", COMPARISONS)
    def test_is_unknown_with_what_is_not_known(self, sign: str) -> None:
        assert compare(COMPARISONS[sign], NOT_KNOWN, exactly(1)) is UNKNOWN

    def test_with_what_is_perhaps_asked_only_false_is_settled(self) -> None:
        perhaps = Quantity(UNKNOWN, 5, 5)
        assert compare(COMPARISONS[">"], perhaps, exactly(3)) is UNKNOWN
        assert compare(COMPARISONS["<"], perhaps, exactly(3)) is FALSE

    def test_is_exact(self) -> None:
        third = exactly(Fraction(1, 3))
        assert compare(COMPARISONS["="], calculate("*", third, exactly(3)), exactly(1)) is TRUE


class TestArithmetic:
    def test_gives_whole_results_as_ints(self) -> None:
        result = calculate("/", exactly(6), exactly(3)).low
        assert result == 2
        assert isinstance(result, int)

    def test_is_exact_where_floats_are_not(self) -> None:
        assert calculate("+", exactly(Fraction(1, 10)), exactly(Fraction(2, 10))).low == Fraction(3, 10)

    @pytest.mark.parametrize("sign", ["+", "-", "*", "/"])
    def test_with_what_is_not_asked_is_not_asked(self, sign: str) -> None:
        assert calculate(sign, NOT_ASKED, exactly(1)).asked is FALSE
        assert calculate(sign, NOT_KNOWN, NOT_ASKED).asked is FALSE

    @pytest.mark.parametrize("sign", ["+", "-", "*", "/"])
    def test_with_what_is_unknown_is_unknown(self, sign: str) -> None:
        assert calculate(sign, NOT_KNOWN, exactly(1)) == NOT_KNOWN

    @pytest.mark.parametrize("divisor", [exactly(0), within(0, 2), within(-1, 1)])
    def test_a_division_by_what_may_be_zero_is_unknown(self, divisor: Quantity) -> None:
        assert calculate("/", exactly(1), divisor) == NOT_KNOWN

    @pytest.mark.parametrize("sign", ["+", "-", "*", "/"])
    def test_stays_within_the_bounds_of_all_results(self, sign: str) -> None:
        left, right = within(-2, 3), within(1, 4)
        result = calculate(sign, left, right)
        results = [calculate(sign, exactly(a), exactly(b)).low for a in range(-2, 4) for b in range(1, 5)]
        assert (result.low, result.high) == (min(results), max(results))


class TestTheSmallerOfTwo:
    def test_is_the_smaller(self) -> None:
        assert smaller(exactly(95), exactly(90)) == exactly(90)

    def test_of_what_is_not_asked_is_not_asked(self) -> None:
        assert smaller(exactly(90), NOT_ASKED).asked is FALSE

    def test_of_what_is_unknown_is_unknown(self) -> None:
        assert smaller(NOT_KNOWN, exactly(90)) == NOT_KNOWN
