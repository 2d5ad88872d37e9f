import itertools

import pytest

from screener.engine.clauses import all_of, any_of
from screener.engine.truth import AND, FALSE, OR, TRUE, UNKNOWN, Truth, both_cases, combined, opposite

T, F, U = TRUE, FALSE, UNKNOWN
PAIRS = tuple(itertools.product((T, F, U), repeat=2))


class Settled:
    """A clause whose truth is given."""

    def __init__(self, truth: Truth) -> None:
        self.given = truth

    def truth(self, _situation: object, _bound: object) -> Truth:
        return self.given

    def behind(self, _situation: object, _bound: object) -> object:
        return iter(())


class TestTheTables:
    @pytest.mark.parametrize(
        ("left", "right", "both"),
        [(T, T, T), (T, F, F), (T, U, U), (F, T, F), (F, F, F), (F, U, F), (U, T, U), (U, F, F), (U, U, U)],
    )
    def test_and_is_kleenes(self, left: Truth, right: Truth, both: Truth) -> None:
        assert combined(AND, (left, right)) is both

    @pytest.mark.parametrize(
        ("left", "right", "either"),
        [(T, T, T), (T, F, T), (T, U, T), (F, T, T), (F, F, F), (F, U, U), (U, T, T), (U, F, U), (U, U, U)],
    )
    def test_or_is_kleenes(self, left: Truth, right: Truth, either: Truth) -> None:
        assert combined(OR, (left, right)) is either

    @pytest.mark.parametrize(("truth", "expected"), [(T, F), (F, T), (U, U)])
    def test_not_turns_what_is_settled(self, truth: Truth, expected: Truth) -> None:
        assert opposite(truth) is expected

    def test_over_nothing_and_holds_and_or_does_not(self) -> None:
        assert combined(AND, ()) is T
        assert combined(OR, ()) is F

    @pytest.mark.parametrize(("left", "right"), PAIRS)
    def test_de_morgan_holds(self, left: Truth, right: Truth) -> None:
        assert opposite(combined(AND, (left, right))) is combined(OR, (opposite(left), opposite(right)))


class TestWhatIsCompiled:
    @pytest.mark.parametrize("truths", list(itertools.product((T, F, U), repeat=3)))
    def test_an_and_follows_the_table(self, truths: tuple[Truth, ...]) -> None:
        compiled = all_of(tuple(Settled(truth) for truth in truths))
        assert compiled.truth(None, ()) is combined(AND, truths)

    @pytest.mark.parametrize("truths", list(itertools.product((T, F, U), repeat=3)))
    def test_an_or_follows_the_table(self, truths: tuple[Truth, ...]) -> None:
        compiled = any_of(tuple(Settled(truth) for truth in truths))
        assert compiled.truth(None, ()) is combined(OR, truths)


class TestATestOfWhatIsPerhapsAsked:
    @pytest.mark.parametrize("truth", [T, F, U])
    def test_is_its_own_truth_where_it_is_asked(self, truth: Truth) -> None:
        assert both_cases(T, truth) is truth

    @pytest.mark.parametrize("truth", [T, F, U])
    def test_is_false_where_it_is_not_asked(self, truth: Truth) -> None:
        assert both_cases(F, truth) is F

    @pytest.mark.parametrize(("truth", "expected"), [(T, U), (F, F), (U, U)])
    def test_is_settled_only_where_both_cases_agree(self, truth: Truth, expected: Truth) -> None:
        assert both_cases(U, truth) is expected
