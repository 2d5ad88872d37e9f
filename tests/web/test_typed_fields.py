"""What a page cannot read: kept as it was typed, and shown in its boxes again."""

import pytest
from werkzeug.datastructures import MultiDict

from screener.engine.answer_problems import AnswerProblem
from screener.engine.coercion import find_problems, read_answer, write_answer
from screener.web.forms.months import month_number
from screener.web.forms.step_form import StepForm
from tests.engine.test_coercion import asked

PAGES = [
    ("dem_weight_kg", {"dem_weight_kg-kg": "about 80,5"}, {"typed": "– / about 80,5 kg"}),
    ("dem_height_cm", {"dem_height_cm-ft": "5", "dem_height_cm-in": "14"}, {"typed": "5 ft / 14 in / –"}),
    ("dem_dob", {"dem_dob-month": "March", "dem_dob-year": "1985"}, {"typed": "March / – / 1985"}),
    ("dem_dob", {"dem_dob-month": "3", "dem_dob-day": "2", "dem_dob-year": "85"}, {"typed": "3 / 2 / 85"}),
    (
        "am_days",
        {"am_days-triptan": "a few", "am_days-simple": "4"},
        {"triptan": {"typed": "a few"}, "simple": 4},
    ),
    (
        "cv_conditions",
        MultiDict([("cv_conditions", "angina"), ("cv_conditions", "none")]),
        ["angina", {"typed": "[x] none"}],
    ),
    (
        "med_list",
        {"med_list-0-name": "Nardil", "med_list-0-dose": "15 mg", "med_list-none": "1"},
        None,
    ),
]


@pytest.mark.parametrize(("name", "posted", "kept"), PAGES)
def test_what_cannot_be_read_is_kept_and_stands_in_its_boxes_again(name, posted, kept):
    question = asked(name)
    form = StepForm([question])
    form.fill({}, MultiDict(posted), frozenset([question.id]))
    field = form.field(question.id)
    raw = field.unread(find_problems(question, field.raw))
    read = read_answer(question, raw)
    assert not isinstance(read, AnswerProblem)
    if isinstance(kept, dict) and "typed" not in kept:
        assert {part: cell for part, cell in raw.items() if cell is not None} == {
            "triptan": kept["triptan"],
            "simple": "4",
        }
    elif kept is not None:
        assert raw == kept
    else:
        assert raw["typed"].startswith("Nardil")
        assert raw["typed"].endswith("[x] none")
    again = StepForm([question])
    again.fill({str(question.id): write_answer(read)}, None, frozenset())
    shown = again.field(question.id)
    assert shown.unread(find_problems(question, shown.raw)) == raw


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("March", "3"),
        ("mar.", "3"),
        ("marzo", "3"),
        ("Sept", "9"),
        ("Setiembre", "9"),
        ("dic", "12"),
        ("ma", "ma"),
        ("13", "13"),
    ],
)
def test_a_month_may_be_named(typed, number):
    assert month_number(typed) == number


def test_no_name_stands_for_two_months():
    assert [month_number(each) for each in ("jun", "jul", "enero", "ene", "abr", "ago")] == [
        "6",
        "7",
        "1",
        "1",
        "4",
        "8",
    ]
