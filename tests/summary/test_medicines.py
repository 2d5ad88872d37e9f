"""Medicines in words."""

import pytest

from screener.engine.answers import Row
from screener.summary.medicines import class_words
from tests.summary.builders import matched, summary

XANAX = Row({"name": "Xanaxx", "dose": "0.5 mg"})


class TestAMedicine:
    def test_it_says_what_was_typed_and_what_it_is(self):
        made = summary(
            medicines=(matched(0, "Xanaxx", "close", "alprazolam", "benzodiazepine", "cns_depressant", "no_rule"),),
            answers={"meds": (XANAX,)},
        )
        (medicine,) = made.medicines
        assert (medicine.typed, medicine.details, medicine.generic) == ("Xanaxx", "0.5 mg", "alprazolam")
        assert medicine.classes == ("CNS depressant", "benzodiazepine")
        assert medicine.match_words == "close spelling, to be confirmed"

    @pytest.mark.parametrize(
        ("row", "match", "expected"),
        [
            (Row({"name": "Xanaxx"}, confirmed=True), "close", "close spelling, confirmed by the patient"),
            (Row({"name": "Xanaxx"}, denied=True), "none", "the patient denied the proposed match"),
            (Row({"name": "blue pill"}), "none", "not a medicine we know"),
            (Row({"name": "Xanax"}), "exact", "exact name"),
        ],
    )
    def test_it_says_how_sure_the_match_is(self, row, match, expected):
        made = summary(medicines=(matched(0, "x", match),), answers={"meds": (row,)})
        assert made.medicines[0].match_words == expected


class TestClassWords:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("cyp3a4_strong_inhibitor", "CYP3A4 strong inhibitor"),
            ("glp1_ra", "GLP-1 RA"),
            ("maoi", "MAOI"),
            ("alpha2_agonist", "alpha-2 agonist"),
            ("cgrp_mab", "CGRP antibody"),
            ("triptan", "triptan"),
        ],
    )
    def test_a_tag_reads_as_words(self, name, expected):
        assert class_words(name) == expected
