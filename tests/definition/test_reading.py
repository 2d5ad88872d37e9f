"""A folder in, the checked questionnaire or all of its problems out."""

import os
import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.definition.conditions import Or
from screener.definition.model import (
    Agreement,
    Checklist,
    Choices,
    Date,
    DayCounts,
    DecimalNumber,
    Disposition,
    Information,
    Level,
    Medicine,
    OneChoice,
    Pair,
    Questionnaire,
    Reason,
    Rows,
    Text,
    WholeNumber,
    YesNo,
)
from screener.definition.names import MessageCode, QuestionId, RuleId, SettingName
from screener.definition.problems import QuestionnaireProblems
from screener.definition.reading import check_files, check_folder, folder_files, read_files, read_folder
from screener.definition.source_files import digest
from tests.definition import everything
from tests.definition.test_strict_yaml import damaged


@pytest.fixture(scope="module")
def sample() -> Questionnaire:
    return read_folder(everything.FOLDER)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "everything"
    shutil.copytree(everything.FOLDER, copy)
    return copy


def told(folder: Path) -> list[str]:
    """Every problem of a folder; warnings are left out."""
    questionnaire, problems = check_folder(folder)
    assert questionnaire is None
    return [str(problem) for problem in problems if problem.severity == "problem"]


class TestAQuestionnaire:
    def test_has_every_kind_of_question(self, sample: Questionnaire) -> None:
        kinds = {question: type(asked.kind) for question, asked in sample.questions.items()}
        assert kinds == {
            "intro": Information,
            "dem_name": Text,
            "dem_dob": Date,
            "dem_height_cm": DecimalNumber,
            "dem_weight_kg": DecimalNumber,
            "preg_possible": OneChoice,
            "preg_now": YesNo,
            "goals": Text,
            "nickname": Text,
            "hx_conditions": Choices,
            "pv_tried": Checklist,
            "am_days": DayCounts,
            "ha_days": WholeNumber,
            "bp": Pair,
            "med_list": Rows,
            "notice": YesNo,
            "consent": Agreement,
        }

    def test_fills_settings_into_texts_and_leaves_the_clinic(self, sample: Questionnaire) -> None:
        assert "You must be 18 or older." in sample.about
        assert sample.rules[RuleId("R-AGE-01")].message == "Younger than 18."
        assert sample.messages[MessageCode("HELP")].text == "Call 911 or {clinic_phone} now."

    def test_keeps_numbers_exact(self, sample: Questionnaire) -> None:
        assert sample.settings[SettingName("bmi_high")].value == Fraction(69, 2)
        assert type(sample.settings[SettingName("age_min")].value) is int

    def test_reads_a_condition_on_several_lines(self, sample: Questionnaire) -> None:
        when = sample.questions[QuestionId("preg_now")].when
        assert isinstance(when, Or)
        assert len(when.parts) == 3

    def test_offers_not_sure_to_a_yes_no_unless_there_is_a_reason(self, sample: Questionnaire) -> None:
        assert sample.questions[QuestionId("preg_now")].also == {Reason.NOT_SURE}
        assert sample.questions[QuestionId("notice")].also == frozenset()
        assert sample.questions[QuestionId("dem_dob")].also == frozenset()

    def test_asks_a_medicine_in_one_column(self, sample: Questionnaire) -> None:
        kind = sample.questions[QuestionId("med_list")].kind
        assert isinstance(kind, Rows)
        assert kind.medicine == "name"
        assert isinstance(kind.columns[0].kind, Medicine)

    def test_knows_where_everything_stands(self, sample: Questionnaire) -> None:
        lines = (everything.FOLDER / "questionnaire.yaml").read_text().split("\n")
        for question in sample.questions.values():
            assert question.id in lines[question.place.line - 1]
        for rule in sample.rules.values():
            assert lines[rule.place.line - 1][rule.place.column - 1 :] == f"id: {rule.id}"

    def test_takes_answers_of_another_vignette_and_changes_them(self, sample: Questionnaire) -> None:
        first, second, probe = sample.vignettes
        assert second.answers == {**first.answers, "bp": "not_sure", "med_list": []}
        assert first.answers["goals"] is None
        assert second.as_of == first.as_of
        assert (first.disposition, first.findings) == (Disposition.CLEAR, frozenset())
        assert probe.findings is None
        assert (probe.as_of, probe.fires) == (date(1990, 1, 1), {"R-AGE-01"})

    def test_has_translations_by_path(self, sample: Questionnaire) -> None:
        assert sample.translations["es"].texts["questions.dem_dob.text"] == "¿Cuándo nació?"
        assert sample.translations["es"].sources["questions.dem_dob.text"] == "When were you born?"


class TestIfUnknown:
    def test_left_out_is_review_or_the_rules_own_level_where_milder(self, sample: Questionnaire) -> None:
        assert sample.rules[RuleId("R-AGE-01")].if_unknown.otherwise is Level.REVIEW
        milder, _ = everything.changed("    if unknown: none\n", "")
        assert read_files(milder, "everything").rules[RuleId("R-BMI-01")].if_unknown.otherwise is Level.INFO

    def test_none_is_said_out_loud(self, sample: Questionnaire) -> None:
        silence = sample.rules[RuleId("R-BMI-01")].if_unknown
        assert (silence.cases, silence.by_question, silence.otherwise) == ((), {}, None)

    def test_depends_on_the_silent_question(self, sample: Questionnaire) -> None:
        silence = sample.rules[RuleId("R-BP-02")].if_unknown
        assert (silence.by_question, silence.otherwise) == ({"bp": None}, Level.CAUTION)

    def test_without_otherwise_the_rest_is_as_if_left_out(self) -> None:
        files, _ = everything.changed("{bp: none, otherwise: caution}", "{bp: none}")
        assert read_files(files, "everything").rules[RuleId("R-BP-02")].if_unknown.otherwise is Level.REVIEW

    def test_goes_by_cases_and_then_the_rest(self, sample: Questionnaire) -> None:
        silence = sample.rules[RuleId("R-MED-01")].if_unknown
        assert [level for _, level in silence.cases] == [Level.REVIEW]
        assert (silence.by_question, silence.otherwise) == ({"med_list": None}, Level.CAUTION)


class TestWarnings:
    def warnings(self, old: str, new: str, *, file: str = "questionnaire.yaml", as_of: date | None = None) -> list[str]:
        files, place = everything.changed(old, new, file=file)
        questionnaire, problems = check_files(files, "everything", as_of=as_of)
        assert questionnaire is not None
        return [str(problem).removeprefix(f"{place}: ") for problem in problems if str(problem).startswith(place)]

    def test_a_rule_that_says_not_when_it_was_checked(self) -> None:
        files, _ = everything.changed("    checked: 2026-01-05\n\nladders", "\nladders")
        _, problems = check_files(files, "everything")
        assert problems[0].message == "says not when its sources were last `checked`"
        assert (problems[0].subject, problems[0].severity) == ("rule R-DATA-01", "warning")

    def test_a_rule_that_is_checked_in_the_future(self) -> None:
        said = self.warnings("- id: R-AGE-01", "- ▸id: R-AGE-01", as_of=date(2026, 1, 1))
        assert said == ["warning: rule R-AGE-01: `checked` is 2026-01-05, which is after 2026-01-01"]

    def test_a_setting_outside_what_is_sensible(self) -> None:
        said = self.warnings("    value: 18\n", "    value: ▸16\n")
        assert said == ["warning: setting age_min: is outside what is sensible, 18 to 21"]

    def test_a_setting_that_nothing_uses(self) -> None:
        said = self.warnings("settings:\n", "settings:\n  spare: ▸{value: 1}\n")
        assert said == ["warning: setting spare: no condition and no text uses it"]

    def test_a_message_that_nothing_says(self) -> None:
        said = self.warnings("messages:\n", "messages:\n  SPARE: ▸{text: x, order: 1}\n")
        assert said == ["warning: message SPARE: no rule says it"]

    def test_a_translation_of_an_older_text(self) -> None:
        said = self.warnings(
            'questions.dem_dob.text: {from: "When', '▸questions.dem_dob.text: {from: "Where', file="es.yaml"
        )
        assert said == ["warning: text questions.dem_dob.text: the text has changed since it was translated"]

    def test_a_translation_without_a_placeholder(self) -> None:
        said = self.warnings(
            'to: "{clinic_name} le llamará. {clinic', 'to: ▸"La clínica le llamará. {clinic', file="es.yaml"
        )
        assert said == ["warning: text messages.CALL.text: the translation has other placeholders than the text"]

    def test_texts_that_are_not_translated(self) -> None:
        said = self.warnings("  title: {from", "  ▸title: {from", file="es.yaml")
        (warning,) = said
        assert warning.startswith("warning: 58 of 67 texts are not translated: after sending, checks.R-CHK-01.ask, ")


class TestAFolder:
    def test_that_is_not_there(self, tmp_path: Path) -> None:
        assert told(tmp_path / "absent") == ["absent:1:1: the folder cannot be read: No such file or directory"]

    def test_that_is_a_file(self, folder: Path) -> None:
        assert told(folder / "es.yaml") == ["es.yaml:1:1: the folder cannot be read: Not a directory"]

    def test_that_is_empty(self, tmp_path: Path) -> None:
        assert told(tmp_path) == ["questionnaire.yaml:1:1: the file is missing"]

    def test_with_another_name_than_its_slug(self, folder: Path) -> None:
        renamed = folder.rename(folder.with_name("other"))
        assert told(renamed) == [
            "questionnaire.yaml:2:7: the slug is everything, and the folder is called other: they must be the same"
        ]

    def test_with_a_file_that_is_misspelt(self, folder: Path) -> None:
        (folder / "vignettes.yaml").rename(folder / "vignette.yaml")
        assert told(folder) == [
            "vignette.yaml:1:1: no file of a questionnaire is called 'vignette.yaml' (did you mean vignettes.yaml?)"
        ]

    def test_with_other_files_leaves_them_alone(self, folder: Path) -> None:
        (folder / "README.md").write_text("Notes.")
        (folder / ".questionnaire.yaml.swp").write_bytes(b"\0")
        assert read_folder(folder).sha256 == read_folder(everything.FOLDER).sha256

    def test_with_a_link_in_it(self, folder: Path) -> None:
        (folder / "fr.yaml").symlink_to("/etc/passwd")
        assert told(folder) == ["fr.yaml:1:1: the file cannot be read: it is a link"]

    def test_with_a_folder_in_a_files_place(self, folder: Path) -> None:
        (folder / "fr.yaml").mkdir()
        assert told(folder) == ["fr.yaml:1:1: the file cannot be read: it is not a file"]

    def test_with_a_pipe_in_it_does_not_wait(self, folder: Path) -> None:
        os.mkfifo(folder / "fr.yaml")
        assert told(folder) == ["fr.yaml:1:1: the file cannot be read: it is not a file"]

    def test_with_a_huge_file(self, folder: Path) -> None:
        with (folder / "fr.yaml").open("wb") as huge:
            huge.truncate(10**9)
        assert told(folder) == ["fr.yaml:1:1: the file has over 1,048,576 bytes, which is more than is read"]

    def test_without_medicines_that_a_column_asks_for(self, folder: Path) -> None:
        (folder / "medications.csv").unlink()
        said = told(folder)
        assert any(
            line.endswith("question med_list: no medicines are known: medications.csv is missing or empty")
            for line in said
        )
        assert "medications.csv:1:1: the file is missing, and medication_aliases.csv refers to it" in said

    def test_with_problems_is_refused_with_all_of_them(self, folder: Path) -> None:
        (folder / "questionnaire.yaml").write_text("slug: x\n")
        with pytest.raises(QuestionnaireProblems) as refused:
            read_folder(folder)
        assert len(refused.value.problems) == 7


class TestTheFilesOfAFolder:
    def test_are_those_that_are_read(self, folder: Path) -> None:
        (folder / "README.md").write_text("Notes.")
        assert folder_files(folder) == everything.files()

    def test_that_cannot_be_read_are_refused(self, tmp_path: Path) -> None:
        with pytest.raises(QuestionnaireProblems, match="the folder cannot be read"):
            folder_files(tmp_path / "absent")


class TestTheHash:
    def test_covers_names_and_bytes(self) -> None:
        whole = digest({"a": b"1", "b": b"2"})
        assert whole == digest({"b": b"2", "a": b"1"})
        assert len({whole, digest({"a": b"2", "b": b"1"}), digest({"a": b"1b", "": b"2"}), digest({"a": b"1"})}) == 4

    def test_stands_in_the_questionnaire(self, sample: Questionnaire) -> None:
        assert sample.sha256 == digest(everything.files())


class TestNeedsWithoutEnd:
    def chain(self, length: int) -> dict[str, bytes]:
        files, _ = everything.changed(
            "values:\n",
            "values:\n  c0: {is: ha_days + 1, text: x}\n"
            + "".join(f"  c{number}: {{is: c{number - 1} + 1, text: x}}\n" for number in range(1, length)),
        )
        return files

    def test_a_short_chain_of_values_is_read(self) -> None:
        questionnaire, _ = check_files(self.chain(20), "everything")
        assert questionnaire is not None

    def test_a_long_one_is_refused_and_not_crashed_on(self) -> None:
        _, problems = check_files(self.chain(5000), "everything")
        (problem,) = [problem for problem in problems if problem.severity == "problem"]
        assert str(problem).endswith(
            "value c20: leans on more than 20 values and rules in a row: write some of them out"
        )


class TestAnything:
    @given(st.data())
    def test_damaged_files_give_a_questionnaire_or_problems(self, data: st.DataObject) -> None:
        files = everything.files()
        name = data.draw(st.sampled_from(sorted(files)))
        files[name] = damaged(files[name], data)
        questionnaire, problems = check_files(files, "everything")
        assert (questionnaire is None) == any(problem.severity == "problem" for problem in problems)

    @given(st.dictionaries(st.sampled_from([*everything.files(), "fr.yaml", "x.yaml"]), st.binary(max_size=100)))
    def test_any_files_give_a_questionnaire_or_problems(self, files: dict[str, bytes]) -> None:
        questionnaire, problems = check_files(files, "everything")
        assert questionnaire is None
        assert problems
