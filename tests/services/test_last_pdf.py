"""The last PDF of a submission stays until there is a newer one, and says what it does not show."""

import pytest

from screener.services import jobs, submissions, summaries
from screener.services.auditing import Actor
from screener.services.decisions import Drafted, Outcome, sign
from screener.services.jobs import JobKind, JobRecord
from screener.services.summaries import Awaited, Earlier, Outlook
from tests.services.conftest import Clinic
from tests.services.test_series import events

READER = Actor("staff", "m1")
FIRST, SECOND = b"%PDF-1.7 as sent", b"%PDF-1.7 decided"


@pytest.fixture
def reference(clinic: Clinic) -> str:
    """Of what was sent, and rendered."""
    sent = clinic.sent().reference
    keep(clinic, sent, FIRST)
    return sent


def keep(clinic: Clinic, reference: str, pdf: bytes) -> None:
    """As a worker does: renders what is asked for now, and ends that job."""
    with clinic.services.unit_of_work() as work:
        job = jobs.take(work, worker="w", now=clinic.now)
        assert job is not None
        view = submissions.view_of(work, submissions.record_of(work, reference))
        summaries.keep(work, summaries.on_paper(work, view), pdf, now=clinic.now)
        jobs.done(work, job, worker="w", now=clinic.now)


def fail(clinic: Clinic, times: int) -> JobRecord:
    """What is due goes wrong so often; gives the job."""
    for _ in range(times):
        with clinic.services.unit_of_work() as work:
            job = jobs.take(work, worker="w", now=clinic.now)
            assert job is not None
            jobs.failed(work, job, worker="w", fault="RenderingError", now=clinic.now)
        clinic.later(hours=3)
    return job


def decide(clinic: Clinic, reference: str, *, so_far: int = 0) -> None:
    clinic.later(minutes=1)
    with clinic.services.unit_of_work() as work:
        sign(
            work,
            reference=reference,
            drafted=Drafted(Outcome.PROCEED, note="As discussed."),
            signed_so_far=so_far,
            member="m1",
            name="Dana Whitfield",
            now=clinic.now,
            actor=READER,
        )


def download(clinic: Clinic, reference: str) -> bytes | Awaited:
    with clinic.services.unit_of_work() as work:
        return summaries.download(work, reference=reference, actor=READER, now=clinic.now)


def last(clinic: Clinic, reference: str) -> tuple[bytes, Earlier] | None:
    with clinic.services.unit_of_work() as work:
        return summaries.download_last(work, reference=reference, actor=READER, now=clinic.now)


class TestTheLastPdf:
    def test_stays_after_a_decision_however_often_the_next_one_fails(self, clinic: Clinic, reference: str) -> None:
        decide(clinic, reference)
        assert download(clinic, reference) == Awaited(Outlook.SOON, Earlier.DECISION)
        fail(clinic, 1)
        assert download(clinic, reference) == Awaited(Outlook.LATER, Earlier.DECISION)
        fail(clinic, jobs.MOST_ATTEMPTS - 1)
        assert download(clinic, reference) == Awaited(Outlook.GIVEN_UP, Earlier.DECISION)
        assert last(clinic, reference) == (FIRST, Earlier.DECISION)

    def test_is_on_record_as_read(self, clinic: Clinic, reference: str) -> None:
        decide(clinic, reference)
        last(clinic, reference)
        (event,) = events(clinic, "pdf.read")
        assert event["audience"] == "clinician"

    def test_gives_way_to_one_that_was_asked_for_again(self, clinic: Clinic, reference: str) -> None:
        decide(clinic, reference)
        fail(clinic, jobs.MOST_ATTEMPTS)
        with clinic.services.unit_of_work() as work:
            summaries.ask_again(work, reference=reference, now=clinic.now)
        assert download(clinic, reference) == Awaited(Outlook.SOON, Earlier.DECISION)
        keep(clinic, reference, SECOND)
        assert download(clinic, reference) == SECOND

    def test_holds_the_decision_where_something_was_added_to_it(self, clinic: Clinic, reference: str) -> None:
        decide(clinic, reference)
        keep(clinic, reference, SECOND)
        decide(clinic, reference, so_far=1)
        assert last(clinic, reference) == (SECOND, Earlier.ADDENDUM)

    def test_may_be_of_an_earlier_version_of_the_program(
        self, clinic: Clinic, reference: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(summaries, "program", lambda: "screener 99")
        assert download(clinic, reference) == Awaited(Outlook.SOON, Earlier.PROGRAM)
        assert last(clinic, reference) == (FIRST, Earlier.PROGRAM)

    def test_is_none_before_the_first(self, clinic: Clinic) -> None:
        reference = clinic.sent().reference
        assert (download(clinic, reference), last(clinic, reference)) == (Awaited(Outlook.SOON, None), None)


class TestAPdf:
    def test_that_is_put_off_is_made_at_once_where_somebody_asks(self, clinic: Clinic, reference: str) -> None:
        decide(clinic, reference)
        fail(clinic, 5)
        with clinic.services.unit_of_work() as work:
            summaries.ask_again(work, reference=reference, now=clinic.now)
            job = jobs.take(work, worker="w", now=clinic.now)
        assert job is not None
        assert (job.kind, job.attempts) == (JobKind.RENDER, 1)

    def test_in_hand_is_not_asked_for_twice(self, clinic: Clinic) -> None:
        reference = clinic.sent().reference
        with clinic.services.unit_of_work() as work:
            assert jobs.take(work, worker="w", now=clinic.now) is not None
            summaries.ask_again(work, reference=reference, now=clinic.now)
            assert jobs.take(work, worker="w2", now=clinic.now) is None

    def test_is_made_again_where_its_job_is_done_and_it_was_never_kept(self, clinic: Clinic) -> None:
        """A job that came to its turn after a decision keeps the decision's PDF; its own state may come back."""
        reference = clinic.sent().reference
        with clinic.services.unit_of_work() as work:
            job = jobs.take(work, worker="w", now=clinic.now)
            assert job is not None
            jobs.done(work, job, worker="w", now=clinic.now)
        assert download(clinic, reference) == Awaited(Outlook.SOON, None)
        keep(clinic, reference, FIRST)
        assert download(clinic, reference) == FIRST
