"""Choosing a password: by a link, once, or by whoever knows the present one. Other sessions end.

Hashing takes 50 ms, so it happens before the transaction (`passwords.hashed`).
"""

import secrets
from datetime import datetime, timedelta

from screener.errors import Refusal
from screener.services import passwords, sign_in_tries
from screener.services.account_events import PasswordSet, SetUpLinkIssued
from screener.services.accounts import AccountState, MemberId, StaffMember, member_of, row_to_change
from screener.services.auditing import Actor, record
from screener.services.unit_of_work import UnitOfWork
from screener.store import member_sessions, members, set_up_links

TOKEN_BYTES = 32


class LinkOverError(Refusal):
    """The link is none of ours, or was used, or is too old."""


def issue_link(work: UnitOfWork, *, member_id: str, now: datetime, actor: Actor) -> str:
    """A link's token by which the member chooses a password, once; earlier links are void. Raises `NoAccountError`."""
    work.must_write()
    row = row_to_change(work, member_id)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    ends = now + timedelta(hours=work.settings.set_up_hours)
    set_up_links.replace(work.store, token=token, member_id=row.id, now=now, by=str(actor), expires_at=ends)
    record(work, SetUpLinkIssued(MemberId(row.id)), now=now, actor=actor)
    return token


def by_link(work: UnitOfWork, *, token: str, now: datetime) -> StaffMember:
    """Whom a link in force was made for. Changes nothing. Raises `LinkOverError`."""
    link = set_up_links.find(work.store, token)
    row = members.find(work.store, link.member_id) if link and link.used_at is None and now < link.expires_at else None
    if row is None or row.state != AccountState.ACTIVE:
        raise LinkOverError(
            "It was used or replaced by another, it is too old, a part of it is missing, or the account is closed."
            " Ask for a new one."
        )
    return member_of(row)


def choose_password(work: UnitOfWork, *, token: str, hashed: str, now: datetime) -> StaffMember:
    """Uses the link up for this password, and opens the account where tries had locked it. Raises `LinkOverError`."""
    work.must_write()
    member = by_link(work, token=token, now=now)
    if not set_up_links.spend(work.store, token, now):
        raise LinkOverError("This link was used. Ask for a new one.")
    keep_password(work, member_id=member.id, hashed=hashed, now=now, actor=member.actor)
    sign_in_tries.forget(work, email=member.email)
    return member


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
