"""Placeholders: settings are filled in on reading, the clinic's words on showing."""

from fractions import Fraction

import pytest

from screener.definition.model import Setting
from screener.definition.names import SettingName
from screener.definition.placeholders import Texts, fill, without
from screener.definition.problems import Problems
from screener.definition.sites import Site
from screener.definition.source_text import SourceText
from screener.definition.strict_yaml import Scalar
from tests.strategies.questionnaires import HERE

SITE = Site(SourceText("f", ""), Scalar("", 1, 1, 0, 0))


class TestFill:
    def test_puts_the_clinic_into_a_text(self) -> None:
        text = "Call {clinic_phone} at {clinic_name}."
        assert fill(text, clinic_phone="555-0100", clinic_name="North") == "Call 555-0100 at North."

    def test_leaves_what_is_not_given(self) -> None:
        assert fill("{clinic_phone} {other}", clinic_name="North") == "{clinic_phone} {other}"

    def test_does_not_look_at_what_was_put_in(self) -> None:
        assert fill("{clinic_name}", clinic_name="{clinic_phone}", clinic_phone="555") == "{clinic_phone}"

    def test_takes_no_other_placeholder(self) -> None:
        with pytest.raises(TypeError, match="no such placeholder: patient"):
            fill("{patient}", patient="Pat")


class TestSettings:
    @pytest.mark.parametrize(
        ("value", "words"), [(18, "18"), (Fraction(25, 2), "12.5"), (Fraction(1, 8), "0.125"), (-3, "-3"), (100, "100")]
    )
    def test_stand_as_people_write_numbers(self, value: int | Fraction, words: str) -> None:
        name = SettingName("limit")
        settings = {name: Setting(name, value, None, None, None, (), None, HERE)}
        assert Texts(settings, Problems()).read("Up to {settings.limit}.", SITE) == f"Up to {words}."


class TestASentenceWithoutItsWord:
    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("Rest. Please call {clinic_phone} now, or go. If worse, call 911.", "Rest. INSTEAD If worse, call 911."),
            ("Call {clinic_phone}.", "INSTEAD"),
            ("Nothing to call.", "Nothing to call."),
            ("First.\n\nCall {clinic_phone} if\nanything changes.\n\nLast.", "First.\n\nINSTEAD\n\nLast."),
            ("- One.\n- Call {clinic_phone}.\n- Two.", "- One.\n- INSTEAD\n- Two."),
            ("Call {clinic_phone}. Or {clinic_phone}!", "INSTEAD INSTEAD"),
        ],
    )
    def test_another_stands_in_its_place(self, text: str, told: str) -> None:
        assert without(text, "clinic_phone", "INSTEAD") == told
