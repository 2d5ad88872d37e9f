"""What was sent before a submission: its summary on paper tells of it, and is kept and checked by it."""

import json

import pytest
from sqlalchemy import text

from screener.services import currency, revisions, series, submissions, summaries
from screener.services.currency import Currency
from screener.services.decisions import Drafted, Outcome, sign
from screener.services.invitations import issue_to
from screener.services.series import Before
from screener.services.summaries import Awaited, Outlook, Paper
from screener.services.unit_of_work import UnitOfWork
from screener.store.series import SentBefore
from screener.summary.checking import check_code
from tests.services.conftest import OPERATOR, SLUG, Clinic, sample_files
from tests.services.desk import ANN, as_, line_of, merge, patient_of, patient_page, sent, split

PDF = b"%PDF-1.7 of before"


def sent_again(clinic: Clinic, reference: str, slug: str = SLUG) -> str:
    """The reference of what the same patient sends a month later."""
    clinic.later(days=30)
    with clinic.services.unit_of_work() as work:
        issued = issue_to(work, patient_id=patient_of(clinic, reference), slug=slug, now=clinic.now, actor=OPERATOR)
    intake_id = clinic.redeem(issued.url_token)
    clinic.walk(intake_id)
    return clinic.send(intake_id).reference


def paper(clinic: Clinic, reference: str) -> Paper:
    with clinic.services.reading() as work:
        return paper_in(work, reference)


def paper_in(work: UnitOfWork, reference: str) -> Paper:
    return summaries.on_paper(work, submissions.view_of(work, submissions.record_of(work, reference)))


def covered(clinic: Clinic, reference: str) -> list[str]:
    told = paper(clinic, reference).summary.over_time
    return [one.reference for one in told.covered] if told else []


def keep(clinic: Clinic, reference: str, pdf: bytes = PDF) -> None:
    with clinic.services.unit_of_work() as work:
        summaries.keep(work, paper_in(work, reference), pdf, now=clinic.now)


def download(clinic: Clinic, reference: str) -> bytes | Awaited:
    with clinic.services.unit_of_work() as work:
        return summaries.download(work, reference=reference, actor=as_(ANN), now=clinic.now)


def split_off(clinic: Clinic, reference: str) -> None:
    """The submission goes to a record of its own."""
    with clinic.services.reading() as work:
        asked = text(
            "SELECT i.invitation_id FROM intake i JOIN submission s ON s.intake_id = i.id WHERE reference = :r"
        )
        invitation_id = work.store.session.execute(asked, {"r": reference}).scalar_one()
    split(clinic, patient_of(clinic, reference), invitation_id)


def events(clinic: Clinic, kind: str) -> list[dict[str, object]]:
    with clinic.services.reading() as work:
        asked = text("SELECT subjects FROM audit_event WHERE kind = :kind ORDER BY seq")
        return [json.loads(row) for row in work.store.session.execute(asked, {"kind": kind}).scalars()]


class TestWhatWasSentBefore:
    def test_is_nothing_for_the_first(self, clinic: Clinic) -> None:
        first = sent(clinic)
        assert covered(clinic, first) == []
        with clinic.services.reading() as work:
            assert paper(clinic, first).state == submissions.standing(work, first).audit_head

    def test_is_told_of_the_oldest_first_and_only_of_the_earlier_ones(self, clinic: Clinic) -> None:
        first = sent(clinic)
        second = sent_again(clinic, first)
        third = sent_again(clinic, first)
        assert covered(clinic, first) == []
        assert covered(clinic, second) == [first, second]
        assert covered(clinic, third) == [first, second, third]

    def test_is_of_the_same_questionnaire(self, clinic: Clinic) -> None:
        files = {name: content.replace(SLUG.encode(), b"other-visit") for name, content in sample_files().items()}
        with clinic.services.unit_of_work() as work:
            revisions.publish(work, files=files, slug="other-visit", now=clinic.now, actor=OPERATOR)
        assert covered(clinic, sent_again(clinic, sent(clinic), "other-visit")) == []

    def test_is_of_the_same_patient(self, clinic: Clinic) -> None:
        sent(clinic)
        clinic.later(days=1)
        assert covered(clinic, sent(clinic)) == []

    def test_is_counted_where_it_is_too_much(self) -> None:
        many = Before(tuple(SentBefore(str(n), f"KM-{n}", f"{n}:") for n in range(series.MOST + 3)))  # type: ignore[arg-type]
        assert [one.reference for one in many.told][::29] == ["KM-3", "KM-32"]
        assert many.left_out == 3


class TestTheState:
    def test_stays_where_an_earlier_one_is_decided(self, clinic: Clinic) -> None:
        first = sent(clinic)
        second = sent_again(clinic, first)
        before = paper(clinic, second)
        with clinic.services.unit_of_work() as work:
            sign(
                work,
                reference=first,
                drafted=Drafted(Outcome.PROCEED),
                signed_so_far=0,
                member=ANN,
                name="Ann Rivera",
                now=clinic.now,
                actor=as_(ANN),
            )
        assert paper(clinic, second) == before

    def test_stays_where_more_is_sent_later(self, clinic: Clinic) -> None:
        first = sent(clinic)
        second = sent_again(clinic, first)
        before = paper(clinic, second)
        sent_again(clinic, first)
        assert paper(clinic, second) == before

    def test_is_another_after_a_merge_and_a_split_takes_it_back(self, clinic: Clinic) -> None:
        first = sent(clinic)
        clinic.later(days=30)
        second = sent(clinic)
        alone = paper(clinic, second)
        merge(clinic, patient_of(clinic, first), patient_of(clinic, second))
        assert covered(clinic, second) == [first, second]
        assert paper(clinic, second).state not in {alone.state, paper(clinic, first).state}
        split_off(clinic, first)
        assert paper(clinic, second) == alone


class TestTheKeptPdf:
    def test_is_not_handed_out_after_a_merge_but_another_is_asked_for(self, clinic: Clinic) -> None:
        first = sent(clinic)
        clinic.later(days=30)
        second = sent(clinic)
        keep(clinic, second)
        assert download(clinic, second) == PDF
        merge(clinic, patient_of(clinic, first), patient_of(clinic, second))
        assert waiting(clinic) == {state_key(clinic, first), state_key(clinic, second)} | {old(clinic, second)}
        assert download(clinic, second) == Awaited(Outlook.SOON, None)
        keep(clinic, second, b"%PDF-1.7 of both")
        assert download(clinic, second) == b"%PDF-1.7 of both"

    def test_is_handed_out_again_when_what_was_merged_is_split(self, clinic: Clinic) -> None:
        first = sent(clinic)
        clinic.later(days=30)
        second = sent(clinic)
        keep(clinic, second)
        merge(clinic, patient_of(clinic, first), patient_of(clinic, second))
        keep(clinic, second, b"%PDF-1.7 of both")
        split_off(clinic, first)
        assert download(clinic, second) == PDF

    def test_of_two_people_taken_for_one_is_not_handed_out_as_the_last_one(self, clinic: Clinic) -> None:
        first = sent(clinic)
        clinic.later(days=30)
        second = sent(clinic)
        merge(clinic, patient_of(clinic, first), patient_of(clinic, second))
        keep(clinic, second, b"%PDF-1.7 of both")
        split_off(clinic, first)
        assert download(clinic, second) == Awaited(Outlook.SOON, None)
        with clinic.services.unit_of_work() as work:
            assert summaries.download_last(work, reference=second, actor=as_(ANN), now=clinic.now) is None

    def test_is_on_record_as_read_with_what_it_tells_of(self, clinic: Clinic) -> None:
        first = sent(clinic)
        second = sent_again(clinic, first)
        keep(clinic, second)
        download(clinic, second)
        (event,) = events(clinic, "pdf.read")
        assert event["earlier"] == [line_of(clinic, first).entry.submission_id]

    def test_as_text_is_on_record_likewise(self, clinic: Clinic) -> None:
        first = sent(clinic)
        second = sent_again(clinic, first)
        with clinic.services.unit_of_work() as work:
            said = summaries.as_text(work, reference=second, actor=as_(ANN), now=clinic.now)
        assert f"Oldest first: {first} " in said
        read = [event["submission"] for event in events(clinic, "submission.read")]
        assert read == [line_of(clinic, each).entry.submission_id for each in (second, first)]


def waiting(clinic: Clinic) -> set[str]:
    """The keys of the renderings that are asked for."""
    with clinic.services.reading() as work:
        return set(work.store.session.execute(text("SELECT key FROM job WHERE kind = 'render'")).scalars())


def state_key(clinic: Clinic, reference: str) -> str:
    return _key(clinic, reference, paper(clinic, reference).state)


def old(clinic: Clinic, reference: str) -> str:
    with clinic.services.reading() as work:
        return _key(clinic, reference, submissions.standing(work, reference).audit_head)


def _key(clinic: Clinic, reference: str, state: str) -> str:
    return f"render/{line_of(clinic, reference).entry.submission_id}/{state}/{summaries.program()}"


class TestWhetherAPaperIsCurrent:
    @pytest.fixture
    def reference(self, clinic: Clinic) -> str:
        """Of one that was printed together with another one, which is another person's, as it turned out."""
        wrong = sent(clinic)
        reference = sent_again(clinic, wrong)
        keep(clinic, reference)
        self.printed = paper(clinic, reference)
        return reference

    def check(self, clinic: Clinic, reference: str, state: str) -> Currency:
        with clinic.services.reading() as work:
            return currency.check(work, reference=reference, code=check_code(reference, state))

    def test_it_is_while_the_same_stands_on_the_record(self, clinic: Clinic, reference: str) -> None:
        assert self.printed.summary.provenance.check is not None
        assert self.printed.summary.provenance.check.code == check_code(reference, self.printed.state)
        assert self.check(clinic, reference, self.printed.state) is Currency.CURRENT

    def test_it_is_not_once_what_it_tells_of_went_to_another_record(self, clinic: Clinic, reference: str) -> None:
        split_off(clinic, reference)
        assert self.check(clinic, reference, self.printed.state) is Currency.SUPERSEDED
        assert self.check(clinic, reference, paper(clinic, reference).state) is Currency.CURRENT

    def test_no_other_code_is_known(self, clinic: Clinic, reference: str) -> None:
        assert self.check(clinic, reference, f"{self.printed.state}0") is Currency.UNKNOWN
        assert len(patient_page(clinic, patient_of(clinic, reference)).sent) == 2
