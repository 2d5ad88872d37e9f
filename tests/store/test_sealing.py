import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.store.sealing import BrokenSealError, Home, Keyring, folded, name_words, secret_hash

KEY, OLDER_KEY = bytes(range(32)), bytes(range(32, 64))
HOME = Home("intake_step", "answers", "a1/history")


class TestASealedValue:
    @given(st.binary(max_size=300))
    def test_opens_at_its_home(self, plain: bytes) -> None:
        ring = Keyring.of(KEY)
        assert ring.unseal(ring.seal(plain, HOME), HOME) == plain

    @given(st.data())
    def test_is_refused_with_any_bit_flipped(self, data: st.DataObject) -> None:
        ring = Keyring.of(KEY)
        sealed = bytearray(ring.seal(b"penicillin", HOME))
        bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
        sealed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(BrokenSealError):
            ring.unseal(bytes(sealed), HOME)

    @pytest.mark.parametrize(
        "elsewhere",
        [
            Home("step_save", "answers", "a1/history"),
            Home("intake_step", "version", "a1/history"),
            Home("intake_step", "answers", "a2/history"),
        ],
        ids=["table", "column", "row"],
    )
    def test_is_refused_when_moved(self, elsewhere: Home) -> None:
        ring = Keyring.of(KEY)
        with pytest.raises(BrokenSealError):
            ring.unseal(ring.seal(b"penicillin", HOME), elsewhere)

    @pytest.mark.parametrize("length", [0, 1, 5, 16, 17, 32])
    def test_is_refused_when_cut_short(self, length: int) -> None:
        ring = Keyring.of(KEY)
        with pytest.raises(BrokenSealError):
            ring.unseal(ring.seal(b"penicillin", HOME)[:length], HOME)

    def test_never_looks_the_same_twice(self) -> None:
        ring = Keyring.of(KEY)
        assert ring.seal(b"no", HOME) != ring.seal(b"no", HOME)

    def test_says_nothing_of_its_value_when_refused(self) -> None:
        with pytest.raises(BrokenSealError) as refused:
            Keyring.of(OLDER_KEY).unseal(Keyring.of(KEY).seal(b"penicillin", HOME), HOME)
        assert "penicillin" not in str(refused.value)
        assert "a1" not in str(refused.value)


class TestAKeyring:
    def test_opens_what_an_earlier_key_sealed(self) -> None:
        sealed = Keyring.of(OLDER_KEY).seal(b"penicillin", HOME)
        ring = Keyring.of(KEY, OLDER_KEY)
        assert ring.unseal(sealed, HOME) == b"penicillin"
        assert not ring.is_current(sealed)

    def test_seals_with_its_first_key(self) -> None:
        ring = Keyring.of(KEY, OLDER_KEY)
        sealed = ring.seal(b"penicillin", HOME)
        assert ring.is_current(sealed)
        assert Keyring.of(KEY).unseal(sealed, HOME) == b"penicillin"

    def test_refuses_a_key_that_it_does_not_hold(self) -> None:
        with pytest.raises(BrokenSealError, match="not in the ring"):
            Keyring.of(OLDER_KEY).unseal(Keyring.of(KEY).seal(b"x", HOME), HOME)

    def test_refuses_the_same_key_twice(self) -> None:
        with pytest.raises(ValueError, match="twice"):
            Keyring.of(KEY, KEY)

    def test_finds_what_was_indexed_under_any_of_its_keys(self) -> None:
        old, new = Keyring.of(OLDER_KEY).index("name", "ann"), Keyring.of(KEY).index("name", "ann")
        assert set(Keyring.of(KEY, OLDER_KEY).indexes("name", "ann")) == {old, new}

    def test_indexes_each_purpose_apart(self) -> None:
        ring = Keyring.of(KEY)
        assert ring.index("name", "ann") != ring.index("code", "ann")


class TestADataKey:
    def test_opens_what_it_sealed_after_being_unwrapped(self) -> None:
        ring, home = Keyring.of(KEY), Home("intake", "wrapped_key", "a1")
        key, wrapped = ring.new_data_key(home)
        assert ring.unwrap(wrapped, home).unseal(key.seal(b"penicillin", HOME), HOME) == b"penicillin"

    def test_cannot_be_unwrapped_for_another_intake(self) -> None:
        ring = Keyring.of(KEY)
        _, wrapped = ring.new_data_key(Home("intake", "wrapped_key", "a1"))
        with pytest.raises(BrokenSealError):
            ring.unwrap(wrapped, Home("intake", "wrapped_key", "a2"))

    def test_does_not_open_what_another_sealed(self) -> None:
        ring, home = Keyring.of(KEY), Home("intake", "wrapped_key", "a1")
        (one, _), (other, _) = ring.new_data_key(home), ring.new_data_key(home)
        with pytest.raises(BrokenSealError):
            other.unseal(one.seal(b"penicillin", HOME), HOME)

    def test_fingerprints_equal_texts_alike_and_only_for_itself(self) -> None:
        ring, home = Keyring.of(KEY), Home("intake", "wrapped_key", "a1")
        (one, _), (other, _) = ring.new_data_key(home), ring.new_data_key(home)
        assert one.fingerprint(b"x") == one.fingerprint(b"x")
        assert one.fingerprint(b"x") != other.fingerprint(b"x")


class TestAName:
    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("Ann Lee", {"ann", "lee", "ann lee"}),
            ("  José   María  GARCÍA ", {"jose", "garcia", "jose maria garcia"}),
            ("Straße", {"strasse"}),
            ("Cher", {"cher"}),
            ("", set()),
        ],
    )
    def test_is_found_by_its_first_last_and_whole(self, typed: str, words: set[str]) -> None:
        assert name_words(typed) == words

    @given(st.text())
    def test_is_folded_once_for_all(self, name: str) -> None:
        assert folded(folded(name)) == folded(name)


class TestASecretHash:
    def test_takes_text_that_no_file_could_hold(self) -> None:
        assert len(secret_hash("\ud800")) == 32
