"""Sources grow old: how long ago a rule's were checked is warned of, against a day that is given."""

from datetime import date

import pytest

from screener.definition.reading import check_files
from tests.definition.everything import changed, files

CHECKED = "checked: 2026-01-05"


def warnings(as_of: date | None, *, months: int = 24) -> list[str]:
    _, problems = check_files(files(), "everything", as_of=as_of, months=months)
    return [str(problem) for problem in problems if "checked" in problem.message and "rule R-AGE-01" in str(problem)]


class TestTheAgeOfSources:
    @pytest.mark.parametrize("as_of", [date(2026, 1, 5), date(2027, 12, 31), date(2028, 1, 5)])
    def test_is_no_matter_within_two_years(self, as_of: date) -> None:
        assert warnings(as_of) == []

    def test_is_warned_of_from_the_next_day(self) -> None:
        (warning,) = warnings(date(2028, 1, 6))
        assert warning.endswith(
            "warning: rule R-AGE-01: its sources were last checked on 2026-01-05, more than 24 months before "
            "2028-01-06: look them up again and renew `checked`"
        )

    def test_may_be_set(self) -> None:
        assert warnings(date(2026, 3, 5), months=2) == []
        assert len(warnings(date(2026, 3, 6), months=2)) == 1

    def test_is_not_counted_without_a_day(self) -> None:
        assert warnings(None) == []

    def test_cannot_be_negative(self) -> None:
        (warning,) = warnings(date(2026, 1, 4))
        assert "`checked` is 2026-01-05, which is after 2026-01-04" in warning


class TestARule:
    def test_that_says_no_day_is_warned_of(self) -> None:
        without, _ = changed("confidence: A*\n    checked: 2026-01-05", "confidence: A*")
        _, problems = check_files(without, "everything")
        assert any("says not when its sources were last `checked`" in problem.message for problem in problems)
