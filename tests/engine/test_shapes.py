"""What a typed line can be: nothing is refused by it, and little is doubted."""

import pytest

from screener.definition.model import Looks
from screener.engine.shapes import LOOKS


@pytest.mark.parametrize(
    ("looks", "typed"),
    [
        (Looks.TELEPHONE, "(555) 010-0123"),
        (Looks.TELEPHONE, "+49 30 1234567 ext. 8"),
        (Looks.TELEPHONE, "5550100"),
        (Looks.EMAIL, "pat@example.org"),
        (Looks.EMAIL, " pat.test+clinic@mail.example.co.uk "),
        (Looks.ZIP, "Oregon 97201"),
        (Looks.ZIP, "97201-1234"),
        (Looks.NAME, "Bo"),
        (Looks.NAME, "María José Núñez"),
        (Looks.NAME, "李明"),
    ],
)
def test_it_can_be_one(looks: Looks, typed: str) -> None:
    assert LOOKS[looks](typed)


@pytest.mark.parametrize(
    ("looks", "typed"),
    [
        (Looks.TELEPHONE, "abc"),
        (Looks.TELEPHONE, "555-010"),
        (Looks.EMAIL, "not an email"),
        (Looks.EMAIL, "pat@example"),
        (Looks.EMAIL, "pat@ example.org"),
        (Looks.ZIP, "?"),
        (Looks.ZIP, "Oregon"),
        (Looks.ZIP, "972011"),
        (Looks.NAME, "x"),
        (Looks.NAME, "1234"),
    ],
)
def test_it_cannot_be_one(looks: Looks, typed: str) -> None:
    assert not LOOKS[looks](typed)
