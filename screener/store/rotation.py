"""Sealing again, with the newest key, what earlier ones sealed: people, invitations, members, intakes' wrapped keys.

What an intake's own key sealed stays as it is; only the wrapping changes.
"""

from sqlalchemy import ColumnElement, LargeBinary, func, literal, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from screener.store import follow_ups, members, patient_records
from screener.store.account_tables import Member
from screener.store.binding import forget
from screener.store.database import Store
from screener.store.desk_tables import FollowUp, PatientRecord
from screener.store.intakes import key_home
from screener.store.invitations import home
from screener.store.names import PatientId
from screener.store.sealing import FORMAT, ID_BYTES
from screener.store.tables import Intake, Invitation

SEALED = ("patient_name", "date_of_birth", "contact")
SEALED_OF_MEMBERS = ("password", "factor", "next_factor")


def reseal(store: Store, limit: int) -> int:
    """Seals up to `limit` rows again; 0 when nothing is left. Raises `BrokenSealError`."""
    count = (
        reseal_patients(store, limit)
        or reseal_invitations(store, limit)
        or reseal_follow_ups(store, limit)
        or reseal_members(store, limit)
        or rewrap_intakes(store, limit)
    )
    forget(store.session)  # what is bound is the plain content: binding it again would vouch for what was changed
    return count


def is_due(
    store: Store, column: InstrumentedAttribute[bytes] | InstrumentedAttribute[bytes | None]
) -> ColumnElement[bool]:
    """Whether an earlier key sealed the column: its identifier stands after the format."""
    newest = literal(store.keys.first.id, LargeBinary())
    return func.substr(column, len(FORMAT) + 1, ID_BYTES, type_=LargeBinary()) != newest


def reseal_patients(store: Store, limit: int) -> int:
    """Seals patients' records again, and indexes them anew."""
    rows = store.session.scalars(
        select(PatientRecord).where(is_due(store, PatientRecord.name)).limit(limit).with_for_update()
    ).all()
    for row in rows:
        patient_records.change(store, PatientId(row.id), patient_records.opened(store, row).person)
    return len(rows)


def reseal_invitations(store: Store, limit: int) -> int:
    """Seals invitations again."""
    rows = store.session.scalars(
        select(Invitation).where(is_due(store, Invitation.patient_name)).limit(limit).with_for_update()
    ).all()
    for row in rows:
        for column in SEALED:
            plain = store.keys.unseal(getattr(row, column), home(column, row.id))
            setattr(row, column, store.keys.seal(plain, home(column, row.id)))
    store.session.flush()
    return len(rows)


def reseal_follow_ups(store: Store, limit: int) -> int:
    """Seals again which questions were asked again."""
    rows = store.session.scalars(
        select(FollowUp).where(is_due(store, FollowUp.questions)).limit(limit).with_for_update()
    ).all()
    for row in rows:
        questions_home = follow_ups.home(row.invitation_id)
        row.questions = store.keys.seal(store.keys.unseal(row.questions, questions_home), questions_home)
    store.session.flush()
    return len(rows)


def reseal_members(store: Store, limit: int) -> int:
    """Seals members' passwords and second factors again."""
    is_any_due = or_(*(is_due(store, getattr(Member, column)) for column in SEALED_OF_MEMBERS))
    rows = store.session.scalars(select(Member).where(is_any_due).limit(limit).with_for_update()).all()
    for row in rows:
        for column in SEALED_OF_MEMBERS:
            if (sealed := getattr(row, column)) is not None:
                plain = store.keys.unseal(sealed, members.home(column, row.id))
                setattr(row, column, store.keys.seal(plain, members.home(column, row.id)))
    store.session.flush()
    return len(rows)


def rewrap_intakes(store: Store, limit: int) -> int:
    """Wraps intakes' own keys again."""
    rows = store.session.execute(
        select(Intake.id, Intake.wrapped_key).where(is_due(store, Intake.wrapped_key)).limit(limit).with_for_update()
    ).all()
    for intake_id, wrapped in rows:
        plain = store.keys.unseal(wrapped, key_home(intake_id))
        again = store.keys.seal(plain, key_home(intake_id))
        store.session.execute(update(Intake).where(Intake.id == intake_id).values(wrapped_key=again))
    return len(rows)
