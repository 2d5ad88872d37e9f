"""Erased means that the key is gone: copies of the rows from before, with the keys of after, unseal nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

from sqlalchemy import LargeBinary, select

from screener.definition.names import StepId
from screener.services import (
    asking_again,
    decisions,
    drafts,
    intake,
    invitations,
    kept_pdfs,
    own_copies,
    photos,
    submissions,
)
from screener.services.decisions import Drafted, Outcome
from screener.services.pictures import Picture
from screener.store import intakes
from screener.store.names import IntakeId
from screener.store.sealing import FORMAT, OWN_KEY, BrokenSealError, DataKey, Home, Keyring
from screener.store.tables import Base, Intake
from tests.services.conftest import OPERATOR, Clinic
from tests.services.desk import ANN, URGENT, as_


@dataclass(frozen=True)
class Copy:
    """One sealed value, as a backup has it."""

    table: str
    column: str
    row: tuple[str, ...]
    sealed: bytes

    def homes(self) -> Iterator[Home]:
        """Everywhere that a value of this row may be at home."""
        for parts in (each for count in range(1, len(self.row) + 1) for each in permutations(self.row, count)):
            yield Home(self.table, self.column, "/".join(parts))

    def opens(self, key: DataKey | Keyring) -> bool:
        """Whether the key unseals it."""
        for home in self.homes():
            try:
                key.unseal(self.sealed, home)
            except BrokenSealError:
                continue
            return True
        return False


def copies(clinic: Clinic) -> list[Copy]:
    """Every value in the database that an intake's own key sealed."""
    found = []
    with clinic.services.reading() as work:
        for table in Base.metadata.sorted_tables:
            sealed = [column.name for column in table.columns if isinstance(column.type, LargeBinary)]
            for row in work.store.session.execute(select(table)).mappings():
                key = tuple(str(row[column.name]) for column in table.primary_key)
                found += [Copy(table.name, name, key, row[name]) for name in sealed if row[name] is not None]
    return [each for each in found if each.sealed[:5] == FORMAT + OWN_KEY]


def keys(clinic: Clinic) -> list[DataKey | Keyring]:
    """Every key that the clinic has now: its own, and those of its intakes."""
    with clinic.services.reading() as work:
        rows = work.store.session.scalars(select(Intake)).all()
        return [work.store.keys, *(intakes.key_of(work.store, row) for row in rows)]


def opened(found: list[Copy], clinic: Clinic) -> list[str]:
    ring = keys(clinic)
    return [f"{each.table}.{each.column}" for each in found if any(each.opens(key) for key in ring)]


def fill_in(clinic: Clinic, intake_id: IntakeId) -> None:
    """Answers of every sort, some twice; a page typed and not saved; a photo; something urgent."""
    clinic.answer(intake_id, "basics", {"dem_name": "Somebody Else", "dem_weight": 70})
    clinic.answer(intake_id, "basics", {"dem_name": "Somebody Else", "dem_weight": 71})
    clinic.answer(intake_id, "thunderclap", URGENT)
    with clinic.services.unit_of_work() as work:
        step = StepId("basics")
        drafts.keep(work, intake_id=intake_id, step_id=StepId("mood"), typed={"mood": ("dark",)}, now=clinic.now)
        photos.add(work, intake_id=intake_id, step_id=step, picture=Picture(b"whole", b"small"), now=clinic.now)


def withdraw(clinic: Clinic, reference: str) -> None:
    with clinic.services.unit_of_work() as work:
        assert invitations.withdraw(work, reference=reference, now=clinic.now, actor=OPERATOR)


UNFINISHED = {
    "intake_step.answers",
    "step_save.answers",
    "page_draft.typed",
    "photo.picture",
    "photo.small",
    "urgent_notice.rule",
}
SENT = {
    "submission.patient",
    "submission.answers",
    "submission.assessment",
    "submission.signature",
    "decision.words",
    "kept_pdf.pdf",
}


class TestWhatWasErased:
    def test_cannot_be_unsealed_from_any_copy(self, clinic: Clinic) -> None:
        issued = clinic.issue()
        fill_in(clinic, clinic.redeem(issued.url_token))
        before = copies(clinic)
        assert set(opened(before, clinic)) == {f"{each.table}.{each.column}" for each in before} >= UNFINISHED
        withdraw(clinic, issued.reference)
        assert copies(clinic) == []
        assert opened(before, clinic) == []

    def test_of_a_follow_up_is_what_was_said_there_and_not_what_was_sent_before(self, clinic: Clinic) -> None:
        earlier = clinic.sent()
        with clinic.services.unit_of_work() as work:
            again = asking_again.ask(
                work, reference=earlier.reference, questions=["rf_thunderclap"], now=clinic.now, actor=OPERATOR
            )
        clinic.answer(clinic.redeem(again.url_token), "thunderclap", URGENT)
        before = [each for each in copies(clinic) if each.table in {"urgent_notice", "intake_step"}]
        withdraw(clinic, again.reference)
        assert {each.split(".")[0] for each in opened(before, clinic)} == {"intake_step"}
        with clinic.services.unit_of_work() as work:
            assert submissions.by_reference(work, reference=earlier.reference, actor=OPERATOR, now=clinic.now).answers

    def test_of_another_stays_readable(self, clinic: Clinic) -> None:
        issued, other = clinic.issue(), clinic.begin()
        fill_in(clinic, clinic.redeem(issued.url_token))
        clinic.answer(other, "basics", {"dem_name": "Ann Lee"})
        withdraw(clinic, issued.reference)
        assert set(opened(copies(clinic), clinic)) == {"intake_step.answers", "step_save.answers"}
        assert clinic.open(other).raw_answers["dem_name"] == "Ann Lee"

    def test_leaves_no_trace_for_who_comes_after(self, clinic: Clinic) -> None:
        issued = clinic.issue()
        fill_in(clinic, clinic.redeem(issued.url_token))
        before = copies(clinic)
        withdraw(clinic, issued.reference)
        with clinic.services.unit_of_work() as work:
            anew = invitations.renew(work, reference=issued.reference, now=clinic.now, actor=OPERATOR)
        intake_id = clinic.redeem(anew.url_token)
        fill_in(clinic, intake_id)  # the same is urgent again, and is told again
        assert set(opened(copies(clinic), clinic)) >= UNFINISHED
        assert opened(before, clinic) == []
        clinic.walk(intake_id)
        assert clinic.send(intake_id).patient_name == "Ann Lee"

    def test_holds_of_everything_that_hangs_on_what_was_sent(self, clinic: Clinic) -> None:
        """No act erases what was sent; what will one day goes through the same erasing of the key."""
        intake_id = clinic.begin()
        fill_in(clinic, intake_id)
        clinic.walk(intake_id, thunderclap=URGENT)
        reference = clinic.send(intake_id).reference
        view = decide(clinic, reference)
        with clinic.services.unit_of_work() as work:
            made = own_copies.copied(work, own_copies.Wanted(view.id, "en"))
            own_copies.keep(work, made, b"%PDF-own", now=clinic.now)
            kept_pdfs.keep(
                work,
                submission_id=view.id,
                audience="clinician",
                state=view.audit_head,
                program="1",
                pdf=b"%PDF-",
                now=clinic.now,
            )
        before = copies(clinic)
        assert set(opened(before, clinic)) == {f"{each.table}.{each.column}" for each in before} >= SENT
        with clinic.services.unit_of_work() as work:
            row = intakes.find_locked(work.store, intake_id)
            assert row is not None
            intakes.erase(work.store, row)
        assert opened(before, clinic) == []


def decide(clinic: Clinic, reference: str) -> intake.SubmissionView:
    with clinic.services.unit_of_work() as work:
        return decisions.sign(
            work,
            reference=reference,
            drafted=Drafted(Outcome.NOT_NOW),
            signed_so_far=0,
            member=ANN,
            name="Ann",
            now=clinic.now,
            actor=as_(ANN),
        )
