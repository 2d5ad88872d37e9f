"""Translations: what may be missing, and what nobody may be left without."""
# ruff: noqa: E501 - texts stand as they are in the file

import pytest

from tests.definition.everything import changed, check

GRAVE = {
    "agreement": "  agreement: {from: I have answered as well as I can., to: He respondido lo mejor que puedo.}\n",
    "messages.HELP.text": '  messages.HELP.text: {from: "Call 911 or {clinic_phone} now.", to: "Llame ahora al 911 o al {clinic_phone}."}\n',
    "questions.consent.statement": (
        "  questions.consent.statement:\n"
        "    from: My answers may be used to plan my care.\n"
        "    to: Mis respuestas pueden usarse para planear mi atención.\n"
    ),
}


class TestAMissingTranslation:
    @pytest.mark.parametrize("path", GRAVE)
    def test_of_urgent_help_and_of_what_is_agreed_to_is_a_problem(self, path: str) -> None:
        files, _ = changed(GRAVE[path], "", file="es.yaml")
        questionnaire, problems = check(files)
        assert questionnaire is None
        (problem,) = (each for each in problems if each.severity == "problem")
        assert str(problem).startswith(
            f"es.yaml:3:3: text {path}: is not translated, and nobody may be left without it"
        )

    def test_of_anything_else_is_a_warning(self) -> None:
        files, _ = changed(
            "  questions.pv_tried.rows.beta: {from: Beta blocker, to: Betabloqueante}\n", "", file="es.yaml"
        )
        questionnaire, problems = check(files)
        assert questionnaire is not None
        assert "59 of 67 texts are not translated" in problems[-1].message

    def test_is_no_matter_where_there_is_no_translation_at_all(self) -> None:
        files, _ = changed("order: 20", "order: 21")
        del files["es.yaml"]
        questionnaire, problems = check(files)
        assert questionnaire is not None
        assert [problem for problem in problems if "translated" in problem.message] == []


class TestAStaleTranslation:
    def test_is_a_warning_also_of_urgent_help(self) -> None:
        files, _ = changed("Call 911 or {clinic_phone} now.", "Call 911 now, or {clinic_phone}.")
        questionnaire, problems = check(files)
        assert questionnaire is not None
        assert any("the text has changed since it was translated" in str(problem) for problem in problems)
