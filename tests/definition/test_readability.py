"""How hard a text is to read, by the formulas' own sums."""

import pytest

from screener.definition.readability import Counted, count, english_syllables, grade, longest_words, spanish_syllables

ENGLISH = {
    1: "a the pain take blood stopped asked whole have",
    2: "doctor headache pressure table needed reading safely people every being trouble trying statement",
    3: "medicine ketamine infusion pregnancy idea serious medical vertigo",
    4: "emergency diabetic unusual combination polycystic intravenous",
}
SPANISH = {
    1: "pan que muy hoy quien dos",
    2: "dolor día cuándo nació presión guerra aire",
    3: "cabeza guitarra pingüino área respirar",
    4: "medicina enfermedad infusiones",
    5: "medicamento embarazada",
}


def each(table: dict[int, str]) -> list[tuple[str, int]]:
    return [(word, syllables) for syllables, words in table.items() for word in words.split()]


class TestSyllables:
    @pytest.mark.parametrize(("word", "syllables"), each(ENGLISH))
    def test_are_counted_in_english(self, word: str, syllables: int) -> None:
        assert english_syllables(word) == syllables

    @pytest.mark.parametrize(("word", "syllables"), each(SPANISH))
    def test_are_counted_in_spanish(self, word: str, syllables: int) -> None:
        assert spanish_syllables(word) == syllables

    def test_do_not_hang_on_apostrophes_and_capitals(self) -> None:
        assert english_syllables("Doctor's") == english_syllables("doctor’s") == 2
        assert english_syllables("Don't") == 1


class TestCounting:
    def test_is_of_words_sentences_and_syllables(self) -> None:
        assert count("Take the medicine. Then rest for 20 minutes!", "en") == Counted(
            words=7, sentences=2, syllables=10
        )

    def test_lets_readers_rest_at_the_end_of_each_item(self) -> None:
        assert count("Bring:\n\n- a list\n- a friend", "en").sentences == 3

    def test_does_not_end_a_sentence_within_a_number(self) -> None:
        assert count("A dose of 0.5 per kilogram is low", "en").sentences == 1

    def test_finds_one_sentence_at_least(self) -> None:
        assert count("", "en") == Counted(0, 1, 0)


class TestGrades:
    def test_are_flesch_and_kincaids_in_english(self) -> None:
        # 7 words, 2 sentences, 10 syllables: 0.39 * 3.5 + 11.8 * 10/7 - 15.59
        assert grade("Take the medicine. Then rest for 20 minutes!", "en-US") == pytest.approx(2.632, abs=0.001)

    def test_rise_with_long_words_and_sentences(self) -> None:
        hard = "Concomitant administration necessitates individualized hemodynamic monitoring by qualified personnel."
        assert (grade(hard, "en") or 0) > 15 > 3 > (grade("Do not take it with food. Ask us first.", "en") or 0)

    def test_are_fernandez_huertas_steps_in_spanish(self) -> None:
        # 4 words, 1 sentence, 7 syllables: 206.84 - 105 - 4.08 = 97.76, which is very easy
        assert grade("¿Le duele la cabeza?", "es") == 5.0
        hard = "La administración concomitante requiere monitorización hemodinámica individualizada."
        assert grade(hard, "es-MX") == 16.0

    def test_are_not_given_in_other_languages(self) -> None:
        assert grade("Haben Sie Kopfschmerzen?", "de") is None

    def test_of_no_words_is_none_needed(self) -> None:
        assert grade("20 - 30", "en") == 0


class TestLongestWords:
    def test_come_longest_first_each_once(self) -> None:
        assert longest_words("A polycystic kidney, a polycystic aneurysm", "en") == ("polycystic", "aneurysm", "kidney")
