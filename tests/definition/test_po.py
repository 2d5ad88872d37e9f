"""Translations out to translators and back: nothing is lost, and nothing moves that did not change."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.definition.po import BadPoFileError, Taken, from_po, to_po
from screener.definition.problems import QuestionnaireProblems
from screener.definition.reading import read_files
from screener.definition.translations import NewText, file_of, translated_texts, with_texts
from tests.definition.everything import changed, files

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
PROSE = st.lists(WORDS, min_size=1, max_size=4).flatmap(
    lambda words: st.sampled_from((" ".join(words), "\n".join(words), "\n\n".join(words)))
)
PATHS = tuple(text.path for text in translated_texts(files(), "es"))


def exported(of: dict[str, bytes]) -> bytes:
    return to_po(translated_texts(of, "es"), slug="everything", language="es")


def imported(po: bytes, into: dict[str, bytes]) -> Taken:
    return from_po(po, translated_texts(into, "es"), language="es")


class TestAnExport:
    def test_has_every_text_with_its_place_and_its_translation(self) -> None:
        po = exported(files()).decode()
        assert po.count("\nmsgctxt ") == len(PATHS) == 67
        assert 'msgctxt "questions.dem_dob.text"\nmsgid "When were you born?"\nmsgstr "¿Cuándo nació?"' in po

    def test_is_the_same_on_any_day(self) -> None:
        assert exported(files()) == exported(files())
        assert b"Date" not in exported(files())

    def test_marks_a_text_that_has_changed_since_and_shows_the_earlier_one(self) -> None:
        stale, _ = changed("When were you born?", "On which day were you born?")
        po = exported(stale).decode()
        assert '#, fuzzy\n#| msgid "When were you born?"\nmsgctxt "questions.dem_dob.text"' in po

    def test_marks_what_nobody_may_be_left_without(self) -> None:
        assert re.search(r'#\. Nobody may be left [^"]+msgctxt "agreement"', exported(files()).decode())

    def test_of_a_language_without_a_file_is_ready_to_be_filled_in(self) -> None:
        texts = translated_texts(files(), "fr")
        assert {text.translation for text in texts} == {None}
        assert b'"Language: fr\\n"' in to_po(texts, slug="everything", language="fr")


class TestAnImport:
    def test_of_what_was_exported_changes_no_byte(self) -> None:
        taken = imported(exported(files()), files())
        assert taken.texts == {}
        assert with_texts(files(), "es", taken.texts) == files()

    def test_takes_a_new_word(self) -> None:
        po = exported(files()).replace("¿Cuándo nació?".encode(), "¿En qué fecha nació?".encode())
        taken = imported(po, files())
        assert taken.texts == {"questions.dem_dob.text": NewText("When were you born?", "¿En qué fecha nació?")}

    def test_leaves_what_is_fuzzy_or_empty_as_it_is(self) -> None:
        stale, _ = changed("When were you born?", "On which day were you born?")
        taken = imported(exported(stale), stale)
        assert taken.texts == {}
        assert "questions.dem_dob.text" in taken.left
        assert "after sending" in taken.left

    def test_names_what_changed_behind_the_translators_back(self) -> None:
        po = exported(files()).replace("¿Cuándo nació?".encode(), "¿En qué fecha nació?".encode())
        later, _ = changed("When were you born?", "On which day were you born?")
        taken = imported(po, later)
        assert taken.stale == ("questions.dem_dob.text",)
        assert taken.texts["questions.dem_dob.text"].source == "When were you born?"

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"not a PO file", "line 1"),
            (b'msgctxt "titel"\nmsgid "a"\nmsgstr "b"\n', "there is no text 'titel' (did you mean title?)"),
            (b'msgid "a"\nmsgstr "b"\n', "there is no text ''"),
            (b'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n', "plural"),
            (b'msgid ""\nmsgstr "Language: fr\\n"\n', "'fr', not in 'es'"),
            (b'msgid ""\nmsgstr "Language: qqq-x\\n"\n', "cannot be read"),
            (b'msgid ""\nmsgstr "Content-Type: text/plain; charset=none\\n"\n\nmsgid "\xff"\n', "cannot be read"),
            (b'msgctxt "title"\nmsgid "\xff\xfe"\nmsgstr "b"\n', "cannot be read"),
            (b"#" * 1_048_577, "over 1,048,576 bytes"),
        ],
    )
    def test_of_something_else_says_what_is_wrong(self, content: bytes, words: str) -> None:
        with pytest.raises(BadPoFileError, match=re.escape(words)):
            imported(content, files())


class TestNewTexts:
    @given(st.dictionaries(st.sampled_from(PATHS), PROSE, min_size=1, max_size=12))
    def test_read_back_as_they_were_given(self, given_texts: dict[str, str]) -> None:
        before = {text.path: text for text in translated_texts(files(), "es")}
        new = {path: NewText(before[path].source, text) for path, text in given_texts.items()}
        after = {text.path: text for text in translated_texts(with_texts(files(), "es", new), "es")}
        assert {path: after[path].translation for path in new} == given_texts
        assert {path: text for path, text in after.items() if path not in new} == {
            path: text for path, text in before.items() if path not in new
        }

    def test_leave_every_other_line_as_it_is(self) -> None:
        noted = files()
        noted["es.yaml"] = noted["es.yaml"].replace(b"texts:\n", b"texts:\n  # As patients say it.\n")
        changed_files = with_texts(
            noted, "es", {"questions.dem_dob.text": NewText("When were you born?", "¿Y su día?")}
        )
        old, new = (one["es.yaml"].decode().splitlines() for one in (noted, changed_files))
        assert len(old) == len(new)
        assert [line for line in new if line not in old] == [
            line.replace("¿Cuándo nació?", "¿Y su día?") for line in old if "¿Cuándo nació?" in line
        ]

    def test_begin_a_translation_where_there_is_none(self) -> None:
        begun = with_texts(files(), "fr", {"title": NewText("One of each", "Un de chaque")})
        assert begun["fr.yaml"].startswith(b"language: fr\ntexts:\n  title:\n")

    def test_make_a_questionnaire_that_can_be_read(self) -> None:
        new = {
            path: NewText(text.source, text.source) for text in translated_texts(files(), "es") for path in (text.path,)
        }
        read = read_files(with_texts(files(), "es", new), "everything")
        assert len(read.translations["es"].texts) == len(PATHS)

    def test_are_refused_where_the_file_is_broken(self) -> None:
        broken = {**files(), "es.yaml": b"language: es\ntexts: [\n"}
        with pytest.raises(QuestionnaireProblems, match=r"es\.yaml:"):
            with_texts(broken, "es", {"title": NewText("a", "b")})
        with pytest.raises(QuestionnaireProblems, match="no texts by path"):
            with_texts({**files(), "es.yaml": b"language: es\n"}, "es", {"title": NewText("a", "b")})

    def test_of_no_language_are_refused(self) -> None:
        with pytest.raises(ValueError, match="no language code"):
            file_of("../es")
