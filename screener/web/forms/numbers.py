"""Saved numbers as they stand in a text box. What is typed there goes to `engine.coercion` as it is."""

from decimal import Decimal


def typed_from(raw: object) -> str:
    """What stands in the box for a saved raw number; nothing for an unknown answer."""
    match raw:
        case bool() | None:
            return ""
        case int():
            return str(raw)
        case float() | Decimal():
            return plain(Decimal(repr(raw)) if isinstance(raw, float) else raw)
        case _:
            return ""


def plain(number: Decimal) -> str:
    """A decimal without an exponent or idle zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
