"""Numbers as people read them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.summary.quantities import number_words, with_unit


class TestNumberWords:
    @pytest.mark.parametrize(
        ("number", "decimals", "expected"),
        [
            (164, None, "164"),
            (Decimal("80.0"), None, "80"),
            (Decimal("1E+2"), None, "100"),
            (Decimal("0.5"), None, "0.5"),
            (Fraction(1, 3), None, "0.33"),
            (Fraction(2525, 100), 1, "25.3"),
            (Fraction(-25, 100), 1, "-0.3"),
            (Fraction(249, 10), 0, "25"),
            (20, 1, "20.0"),
        ],
    )
    def test_it_is_short_and_rounds_halves_away_from_zero(self, number, decimals, expected):
        assert number_words(number, decimals=decimals) == expected

    @given(st.decimals(min_value=-1000, max_value=1000, places=4))
    def test_what_it_shows_without_rounding_is_the_number_itself(self, number):
        assert Decimal(number_words(number)) == number


class TestWithUnit:
    def test_a_number_without_a_unit_stands_alone(self):
        assert with_unit("72", None) == "72"
        assert with_unit("72", "kg") == "72 kg"

    @pytest.mark.parametrize(
        ("unit", "expected"), [("days a week", "1 day a week"), ("mmHg", "1 mmHg"), ("ms", "1 ms")]
    )
    def test_one_of_many_loses_its_plural(self, unit, expected):
        assert with_unit("1", unit) == expected
