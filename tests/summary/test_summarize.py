"""One submission in words, whole."""

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from screener.definition.model import Disposition
from screener.engine.answers import BLANK, NOT_SURE
from screener.summary.decision import Decided, Outcome
from screener.summary.model import Person
from screener.summary.summarize import whole_years
from tests.summary.builders import JANE, fired, summary

DECIDED = Decided(
    Outcome.PROCEED_WITH_CONDITIONS,
    "Dr. A. Rivera",
    datetime(2026, 1, 16, 20, 5, tzinfo=UTC),
    "Repeat the reading on the day.",
    (("R-CV-01", "Coiled in 2019, stable since."),),
)


class TestTheDisposition:
    @pytest.mark.parametrize(
        ("rule", "headline"),
        [
            ("R-BP-01", "Contact the patient today"),
            ("R-CV-01", "Do not proceed unless a clinician overrides"),
            ("R-MED-02", "A clinician must assess"),
            ("R-CV-02", "Note: dose, monitoring or planning"),
            ("R-INFO-01", "No barrier found by this screening"),
        ],
    )
    def test_it_says_what_to_do(self, rule, headline):
        assert summary(fired(rule)).disposition.headline == headline

    def test_clear_is_never_called_safe(self):
        told = summary().disposition
        words = f"{told.name} {told.headline} {told.detail}".lower()
        assert told.disposition is Disposition.CLEAR
        assert "safe" not in words
        assert "eligible" not in words


class TestThePerson:
    def test_times_are_by_the_clinics_clock(self):
        assert summary().person.sent == "Jan 15, 2026, 9:41 AM EST"

    def test_age_is_counted_to_the_day_of_the_assessment(self):
        assert summary().person.age == "42"

    def test_answers_that_were_never_sent_say_nothing_of_sending(self):
        unsent = summary(person=Person("Jane Doe", None, "draft"))
        assert (unsent.person.sent, unsent.person.born, unsent.person.age) == (None, None, None)
        assert unsent.dated == datetime(2026, 1, 15, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("born", "on", "years"),
        [
            (date(2008, 1, 16), date(2026, 1, 15), 17),
            (date(2008, 1, 15), date(2026, 1, 15), 18),
            (date(2004, 2, 29), date(2022, 2, 28), 17),
            (date(2004, 2, 29), date(2022, 3, 1), 18),
        ],
    )
    def test_a_year_is_complete_on_the_birthday(self, born, on, years):
        assert whole_years(born, on) == years


class TestAllAnswers:
    def test_every_question_asked_stands_in_its_section(self):
        sections = {section.title: section for section in summary(answers={"artery": "no"}).sections}
        heart = sections["Heart"].answers
        assert [said.answer[0] for said in heart] == ["No", "Left blank", "Left blank"]

    def test_silence_is_marked_as_such(self):
        sections = {section.title: section for section in summary(answers={"low": NOT_SURE, "artery": BLANK}).sections}
        assert [said.known for said in sections["Mood"].answers] == [False]

    def test_what_did_not_apply_is_counted_and_text_alone_is_no_question(self):
        sections = {section.title: section for section in summary(asked=("born",)).sections}
        assert (len(sections["About you"].answers), sections["About you"].not_asked) == (1, 3)


class TestDerivedValues:
    def test_they_have_their_decimals_and_unit(self):
        (value,) = summary(values={"bmi": Fraction(2525, 100)}).values
        assert (value.text, value.words) == ("Body mass index", "25.3 kg/m²")

    def test_conditions_and_what_was_not_asked_are_left_out(self):
        assert summary(values={"bmi": None, "heavy": True}).values == ()

    def test_one_that_lacks_an_answer_says_so(self):
        (value,) = summary(values={"bmi": BLANK}).values
        assert value.words == "not known: an answer is missing"


class TestTheDecision:
    def test_nobody_has_decided_yet(self):
        assert summary().decision is None

    def test_a_signed_one_names_who_when_and_why(self):
        made = summary(fired("R-CV-01", "artery"), answers={"artery": "yes"}, state=DECIDED)
        assert made.decision is not None
        assert (made.decision.headline, made.decision.by) == ("Proceed with conditions", "Dr. A. Rivera")
        assert made.decision.at == "Jan 16, 2026, 3:05 PM EST"
        assert made.findings[0].reason == "Coiled in 2019, stable since."
        assert made.dated == DECIDED.at


class TestProvenance:
    def test_it_says_from_what_it_was_made(self):
        made_from = summary().provenance
        assert (made_from.revision, made_from.sha256) == ("small-clinic, revision 3", "9f2c31ab9f2c")
        assert (made_from.program, made_from.audit_head) == ("screener 0.1.0", "c81f9a0b2e44")

    def test_a_folder_has_no_number(self):
        assert summary(number=None).provenance.revision == "small-clinic, unpublished"


class TestASummary:
    def test_the_same_arguments_give_the_same_summary(self):
        found = (fired("R-CV-01", "artery"), fired("R-BP-01", "bp"))
        assert summary(*found) == summary(*found)

    def test_it_cannot_be_changed(self):
        with pytest.raises(FrozenInstanceError):
            summary().title = "Another"

    def test_the_notice_of_the_questionnaire_heads_it(self):
        assert summary().notice == ("Draft for sign-off.", "Off-label use; the evidence is weak.")

    def test_a_person_is_told_apart_by_name_alone(self):
        assert summary(person=replace(JANE, name="John Doe")).person.name == "John Doe"
