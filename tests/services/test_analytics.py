"""How a questionnaire fares: counts, and nothing about anybody."""

import pytest

from screener.definition.model import Reason
from screener.services.analytics import Analytics, analyze
from screener.services.revisions import NoRevisionError
from tests.services.conftest import SLUG, TYPICAL, Clinic


def analyzed(clinic: Clinic, days: int = 90) -> Analytics:
    with clinic.services.reading() as work:
        return analyze(work, slug=SLUG, days=days, now=clinic.now)


def walk_slowly(clinic: Clinic, *steps: str, minutes: float = 2, **changed: dict[str, object]) -> str:
    intake_id = clinic.begin()
    for step in steps:
        clinic.later(minutes=minutes)
        clinic.answer(intake_id, step, {**TYPICAL, **changed}[step])
    return intake_id


class TestStartsAndFinishes:
    def test_are_counted(self, clinic: Clinic) -> None:
        clinic.sent()
        clinic.begin()
        found = analyzed(clinic)
        assert (found.started, found.sent, found.declined, found.stopped) == (2, 1, 0, 0)

    def test_of_earlier_times_are_left_out(self, clinic: Clinic) -> None:
        clinic.sent()
        clinic.later(days=8)
        assert analyzed(clinic, days=7).started == 0

    def test_of_nothing_published_are_refused(self, clinic: Clinic) -> None:
        with clinic.services.reading() as work, pytest.raises(NoRevisionError):
            analyze(work, slug="nothing", days=7, now=clinic.now)


class TestWherePeopleStop:
    def test_is_the_page_that_they_saved_last(self, clinic: Clinic) -> None:
        walk_slowly(clinic, "basics", "thunderclap")
        walk_slowly(clinic)
        assert analyzed(clinic).stopped == 0, "they may come back today"
        clinic.later(days=2)
        found = analyzed(clinic)
        assert (found.stopped, found.stopped_at_once) == (2, 1)
        assert {use.step: use.stopped for use in found.steps if use.stopped} == {"thunderclap": 1}
        assert {use.step: use.saved for use in found.steps if use.saved} == {"basics": 1, "thunderclap": 1}


class TestMinutes:
    def test_are_the_median_of_each_page(self, clinic: Clinic) -> None:
        for minutes in (1, 2, 9):
            walk_slowly(clinic, "basics", minutes=minutes)
        assert [use.minutes for use in analyzed(clinic).steps][:2] == [2, None]

    def test_leave_breaks_out(self, clinic: Clinic) -> None:
        intake_id = walk_slowly(clinic, "basics", "thunderclap", "mood", "allergies", minutes=3)
        clinic.later(hours=5)
        clinic.answer(intake_id, "listed", TYPICAL["listed"])
        clinic.send(intake_id)
        assert analyzed(clinic).minutes == 12


class TestUnknowns:
    def test_are_counted_by_question_and_reason_the_most_frequent_first(self, clinic: Clinic) -> None:
        every = tuple(TYPICAL)
        for changed in (
            {"thunderclap": {"rf_thunderclap": "not_sure"}, "allergies": {"al_any": "not_sure", "al_which": None}},
            {"thunderclap": {"rf_thunderclap": None}},
            {},
        ):
            clinic.send(walk_slowly(clinic, *every, **changed))
        found = analyzed(clinic)
        assert found.submissions == 3
        assert [(use.question, use.asked, use.unknown, dict(use.reasons)) for use in found.questions] == [
            ("al_which", 1, 1, {Reason.BLANK: 1}),
            ("rf_thunderclap", 3, 2, {Reason.NOT_SURE: 1, Reason.BLANK: 1}),
            ("al_any", 3, 1, {Reason.NOT_SURE: 1}),
        ]

    def test_are_told_without_names_or_references(self, clinic: Clinic) -> None:
        sent = clinic.sent()
        told = repr(analyzed(clinic))
        assert sent.reference not in told
        assert "Ann" not in told
        assert "Imitrex" not in told
