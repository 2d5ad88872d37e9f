"""Warnings about words: they point to the question, page, message or translation, and say what helps."""

import pytest

from tests.definition.everything import changed, changed_in_many, check

HARD = "Concomitant administration of sympathomimetics necessitates individualized hemodynamic monitoring."


def warnings(files: dict[str, bytes], about: str) -> list[str]:
    _, problems = check(files)
    assert all(problem.severity == "warning" for problem in problems)
    return [str(problem) for problem in problems if about in problem.message]


class TestReadingLevel:
    def test_is_warned_of_where_a_question_is_above_grade_8(self) -> None:
        files, _ = changed("help: A test counts.", f"help: {HARD}")
        (warning,) = warnings(files, "reads like grade")
        assert "warning: question preg_now: reads like grade" in warning
        assert "other words for 'sympathomimetics', 'individualized', " in warning
        assert warning.endswith("or say under `reading level` why it must stand so")

    def test_is_accepted_for_a_reason(self) -> None:
        files, _ = changed("help: A test counts.", f"help: {HARD}\n            reading level: Quoted from the label.")
        assert warnings(files, "reads like grade") == []

    def test_is_not_judged_of_a_few_words(self) -> None:
        files, _ = changed("text: Some *basics* first.", "text: Concomitant administration necessitates monitoring.")
        assert warnings(files, "reads like grade") == []

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("text: Some *basics* first.", f"text: {HARD}", "step you_basics: reads"),
            ('{text: "Call 911 or {clinic_phone} now."', f'{{text: "{HARD} {{clinic_phone}}"', "message HELP: reads"),
            ("agreement: I have answered as well as I can.", f"▸agreement: {HARD}", "agreement: reads"),
        ],
    )
    def test_is_judged_of_pages_messages_and_the_head(self, old: str, new: str, said: str) -> None:
        files, _ = changed(old, new)
        (warning,) = warnings(files, "reads like grade")
        assert f"warning: {said}" in warning

    def test_of_a_translation_is_told_in_its_file(self) -> None:
        hard = "La administración concomitante requiere monitorización hemodinámica individualizada del paciente."
        files, place = changed(
            "agreement: {from: I have answered as well as I can., to: He respondido lo mejor que puedo.}",
            f"▸agreement: {{from: I have answered as well as I can., to: {hard}}}",
            file="es.yaml",
        )
        (warning,) = warnings(files, "reads like grade")
        assert warning.startswith(f"{place}: warning: agreement: reads like grade 16.0")


class TestDoubleNegatives:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("Are you not pregnant?", "asks 'Are you not', to which a *no* is a double negative"),
            ("Aren't you pregnant?", 'asks "Aren\'t", to which'),
            ("Have you never been pregnant?", "asks 'Have you never'"),
            ("Is it not true that nobody told you?", "asks 'Is it not'"),
            ("Were there months in which you had no day without pain?", "says 'no' and 'without' in one breath"),
            ("Could you sleep, but not without a pill?", "says 'not' and 'without' in one breath"),
        ],
    )
    def test_are_warned_of(self, text: str, said: str) -> None:
        files, _ = changed("text: Are you pregnant?", f'text: "{text}"'.replace('n"t', "n't"))
        (warning,) = warnings(files, "double negative")
        assert "question preg_now: " in warning
        assert said in warning

    @pytest.mark.parametrize(
        "text",
        [
            "Are you pregnant, or not?",
            "Have you stopped a medicine because it did not help?",
            "Do you have no pain on some days, and no nausea?",
            "Do you know what nobody told you?",
        ],
    )
    def test_are_not_seen_where_there_is_one(self, text: str) -> None:
        files, _ = changed("text: Are you pregnant?", f'text: "{text}"')
        assert warnings(files, "double negative") == []

    def test_of_a_question_that_is_not_answered_by_yes_or_no_need_two_negatives(self) -> None:
        files, _ = changed("text: What do you hope for?", "text: What can you not do?")
        assert warnings(files, "double negative") == []

    def test_are_one_negative_in_spanish(self) -> None:
        files, _ = changed_in_many(
            [
                ("questionnaire.yaml", "language: en\n", "language: es\n"),
                ("questionnaire.yaml", "text: Are you pregnant?", "text: No tiene no sin no?"),
            ]
        )
        del files["es.yaml"]
        assert warnings(files, "double negative") == []
