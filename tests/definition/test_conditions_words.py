import string
from dataclasses import replace

import pytest
from hypothesis import given

from screener.definition.condition_types import resolve, resolve_number
from screener.definition.conditions_phrases import ENGLISH, PHRASES
from screener.definition.conditions_text import parse, parse_number
from screener.definition.conditions_words import explain
from screener.definition.names import QuestionId
from tests.definition.conditions_sample import NAMES, QUESTIONNAIRE, names_in
from tests.strategies.questionnaires import questionnaires


def told(text: str, language: str = "en") -> str:
    tree, problems = resolve(parse(text), NAMES)
    assert problems == ()
    return explain(tree, QUESTIONNAIRE, language=language)


def told_number(text: str) -> str:
    return explain(resolve_number(parse_number(text), NAMES)[0], QUESTIONNAIRE, language="en")


class TestInEnglish:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("prg_now is yes", "the answer to “Are you pregnant?” is “Yes”"),
            (
                "prg_now is not one of [yes, maybe]",
                "the answer to “Are you pregnant?” is known and is not “Yes” or “I might be”",
            ),
            ("bp_sys >= settings.bp_exclude_sys", "the answer to “What was the top number?” is 160 mmHg or more"),
            ("age < 18", "“Age” is less than 18 years"),
            ("age <= settings.age_review", "“Age” is 75 years or less"),
            ("settings.ratio != age", "“Age” is not 2.5"),
            ("65 <= age < 75", "“Age” is 65 years or more, and “Age” is less than 75 years"),
            ("am_days.triptan > 9", "the answer to “On how many days?” for “Triptans” is more than 9"),
            ("cv_conditions includes angina", "the answer to “Do you have any of these?” includes “Angina”"),
            (
                "cv_conditions includes any of [angina, heart_failure]",
                "the answer to “Do you have any of these?” includes “Angina” or “Heart failure”",
            ),
            (
                "cv_conditions includes all of [angina, heart_failure, none]",
                "the answer to “Do you have any of these?” includes “Angina”, “Heart failure” and “None of these”",
            ),
            (
                "prg_lmp is more than 42 days ago",
                "the number of days since the date in the answer to “When did your last period begin?” is more than 42",
            ),
            ("ha_days is unknown", "the answer to “How many days have you a headache?” is not known"),
            ("log_driver is to discuss", "the answer to “Can an adult take you home?” is “will discuss in person”"),
            ("R-BP-01 or no_heart_answer", "rule R-BP-01 holds, or “Nothing was said of the heart” holds"),
            ("not (R-BP-01 or R-MOH-01)", "it is not so that (rule R-BP-01 holds, or rule R-MOH-01 holds)"),
            (
                "R-BP-01 and (R-MOH-01 or R-MOH-02)",
                "rule R-BP-01 holds, and (rule R-MOH-01 holds, or rule R-MOH-02 holds)",
            ),
            (
                "any medicine in med_list where (medicine.classes includes cns_depressant)",
                (
                    "for at least one medicine under “List your medicines.”, the class of the medicine includes “cns"
                    " depressant”"
                ),
            ),
            (
                "all medicine in med_list where (medicine.how is patch)",
                "for every medicine under “List your medicines.”, “How” of the medicine is “As a patch”",
            ),
            (
                "any medicine in med_list where (medicine.tablets > 3)",
                (
                    "for at least one medicine under “List your medicines.”, “Tablets” of the medicine is more than"
                    " 3 tablets"
                ),
            ),
            (
                "count of cell in pv_matrix where (cell is no_help) >= 3",
                "the number of entries under “What have you tried?” where the cell is “No help” is 3 or more",
            ),
            (
                "count of different m.generic in med_list where (m.match is none) > 1",
                (
                    "the number of different values of the generic name of the m among the entries under “List your"
                    " medicines.” where the match of the m is “none” is more than 1"
                ),
            ),
            (
                "count of (R-BP-01, R-MOH-01) = 1",
                "the number of true ones among: (rule R-BP-01 holds); (rule R-MOH-01 holds) is 1",
            ),
            ("required_blank > 0", "the number of required questions left blank or not readable is more than 0"),
            (
                "ha_days is unreadable",
                "the answer to “How many days have you a headache?” was typed and could not be read",
            ),
        ],
    )
    def test_a_condition_can_be_read_aloud(self, text, words):
        assert told(text) == words

    def test_a_question_is_known_by_its_first_sentence(self):
        wordy = replace(
            QUESTIONNAIRE.questions[QuestionId("ha_days")], text="How many\ndays? Count 1.5 as 2. (0 to 31)"
        )
        questionnaire = replace(QUESTIONNAIRE, questions={wordy.id: wordy})
        tree, _ = resolve(parse("ha_days is known"), NAMES)
        assert explain(tree, questionnaire, language="en") == "the answer to “How many days?” is known"

    def test_a_number_can_be_read_aloud(self):
        assert told_number("smaller of (ha_days + 1, 2.5) * age") == (
            "the smaller of (the answer to “How many days have you a headache?” plus 1) and 2.5 times “Age”"
        )

    def test_a_columns_condition_speaks_of_its_row(self):
        names = names_in(QUESTIONNAIRE, row=QuestionId("med_list"))
        tree, _ = resolve(parse("row.daily is yes"), names)
        words = explain(tree, QUESTIONNAIRE, language="en", row=QuestionId("med_list"))
        assert words == "“Every day?” of the row is “Yes”"


class TestInSpanish:
    def test_what_is_translated_is_told_in_spanish(self):
        assert told("prg_now is yes", "es") == "la respuesta a «¿Está embarazada?» es «Sí»"
        assert (
            told("am_days.triptan is unknown", "es")
            == "no se conoce la respuesta a «On how many days?» para «Triptanes»"
        )
        assert told("any m in med_list where (days since m.started > 3)", "es") == (
            "para al menos una entrada («m») en «List your medicines.»,"
            " el número de días desde la fecha en «Desde» de «m» es mayor que 3"
        )

    def test_another_language_is_told_in_english(self):
        assert told("R-BP-01", "fr") == "rule R-BP-01 holds"


class TestThePhrases:
    @pytest.mark.parametrize("language", PHRASES)
    def test_are_the_same_in_every_language(self, language):
        assert PHRASES[language].keys() == ENGLISH.keys()

    @pytest.mark.parametrize("language", PHRASES)
    def test_speak_of_the_same_things(self, language):
        def gaps(phrase: str) -> set[str | None]:
            return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}

        assert {key: gaps(phrase) for key, phrase in PHRASES[language].items()} == {
            key: gaps(phrase) for key, phrase in ENGLISH.items()
        }

    @given(questionnaires(odd_texts=True))
    def test_can_tell_every_condition(self, questionnaire):
        for language in PHRASES:
            for tree in (rule.when for rule in questionnaire.rules.values()):
                assert explain(tree, questionnaire, language=language).strip()
            for value in questionnaire.values.values():
                assert explain(value.expression, questionnaire, language=language).strip()
