"""The interface in Spanish: every word of it, the questionnaire's with it, and English for everyone else."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from screener.catalogs import CATALOGS, LANGUAGES
from tests.web.clinics import Browser, Clinic, Page, make_settings, publish

TOP = Path(__file__).parents[2]
FOLDER = TOP / "questionnaires" / "ketamine-migraine"
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\}")
NUMBER = re.compile(r"\d+")
NOT_SPANISH = re.compile(r"\b(?:the|of|and|your|you|is|are|this|that|please|with|to|for)\b", re.IGNORECASE)
TO_A_FRIEND = re.compile(
    r"\b(?:tú|tus?|te|contigo|tienes|puedes|has|quieres|escribe|elige|llama|revisa)\b", re.IGNORECASE
)

Message = tuple[str, ...]
"""A text, or the forms of one for one and for many."""


@cache
def spanish() -> Catalog:
    with (CATALOGS / "es" / "LC_MESSAGES" / "messages.po").open("rb") as written:
        return read_po(written)


@cache
def in_source() -> frozenset[Message]:
    """What the templates and the program say to patients."""
    with (CATALOGS / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    keywords = {**DEFAULT_KEYWORDS, "lazy_gettext": None}
    found = extract_from_dir(TOP, methods, options, keywords, directory_filter=is_searched)
    return frozenset(forms(message) for _, _, message, _, _ in found)


def is_searched(folder: str) -> bool:
    """The mapping names two folders; this keeps the search out of all others."""
    return Path(folder).relative_to(TOP).parts[0] in {"screener", "templates"}


def forms(message: str | tuple[str, ...] | list[str]) -> Message:
    return (message,) if isinstance(message, str) else tuple(message)


def pairs() -> Iterator[tuple[str, str]]:
    """English and Spanish, form by form."""
    for message in spanish():
        if message.id:
            yield from zip(forms(message.id), forms(message.string), strict=True)


class TestTheCatalog:
    def test_has_every_word_of_the_interface_and_no_other(self) -> None:
        assert len(in_source()) > 150
        assert {forms(message.id) for message in spanish() if message.id} == in_source()

    def test_has_a_translation_for_each(self) -> None:
        assert [english for english, words in pairs() if not words.strip()] == []
        assert [message.id for message in spanish() if message.id and message.fuzzy] == []

    def test_keeps_placeholders_and_numbers(self) -> None:
        for pattern in (PLACEHOLDER, NUMBER):
            assert [
                english
                for english, words in pairs()
                if sorted(pattern.findall(english)) != sorted(pattern.findall(words))
            ] == []

    def test_keeps_blanks_at_the_ends(self) -> None:
        assert [english for english, words in pairs() if english[-1].isspace() != words[-1].isspace()] == []

    def test_is_spanish_and_respectful(self) -> None:
        for pattern in (NOT_SPANISH, TO_A_FRIEND):
            assert [words for _, words in pairs() if pattern.search(words)] == []

    def test_is_text_alone(self) -> None:
        assert {file.suffix for file in CATALOGS.rglob("*") if file.is_file()} == {".po", ".cfg"}


class TestThePagesOfASpanishSpeaker:
    def test_the_first_page_is_in_spanish(self, clinic: Clinic) -> None:
        page = speaking(clinic.visitor(), "es-MX,es;q=0.9,en;q=0.5").go("/")
        assert page.tree.get("lang") == "es"
        assert page.heading == "Un formulario para llenar antes de su visita"
        assert "En una emergencia, llame al 911." in page.words(".//footer")

    def test_everyone_else_reads_english(self, clinic: Clinic) -> None:
        for wish in ("", "en-GB", "fr-CA,fr;q=0.9", "nonsense;;q"):
            assert speaking(clinic.visitor(), wish).go("/").tree.get("lang") == "en"

    def test_the_questionnaire_is_in_spanish(self, ketamine: Clinic) -> None:
        patient = speaking(ketamine.patient(), "es")
        pages = [patient.go(path) for path in ("/intake/about", "/intake", "/intake/step/before_start")]
        assert "La medicina entra gota a gota en una vena." in pages[0].words(".//main")
        assert "Antes de empezar" in pages[1].words(".//main")
        assert "¿Quién está llenando este formulario?" in pages[2].words(".//main")
        assert [found for page in pages if (found := NOT_SPANISH.search(page.words(".//main")))] == []

    def test_what_nobody_wrote_for_the_questionnaire_is_in_spanish(self, ketamine: Clinic) -> None:
        page = speaking(ketamine.patient(), "es").go("/intake/step/before_start")
        assert "Sí No" in page.words(".//*[@id='q-adm_consent_screen']")
        assert "No sé" in page.words(".//*[@id='q-adm_decision']")

    def test_every_page_is_in_spanish_up_to_the_end(self, ketamine: Clinic) -> None:
        patient = speaking(ketamine.patient(), "es")
        patient.go("/intake/step/before_start")
        pages = [patient.page, *walked(patient, {"adm_emergency_ack": "yes", "adm_consent_screen": "yes"})]
        assert patient.page.path == "/intake/check"
        assert len(pages) > 30
        assert {page.path: found[0] for page in pages if (found := NOT_SPANISH.search(page.words(".//main")))} == {}

    def test_what_is_saved_does_not_depend_on_the_language(self, ketamine: Clinic) -> None:
        english, spanish_speaker = ketamine.patient(), speaking(ketamine.patient(), "es")
        for patient in (english, spanish_speaker):
            patient.answer("before_start", {"adm_emergency_ack": "yes", "adm_contact": ["phone"]}, "anyway")
        saved = ketamine.view(spanish_speaker).raw_answers
        assert saved["adm_contact"] == ["phone"]
        assert saved == ketamine.view(english).raw_answers

    def test_each_language_has_its_catalog(self) -> None:
        assert {folder.name for folder in CATALOGS.iterdir() if folder.is_dir()} == set(LANGUAGES[1:])


@pytest.fixture
def ketamine(sqlite_url: str) -> Iterator[Clinic]:
    settings = make_settings(sqlite_url)
    publish(settings, FOLDER)
    with Clinic.opened(settings, FOLDER.name) as opened:
        yield opened


def walked(patient: Browser, first: Mapping[str, str]) -> Iterator[Page]:
    """Every page from the one that is open to the last, each sent without answers but the first."""
    typed: Mapping[str, str] = first
    while patient.page.has(".//form[@id='step']"):
        yield patient.answer(patient.page.path.rsplit("/", 1)[1], typed, "anyway")
        typed = {}


def speaking(browser: Browser, wish: str) -> Browser:
    """The browser, which from now on says what its reader would like to read."""
    browser.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = wish
    return browser
