"""The ketamine questionnaire in Spanish: whole, up to date, and the same in all that must not change."""

import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest
import yaml

from screener.definition.model import Checklist, Choices, DayCounts, OneChoice, Question
from screener.definition.placeholders import PLACEHOLDER
from screener.definition.problems import Problem
from screener.definition.reading import check_folder
from tests.questionnaires.intake_patients import FOLDER, questionnaire

Texts = dict[str, tuple[str, str]]

PHONE = re.compile(r"\b(?:911|988|1-\d{3}-\d{3}-\d{4})\b")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
WORD = re.compile(r"[^\W\d_]+")
ENGLISH = frozenset(
    WORD.findall(
        "the of and with you your is are was have has or for to in on my if not this that when what which who from"
        " about did does do can may will any been"
    )
)
"""English words in nearly every sentence, none of which is a Spanish word as well."""
THE_SAME_IN_BOTH = frozenset(("No", "Normal", "Reyvow", "cm", "kg", "mmHg"))
TO_A_FRIEND = re.compile(
    r"\b(?:tú|tus?|ti|te|contigo|tienes|puedes|estás|has|eres|quieres|necesitas|llama|vosotros|vuestr[oa]s?)\b",
    re.IGNORECASE,
)
"""How Spanish speaks to friends and children; a patient is *usted*."""
DEAD_END = re.compile(
    r"no (?:es|será|sería) (?:elegible|apt[oa]|candidat[oa]|posible)|no (?:califica|cumple|reúne|podemos atender)"
    r"|no puede (?:participar|recibir|continuar|seguir)|rechaz|descalific|excluid|inelegible|denegad|lo sentimos"
    r"|lamentamos|no hay nada que",
    re.IGNORECASE,
)
"""What sounds as if the form had decided: a clinician decides, and every patient may send it."""


@cache
def both() -> Texts:
    """English and Spanish by path, as written in the file: placeholders stand in them."""
    written = yaml.load((FOLDER / "es.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - it makes text alone
    return {path: (text["from"].strip(), text["to"].strip()) for path, text in written["texts"].items()}


@cache
def remarks() -> tuple[Problem, ...]:
    """All that the check says of the Spanish file."""
    return tuple(problem for problem in check_folder(FOLDER)[1] if problem.place.file == "es.yaml")


def differing(of: Callable[[str], object]) -> Texts:
    """The texts of which something is not the same in both languages."""
    return {path: pair for path, pair in both().items() if of(pair[0]) != of(pair[1])}


def in_spanish(pattern: re.Pattern[str]) -> dict[str, str]:
    """Where a pattern stands in the Spanish, and what it is."""
    return {path: found[0] for path, (_, to) in both().items() if (found := pattern.search(to))}


def words_by_path(question: Question) -> Iterator[tuple[str, str]]:
    """What a question says, by the path that its translation must have."""
    said = {"text": question.text, "help": question.help, "why": question.why}
    match question.kind:
        case OneChoice(choices) | Choices(choices):
            said |= {f"choices.{choice.id}": choice.text for choice in choices}
        case Checklist(rows, choices):
            said |= {f"choices.{choice.id}": choice.text for choice in choices}
            said |= {f"rows.{row.id}": row.text for row in rows}
        case DayCounts(rows):
            said |= {f"rows.{row.id}": row.text for row in rows}
    yield from ((f"questions.{question.id}.{part}", text) for part, text in said.items() if text)


class TestTheTranslationIsWholeAndUpToDate:
    def test_the_check_has_nothing_to_say_of_it(self) -> None:
        assert remarks() == ()

    def test_it_translates_what_each_question_says_today(self) -> None:
        spanish = questionnaire().translations["es"]
        said = dict(pair for question in questionnaire().questions.values() for pair in words_by_path(question))
        assert len(said) > 500
        assert {path: spanish.sources.get(path) for path in said} == said

    def test_it_translates_what_each_message_says_today(self) -> None:
        spanish = questionnaire().translations["es"]
        said = {f"messages.{code}.text": message.text for code, message in questionnaire().messages.items()}
        assert {path: spanish.sources.get(path) for path in said} == said

    def test_settings_are_filled_in(self) -> None:
        spanish = questionnaire().translations["es"].texts
        months = questionnaire().settings["recent_cv_event_months"].value  # type: ignore[index]
        assert spanish["questions.cv_stroke.choices.within_6mo"] == f"Sí, en los últimos {months} meses"
        assert not [path for path, text in spanish.items() if "{settings." in text]


class TestItSaysTheSame:
    @pytest.mark.parametrize(
        "of",
        [
            pytest.param(lambda text: sorted(PLACEHOLDER.findall(text)), id="placeholders"),
            pytest.param(lambda text: sorted(PHONE.findall(text)), id="phone numbers"),
            pytest.param(lambda text: sorted(NUMBER.findall(text)), id="numbers"),
            pytest.param(lambda text: text.count("?"), id="questions"),
            pytest.param(lambda text: text.count("**"), id="what is stressed"),
            pytest.param(lambda text: re.findall(r"^(?:#+|-) ", text, re.MULTILINE), id="headings and lists"),
            pytest.param(lambda text: text.count("\n\n"), id="paragraphs"),
        ],
    )
    def test_both_have_the_same(self, of: Callable[[str], object]) -> None:
        assert differing(of) == {}

    def test_help_in_an_emergency_is_in_many_texts(self) -> None:
        helpful = [path for path, (_, to) in both().items() if PHONE.search(to)]
        assert {"questions.adm_emergency_ack.text", "messages.PM911.text", "messages.PM988.text"} <= set(helpful)
        assert len(helpful) > 10

    def test_a_text_to_988_says_the_word_that_is_answered_in_spanish(self) -> None:
        texted = {path for path, (source, _) in both().items() if "text 988" in source or "text **988" in source}
        assert len(texted) >= 5
        assert {path for path, (_, to) in both().items() if "AYUDA" in to} == texted

    @pytest.mark.parametrize(
        ("english", "spanish"),
        [
            ("in the past month", "en el último mes"),
            ("right now, today", "ahora mismo, hoy"),
            ("your life", "quitarse la vida"),
            ("longer ago", "hace más tiempo"),
        ],
    )
    def test_what_is_asked_about_safety_has_one_wording(self, english: str, spanish: str) -> None:
        asked = {path: pair for path, pair in both().items() if path.startswith("questions.sui_")}
        assert [path for path, (source, _) in asked.items() if english in source.lower()]
        assert not [
            path for path, (source, to) in asked.items() if (english in source.lower()) != (spanish in to.lower())
        ]


class TestItIsSpanish:
    def test_no_english_sentence_is_left(self) -> None:
        left = {path: to for path, (_, to) in both().items() if ENGLISH & {word.lower() for word in WORD.findall(to)}}
        assert left == {}

    def test_the_heuristic_knows_english(self) -> None:
        sentences = [source for source, _ in both().values() if len(WORD.findall(source)) > 7]
        known = [text for text in sentences if ENGLISH & {word.lower() for word in WORD.findall(text)}]
        assert len(known) > 0.95 * len(sentences)

    def test_only_names_and_units_stand_as_they_were(self) -> None:
        assert {to for source, to in both().values() if source == to} <= THE_SAME_IN_BOTH

    def test_questions_open_as_they_close(self) -> None:
        assert {path: to for path, (_, to) in both().items() if to.count("¿") != to.count("?")} == {}

    def test_patients_are_addressed_with_respect(self) -> None:
        assert in_spanish(TO_A_FRIEND) == {}

    def test_nothing_sounds_as_if_the_form_had_decided(self) -> None:
        assert in_spanish(DEAD_END) == {}
