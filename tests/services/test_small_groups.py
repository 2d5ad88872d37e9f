"""Figures tell of nobody: neither alone, nor beside another figure, nor a day later."""

from screener.definition.model import Reason
from screener.services import small_groups
from screener.services.analytics import whole_groups
from screener.services.small_groups import Figures, part_of, without_few
from tests.services.conftest import SLUG, TYPICAL, Clinic

BLANK: dict[str, dict[str, object]] = {"thunderclap": {"rf_thunderclap": None}}
UNSURE: dict[str, dict[str, object]] = {"thunderclap": {"rf_thunderclap": "not_sure"}}


def figures(clinic: Clinic, days: int = 90) -> Figures:
    with clinic.services.reading() as work:
        return small_groups.figures(work, slug=SLUG, days=days, now=clinic.now)


def send(clinic: Clinic, number: int, **changed: dict[str, object]) -> None:
    for _ in range(number):
        intake_id = clinic.begin()
        clinic.walk(intake_id, **changed)
        clinic.send(intake_id)
        clinic.later(minutes=1)


class TestAPartOfAWhole:
    def test_is_told_where_it_and_the_rest_are_five_or_nobody(self) -> None:
        told = [part_of(part, whole) for part, whole in ((0, 10), (5, 10), (10, 10), (4, 10), (6, 10), (1, 1), (0, 4))]
        assert told == [0, 5, 10, None, None, None, None]


class TestPartsOfAKnownWhole:
    def test_hide_those_of_few(self) -> None:
        assert without_few((3, 4, 9)) == (None, None, 9)

    def test_hide_another_where_the_whole_would_give_one_away(self) -> None:
        assert without_few((3, 9, 12)) == (None, None, 12)
        assert without_few((1, 2, 9, 12)) == (None, None, None, 12)

    def test_are_told_where_none_is_of_few(self) -> None:
        assert without_few((0, 5, 12)) == (0, 5, 12)


class TestWholeGroups:
    def test_are_the_same_whatever_the_stretch_of_time(self) -> None:
        ever = list(range(23))  # the oldest first
        groups = {
            days: [list(some) for some in whole_groups(ever[-days:][::-1], ever=len(ever), size=5)]
            for days in (23, 14, 9)
        }
        assert groups[23] == [ever[0:5], ever[5:10], ever[10:15], ever[15:20]]
        assert groups[14] == [ever[10:15], ever[15:20]]
        assert groups[9] == [ever[15:20]]


class TestWhatStaysUnknown:
    def test_is_not_told_of_fewer_than_five(self, clinic: Clinic) -> None:
        send(clinic, 4, **BLANK)
        send(clinic, 6)
        assert figures(clinic).questions == ()

    def test_is_told_from_five_on(self, clinic: Clinic) -> None:
        send(clinic, 5, **BLANK)
        send(clinic, 5)
        (use,) = figures(clinic).questions
        assert (use.asked, use.unknown, dict(use.reasons)) == (10, 5, {Reason.BLANK: 5})

    def test_tells_no_reason_that_few_gave(self, clinic: Clinic) -> None:
        send(clinic, 4, **BLANK)
        send(clinic, 1, **UNSURE)
        send(clinic, 5)
        (use,) = figures(clinic).questions
        assert (use.unknown, dict(use.reasons)) == (5, {})

    def test_is_nearly_all_where_few_knew(self, clinic: Clinic) -> None:
        send(clinic, 9, **BLANK)
        send(clinic, 1)
        assert figures(clinic).questions[0].unknown is None

    def test_does_not_move_with_one_more(self, clinic: Clinic) -> None:
        send(clinic, 5, **BLANK)
        send(clinic, 5)
        before = figures(clinic)
        send(clinic, 1, **BLANK)
        after = figures(clinic)
        assert (after.questions, after.steps, after.submissions) == (before.questions, before.steps, before.submissions)


class TestWhoSaidNo:
    def test_is_not_to_be_reckoned_from_those_who_left(self, clinic: Clinic) -> None:
        send(clinic, 2)
        clinic.answer(clinic.begin(), "basics", TYPICAL["basics"])
        clinic.later(days=2)
        found = figures(clinic)
        assert (found.started, found.sent, found.unfinished, found.declined) == (3, 2, 1, None)
