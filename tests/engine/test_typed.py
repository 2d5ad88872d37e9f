"""What was typed and cannot be read: kept, and led back to its boxes."""

import pytest

from screener.definition.model import Reason
from screener.definition.names import ChoiceId, QuestionId, RowId
from screener.engine.answer_problems import AnswerProblem, ProblemCode
from screener.engine.answers import Cells, Picked, Row, Unknown, unreadable
from screener.engine.assessment import assess
from screener.engine.coercion import read_answer, read_answers, write_answer
from screener.engine.text_safety import MOST_BYTES
from screener.engine.typed import cells_in, in_cells, in_parts, is_unreadable, keepable, parts_in, taken_apart
from screener.engine.unnamed import unnamed
from tests.engine.test_coercion import asked, code_of, ketamine

SCRIBBLE = {"typed": "about 80,5 kg"}


class TestReading:
    @pytest.mark.parametrize("name", ["bp_sys", "dem_weight_kg", "dem_dob", "dem_name", "med_list"])
    def test_keeps_it_word_for_word(self, name: str) -> None:
        answer = read_answer(asked(name), SCRIBBLE)
        assert answer == Unknown(Reason.UNREADABLE, "about 80,5 kg")
        assert is_unreadable(answer)
        assert write_answer(answer) == SCRIBBLE

    def test_each_cell_has_a_state_of_its_own(self) -> None:
        answer = read_answer(asked("am_days"), {"triptan": {"typed": "a few"}, "simple": 4})
        assert answer == Cells({RowId("triptan"): unreadable("a few"), RowId("simple"): 4})
        assert write_answer(answer) == {"triptan": {"typed": "a few"}, "simple": 4}

    def test_so_has_each_column_of_a_row(self) -> None:
        answer = read_answer(asked("med_list"), [{"name": {"typed": "x" * 40}, "dose": "5 mg"}])
        assert answer == (Row({RowId("name"): unreadable("x" * 40), RowId("dose"): "5 mg"}),)

    def test_what_is_ticked_stands_beside_what_cannot_be_read(self) -> None:
        answer = read_answer(asked("cv_conditions"), ["angina", {"typed": "[x] none"}])
        assert answer == Picked(frozenset({ChoiceId("angina")}), Reason.UNREADABLE, "[x] none")
        assert write_answer(answer) == ["angina", {"typed": "[x] none"}]

    @pytest.mark.parametrize("name", ["cv_aneurysm", "dem_sex_birth"])
    def test_of_one_choice_there_is_none(self, name: str) -> None:
        assert code_of(asked(name), SCRIBBLE) is ProblemCode.STATE_NOT_OFFERED

    @pytest.mark.parametrize("typed", ["", "  ", 3, None, ["x"]])
    def test_nothing_typed_is_refused(self, typed: object) -> None:
        assert code_of(asked("bp_sys"), {"typed": typed}) is ProblemCode.WRONG_SHAPE

    def test_it_is_bounded_and_plain(self) -> None:
        assert code_of(asked("bp_sys"), {"typed": "x" * (MOST_BYTES + 1)}) is ProblemCode.TOO_LONG
        assert code_of(asked("bp_sys"), {"typed": "\u202e178"}) is ProblemCode.NOT_PLAIN_TEXT


class TestJudging:
    def test_it_is_unknown_and_never_milder_than_a_blank(self) -> None:
        day = ketamine().vignettes[0].as_of
        raw = dict(ketamine().vignettes[0].answers)
        blank = assess(ketamine(), read_answers(ketamine(), {**raw, "dem_weight_kg": None}), day)
        typed = assess(ketamine(), read_answers(ketamine(), {**raw, "dem_weight_kg": SCRIBBLE}), day)
        assert [finding.rule for finding in typed.findings] == [finding.rule for finding in blank.findings]
        assert typed.disposition is blank.disposition
        assert QuestionId("dem_weight_kg") in typed.missing_required


class TestWithoutIdentity:
    def test_no_word_of_it_is_left(self) -> None:
        raw = {
            "bp_sys": {"typed": "Pat said 120"},
            "am_days": {"triptan": {"typed": "Pat said few"}},
            "cv_conditions": ["angina", {"typed": "Pat said none"}],
            "med_list": [{"name": {"typed": "Pat's pill"}}],
        }
        assert "Pat" not in str(unnamed(ketamine(), raw, days=0))
        for name, left in unnamed(ketamine(), raw, days=0).items():
            assert not isinstance(read_answer(asked(name), left), AnswerProblem)


class TestTheText:
    def test_leads_back_to_lines_and_ticks(self) -> None:
        text = keepable(["Nardil | 15 mg", "Ativan"], ["none", "not_sure"])
        assert taken_apart(text) == ("Nardil | 15 mg\nAtivan", ("none", "not_sure"))

    def test_leads_back_to_the_boxes_of_a_date(self) -> None:
        assert in_parts(["March", "", "1985"]) == "March / – / 1985"
        assert parts_in("March / – / 1985", 3) == ("March", "", "1985")
        assert in_parts(["", "", ""]) == ""

    def test_leads_back_to_the_cells_of_a_row(self) -> None:
        assert cells_in(in_cells(["Nardil", "", "15 mg", ""]), 4) == ("Nardil", "", "15 mg", "")

    def test_keeps_what_fits_and_shows_what_was_replaced(self) -> None:
        kept = keepable(["é" * MOST_BYTES], ["not_sure"])
        assert len(kept.encode()) <= MOST_BYTES
        assert kept.endswith("…\n[x] not_sure")
        assert keepable(["a\u202eb\x00c"]) == "a\ufffdb\ufffdc"
