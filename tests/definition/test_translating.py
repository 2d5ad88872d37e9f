"""A questionnaire in another language: every text that patients read, and nothing else."""

from dataclasses import replace
from functools import cache

import yaml

from screener.definition.building_translations import patient_texts
from screener.definition.document import QuestionnaireDocument
from screener.definition.model import Questionnaire, Translation
from screener.definition.names import QuestionId
from screener.definition.translating import in_language
from tests.definition import everything


@cache
def original() -> Questionnaire:
    found, _ = everything.check(everything.files())
    assert found is not None
    return found


@cache
def paths() -> frozenset[str]:
    """Of all that can be translated."""
    written = yaml.load(everything.files()["questionnaire.yaml"], yaml.BaseLoader)  # noqa: S506 - it makes text alone
    return frozenset(patient_texts(QuestionnaireDocument.model_validate(written)))


@cache
def in_paths() -> Questionnaire:
    """The sample in a language in which each text is its own path."""
    translation = Translation("es", {path: f"<{path}>" for path in paths()}, {})
    return in_language(replace(original(), translations={"es": translation}), "es")


def texts_of(questionnaire: Questionnaire) -> str:
    """Everything that patients may come to see."""
    head = (
        questionnaire.title,
        questionnaire.about,
        questionnaire.agreement,
        questionnaire.after_sending,
        questionnaire.before_infusion,
    )
    return repr((head, questionnaire.messages, questionnaire.checks, questionnaire.sections))


class TestInAnotherLanguage:
    def test_every_text_is_in_it(self) -> None:
        said = texts_of(in_paths())
        assert len(paths()) > 50
        assert {path for path in paths() if f"<{path}>" not in said} == set()

    def test_steps_and_questions_by_id_are_those_of_the_sections(self) -> None:
        spoken = in_paths()
        steps = [step for section in spoken.sections for step in section.steps]
        assert list(spoken.steps.values()) == steps
        assert list(spoken.questions.values()) == [question for step in steps for question in step.questions]

    def test_nothing_else_is_other(self) -> None:
        spoken = in_paths()
        assert list(spoken.questions) == list(original().questions)
        for name in spoken.questions:
            kept = replace(
                spoken.questions[name],
                **{part: getattr(original().questions[name], part) for part in ("text", "help", "why", "kind")},
            )
            assert kept == original().questions[name]
        assert (spoken.rules, spoken.values, spoken.sha256) == (original().rules, original().values, original().sha256)

    def test_what_is_not_translated_stays(self) -> None:
        spoken = in_language(original(), "es")
        assert spoken.questions[QuestionId("dem_dob")].text == "¿Cuándo nació?"
        assert spoken.after_sending == original().after_sending

    def test_the_interface_has_words_for_what_no_author_wrote(self) -> None:
        spoken = in_language(original(), "es", words={"Yes": "Sí", "When were you born?": "never"})
        assert "text='Sí'" in texts_of(spoken)
        assert "text='Yes'" not in texts_of(spoken)
        assert spoken.questions[QuestionId("dem_dob")].text == "¿Cuándo nació?"

    def test_a_language_without_a_translation_leaves_it_as_it_is(self) -> None:
        assert in_language(original(), "fr") is original()
        assert in_language(original(), original().language) is original()
