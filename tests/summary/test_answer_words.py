"""Answers in the question's and its choices' own words."""

from datetime import date
from decimal import Decimal

import pytest

from screener.definition.model import Reason
from screener.engine.answers import (
    BLANK,
    NOT_SURE,
    PENDING,
    Agreed,
    Cells,
    Measure,
    Picked,
    Row,
    Unknown,
    unreadable,
)
from screener.summary.answer_words import words
from screener.summary.phrases import Phrases
from tests.summary.builders import questionnaire

QUESTIONS = questionnaire().questions


class TestWords:
    @pytest.mark.parametrize(
        ("name", "answer", "expected"),
        [
            ("artery", "yes", ("Yes",)),
            ("where", "clinic", ("Clinic or hospital",)),
            ("pulse", 72, ("72 beats a minute",)),
            ("weight", Measure(Decimal("80.0")), ("80 kg",)),
            ("height", Measure(Decimal("177.8"), "5 ft 10 in"), ("177.8 cm (typed as 5 ft 10 in)",)),
            ("born", date(1988, 4, 2), ("Apr 2, 1988",)),
            ("note", "Dim lights, please.\n\n  No perfume. ", ("Dim lights, please.", "No perfume.")),
            ("agree", Agreed(True, "Jane Doe"), ("Agreed, signed “Jane Doe”",)),
            ("agree", Agreed(False, ""), ("Not agreed",)),
        ],
    )
    def test_one_thing_said_is_one_line(self, name, answer, expected):
        assert words(QUESTIONS[name], answer) == expected

    @pytest.mark.parametrize(
        ("reason", "expected"),
        [
            (Reason.BLANK, "Left blank"),
            (Reason.NOT_SURE, "Not sure"),
            (Reason.DECLINED, "I would rather not say"),
            (Reason.TO_DISCUSS, "I will discuss this in person"),
            (Reason.UNRECOGNIZED, "Not a medicine we know"),
        ],
    )
    def test_silence_has_words_of_its_own(self, reason, expected):
        assert words(QUESTIONS["low"], Unknown(reason)) == (expected,)

    def test_what_could_not_be_read_is_quoted(self):
        assert words(QUESTIONS["weight"], unreadable("about 80,5 kg")) == ("typed: about 80,5 kg",)
        assert words(QUESTIONS["weight"], unreadable("– / about 80,5 kg kg")) == ("typed: about 80,5 kg",)
        assert words(QUESTIONS["weight"], unreadable("– / 80,5 kg")) == ("typed: 80,5 kg",)
        assert words(QUESTIONS["weight"], unreadable("eighty lb / –")) == ("typed: eighty (lb)",)
        assert words(QUESTIONS["height"], unreadable("– / – / 1,78 m cm")) == ("typed: 1,78 m (cm)",)
        assert words(QUESTIONS["height"], unreadable("5 ft / 14 in / –")) == ("typed: 5 ft, 14 in",)
        assert words(QUESTIONS["pulse"], unreadable("72\n[x] not_sure")) == ("typed: 72", "ticked: not_sure")
        assert words(QUESTIONS["agree"], unreadable("[x] yes")) == ("ticked: Agreed",)

    def test_a_step_not_sent_yet_is_said_so(self):
        assert words(QUESTIONS["low"], PENDING) == ("Not answered yet",)

    def test_picked_choices_stand_in_the_order_offered(self):
        assert words(QUESTIONS["conditions"], Picked(frozenset({"copd", "asthma"}))) == ("Asthma", "COPD")

    def test_a_set_that_is_partly_unknown_says_so(self):
        picked = Picked(frozenset({"asthma"}), Reason.NOT_SURE)
        assert words(QUESTIONS["conditions"], picked) == ("Asthma", "Not sure")

    def test_a_grid_has_a_line_for_each_row_also_for_a_blank_one(self):
        assert words(QUESTIONS["tried"], Cells({"cgrp": "no_help"})) == (
            "CGRP shots: Did not help",
            "Botox shots: Left blank",
        )

    def test_days_are_counted_in_words(self):
        assert words(QUESTIONS["am_days"], Cells({"triptan": 1, "simple": NOT_SURE})) == (
            "Triptans (such as sumatriptan): 1 day",
            "Plain pain pills: Advil: Not sure",
        )

    def test_a_pair_has_both_halves_with_their_unit(self):
        assert words(QUESTIONS["bp"], Cells({"sys": 164, "dia": BLANK})) == (
            "Top number: 164 mmHg",
            "Bottom number: Left blank",
        )

    def test_a_listed_medicine_is_one_line_without_what_nobody_had_to_fill(self):
        row = Row({"name": "Ubrelvy", "dose": "100 mg", "taken": BLANK, "daily": "no"})
        assert words(QUESTIONS["meds"], (row,)) == ("Ubrelvy, 100 mg, Every day: No",)

    def test_what_was_not_sure_within_a_row_is_kept(self):
        row = Row({"name": "Ubrelvy", "dose": NOT_SURE, "taken": date(2026, 1, 12)})
        assert words(QUESTIONS["meds"], (row,)) == ("Ubrelvy, Dose: Not sure, Jan 12, 2026",)

    def test_no_rows_is_an_answer(self):
        assert words(QUESTIONS["meds"], ()) == ("I take none",)

    def test_blank_text_is_left_blank(self):
        assert words(QUESTIONS["note"], "  \n ") == ("Left blank",)

    def test_another_language_brings_its_own_phrases(self):
        spanish = Phrases(locale="es_US", not_sure="No lo sé")
        assert words(QUESTIONS["low"], NOT_SURE, spanish) == ("No lo sé",)
        assert words(QUESTIONS["born"], date(1988, 4, 2), spanish) == ("2 abr 1988",)
