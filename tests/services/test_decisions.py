import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from screener.services import auditing, decisions, submissions, summaries
from screener.services.decisions import BadDecisionError, DecidedMeanwhileError, Drafted, Outcome
from screener.services.submissions import SubmissionState, SubmissionView
from tests.services.conftest import NOON, Clinic
from tests.services.desk import ANN, URGENT, as_, references, sent

REASON = "Seen by neurology yesterday; imaging is clean."


def sign(
    clinic: Clinic, reference: str, outcome: Outcome | None, *, so_far: int = 0, **words: object
) -> SubmissionView:
    with clinic.services.unit_of_work() as work:
        return decisions.sign(
            work,
            reference=reference,
            drafted=Drafted(outcome, **words),  # type: ignore[arg-type]
            signed_so_far=so_far,
            member=ANN,
            name="Ann Rivera",
            now=clinic.now,
            actor=as_(ANN),
        )


def places(refused: pytest.ExceptionInfo[BadDecisionError]) -> list[str]:
    return [problem.place for problem in refused.value.problems]


class TestADecision:
    def test_is_signed_by_name_and_at_a_time(self, clinic: Clinic) -> None:
        reference = sent(clinic)
        decision = sign(clinic, reference, Outcome.PROCEED).decision
        assert decision is not None
        assert (decision.outcome, decision.by, decision.at) == (Outcome.PROCEED, "Ann Rivera", clinic.now)

    def test_takes_the_line_off_the_queue(self, clinic: Clinic) -> None:
        reference = sent(clinic)
        sign(clinic, reference, Outcome.NOT_NOW)
        assert references(clinic) == []
        assert references(clinic, view="decided") == [reference]

    def test_stands_in_the_list_and_the_summary(self, clinic: Clinic) -> None:
        reference = sent(clinic)
        view = sign(clinic, reference, Outcome.PROCEED_WITH_CONDITIONS, note="Monitor blood pressure.")
        with clinic.services.unit_of_work() as work:
            (line,) = submissions.listing(work, actor=as_(ANN), now=NOON)
        words = summaries.of_view(view).decision
        assert line.state is SubmissionState.DECIDED
        assert words is not None
        assert (words.headline, words.by, words.note) == (
            "Proceed with conditions",
            "Ann Rivera",
            "Monitor blood pressure.",
        )

    def test_moves_the_audit_head_to_its_own(self, clinic: Clinic) -> None:
        reference = sent(clinic)
        with clinic.services.reading() as work:
            before = submissions.view_of(work, submissions.record_of(work, reference)).audit_head
        after = sign(clinic, reference, Outcome.PROCEED).audit_head
        with clinic.services.reading() as work:
            assert auditing.verify(work, anchor=after) == ()
        assert int(after.split(":")[0]) > int(before.split(":")[0])

    def test_needs_a_reason_for_each_grave_finding_to_proceed(self, clinic: Clinic) -> None:
        reference = sent(clinic, thunderclap=URGENT)
        for outcome, note in ((Outcome.PROCEED, ""), (Outcome.PROCEED_WITH_CONDITIONS, "Imaging first.")):
            with pytest.raises(BadDecisionError) as refused:
                sign(clinic, reference, outcome, note=note, reasons={"R-RF-01": " \n "})
            assert places(refused) == ["R-RF-01"]
        view = sign(clinic, reference, Outcome.PROCEED, reasons={"R-RF-01": REASON})
        (finding,) = (each for each in summaries.of_view(view).findings if each.rule == "R-RF-01")
        assert finding.reason == REASON

    def test_needs_none_to_stop(self, clinic: Clinic) -> None:
        reference = sent(clinic, thunderclap=URGENT)
        assert sign(clinic, reference, Outcome.NOT_NOW).state is SubmissionState.DECIDED

    def test_needs_words_for_conditions_and_for_what_is_missing(self, clinic: Clinic) -> None:
        reference = sent(clinic)
        for outcome in (Outcome.PROCEED_WITH_CONDITIONS, Outcome.MORE_INFORMATION):
            with pytest.raises(BadDecisionError) as refused:
                sign(clinic, reference, outcome)
            assert places(refused) == ["note"]

    def test_says_everything_that_is_wrong_at_once(self, clinic: Clinic) -> None:
        reference = sent(clinic, thunderclap=URGENT)
        with pytest.raises(BadDecisionError) as refused:
            sign(clinic, reference, Outcome.PROCEED, note="a\x07", reasons={"R-RF-01": "x" * 4001})
        assert places(refused) == ["note", "R-RF-01", "R-RF-01"]
        with pytest.raises(BadDecisionError) as refused:
            sign(clinic, reference, None)
        assert places(refused) == ["outcome"]

    def test_holds_no_word_in_the_open(self, clinic: Clinic) -> None:
        reference = sent(clinic)
        sign(clinic, reference, Outcome.NOT_NOW, note="Zebra")
        with clinic.services.reading() as work:
            row = repr(work.store.session.execute(text("SELECT * FROM decision")).all())
        assert "Zebra" not in row
        assert "Rivera" not in row

    @pytest.mark.parametrize("change", ["UPDATE decision SET outcome = 'proceed'", "DELETE FROM decision"])
    def test_cannot_be_changed_or_removed(self, clinic: Clinic, change: str) -> None:
        sign(clinic, sent(clinic), Outcome.NOT_NOW)
        with pytest.raises(DBAPIError, match="append-only"), clinic.services.unit_of_work() as work:
            work.store.session.execute(text(change))


class TestAnAddendum:
    def test_stands_and_keeps_what_it_amends(self, clinic: Clinic) -> None:
        reference = sent(clinic)
        sign(clinic, reference, Outcome.NOT_NOW, note="Waiting for an ECG.")
        clinic.later(hours=2)
        view = sign(clinic, reference, Outcome.PROCEED, so_far=1, note="The ECG is normal.")
        assert view.decision is not None
        assert view.decision.outcome is Outcome.PROCEED
        assert [(each.outcome, each.note) for each in view.decision.earlier] == [
            (Outcome.NOT_NOW, "Waiting for an ECG.")
        ]
        third = sign(clinic, reference, Outcome.NOT_NOW, so_far=2, note="The patient called.").decision
        assert third is not None
        assert [each.note for each in third.earlier] == ["Waiting for an ECG.", "The ECG is normal."]

    def test_needs_words(self, clinic: Clinic) -> None:
        reference = sent(clinic)
        sign(clinic, reference, Outcome.NOT_NOW)
        with pytest.raises(BadDecisionError) as refused:
            sign(clinic, reference, Outcome.PROCEED, so_far=1)
        assert places(refused) == ["note"]

    def test_is_refused_from_a_page_that_is_out_of_date(self, clinic: Clinic) -> None:
        reference = sent(clinic)
        sign(clinic, reference, Outcome.NOT_NOW)
        with pytest.raises(DecidedMeanwhileError):
            sign(clinic, reference, Outcome.PROCEED)

    def test_of_two_at_once_only_one_is_signed(self, clinic: Clinic) -> None:
        reference = sent(clinic)
        came: list[str] = []
        ready = threading.Barrier(4)

        def race() -> None:
            ready.wait()
            try:
                sign(clinic, reference, Outcome.NOT_NOW)
                came.append("signed")
            except DecidedMeanwhileError:
                came.append("refused")

        racers = [threading.Thread(target=race) for _ in range(4)]
        for racer in racers:
            racer.start()
        for racer in racers:
            racer.join()
        assert sorted(came) == ["refused"] * 3 + ["signed"]
