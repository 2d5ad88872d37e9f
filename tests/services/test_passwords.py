"""Passwords: long ones are let through, guessed ones are not."""

import unicodedata

import pytest

from screener.services import passwords
from screener.services.passwords import WeakPasswordError, check

ABOUT = ("Ann Lee", "ann.lee@harbor.example", "Harbor Clinic")


class TestAPassword:
    @pytest.mark.parametrize(
        "password",
        [
            "lantern quartz meadow",
            "738291047562",
            "kfj3-92md-wq8s",
            "Größe über alles egal",
            "a" * 40 + " then something of one's own",
            "пароль из четырёх слов",
            "私の長い合言葉です本当に",
        ],
    )
    def test_of_one_s_own_is_accepted(self, password: str) -> None:
        check(password, about=ABOUT)

    @pytest.mark.parametrize("password", ["", "short", "elevenchars"])
    def test_that_is_short_is_refused(self, password: str) -> None:
        with pytest.raises(WeakPasswordError, match="at least 12 characters"):
            check(password, about=ABOUT)

    @pytest.mark.parametrize(
        "password",
        [
            "Password1234!",
            "passwordpassword",
            "aaaaaaaaaaaaaaaa",
            "abcabcabcabcabc",
            "123456789012",
            "qwertyuiopasdf",
            "poiuytrewqlkjh",
            "annlee-annlee-2026",
            "harborclinic2026",
            "HARBOR clinic ann lee",
            "ketamine infusion",
            "correct horse battery staple",
            "Summer2026Summer2026",
        ],
    )
    def test_that_is_guessed_first_is_refused(self, password: str) -> None:
        with pytest.raises(WeakPasswordError, match="Too easy to guess"):
            check(password, about=ABOUT)

    def test_may_have_up_to_256_characters(self) -> None:
        long = "every word of this is mine " * 9
        check(long, about=ABOUT)
        with pytest.raises(WeakPasswordError, match="at most 256"):
            check(long + "and so is every word of this one", about=ABOUT)

    def test_need_not_mix_letters_digits_and_signs(self) -> None:
        check("onlylettersofmine", about=ABOUT)


class TestAHash:
    def test_knows_its_password_and_no_other(self) -> None:
        kept = passwords.hashed("lantern quartz meadow")
        assert kept.startswith("$argon2id$")
        assert passwords.is_right(kept, "lantern quartz meadow")
        assert not passwords.is_right(kept, "lantern quartz meadows")
        assert not passwords.is_right(kept, "Lantern quartz meadow")

    def test_is_the_same_however_a_keyboard_writes_the_letters(self) -> None:
        composed = unicodedata.normalize("NFC", "größe über alles")
        kept = passwords.hashed(composed)
        assert passwords.is_right(kept, unicodedata.normalize("NFD", composed))

    def test_looks_at_every_letter_of_a_long_one(self) -> None:
        kept = passwords.hashed("x" * 255 + "a")
        assert not passwords.is_right(kept, "x" * 255 + "b")

    @pytest.mark.parametrize("odd", ["\ud800" * 12, "\0" * 12, "x" * 100_000])
    def test_takes_whatever_is_typed(self, odd: str) -> None:
        assert not passwords.is_right(passwords.hashed("lantern quartz meadow"), odd)

    def test_of_nobody_fits_nothing(self) -> None:
        assert not passwords.is_right(None, "")
        assert not passwords.is_right(None, "lantern quartz meadow")

    def test_of_nobody_costs_what_anybodys_costs(self) -> None:
        kept = passwords.hashed("lantern quartz meadow")
        assert kept.split("$")[:4] == passwords.NOBODYS.split("$")[:4]
        assert len(kept) == len(passwords.NOBODYS)

    def test_made_with_weaker_settings_is_outdated(self) -> None:
        kept = passwords.hashed("lantern quartz meadow")
        assert not passwords.is_outdated(kept)
        assert passwords.is_outdated(kept.replace("t=2", "t=1"))
