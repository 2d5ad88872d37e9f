"""Invitations as kept: the secrets only as hashes, the person sealed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select, union_all, update

from screener.store.codes import find_code, new_reference
from screener.store.database import Store
from screener.store.names import IntakeId, InvitationId, PatientId, new_id
from screener.store.patients import Patient
from screener.store.sealing import Home, secret_hash
from screener.store.tables import Intake, Invitation


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """What an invitation is made of."""

    reference: str
    slug: str
    token: str
    code: str
    patient_id: PatientId
    patient: Patient
    contact: str
    issued_at: datetime
    issued_by: str
    expires_at: datetime


def add(store: Store, new: NewInvitation) -> InvitationId:
    """Keeps an invitation."""
    own_id = InvitationId(new_id())
    store.session.add(
        Invitation(
            id=own_id,
            reference=new.reference,
            slug=new.slug,
            token_hash=secret_hash(new.token),
            code_mac=store.keys.index("code", new.code),
            patient_name=store.keys.seal(new.patient.name.encode(), home("patient_name", own_id)),
            date_of_birth=store.keys.seal(
                new.patient.date_of_birth.isoformat().encode(), home("date_of_birth", own_id)
            ),
            contact=store.keys.seal(new.contact.encode(), home("contact", own_id)),
            patient_id=new.patient_id,
            state="open",
            issued_at=new.issued_at,
            issued_by=new.issued_by,
            expires_at=new.expires_at,
        )
    )
    store.session.flush()
    return own_id


def home(column: str, invitation_id: str) -> Home:
    """Where an invitation's sealed values live."""
    return Home("invitation", column, invitation_id)


def find(store: Store, token_or_code: str) -> Invitation | None:
    """The invitation behind a link's token, or behind a code as typed."""
    code = find_code(token_or_code)
    matches = (
        Invitation.code_mac.in_(store.keys.indexes("code", code))
        if code
        else Invitation.token_hash == secret_hash(token_or_code)
    )
    return store.session.scalars(select(Invitation).where(matches)).one_or_none()


def by_id(store: Store, invitation_id: InvitationId) -> Invitation:
    """The invitation."""
    return store.session.get_one(Invitation, invitation_id)


def find_by_reference(store: Store, reference: str) -> Invitation | None:
    """The invitation that people call by this reference."""
    return store.session.scalars(select(Invitation).where(Invitation.reference == reference)).one_or_none()


def free_reference(store: Store, slug: str) -> str:
    """A reference that no invitation has."""
    while True:
        reference = new_reference(slug)
        if find_by_reference(store, reference) is None:
            return reference


def newest(store: Store, limit: int) -> Iterator[tuple[Invitation, Intake | None]]:
    """The newest invitations, each with the intake that it began."""
    rows = store.session.execute(
        select(Invitation, Intake)
        .outerjoin(Intake, Intake.invitation_id == Invitation.id)
        .order_by(Invitation.issued_at.desc(), Invitation.id)
        .limit(limit)
    )
    yield from ((row.Invitation, row.Intake) for row in rows)


def closing(store: Store, *, after: datetime, until: datetime) -> Iterator[tuple[InvitationId, datetime]]:
    """Invitations that were not sent and close between the two moments: by the link, or once begun by the form."""
    begun = (
        select(Invitation.id, Intake.expires_at.label("ends"))
        .join(Intake, Intake.invitation_id == Invitation.id)
        .where(Intake.state == "open", Intake.expires_at > after, Intake.expires_at <= until)
        .where(Invitation.state == "open")
    )
    unopened = (
        select(Invitation.id, Invitation.expires_at.label("ends"))
        .where(Invitation.state == "open", Invitation.expires_at > after, Invitation.expires_at <= until)
        .where(~exists().where(Intake.invitation_id == Invitation.id))
    )
    rows = store.session.execute(union_all(begun, unopened).order_by("id"))
    yield from ((InvitationId(row.id), row.ends) for row in rows)


def patient_of(store: Store, invitation: Invitation) -> Patient:
    """Whom it is for; raises `BrokenSealError`."""
    name = store.keys.unseal(invitation.patient_name, home("patient_name", invitation.id))
    born = store.keys.unseal(invitation.date_of_birth, home("date_of_birth", invitation.id))
    return Patient(name.decode(), date.fromisoformat(born.decode()))


def contact_of(store: Store, invitation: Invitation) -> str:
    """How to reach the patient, as the clinic wrote it; raises `BrokenSealError`."""
    return store.keys.unseal(invitation.contact, home("contact", invitation.id)).decode()


def contact_of_intake(store: Store, intake_id: IntakeId) -> str:
    """The same by an intake that the invitation began; raises `BrokenSealError`."""
    began = select(Intake.invitation_id).where(Intake.id == intake_id)
    invitation = store.session.scalars(select(Invitation).where(Invitation.id.in_(began))).one_or_none()
    return contact_of(store, invitation) if invitation else ""


def revoke(store: Store, invitation_id: InvitationId) -> None:
    """Closes the link for good."""
    store.session.execute(update(Invitation).where(Invitation.id == invitation_id).values(state="revoked"))


def readdress(store: Store, patient_id: PatientId, patient: Patient) -> None:
    """Writes the patient's name and birth date on the invitations that were not sent yet."""
    unsent = select(Invitation).where(
        Invitation.patient_id == patient_id,
        Invitation.id.not_in(select(Intake.invitation_id).where(Intake.state == "sent")),
    )
    for row in store.session.scalars(unsent):
        row.patient_name = store.keys.seal(patient.name.encode(), home("patient_name", row.id))
        row.date_of_birth = store.keys.seal(patient.date_of_birth.isoformat().encode(), home("date_of_birth", row.id))
    store.session.flush()


def renew(store: Store, invitation_id: InvitationId, *, token: str, code: str, expires_at: datetime) -> None:
    """Gives the invitation a new link and code; the ones before it lead nowhere from now on."""
    store.session.execute(
        update(Invitation)
        .where(Invitation.id == invitation_id)
        .values(
            token_hash=secret_hash(token),
            code_mac=store.keys.index("code", code),
            state="open",
            expires_at=expires_at,
        )
    )


def prolong(store: Store, invitation_id: InvitationId, *, until: datetime) -> None:
    """Gives more time to begin."""
    store.session.execute(update(Invitation).where(Invitation.id == invitation_id).values(expires_at=until))


def take_over(store: Store, invitation_id: InvitationId, *, token_hash: bytes, code_mac: bytes | None) -> None:
    """Gives the invitation the secrets of a link that led to it."""
    statement = update(Invitation).where(Invitation.id == invitation_id)
    store.session.execute(statement.values(token_hash=token_hash, **({"code_mac": code_mac} if code_mac else {})))
