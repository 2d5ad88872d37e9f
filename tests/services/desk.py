"""What a clinician does at the desk, each act a transaction of its own."""

from datetime import date, datetime, timedelta

from screener.services import patients, triage
from screener.services.auditing import Actor
from screener.services.patients import PatientId, PatientPage
from screener.services.triage import Filter, Line, Place, QueuePage
from tests.services.conftest import BORN, NOON, OPERATOR, Clinic

ANN, BEN = "member-ann", "member-ben"
URGENT = {"rf_thunderclap": "yes"}


def as_(member: str) -> Actor:
    return Actor("clinician", member)


def sent(
    clinic: Clinic, name: str = "Ann Lee", *, appointment: date | None = None, **changed: dict[str, object]
) -> str:
    """The reference of what a patient sent; urgent, review or clear by what is changed."""
    issued = clinic.issue(patient_name=name)
    intake_id = clinic.redeem(issued.url_token)
    clinic.walk(intake_id, **changed)
    clinic.later(minutes=1)
    reference = clinic.send(intake_id).reference
    if appointment:
        expect(clinic, reference, appointment)
    return reference


def expect(clinic: Clinic, reference: str, appointment: date) -> None:
    with clinic.services.unit_of_work() as work:
        patient_id = triage.line(work, reference=reference).entry.patient_id
        patients.set_appointment(work, patient_id=patient_id, appointment=appointment, now=NOON, actor=OPERATOR)


def queue_page(clinic: Clinic, *, member: str = ANN, after: Place | None = None, **wanted: object) -> QueuePage:
    with clinic.services.unit_of_work() as work:
        return triage.page(
            work,
            wanted=Filter(**wanted),  # type: ignore[arg-type]
            member=member,
            now=NOON,
            actor=as_(member),
            after=after,
        )


def references(clinic: Clinic, **wanted: object) -> list[str]:
    return [line.entry.reference for line in queue_page(clinic, **wanted).lines]


def line_of(clinic: Clinic, reference: str) -> Line:
    with clinic.services.reading() as work:
        return triage.line(work, reference=reference)


def claim(clinic: Clinic, reference: str, member: str = ANN, *, instead_of: str = "", now: datetime = NOON) -> None:
    with clinic.services.unit_of_work() as work:
        triage.claim(work, reference=reference, member=member, instead_of=instead_of, now=now, actor=as_(member))


def release(clinic: Clinic, reference: str, member: str = ANN) -> None:
    with clinic.services.unit_of_work() as work:
        triage.release(work, reference=reference, member=member, now=NOON, actor=as_(member))


def new_patient(clinic: Clinic, name: str = "Ann Lee", born: date = BORN, **more: object) -> PatientId:
    with clinic.services.unit_of_work() as work:
        return patients.add(
            work,
            name=name,
            date_of_birth=born,
            now=NOON,
            actor=as_(ANN),
            **more,  # type: ignore[arg-type]
        )


def patient_page(clinic: Clinic, patient_id: str) -> PatientPage:
    with clinic.services.unit_of_work() as work:
        return patients.page(work, patient_id=patient_id, now=NOON, actor=as_(ANN))


def patient_of(clinic: Clinic, reference: str) -> PatientId:
    return line_of(clinic, reference).entry.patient_id


def merge(clinic: Clinic, patient_id: PatientId, into: PatientId) -> None:
    with clinic.services.unit_of_work() as work:
        patients.merge(work, patient_id=patient_id, into=into, now=NOON, actor=as_(ANN))


def split(clinic: Clinic, patient_id: PatientId, *invitation_ids: str) -> PatientId:
    with clinic.services.unit_of_work() as work:
        return patients.split(
            work, patient_id=patient_id, invitation_ids=invitation_ids, now=NOON + timedelta(minutes=1), actor=as_(ANN)
        )
