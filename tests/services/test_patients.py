from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from screener.services import auditing, invitations, patients
from screener.services.patients import (
    BadPatientError,
    CannotMergeError,
    NoPatientError,
    PatientId,
    Record,
    RecordNumberTakenError,
)
from screener.services.unit_of_work import UnitOfWork
from screener.store import submissions
from tests.services.conftest import BORN, NOON, OPERATOR, Clinic
from tests.services.desk import (
    ANN,
    as_,
    line_of,
    merge,
    new_patient,
    patient_of,
    patient_page,
    references,
    sent,
    split,
)


def change(clinic: Clinic, patient_id: PatientId, **changed: object) -> None:
    given: dict[str, object] = {
        "name": "Ann Lee",
        "date_of_birth": BORN,
        "record_number": "",
        "appointment": None,
        **changed,
    }
    with clinic.services.unit_of_work() as work:
        patients.change(work, patient_id=patient_id, now=NOON, actor=as_(ANN), **given)  # type: ignore[arg-type]


def listed(clinic: Clinic, words: str = "") -> list[str]:
    with clinic.services.unit_of_work() as work:
        found = patients.listing(work, words=words, after=None, now=NOON, actor=as_(ANN))
    return [record.person.patient.name for record in found]


def read(clinic: Clinic, patient_id: str) -> Record:
    return patient_page(clinic, patient_id).record


class TestARecord:
    def test_keeps_number_name_birth_date_and_appointment(self, clinic: Clinic) -> None:
        added = new_patient(clinic, " Ann   Lee ", record_number=" MRN 17 ", appointment=date(2026, 2, 1))
        person = read(clinic, added).person
        assert (person.patient.name, person.patient.date_of_birth) == ("Ann Lee", BORN)
        assert (person.record_number, person.appointment) == ("MRN 17", date(2026, 2, 1))

    def test_can_be_changed(self, clinic: Clinic) -> None:
        added = new_patient(clinic)
        change(clinic, added, name="Ann King", record_number="17")
        assert read(clinic, added).person.patient.name == "Ann King"
        assert listed(clinic, "king") == ["Ann King"]
        assert listed(clinic, "lee") == []

    def test_takes_a_changed_birth_date_to_the_links_that_are_open(self, clinic: Clinic) -> None:
        issued = clinic.issue()
        with clinic.services.reading() as work:
            patient_id = PatientId(invitations.by_reference(work, issued.reference).patient_id)
        change(clinic, patient_id, date_of_birth=date(1983, 6, 3))
        with pytest.raises(invitations.InvitationWrongError):
            clinic.redeem(issued.url_token, "1983-06-02")
        clinic.redeem(issued.url_token, "1983-06-03")

    def test_leaves_what_was_sent_as_it_was(self, clinic: Clinic) -> None:
        submission = clinic.sent()
        change(clinic, patient_of(clinic, submission.reference), name="Ann King")
        with clinic.services.reading() as work:
            again = clinic_submission(work, submission.reference)
        assert again == "Ann Lee"

    @pytest.mark.parametrize("wrong", [{"name": " "}, {"name": "A" * 201}, {"record_number": "9" * 41}])
    def test_refuses_what_cannot_be(self, clinic: Clinic, wrong: dict[str, str]) -> None:
        with pytest.raises(BadPatientError):
            new_patient(clinic, **wrong)  # type: ignore[arg-type]

    def test_refuses_a_number_that_another_has(self, clinic: Clinic) -> None:
        new_patient(clinic, record_number="MRN 17")
        with pytest.raises(RecordNumberTakenError):
            new_patient(clinic, "Ben Oak", record_number="mrn  17")

    def test_is_found_by_its_number(self, clinic: Clinic) -> None:
        new_patient(clinic, "Ben Oak", record_number="MRN 17")
        assert listed(clinic, "mrn 17") == ["Ben Oak"]

    def test_stands_in_the_list_by_appointment(self, clinic: Clinic) -> None:
        new_patient(clinic, "Without")
        new_patient(clinic, "Later", appointment=date(2026, 3, 1))
        new_patient(clinic, "Sooner", appointment=date(2026, 2, 1))
        assert listed(clinic) == ["Sooner", "Later", "Without"]

    def test_names_others_who_may_be_the_same_person(self, clinic: Clinic) -> None:
        added = new_patient(clinic, "Ann Lee")
        same = new_patient(clinic, "Ann Lee-King")
        new_patient(clinic, "Ben Oak")
        new_patient(clinic, "Ann Lee", born=date(1983, 6, 3))
        assert [other.id for other in patient_page(clinic, added).likely_same] == [same]

    def test_holds_nothing_readable(self, clinic: Clinic) -> None:
        new_patient(clinic, "Zebulon Quark", record_number="MRN-4711")
        with clinic.services.reading() as work:
            row = repr(work.store.session.execute(text("SELECT * FROM patient")).all())
        assert "Zebulon" not in row
        assert "4711" not in row
        assert "1983" not in row

    def test_is_never_removed(self, clinic: Clinic) -> None:
        new_patient(clinic)
        with pytest.raises(DBAPIError), clinic.services.unit_of_work() as work:
            work.store.session.execute(text("DELETE FROM patient"))


def clinic_submission(work: UnitOfWork, reference: str) -> str:
    found = submissions.find_by_reference(work.store, reference)
    assert found is not None
    return found.content.patient.name


class TestMerging:
    def test_takes_everything_over(self, clinic: Clinic) -> None:
        one, other = sent(clinic), sent(clinic)
        kept, absorbed = patient_of(clinic, one), patient_of(clinic, other)
        merge(clinic, absorbed, kept)
        assert {entry.reference for entry in patient_page(clinic, kept).sent} == {one, other}
        assert read(clinic, absorbed).merged_into == kept

    def test_moves_the_lines_to_the_record_s_appointment(self, clinic: Clinic) -> None:
        first, second = sent(clinic), sent(clinic)
        kept = new_patient(clinic, appointment=date(2026, 2, 1))
        merge(clinic, patient_of(clinic, second), kept)
        assert references(clinic) == [second, first]
        assert line_of(clinic, second).entry.appointment == date(2026, 2, 1)

    def test_leaves_one_in_the_list(self, clinic: Clinic) -> None:
        kept, absorbed = new_patient(clinic, "Ann Lee"), new_patient(clinic, "Anne Lee")
        merge(clinic, absorbed, kept)
        assert listed(clinic) == ["Ann Lee"]

    def test_leads_from_the_old_number_to_the_record_that_is_left(self, clinic: Clinic) -> None:
        kept, absorbed = new_patient(clinic, "Ann Lee"), new_patient(clinic, "Anne Lee", record_number="17")
        merge(clinic, absorbed, kept)
        assert listed(clinic, "17") == ["Ann Lee"]

    def test_is_refused_with_itself_with_nobody_and_twice(self, clinic: Clinic) -> None:
        kept, absorbed = new_patient(clinic), new_patient(clinic)
        with pytest.raises(CannotMergeError):
            merge(clinic, kept, kept)
        with pytest.raises(NoPatientError):
            merge(clinic, PatientId("nobody"), kept)
        merge(clinic, absorbed, kept)
        with pytest.raises(NoPatientError):
            merge(clinic, absorbed, kept)
        with pytest.raises(NoPatientError):
            merge(clinic, kept, absorbed)

    def test_is_recorded_with_what_went_over(self, clinic: Clinic) -> None:
        reference = sent(clinic)
        kept, absorbed = new_patient(clinic), patient_of(clinic, reference)
        merge(clinic, absorbed, kept)
        with clinic.services.reading() as work:
            subjects = work.store.session.execute(
                text("SELECT subjects FROM audit_event WHERE kind = 'patient.merged'")
            ).scalar_one()
            invitation = invitations.by_reference(work, reference).id
            assert auditing.verify(work) == ()
        assert kept in subjects
        assert absorbed in subjects
        assert invitation in subjects


class TestSplitting:
    def test_undoes_a_merging(self, clinic: Clinic) -> None:
        one, other = sent(clinic), sent(clinic)
        kept, absorbed = patient_of(clinic, one), patient_of(clinic, other)
        merge(clinic, absorbed, kept)
        assert split(clinic, kept, self.invitation(clinic, other)) == absorbed
        assert [entry.reference for entry in patient_page(clinic, absorbed).sent] == [other]
        assert [entry.reference for entry in patient_page(clinic, kept).sent] == [one]
        assert read(clinic, absorbed).merged_into is None

    def test_opens_a_record_where_there_was_none(self, clinic: Clinic) -> None:
        one, other = sent(clinic, "Ann Lee"), sent(clinic, "Ben Oak")
        kept = patient_of(clinic, one)
        merge(clinic, patient_of(clinic, other), kept)
        with clinic.services.unit_of_work() as work:
            issued = invitations.issue_to(work, patient_id=kept, slug="headache-visit", now=NOON, actor=OPERATOR)
        fresh = split(clinic, kept, issued.id)
        assert fresh not in (kept, patient_of(clinic, other))
        assert read(clinic, fresh).person.patient.name == "Ann Lee"

    def test_is_refused_for_nothing_everything_and_what_is_not_theirs(self, clinic: Clinic) -> None:
        one, other = sent(clinic), sent(clinic)
        kept = patient_of(clinic, one)
        for chosen in ((), (self.invitation(clinic, one),), (self.invitation(clinic, other),), ("nobody",)):
            with pytest.raises(CannotMergeError):
                split(clinic, kept, *chosen)

    def test_keeps_its_history_for_good(self, clinic: Clinic) -> None:
        one, other = sent(clinic), sent(clinic)
        kept, absorbed = patient_of(clinic, one), patient_of(clinic, other)
        merge(clinic, absorbed, kept)
        split(clinic, kept, self.invitation(clinic, other))
        moves = patient_page(clinic, kept).moves
        assert [(move.from_patient, move.to_patient) for move in moves] == [(kept, absorbed), (absorbed, kept)]
        with pytest.raises(DBAPIError), clinic.services.unit_of_work() as work:
            work.store.session.execute(text("UPDATE patient_move SET moved_by = 'nobody'"))

    def invitation(self, clinic: Clinic, reference: str) -> str:
        with clinic.services.reading() as work:
            return invitations.by_reference(work, reference).id


class TestWhatAnEarlierProgramKept:
    def test_gets_records_and_lines(self, clinic: Clinic) -> None:
        reference = sent(clinic, "Ada King")
        clinic.issue(patient_name="Grace Hopper")
        unfinished = clinic.begin()
        clinic.answer(unfinished, "thunderclap", {"rf_thunderclap": "yes"})
        with clinic.services.unit_of_work() as work:
            for statement in (
                "DELETE FROM queue_entry",
                "DELETE FROM name_index",
                "UPDATE invitation SET patient_id = NULL",
            ):
                work.store.session.execute(text(statement))
        clinic.services.migrate()
        assert references(clinic) == [clinic.open(unfinished).reference, reference]
        assert references(clinic, words="king") == [reference]
        assert listed(clinic, "hopper") == ["Grace Hopper"]


class TestANewLink:
    def test_leads_to_the_same_answers_and_the_old_one_nowhere(self, clinic: Clinic) -> None:
        issued = clinic.issue()
        intake_id = clinic.redeem(issued.url_token)
        with clinic.services.unit_of_work() as work:
            again = invitations.renew(work, reference=issued.reference, now=NOON, actor=OPERATOR)
        with pytest.raises(invitations.InvitationWrongError):
            clinic.redeem(issued.url_token)
        with pytest.raises(invitations.InvitationWrongError):
            clinic.redeem(issued.code)
        assert clinic.redeem(again.url_token) == intake_id
        assert again.reference == issued.reference

    def test_opens_a_revoked_or_expired_one_again(self, clinic: Clinic) -> None:
        issued = clinic.issue()
        clinic.redeem(issued.url_token)
        clinic.later(days=60)
        with clinic.services.unit_of_work() as work:
            invitations.revoke(work, reference=issued.reference, now=clinic.now, actor=OPERATOR)
            again = invitations.renew(work, reference=issued.reference, now=clinic.now, actor=OPERATOR)
        assert clinic.open(clinic.redeem(again.url_token)).state == "open"

    def test_is_refused_once_the_answers_were_sent(self, clinic: Clinic) -> None:
        reference = clinic.sent().reference
        with pytest.raises(invitations.InvitationSentError), clinic.services.unit_of_work() as work:
            invitations.renew(work, reference=reference, now=NOON, actor=OPERATOR)
