"""PDFs are made in the background, once for each state of a submission."""

import time

from screener.clock import FixedClock
from screener.jobs.running import at_work, work_off
from screener.services import decisions, submissions, summaries
from screener.services.auditing import Actor
from screener.services.decisions import Drafted
from screener.services.summaries import Awaited, Outlook
from screener.summary.decision import Outcome
from tests.services.conftest import Clinic

READER = Actor("staff", "m1")


def download(clinic: Clinic, reference: str) -> bytes | Awaited:
    with clinic.services.unit_of_work() as work:
        return summaries.download(work, reference=reference, actor=READER, now=clinic.now)


class TestThePdf:
    def test_is_there_once_the_worker_has_been_by(self, clinic: Clinic) -> None:
        sent = clinic.sent()
        assert download(clinic, sent.reference) == Awaited(Outlook.SOON, None)
        assert work_off(clinic.services, FixedClock(clinic.now)) == 1
        pdf = download(clinic, sent.reference)
        assert isinstance(pdf, bytes)
        assert pdf.startswith(b"%PDF-")
        assert work_off(clinic.services, FixedClock(clinic.now)) == 0

    def test_is_another_after_a_decision(self, clinic: Clinic) -> None:
        sent = clinic.sent()
        work_off(clinic.services, FixedClock(clinic.now))
        before = download(clinic, sent.reference)
        with clinic.services.unit_of_work() as work:
            decisions.sign(
                work,
                reference=sent.reference,
                drafted=Drafted(Outcome.PROCEED),
                signed_so_far=0,
                member="m1",
                name="Dana Whitfield",
                now=clinic.now,
                actor=READER,
            )
        assert isinstance(download(clinic, sent.reference), Awaited)
        assert work_off(clinic.services, FixedClock(clinic.now)) == 1
        after = download(clinic, sent.reference)
        assert isinstance(after, bytes)
        assert after != before

    def test_is_made_by_a_worker_beside_the_pages(self, clinic: Clinic) -> None:
        sent = clinic.sent()
        with at_work(clinic.services, FixedClock(clinic.now)):
            for _ in range(600):
                found = download(clinic, sent.reference)
                if isinstance(found, bytes):
                    break
                time.sleep(0.1)
        assert isinstance(found, bytes)

    def test_of_a_rendering_that_failed_is_offered_as_text(self, clinic: Clinic) -> None:
        sent = clinic.sent()
        tight = clinic.services.settings.model_copy(update={"render_wait_seconds": 0})
        clinic.services.settings = tight
        work_off(clinic.services, FixedClock(clinic.now))
        assert download(clinic, sent.reference) == Awaited(Outlook.LATER, None)
        with clinic.services.unit_of_work() as work:
            said = summaries.as_text(work, reference=sent.reference, actor=READER, now=clinic.now)
            assert submissions.by_reference(work, reference=sent.reference, actor=READER, now=clinic.now)
        assert "Ann Lee" in said
