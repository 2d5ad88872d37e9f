"""Months as people write them, in English and Spanish, whichever language the page is in."""

import unicodedata

_NAMES = (
    ("january", "enero"),
    ("february", "febrero"),
    ("march", "marzo"),
    ("april", "abril"),
    ("may", "mayo"),
    ("june", "junio"),
    ("july", "julio"),
    ("august", "agosto"),
    ("september", "septiembre", "setiembre"),
    ("october", "octubre"),
    ("november", "noviembre"),
    ("december", "diciembre"),
)
SHORTEST = 3
"""Letters of an abbreviation: they tell all months apart."""


def month_number(typed: str) -> str:
    """The month's number where a name, or its beginning, was typed; else what was typed."""
    plain = unicodedata.normalize("NFKD", typed).encode("ascii", "ignore").decode().strip(" .").lower()
    if len(plain) >= SHORTEST and plain.isalpha():
        if plain == "sept":
            return "9"
        found = {number for number, names in enumerate(_NAMES, 1) if any(name.startswith(plain) for name in names)}
        if len(found) == 1:
            return str(found.pop())
    return typed
