"""What changed, in an author's words: key by key, with old and new wording."""
# ruff: noqa: E501 - one change a line

import pytest

from screener.definition.difference import Change, differences
from screener.definition.reading import check_files
from tests.definition.everything import changed_in_many, files

YAML = "questionnaire.yaml"


def after(*edits: tuple[str, str], file: str = YAML) -> list[Change]:
    """What differs from the sample after some edits; its translation does not follow them."""
    old = {name: content for name, content in files().items() if name != "es.yaml" or file == "es.yaml"}
    new, _ = changed_in_many([(file, *edit) for edit in edits])
    kept = {name: content for name, content in new.items() if name in old}
    questionnaires = [check_files(each, "everything") for each in (old, kept)]
    before, now = (questionnaire for questionnaire, _ in questionnaires)
    assert before is not None, questionnaires[0][1]
    assert now is not None, questionnaires[1][1]
    return list(differences(before, now))


def told(*edits: tuple[str, str], file: str = YAML) -> list[str]:
    return [f"{change.subject}: {change}" for change in after(*edits, file=file)]


class TestNothing:
    def test_differs_between_a_questionnaire_and_itself(self) -> None:
        assert after() == []

    def test_differs_where_only_remarks_and_layout_do(self) -> None:
        assert (
            after(
                ("ladders:\n", "# Gravest first\nladders:\n"), ("text: Are you pregnant?", 'text: "Are you pregnant?"')
            )
            == []
        )


class TestAChange:
    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("value: 18\n", "value: 19\n", "setting age_min: `value` was “18” and is “19”"),
            ("agreement: I have", "agreement: I", "questionnaire: `agreement` was “I have answered as well as I can.” and is “I answered as well as I can.”"),
            ("help: A test counts.", "help: Any test.", "question preg_now: `help` was “A test counts.” and is “Any test.”"),
            ("            help: A test counts.\n", "", "question preg_now: `help` is gone: it was “A test counts.”"),
            ("help: A test counts.", "help: A test counts.\n            reading level: x", "question preg_now: `reading level` is new: “x”"),
            ("order: 20", "order: 30", "message CALL: `order` was “20” and is “30”"),
            ("when: bp.sys > settings.bp_high\n", "when: bp.sys >= settings.bp_high\n", "rule R-BP-02: `when` was “bp.sys > settings.bp_high” and is “bp.sys >= settings.bp_high”"),
            ("private: true\n", "private: false\n", "step you_private: `private` is gone: it was “true”"),
            ("plausible: 100 to 230", "plausible: 90 to 230", "question dem_height_cm: `plausible` was “100 to 230” and is “90 to 230”"),
            ("rarely: Less", "rarely: Fewer", "question med_list: `columns.how_often.choices.rarely` was “Less than weekly” and is “Fewer than weekly”"),
        ],
    )  # fmt: skip
    def test_is_told_with_old_and_new_wording(self, old: str, new: str, said: str) -> None:
        assert said in told((old, new))

    def test_of_a_setting_shows_in_the_texts_that_patients_read(self) -> None:
        assert any("`about` was" in line and "18 or older" in line for line in told(("value: 18\n", "value: 19\n")))

    def test_of_a_choice_is_told_by_its_id(self) -> None:
        assert told(("helped: Helped, no_help", "helped: Helped, some: A little, no_help")) == [
            "question pv_tried: `choices.some` is new: “A little”"
        ]

    def test_of_a_medicine_is_told(self) -> None:
        (line,) = told(("lamotrigine,Lamictal,,", "lamotrigine,Lamictal,seizure,"), file="medications.csv")
        assert line == "medicine lamotrigine: `classes` is new: “seizure”"

    def test_of_a_vignette_is_told(self) -> None:
        (line,) = told(("ha_days: 4", "ha_days: 5"), file="vignettes.yaml")[:1]
        assert line == "vignette V1: `answers.ha_days` was “4” and is “5”"

    def test_of_a_translation_is_told_by_the_path_of_the_text(self) -> None:
        (line,) = told(("to: Betabloqueante", "to: Beta bloqueador"), file="es.yaml")
        assert (
            line == "translation es.yaml: `questions.pv_tried.rows.beta` was “Betabloqueante” and is “Beta bloqueador”"
        )

    def test_is_an_object_for_programs(self) -> None:
        (change,) = after(("order: 20", "order: 30"))
        assert change.to_json() == {
            "subject": "message CALL",
            "change": "changed",
            "key": "order",
            "old": "20",
            "new": "30",
        }


class TestWhatCameAndWent:
    RULE = "  - id: R-NEW-01\n    group: x\n    level: info\n    when: ha_days > 1\n    message: New.\n    why: x\n    sources: [G1]\n    confidence: C\n    checked: 2026-01-05\n"

    def test_is_told_by_what_it_is_known_by(self) -> None:
        assert told(("ladders:\n", f"{self.RULE}ladders:\n")) == ["rule R-NEW-01: added: “New.”"]

    def test_is_told_of_a_question(self) -> None:
        lines = told(
            ("          - id: goals\n", "          - {id: hopes, kind: text, text: Hopes}\n          - id: goals\n")
        )
        assert lines == ["question hopes: added: “Hopes”"]

    def test_is_told_of_ladders(self) -> None:
        assert "ladder R-BP-01, R-BP-02: removed" in told(("ladders:\n  - [R-BP-01, R-BP-02]\n", ""))


class TestWhatMoved:
    def test_is_told_with_both_places(self) -> None:
        lines = told(
            ("          - id: goals\n            kind: long-text\n            text: What do you hope for?\n            required: false\n", ""),
            ("          - id: preg_now\n", "          - id: goals\n            kind: long-text\n            text: What do you hope for?\n            required: false\n          - id: preg_now\n"),
        )  # fmt: skip
        (line,) = lines
        assert line.startswith("question goals: moved: was ")
        assert line.endswith(" of step you_private")

    def test_is_told_of_choices(self) -> None:
        (line,) = told(("{never: Never tried, helped: Helped,", "{helped: Helped, never: Never tried,"))
        assert line == "question pv_tried: `choices` stand in another order: helped, never, no_help"
