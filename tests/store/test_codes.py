import pytest

from screener.store.codes import ALPHABET, find_code, find_reference, new_code, new_reference, new_token, shown_code


class TestACode:
    def test_has_no_look_alikes(self) -> None:
        assert not set("01ILOU") & set(ALPHABET)
        assert len(set(ALPHABET)) == len(ALPHABET) == 30

    def test_is_found_in_what_was_printed(self) -> None:
        code = new_code()
        assert find_code(shown_code(code)) == code

    @pytest.mark.parametrize("typed", ["7f3k2-2q9xm", "7F3K2 2Q9XM", "7f3k22q9xm", "7F3K2–2Q9XM", " 7f3k2.2q9xm\n"])
    def test_is_found_however_it_is_typed(self, typed: str) -> None:
        assert find_code(typed) == "7F3K22Q9XM"

    @pytest.mark.parametrize("typed", ["", "7F3K2", "7F3K22Q9XMM", "7F3K22Q9X0", "７F3K22Q9XM", "7F3K22Q9X\x00"])
    def test_is_not_found_in_anything_else(self, typed: str) -> None:
        assert find_code(typed) is None

    def test_never_looks_like_a_links_token(self) -> None:
        assert find_code(new_token()) is None


class TestAReference:
    @pytest.mark.parametrize(("slug", "initials"), [("ketamine-migraine", "KM"), ("intake", "I"), ("a-b-c-d", "ABC")])
    def test_begins_with_the_questionnaires_initials(self, slug: str, initials: str) -> None:
        assert new_reference(slug).startswith(f"{initials}-")

    def test_is_found_however_it_is_typed(self) -> None:
        reference = new_reference("ketamine-migraine")
        for typed in (reference, reference.lower(), reference.replace("-", ""), reference.replace("-", " ")):
            assert find_reference(typed) == reference

    @pytest.mark.parametrize("typed", ["", "KM", "KM-7F3-22", "KMXX-7F3K-22Q9", "KM-7F3K-22Q0", "é" * 20])
    def test_is_not_found_in_anything_else(self, typed: str) -> None:
        assert find_reference(typed) is None

    def test_is_hardly_ever_the_same_twice(self) -> None:
        assert len({new_reference("x") for _ in range(1000)}) == 1000
