"""The form on paper."""

from screener.codebook.paper import PaperQuestion, on_paper
from screener.definition.translating import in_language
from tests.codebook.samples import sample


def questions(language: str = "en") -> dict[str, PaperQuestion]:
    form = on_paper(in_language(sample(), language), language=language)
    pages = (page for chapter in form.chapters for page in chapter.pages)
    return {one.question.id: one for page in pages for one in page.questions}


class TestTheForm:
    def test_all_that_is_asked_is_numbered_in_order(self) -> None:
        numbers = [one.number for one in questions().values() if one.shape != "text"]
        assert numbers == list(range(1, len(numbers) + 1))
        assert list(questions()) == list(sample().questions)

    def test_what_is_only_to_be_read_has_no_number(self) -> None:
        assert [one.number for one in questions().values() if one.shape == "text"] == [None]

    def test_each_kind_has_room_for_a_pen(self) -> None:
        shapes = {name: one.shape for name, one in questions().items()}
        assert (shapes["pv_tried"], shapes["bp"], shapes["dem_dob"], shapes["med_list"], shapes["consent"]) == (
            "grid",
            "blanks",
            "date",
            "list",
            "agreement",
        )

    def test_who_answers_a_question_is_told_in_words(self) -> None:
        assert questions()["nickname"].only_if is None
        assert "“Could you be pregnant?”" in (questions()["preg_now"].only_if or "")

    def test_it_speaks_the_patients_language(self) -> None:
        assert questions("es")["dem_dob"].question.text == "¿Cuándo nació?"
        assert (questions("es")["preg_now"].only_if or "").startswith("la respuesta a")
