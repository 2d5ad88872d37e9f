from screener.definition.model import Level
from screener.definition.names import RuleId
from screener.engine.ladders import Degree, superseded

TOP, MIDDLE, BOTTOM = RuleId("R-1"), RuleId("R-2"), RuleId("R-3")
LADDER = ((TOP, MIDDLE, BOTTOM),)


def fired(level: Level) -> Degree:
    return Degree(level, level)


def open_at(level: Level, *, of: Level) -> Degree:
    return Degree(level, of)


class TestALadder:
    def test_the_gravest_that_stands_speaks_for_those_below(self) -> None:
        degrees = {TOP: fired(Level.URGENT), MIDDLE: fired(Level.EXCLUDE), BOTTOM: fired(Level.REVIEW)}
        assert superseded(LADDER, degrees) == {MIDDLE: TOP, BOTTOM: TOP}

    def test_what_is_not_there_supersedes_nothing(self) -> None:
        assert superseded(LADDER, {MIDDLE: fired(Level.EXCLUDE), BOTTOM: fired(Level.REVIEW)}) == {BOTTOM: MIDDLE}

    def test_an_open_tier_does_not_hide_a_graver_one_that_fired(self) -> None:
        degrees = {
            TOP: open_at(Level.REVIEW, of=Level.URGENT),
            MIDDLE: fired(Level.EXCLUDE),
            BOTTOM: fired(Level.REVIEW),
        }
        assert superseded(LADDER, degrees) == {BOTTOM: TOP}

    def test_an_open_tier_does_not_hide_a_graver_one_that_is_open_as_well(self) -> None:
        degrees = {TOP: open_at(Level.REVIEW, of=Level.URGENT), MIDDLE: open_at(Level.REVIEW, of=Level.EXCLUDE)}
        assert superseded(LADDER, degrees) == {}

    def test_a_silence_graver_than_its_rule_is_not_hidden(self) -> None:
        degrees = {TOP: fired(Level.CAUTION), MIDDLE: open_at(Level.REVIEW, of=Level.CAUTION)}
        assert superseded(LADDER, degrees) == {}

    def test_degrees_of_the_same_level_leave_the_first(self) -> None:
        degrees = {MIDDLE: fired(Level.REVIEW), BOTTOM: fired(Level.REVIEW)}
        assert superseded(LADDER, degrees) == {BOTTOM: MIDDLE}

    def test_two_ladders_never_silence_both_of_two_rules(self) -> None:
        degrees = {TOP: fired(Level.REVIEW), MIDDLE: fired(Level.REVIEW)}
        assert superseded(((TOP, MIDDLE), (MIDDLE, TOP)), degrees) == {MIDDLE: TOP}

    def test_over_two_ladders_the_one_that_still_stands_is_named(self) -> None:
        degrees = {TOP: fired(Level.URGENT), MIDDLE: fired(Level.EXCLUDE), BOTTOM: fired(Level.REVIEW)}
        assert superseded(((MIDDLE, BOTTOM), (TOP, MIDDLE)), degrees) == {BOTTOM: TOP, MIDDLE: TOP}
