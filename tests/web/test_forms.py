"""Between a page and an answer: what is typed becomes raw, what is saved stands in the boxes again."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from screener.definition.model import Questionnaire
from screener.definition.names import QuestionId
from screener.definition.reading import read_folder
from screener.engine.answer_problems import AnswerProblem, ProblemCode
from screener.engine.coercion import read_answer, write_answer
from screener.web.forms.fields import QuestionField
from screener.web.forms.step_form import StepForm
from tests.journeys.typing import typed_for
from tests.web.clinics import SAMPLES

ANSWERS: Mapping[str, tuple[Any, ...]] = {
    "dem_name": ("Ann Lee", None),
    "dem_dob": ("1983-06-02", None),
    "dem_height_cm": (178, 177.8, None),
    "dem_weight_kg": (80, "prefer_not", None),
    "preg_possible": ("yes", "not_sure", None),
    "goals": ("Fewer bad days\nand more sleep", None),
    "hx_conditions": (["angina", "stroke"], ["angina", "not_sure"], ["none"], "not_sure", None),
    "pv_tried": ({"beta": "helped", "botox": "not_sure"}, {"beta": "never"}, None),
    "am_days": ({"triptan": 4, "simple": 0}, {"simple": 31}, None),
    "ha_days": (0, 12, None),
    "bp": ({"sys": 118, "dia": 76}, {"sys": 175, "dia": "not_sure"}, {"sys": 175}, None),
    "med_list": ([{"name": "Imitrex", "dose": "50 mg", "tablets": 2}, {"name": "Aspirin"}], [], None),
    "notice": ("yes", "no", None),
    "consent": ({"agreed": "yes", "signature": "Ann Lee"}, {"agreed": "no", "signature": ""}, None),
}
CASES = [(question, answer) for question, answers in ANSWERS.items() for answer in answers]


@cache
def questionnaire() -> Questionnaire:
    return read_folder(SAMPLES / "everything")


def filled(question: str, typed: Mapping[str, list[str]] | None = None, saved: object = None) -> QuestionField:
    """The question's field as posted, or as saved."""
    name = QuestionId(question)
    form = StepForm([questionnaire().questions[name]])
    posted = MultiDict((key, text) for key, texts in typed.items() for text in texts) if typed is not None else None
    form.fill({question: saved}, posted, frozenset({name}))
    return form.field(name)


def read(question: str, raw: object) -> object:
    return read_answer(questionnaire().questions[QuestionId(question)], raw)


def problem(question: str, **typed: str) -> ProblemCode:
    """What is wrong with what was typed; boxes are named by their last part."""
    fields = {question if part == "it" else f"{question}-{part}": [text] for part, text in typed.items()}
    found = read(question, filled(question, fields).raw)
    assert isinstance(found, AnswerProblem)
    return found.code


class TestEveryKind:
    @pytest.mark.parametrize(("question", "answer"), CASES)
    def test_reads_back_what_was_typed(self, question: str, answer: object) -> None:
        typed = typed_for(questionnaire().questions[QuestionId(question)], answer)
        assert read(question, filled(question, typed).raw) == read(question, answer)

    @pytest.mark.parametrize(("question", "answer"), CASES)
    def test_shows_again_what_was_saved(self, question: str, answer: object) -> None:
        saved = write_answer(read(question, answer))  # type: ignore[arg-type]
        assert read(question, filled(question, saved=saved).raw) == read(question, answer)

    @pytest.mark.parametrize(("question", "answer"), CASES)
    def test_finds_no_clash_in_one_answer(self, question: str, answer: object) -> None:
        typed = typed_for(questionnaire().questions[QuestionId(question)], answer)
        assert not filled(question, typed).clashes

    def test_is_asked_by_the_sample(self) -> None:
        kinds = {type(question.kind) for question in questionnaire().questions.values()}
        asked = {type(questionnaire().questions[QuestionId(name)].kind) for name in ANSWERS}
        assert {kind.__name__ for kind in kinds - asked} == {"Information"}


class TestTwoAnswersWhereOneIsMeant:
    @pytest.mark.parametrize(
        ("question", "typed"),
        [
            ("hx_conditions", {"hx_conditions": ["none", "angina"]}),
            ("dem_weight_kg", {"dem_weight_kg-kg": ["80"], "dem_weight_kg-unknown": ["prefer_not"]}),
            ("dem_weight_kg", {"dem_weight_kg-kg": ["80"], "dem_weight_kg-lb": ["176"]}),
            ("bp", {"bp-sys": ["120"], "bp-dia": ["80"], "bp-unknown": ["not_sure"]}),
            ("med_list", {"med_list-none": ["yes"], "med_list-0-name": ["Imitrex"]}),
        ],
    )
    def test_are_a_clash(self, question: str, typed: dict[str, list[str]]) -> None:
        assert filled(question, typed).clashes


class TestNumbers:
    @pytest.mark.parametrize("typed", ["twelve", "1_000", "١٢", "1e3", "NaN", "sNaN", "0x10", "--1", "12 or 13"])
    def test_are_digits(self, typed: str) -> None:
        assert problem("ha_days", it=typed) in {ProblemCode.NOT_A_NUMBER, ProblemCode.NOT_WHOLE}

    def test_may_have_blanks_around_them(self) -> None:
        assert read("ha_days", filled("ha_days", {"ha_days": [" 12 "]}).raw) == 12


class TestDates:
    @pytest.mark.parametrize(
        ("month", "day", "year"),
        [
            ("13", "1", "1983"),
            ("2", "30", "1983"),
            ("6", "", "1983"),
            ("٦", "2", "1983"),
            ("6", "2", "83"),
            ("6", "2", "0"),
        ],
    )
    def test_are_days_of_the_calendar(self, month: str, day: str, year: str) -> None:
        expected = {ProblemCode.NOT_A_DATE, ProblemCode.NO_SUCH_DAY, ProblemCode.YEAR_OUT_OF_REACH}
        assert problem("dem_dob", month=month, day=day, year=year) in expected


class TestHeights:
    def test_in_feet_are_kept_as_typed_beside_the_value(self) -> None:
        typed = {"dem_height_cm-ft": ["5"], "dem_height_cm-in": ["10"]}
        saved = write_answer(read("dem_height_cm", filled("dem_height_cm", typed).raw))  # type: ignore[arg-type]
        assert saved == {"value": 177.8, "typed": "5 ft 10 in"}
        assert filled("dem_height_cm", saved=saved).boxes == {"ft": "5", "in": "10"}  # type: ignore[attr-defined]

    def test_with_too_many_inches_are_asked_again(self) -> None:
        assert problem("dem_height_cm", ft="5", **{"in": "13"}) is ProblemCode.TOO_MANY_INCHES


class TestGrids:
    def test_fill_what_is_empty_and_nothing_else(self) -> None:
        field = filled("pv_tried", {"pv_tried-beta": ["helped"]})
        field.fill()  # type: ignore[attr-defined]
        assert field.raw == {"beta": "helped", "botox": "never"}
        days = filled("am_days", {"am_days-triptan": ["4"]})
        days.fill()  # type: ignore[attr-defined]
        assert days.raw == {"triptan": "4", "simple": "0"}
