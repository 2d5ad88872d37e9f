"""Heights and weights as people type them: kept in cm and kg, exact, with what was typed beside it.

An inch is 2.54 cm and a pound 0.45359237 kg, by the international agreement of
1959; a foot has 12 inches and a stone 14 pounds.
"""

import re
from decimal import Decimal
from typing import Literal

from screener.engine.answer_problems import ProblemCode, UnreadableError
from screener.engine.answers import Measure
from screener.engine.numbers import tidy
from screener.engine.text_safety import safe_text

CM_PER_INCH = Decimal("2.54")
KG_PER_POUND = Decimal("0.45359237")
INCHES_PER_FOOT = 12
POUNDS_PER_STONE = 14

_QUOTES = str.maketrans(
    {**dict.fromkeys("\u2018\u2019\u2032\u02b9\u00b4`", "'"), **dict.fromkeys("\u201c\u201d\u2033\u02ba", '"')}
)
_NUMBER = r"([0-9]{1,6}(?:\.[0-9]{1,6})?)"
_INCHES = r'(?:inches|inch|ins|in|")'
_POUNDS = r"(?:pounds|pound|lbs|lb)"
_CM = re.compile(rf"{_NUMBER} ?(?:cms?|centimet(?:er|re)s?)?")
_METERS = re.compile(rf"{_NUMBER} ?(?:m|met(?:er|re)s?)")
_FEET = re.compile(rf"{_NUMBER} ?(?:feet|foot|ft|') ?(?:(?:and )?{_NUMBER} ?{_INCHES}?)?")
_ONLY_INCHES = re.compile(rf"{_NUMBER} ?{_INCHES}")
_FEET_WITHOUT_UNIT = re.compile(r"[3-8](?: |-| - )[0-9]{1,2}")
_KG = re.compile(rf"{_NUMBER} ?(?:kgs?|kilos?|kilograms?)?")
_STONES = re.compile(rf"{_NUMBER} ?(?:stones?|st) ?(?:(?:and )?{_NUMBER} ?{_POUNDS}?)?")
_ONLY_POUNDS = re.compile(rf"{_NUMBER} ?{_POUNDS}")
_COMMA = re.compile(r"[0-9],[0-9]")


def read_measure(entry: Literal["height", "weight"], text: str) -> Measure:
    """A typed height in cm, or weight in kg; a bare number is in that unit.

    `5 ft 10 in`, `5'10"`, `70 in`, `178 cm`, `1.78 m`; `176 lb`, `12 st 8 lb`,
    `80 kg`. UnreadableError where it is neither, or may mean two things
    (`5.10 ft`). Where it was typed in another unit, what was typed is kept.
    """
    typed = safe_text(text, long=False)
    plain = re.sub(r"(?<=[a-z])\.", "", typed.translate(_QUOTES).lower()).replace("''", '"')
    plain = " ".join(plain.split())
    if _COMMA.search(plain):
        raise UnreadableError(ProblemCode.COMMA_IN_NUMBER)
    return _height(plain, typed) if entry == "height" else _weight(plain, typed)


def _height(plain: str, typed: str) -> Measure:
    if found := _CM.fullmatch(plain):
        return Measure(tidy(Decimal(found[1])))
    if found := _METERS.fullmatch(plain):
        return Measure(tidy(Decimal(found[1]) * 100), typed)
    if found := _ONLY_INCHES.fullmatch(plain):
        return Measure(tidy(Decimal(found[1]) * CM_PER_INCH), typed)
    if found := _FEET.fullmatch(plain):
        return Measure(tidy(_inches(found[1], found[2] or "0") * CM_PER_INCH), typed)
    unclear = _FEET_WITHOUT_UNIT.fullmatch(plain)
    raise UnreadableError(ProblemCode.FEET_NOT_CLEAR if unclear else ProblemCode.NOT_A_HEIGHT)


def _inches(feet: str, inches: str) -> Decimal:
    if "." in feet:
        raise UnreadableError(ProblemCode.FEET_NOT_CLEAR)
    if Decimal(inches) >= INCHES_PER_FOOT:
        raise UnreadableError(ProblemCode.TOO_MANY_INCHES)
    return Decimal(feet) * INCHES_PER_FOOT + Decimal(inches)


def _weight(plain: str, typed: str) -> Measure:
    if found := _KG.fullmatch(plain):
        return Measure(tidy(Decimal(found[1])))
    if found := _ONLY_POUNDS.fullmatch(plain):
        return Measure(tidy(Decimal(found[1]) * KG_PER_POUND), typed)
    if found := _STONES.fullmatch(plain):
        return Measure(tidy(_pounds(found[1], found[2]) * KG_PER_POUND), typed)
    raise UnreadableError(ProblemCode.NOT_A_WEIGHT)


def _pounds(stones: str, pounds: str | None) -> Decimal:
    if pounds and "." in stones:
        raise UnreadableError(ProblemCode.NOT_A_WEIGHT)
    if pounds and Decimal(pounds) >= POUNDS_PER_STONE:
        raise UnreadableError(ProblemCode.TOO_MANY_POUNDS)
    return Decimal(stones) * POUNDS_PER_STONE + Decimal(pounds or "0")
