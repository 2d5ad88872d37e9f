"""Answers to one revision as answers to another: kept, to be looked at again, or lost."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from screener.definition.model import Questionnaire
from screener.definition.names import QuestionId
from screener.definition.reading import folder_files, read_files, read_folder
from screener.engine.coercion import read_answers, write_answers
from screener.engine.moving import Moved, changed_pages, move
from tests.revised import revised
from tests.strategies.answers import answers
from tests.strategies.questionnaires import questionnaires

FOLDER = Path(__file__).parents[1] / "samples" / "headache-visit"
LISTS = """
      - id: lists
        title: Lists
        questions:
          - id: had
            kind: choices
            text: What have you had?
            choices: {asthma: Asthma, stroke: Stroke, none: None of these}
            exclusive: [none]
          - id: often
            kind: day-counts
            text: On how many days?
            rows: {pills: Pills, sprays: Sprays}
            plausible: 0 to 31
  - id: medicines"""
FILES = revised(folder_files(FOLDER), ("\n  - id: medicines", LISTS))
OLD = read_files(FILES, FOLDER.name)
KETAMINE = read_folder(Path("questionnaires/ketamine-migraine"))


def new(*changes: tuple[str, str]) -> Questionnaire:
    return read_files(revised(FILES, *changes), FOLDER.name)


def moved(raw: dict[str, object], *changes: tuple[str, str]) -> Moved:
    return move(OLD, new(*changes), raw)


class TestAnAnswer:
    @given(st.data())
    def test_goes_over_whole_where_nothing_changed(self, data: st.DataObject) -> None:
        questionnaire = data.draw(questionnaires())
        raw = write_answers(read_answers(questionnaire, data.draw(answers(questionnaire))))
        found = move(questionnaire, questionnaire, raw)
        assert (found.answers, found.lost, found.reworded) == (raw, (), frozenset())

    def test_of_every_example_patient_goes_over_whole_where_nothing_changed(self) -> None:
        for vignette in KETAMINE.vignettes:
            raw = write_answers(read_answers(KETAMINE, vignette.answers))
            found = move(KETAMINE, KETAMINE, raw)
            assert (found.answers, found.lost, found.reworded) == (raw, (), frozenset())

    def test_to_a_question_that_is_no_more_is_lost(self) -> None:
        which = """          - id: al_which
            kind: text
            text: To which?
            when: al_any is yes
"""
        found = moved({"al_any": "yes", "al_which": "Latex"}, (which, ""))
        assert (dict(found.answers), found.lost) == ({"al_any": "yes"}, ("al_which",))

    def test_that_was_a_blank_is_no_loss_and_stays_one(self) -> None:
        found = moved({"al_which": None, "dem_name": None}, ("What is your name?", "Your name, please?"))
        assert (dict(found.answers), found.lost) == ({"dem_name": None, "al_which": None}, ())

    def test_is_looked_at_again_where_the_words_have_changed(self) -> None:
        found = moved({"rf_thunderclap": "no", "dem_name": "Ann"}, ("within a minute?", "within an hour?"))
        assert dict(found.answers) == {"rf_thunderclap": "no", "dem_name": "Ann"}
        assert found.reworded == {"rf_thunderclap"}

    def test_in_another_unit_is_lost(self) -> None:
        old = new(
            (
                "            unit: kg\n            plausible: 30 to 300\n            entry: weight",
                "            unit: kg",
            )
        )
        other = new(
            (
                "            unit: kg\n            plausible: 30 to 300\n            entry: weight",
                "            unit: lb",
            )
        )
        found = move(old, other, {"dem_weight": 80})
        assert (dict(found.answers), found.lost) == ({}, ("dem_weight",))

    def test_is_not_looked_at_again_for_what_nobody_reads(self) -> None:
        found = moved({"dem_weight": 80}, ("plausible: 30 to 300", "plausible: 20 to 400"))
        assert (dict(found.answers), found.reworded) == ({"dem_weight": 80}, frozenset())


class TestAList:
    def test_keeps_what_is_still_offered_and_tells_of_the_rest(self) -> None:
        found = moved({"had": ["asthma", "stroke"]}, ("stroke: Stroke, ", ""))
        assert (dict(found.answers), found.lost, found.reworded) == ({"had": ["asthma"]}, ("had",), {"had"})

    def test_of_which_nothing_is_offered_any_more_is_lost_and_no_blank(self) -> None:
        found = moved({"had": ["stroke"]}, ("stroke: Stroke, ", ""))
        assert (dict(found.answers), found.lost) == ({}, ("had",))

    def test_that_offers_more_is_looked_at_again(self) -> None:
        found = moved({"had": ["none"]}, ("stroke: Stroke, ", "stroke: Stroke, gout: Gout, "))
        assert (dict(found.answers), found.lost, found.reworded) == ({"had": ["none"]}, (), {"had"})

    def test_of_rows_keeps_the_columns_that_there_still_are(self) -> None:
        gone = ("              - {id: dose, kind: text, text: How much}\n", "")
        found = moved({"med_list": [{"name": "Imitrex", "dose": "50 mg"}, {"name": "Topamax"}]}, gone)
        assert dict(found.answers) == {"med_list": [{"name": "Imitrex"}, {"name": "Topamax"}]}
        assert (found.lost, found.reworded) == (("med_list",), {"med_list"})

    def test_of_counts_keeps_the_rows_that_there_still_are(self) -> None:
        found = moved(
            {"often": {"pills": 3, "sprays": 4}}, ("{pills: Pills, sprays: Sprays}", "{pills: Pills, shots: Shots}")
        )
        assert (dict(found.answers), found.lost) == ({"often": {"pills": 3}}, ("often",))


class TestConsent:
    def test_to_other_words_is_no_consent_to_these(self) -> None:
        consent = KETAMINE.consent
        assert consent is not None
        files = folder_files(Path("questionnaires/ketamine-migraine"))
        other = read_files(revised(files, ("May we use your answers", "Can we use your answers")), KETAMINE.slug)
        said = next(
            vignette.answers[consent.question]
            for vignette in KETAMINE.vignettes
            if consent.question in vignette.answers
        )
        found = move(KETAMINE, other, {str(consent.question): said})
        assert (dict(found.answers), found.lost) == ({}, (consent.question,))


class TestAPage:
    def test_is_changed_where_its_own_text_is(self) -> None:
        assert list(changed_pages(OLD, OLD)) == []
        other = new(
            ("        title: Sudden headaches\n", "        title: Sudden headaches\n        text: Of the last year.\n")
        )
        assert list(changed_pages(OLD, other)) == ["thunderclap"]


def test_the_order_is_the_questions_own() -> None:
    found = moved({"al_any": "no", "dem_name": "Ann"})
    assert list(found.answers) == [QuestionId("dem_name"), QuestionId("al_any")]
