"""Choosing a password: by a link, once, or by whoever knows the present one. Other sessions end.

Hashing takes 50 ms, so it happens before the transaction (`passwords.hashed`).
"""

from datetime import datetime

from screener.services import passwords
from screener.services.account_events import PasswordSet
from screener.services.accounts import MemberId, StaffMember, row_to_change
from screener.services.auditing import Actor, record
from screener.services.unit_of_work import UnitOfWork
from screener.store import member_sessions, members


def check_password(password: str, *, member: StaffMember, clinic_name: str) -> None:
    """Raises `WeakPasswordError` for a password that this member should not have."""
    passwords.check(password, about=(member.name, member.email, clinic_name))


def keep_password(
    work: UnitOfWork, *, member_id: str, hashed: str, now: datetime, actor: Actor, but: str | None = None
) -> None:
    """Gives the member this password, and ends their sessions but for the one with that id. Raises `NoAccountError`."""
    work.must_write()
    row = row_to_change(work, member_id)
    members.set_password(work.store, row.id, hashed)
    member_sessions.end_all(work.store, member_id=row.id, now=now, but=but)
    record(work, PasswordSet(MemberId(row.id)), now=now, actor=actor)
