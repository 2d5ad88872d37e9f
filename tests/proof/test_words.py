"""Whoever refutes a statement is told so that somebody can imagine them."""

from screener.engine.answers import Answers
from screener.engine.path import path
from screener.proof.proving import prove
from screener.proof.verdicts import Standing
from screener.proof.words import Teller
from tests.engine.builders import AS_OF, questionnaire, whole, yes_no


def example(answers: dict[str, object], *read: str, when: str = "b > 3") -> str:
    made = questionnaire(yes_no("a"), whole("b", 0, 10, when="a is yes"), rules={"R-1": when})
    teller = Teller(prove(made, as_of=AS_OF), {})
    return teller._example(Answers(answers), [*read], asked_by(made, answers))  # type: ignore[arg-type]


def asked_by(made: object, answers: dict[str, object]) -> object:
    return path(made, Answers(answers), AS_OF).asked  # type: ignore[arg-type]


class TestAnExample:
    def test_is_told_by_what_the_rule_reads(self) -> None:
        assert example({"a": "yes", "b": 5}, "b") == "b: 5"

    def test_is_told_by_what_keeps_that_from_being_asked(self) -> None:
        assert example({"a": "no"}, "b") == "a: no"

    def test_is_told_by_anything_where_nothing_in_particular_is_read(self) -> None:
        assert example({"a": "no"}) == "a: no"

    def test_may_be_somebody_who_says_nothing(self) -> None:
        assert example({}) == "somebody who leaves everything blank"

    def test_is_never_anyone(self) -> None:
        made = questionnaire(yes_no("a"), whole("b", 0, 10, when="a is yes"), rules={"R-1": "b > 3", "R-2": "b > 4"})
        proof = prove(made, as_of=AS_OF)
        assert any(each.standing is Standing.BROKEN for each in proof.statements)
        told = [reason.words for each in Teller(proof, {}).all() for reason in each.reasons]
        assert told
        assert not any(words in ("for example ", "for example anyone") for words in told)
