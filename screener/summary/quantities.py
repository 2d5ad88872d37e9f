"""Numbers as people read them: exact inside, rounded only here."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

_SHORTEST_PLURAL = 3


def number_words(number: int | Decimal | Fraction, *, decimals: int | None = None) -> str:
    """A number with so many decimals, halves rounded up; without `decimals` as short as it is exact.

    A fraction that no decimal can write is then shown with two decimals.
    """
    exact = Fraction(number)
    if decimals is None and (short := _exact_decimal(exact)) is not None:
        return short
    return _rounded(exact, 2 if decimals is None else decimals)


def with_unit(number: str, unit: str | None) -> str:
    """`164 mmHg`, `1 day a week`; the number alone where there is no unit."""
    if not unit:
        return number
    return f"{number} {_of_one(unit) if number == '1' else unit}"


def _of_one(unit: str) -> str:
    """`days a week` as `day a week`: an author writes a unit for many."""
    many, *rest = unit.split(" ")
    one = many[:-1] if len(many) > _SHORTEST_PLURAL and many.endswith("s") else many
    return " ".join((one, *rest))


def _rounded(number: Fraction, decimals: int) -> str:
    scaled = Decimal(number.numerator * 10**decimals) / Decimal(number.denominator)
    whole = scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return f"{whole.scaleb(-decimals):f}"


def _exact_decimal(number: Fraction) -> str | None:
    """The shortest decimal that is exactly this number, if it has one of at most six places."""
    places = next((places for places in range(7) if (number * 10**places).denominator == 1), None)
    return None if places is None else f"{Decimal(int(number * 10**places)).scaleb(-places):f}"
