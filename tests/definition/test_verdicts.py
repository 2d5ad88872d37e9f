"""Nobody is told "not eligible": not by a questionnaire, not by a page, not by a letter."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from screener.definition.checking_verdicts import verdicts_in
from screener.summary.letter import LETTER_WORDS
from tests.definition.everything import changed, check

TOP = Path(__file__).parents[2]
TAGS = re.compile(r"{[%#{].*?[%#}]}|<[^>]+>", re.DOTALL)


class TestAVerdict:
    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "Sorry, you are not eligible for this."),
            ("en", "You do not qualify."),
            ("en", "You cannot have infusions here."),
            ("en", "You are disqualified"),
            ("en", "Ketamine is not safe for you."),
            ("en", "We can’t treat you."),
            ("en-US", "You won't be treated."),
            ("es", "Usted no es elegible."),
            ("es", "No puede recibir el tratamiento."),
            ("es", "Su solicitud fue rechazada."),
            ("es", "No podemos tratarle."),
        ],
    )
    def test_is_found(self, language: str, text: str) -> None:
        assert list(verdicts_in(text, language))

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "The clinic will talk with you about this before it decides."),
            ("en", "You can always send the form."),
            ("en", "The FDA has not approved it for that."),
            ("en", "You cannot drive until the next day."),
            ("es", "La clínica hablará con usted antes de decidir."),
            ("es", "No puede conducir hasta el día siguiente."),
            ("fr", "You are not eligible"),
        ],
    )
    def test_is_not_found_in_what_is_none(self, language: str, text: str) -> None:
        assert list(verdicts_in(text, language)) == []

    def test_in_a_patients_text_is_refused_at_its_place(self) -> None:
        files, _ = changed("Are you pregnant?", "You are not eligible. Are you pregnant?")
        questionnaire, problems = check(files)
        assert questionnaire is None
        (problem,) = (each for each in problems if each.severity == "problem")
        assert "text questions.preg_now.text: 'not eligible' turns the patient away" in str(problem)

    def test_in_a_translation_is_refused(self) -> None:
        files, _ = changed("¿Cuándo nació?", "Usted no es elegible.", file="es.yaml")
        questionnaire, problems = check(files)
        assert questionnaire is None
        assert any("es.yaml" in str(problem) and "turns the patient away" in str(problem) for problem in problems)

    def test_in_what_a_clinician_reads_is_no_matter(self) -> None:
        questionnaire, _ = check(changed("A risk today.", "Not eligible today.")[0])
        assert questionnaire is not None


class TestTheHouse:
    @pytest.mark.parametrize("room", ["intake", "invitations", "sessions", "steps", "errors", "components"])
    def test_has_none_in_its_pages(self, room: str) -> None:
        for page in sorted((TOP / "templates" / room).glob("*.html")):
            said = re.sub(r"_\(\"(.*?)\"\)", r"\1", page.read_text(encoding="utf-8"))
            assert list(verdicts_in(TAGS.sub(" ", said), "en")) == [], page.name

    def test_has_none_in_its_catalog(self) -> None:
        with (TOP / "screener/web/translations/es/LC_MESSAGES/messages.po").open("rb") as written:
            for message in read_po(written):
                for text, language in ((message.id, "en"), (message.string, "es")):
                    assert list(verdicts_in(str(text), language)) == [], text

    @pytest.mark.parametrize("language", LETTER_WORDS)
    def test_has_none_in_its_letters(self, language: str) -> None:
        assert list(verdicts_in(repr(LETTER_WORDS[language]), language)) == []
