"""What a proof is made of: witnesses that the engine confirms, what is remembered, limits, and what is accepted."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from screener.definition.model import Accepted, Disposition, Questionnaire
from screener.definition.reading import read_folder
from screener.engine.assessment import assess
from screener.engine.coercion import read_answers, write_answers
from screener.engine.truth import FALSE, TRUE, UNKNOWN
from screener.proof.claims import ClaimKind
from screener.proof.observing import Observer
from screener.proof.proof_json import to_json
from screener.proof.proving import prove
from screener.proof.remembering import from_text, to_text
from screener.proof.shrinking import Shrinker
from screener.proof.states import Calendar
from screener.proof.verdicts import Proof, Standing
from tests.engine.builders import medicines, questionnaire, whole, yes_no
from tests.proof.samples import FOLDER

KETAMINE = Path(__file__).parents[2] / "questionnaires" / "ketamine-migraine"
AS_OF = date(2026, 11, 25)
PATIENCE = 60.0
"""Seconds for each question to the solver, so that a busy machine leaves nothing undecided."""


@pytest.fixture(scope="module")
def ketamine() -> Questionnaire:
    return read_folder(KETAMINE)


@pytest.fixture(scope="module")
def remembered() -> dict[str, str]:
    return {}


@pytest.fixture(scope="module")
def proof(ketamine: Questionnaire, remembered: dict[str, str]) -> Proof:
    return prove(ketamine, AS_OF, limit=PATIENCE, remembered=remembered)


class TestTheKetamineQuestionnaire:
    def test_is_proved_in_full(self, proof: Proof) -> None:
        assert [str(each.claim) for each in (*proof.broken, *proof.undecided)] == []
        assert proof.unused == ()

    def test_says_why_of_what_is_accepted(self, proof: Proof) -> None:
        accepted = [each for each in proof.statements if each.accepted]
        assert len(accepted) == len(proof.questionnaire.accepted)
        assert proof.counts["proved"] + len(accepted) == len(proof.statements) > 2000

    def test_has_a_statement_for_every_question_and_rule(self, proof: Proof) -> None:
        said = {(each.claim.kind, each.claim.subject) for each in proof.statements}
        questionnaire = proof.questionnaire
        assert {(ClaimKind.ASKED, question) for question in questionnaire.questions} <= said
        for kind in (ClaimKind.FIRES, ClaimKind.RULED_OUT, ClaimKind.SILENCE):
            assert {(kind, rule) for rule in questionnaire.rules} <= said


class TestWitnesses:
    def test_show_their_claims_when_the_engine_is_asked(self, proof: Proof) -> None:
        observer = Observer(proof.questionnaire)
        for statement in proof.statements:
            if (
                statement.witness is None
                or not statement.claim.is_possibility
                or statement.claim.kind is ClaimKind.DIFFER
            ):
                continue
            observed = observer.observe(statement.witness.answers, statement.witness.as_of)
            assert statement.claim in observed.claims, statement.claim

    def test_are_answers_that_can_be_given(self, proof: Proof) -> None:
        questionnaire = proof.questionnaire
        for witness in {id(each.witness): each.witness for each in proof.statements if each.witness}.values():
            read = read_answers(questionnaire, write_answers(witness.answers))
            findings = assess(questionnaire, read, witness.as_of).findings
            assert findings == assess(questionnaire, witness.answers, witness.as_of).findings

    def test_differ_from_the_ordinary_only_in_what_they_show(self) -> None:
        tried = questionnaire(
            yes_no("ill"), yes_no("old"), whole("age", 0, 120), rules={"R-1": "ill is yes and age > 60"}
        )
        proof = prove(tried, AS_OF)
        shrinker = Shrinker.of(proof)
        fires = next(each for each in proof.statements if each.claim.kind is ClaimKind.FIRES)
        witness = shrinker.believable(fires)
        assert witness is not None
        said = write_answers(witness.answers)
        assert said["ill"] == "yes"
        assert said["old"] == "no"
        assert said["age"] > 60  # type: ignore[operator]

    def test_of_silence_are_clear_first_and_then_are_not(self) -> None:
        folder = FOLDER / "mistakes" / "silence-clears"
        proof = prove(read_folder(folder), AS_OF)
        witness = next(each.witness for each in proof.broken if each.claim.kind is ClaimKind.SILENCE)
        assert witness is not None
        assert witness.later is not None
        assert assess(proof.questionnaire, witness.answers, AS_OF).disposition is Disposition.CLEAR
        assert assess(proof.questionnaire, witness.later, AS_OF).disposition is Disposition.REVIEW


class TestWhatIsRemembered:
    def test_gives_the_same_proof_again(
        self, ketamine: Questionnaire, proof: Proof, remembered: dict[str, str]
    ) -> None:
        again = prove(ketamine, AS_OF, limit=PATIENCE, remembered=from_text(to_text(remembered)))
        assert [(each.claim, each.standing) for each in again.statements] == [
            (each.claim, each.standing) for each in proof.statements
        ]

    def test_is_no_use_once_a_condition_changes(self) -> None:
        sound, mistaken = (
            read_folder(FOLDER / kind) for kind in ("sound/a-blank-is-counted", "mistakes/a-blank-clears")
        )
        remembered: dict[str, str] = {}
        assert prove(sound, AS_OF, remembered=remembered).is_complete
        assert not prove(mistaken, AS_OF, remembered=remembered).is_complete

    def test_keeps_what_does_not_hang_on_the_change(self) -> None:
        asked = (yes_no("ill"), yes_no("old", when="ill is yes"))
        before = questionnaire(*asked, whole("spells", 0, 9), rules={"R-1": "old is yes", "R-2": "spells > 9"})
        after = questionnaire(*asked, whole("spells", 0, 9), rules={"R-1": "old is no", "R-2": "spells > 9"})
        remembered: dict[str, str] = {}
        prove(before, AS_OF, remembered=remembered)
        kept = dict(remembered)
        prove(after, AS_OF, remembered=remembered)
        assert kept.items() <= remembered.items()
        assert [json for json in kept.values() if "R-2" in json]

    def test_that_is_damaged_is_forgotten(self) -> None:
        assert from_text("{") == {}
        assert from_text("[1]") == {}
        assert from_text('{"a": 1}') == {}


class TestLimits:
    def test_what_no_number_of_rows_is_known_to_settle_is_not_called_proved(self) -> None:
        tried = questionnaire(
            medicines("meds"),
            whole("many", 0, 99),
            rules={"R-1": "count of m in meds where (m.classes includes triptan) > many + 40"},
        )
        proof = prove(tried, AS_OF)
        fires = next(each for each in proof.statements if each.claim.kind is ClaimKind.FIRES)
        assert fires.standing is Standing.UNDECIDED

    def test_progress_is_told_to_the_end(self) -> None:
        told: list[tuple[int, int]] = []
        prove(questionnaire(yes_no("ill")), AS_OF, progress=lambda done, of_all: told.append((done, of_all)))
        assert told[-1] == (len(told), len(told))


class TestWhatIsAccepted:
    def test_is_settled_with_its_reason(self) -> None:
        tried = questionnaire(yes_no("ill"), rules={"R-1": "ill is yes or ill is unknown"})
        accepted = replace(tried, accepted=(Accepted("R-1 can be left unsettled", "It is meant so."),))
        assert not prove(tried, AS_OF).is_complete
        assert prove(accepted, AS_OF).is_complete

    def test_is_told_when_nothing_needs_it(self) -> None:
        tried = questionnaire(yes_no("ill"), rules={"R-1": "ill is yes"})
        accepted = replace(tried, accepted=(Accepted("R-1 can fire", "?"), Accepted("R-9 can fire", "?")))
        assert prove(accepted, AS_OF).unused == ("R-1 can fire", "R-9 can fire")


class TestJson:
    def test_has_a_witness_or_a_clash_of_what_is_possible(self) -> None:
        proof = prove(read_folder(FOLDER / "mistakes" / "two-clashing-conditions"), AS_OF)
        statements = to_json(proof, {})["statements"]
        assert isinstance(statements, list)
        told = {each["statement"]: each for each in statements}
        assert told["second can be asked"]["witness"]["answers"]["first"] == "a"
        broken = told["the condition of question third can hold"]
        assert broken["standing"] == "broken"
        assert broken["clash"] == ["condition of question second", "condition of question third"]


class TestTheCalendar:
    @pytest.mark.parametrize("as_of", [date(2024, 2, 29), date(2025, 2, 28), date(2026, 3, 1), date(2026, 11, 25)])
    def test_counts_years_as_the_engine_does(self, as_of: date) -> None:
        from screener.engine.terms import years_between

        calendar = Calendar(as_of)
        for years in range(-3, 100):
            latest = calendar.shifted(calendar.latest_at(years))
            assert years_between(latest, as_of) == years
            assert years_between(calendar.shifted(calendar.latest_at(years) + 1), as_of) == years - 1
            assert years_between(calendar.day_with(years), as_of) == years


class TestTruthAsPairs:
    def test_agrees_with_the_table_that_it_shares(self) -> None:
        from screener.engine.truth import AND, OR
        from screener.engine.truth import combined as judged
        from screener.proof.facts import CERTAIN, IMPOSSIBLE, OPEN, combined

        pairs = {TRUE: CERTAIN, FALSE: IMPOSSIBLE, UNKNOWN: OPEN}
        for connective in (AND, OR):
            for one in pairs:
                for other in pairs:
                    assert combined(connective, [pairs[one], pairs[other]]) == pairs[judged(connective, [one, other])]
