"""Accounts of the people who work here: who they are, what they may do, and whether the door is open to them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from screener.errors import Refusal
from screener.services import sign_in_tries
from screener.services.account_events import (
    AccountAdded,
    AccountDisabled,
    AccountEnabled,
    AccountUnlocked,
    FactorReset,
    RolesChanged,
)
from screener.services.auditing import Actor, record
from screener.services.permissions import Permission, Role, permissions_of
from screener.services.unit_of_work import UnitOfWork
from screener.store import member_sessions, members, recovery_codes
from screener.store.account_tables import Member
from screener.store.names import MemberId

__all__ = ["Account", "AccountState", "MemberId", "StaffMember"]

NAME_LETTERS, EMAIL_LETTERS = 80, 254
EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+\.[^@\s\x00-\x1f\x7f.]+")


class AccountState(StrEnum):
    """Whether the door is open."""

    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who works here."""

    id: MemberId
    name: str
    email: str
    roles: frozenset[Role]

    @property
    def permissions(self) -> frozenset[Permission]:
        """All that the roles allow together."""
        return permissions_of(self.roles)

    def may(self, permission: Permission) -> bool:
        """Whether one of the roles allows it."""
        return permission in self.permissions

    @property
    def actor(self) -> Actor:
        """The member as the audit knows them."""
        return Actor("staff", self.id)


@dataclass(frozen=True, slots=True)
class Account:
    """A member, and how their account stands."""

    member: StaffMember
    state: AccountState
    has_password: bool
    has_factor: bool
    added_at: datetime
    is_locked: bool


class NoAccountError(Refusal):
    """There is no such account."""


class AccountProblemError(Refusal):
    """An account cannot be made or changed so; the words say why, `field` names what was typed wrong."""

    def __init__(self, words: str, *, field: str) -> None:
        super().__init__(words)
        self.field = field


class LastAdminError(Refusal):
    """Without this account nobody could manage accounts."""

    def __init__(self) -> None:
        super().__init__("This is the last account that may manage accounts. Give somebody else that role first.")


def add(work: UnitOfWork, *, email: str, name: str, roles: Iterable[Role], now: datetime, actor: Actor) -> StaffMember:
    """A new account, without a password: issue a set-up link for it. Raises `AccountProblemError`."""
    work.must_write()
    given = frozenset(roles)
    address, called = read_email(email), read_name(name)
    check_roles(given)
    if members.find_by_email(work.store, address) is not None:
        raise AccountProblemError("There is an account with this e-mail address already.", field="email")
    member_id = members.add(work.store, email=address, name=called, roles=keep_roles(given), now=now, by=str(actor))
    record(work, AccountAdded(member_id, keep_roles(given)), now=now, actor=actor)
    return StaffMember(member_id, called, address, given)


def by_id(work: UnitOfWork, *, member_id: str, now: datetime) -> Account:
    """The account. Raises `NoAccountError`."""
    return account_of(work, row_of(work, member_id), now)


def find_by_email(work: UnitOfWork, *, email: str, now: datetime) -> Account | None:
    """The account with that address, in any case."""
    row = members.find_by_email(work.store, email.strip().casefold())
    return account_of(work, row, now) if row else None


def listing(work: UnitOfWork, *, now: datetime) -> tuple[Account, ...]:
    """Every account, by name."""
    return tuple(account_of(work, row, now) for row in members.everybody(work.store))


def change_roles(work: UnitOfWork, *, member_id: str, roles: Iterable[Role], now: datetime, actor: Actor) -> None:
    """Gives the member these roles and no others, from the next request on.

    Nobody changes their own. Raises `AccountProblemError`, `LastAdminError`, `NoAccountError`.
    """
    work.must_write()
    given = frozenset(roles)
    row = row_to_change(work, member_id)
    check_roles(given)
    if actor == member_of(row).actor:
        raise AccountProblemError("Somebody else must change your roles.", field="roles")
    if Permission.MANAGE_ACCOUNTS not in permissions_of(given):
        refuse_last_admin(work, row)
    if keep_roles(given) == row.roles:
        return
    members.change(work.store, row.id, roles=keep_roles(given))
    record(work, RolesChanged(MemberId(row.id), keep_roles(given)), now=now, actor=actor)


def disable(work: UnitOfWork, *, member_id: str, now: datetime, actor: Actor) -> None:
    """Shuts the member out at once. Raises `AccountProblemError`, `LastAdminError`, `NoAccountError`."""
    work.must_write()
    row = row_to_change(work, member_id)
    if actor == member_of(row).actor:
        raise AccountProblemError("Somebody else must disable your account.", field="state")
    if row.state == AccountState.DISABLED:
        return
    refuse_last_admin(work, row)
    members.change(work.store, row.id, state=AccountState.DISABLED.value)
    member_sessions.end_all(work.store, member_id=row.id, now=now)
    record(work, AccountDisabled(MemberId(row.id)), now=now, actor=actor)


def enable(work: UnitOfWork, *, member_id: str, now: datetime, actor: Actor) -> None:
    """Lets the member in again. Raises `NoAccountError`."""
    work.must_write()
    row = row_to_change(work, member_id)
    if row.state == AccountState.ACTIVE:
        return
    members.change(work.store, row.id, state=AccountState.ACTIVE.value)
    record(work, AccountEnabled(MemberId(row.id)), now=now, actor=actor)


def unlock(work: UnitOfWork, *, member_id: str, now: datetime, actor: Actor) -> None:
    """Forgives the wrong tries at the account. Raises `NoAccountError`."""
    work.must_write()
    row = row_to_change(work, member_id)
    sign_in_tries.forget(work, email=row.email)
    record(work, AccountUnlocked(MemberId(row.id)), now=now, actor=actor)


def reset_factor(work: UnitOfWork, *, member_id: str, now: datetime, actor: Actor) -> None:
    """Takes away authenticator and recovery codes, and signs the member out. Raises `NoAccountError`."""
    work.must_write()
    row = row_to_change(work, member_id)
    members.forget_factor(work.store, row.id)
    recovery_codes.forget_all(work.store, row.id)
    member_sessions.end_all(work.store, member_id=row.id, now=now)
    record(work, FactorReset(MemberId(row.id)), now=now, actor=actor)


def row_of(work: UnitOfWork, member_id: str) -> Member:
    """The member as kept. Raises `NoAccountError`."""
    row = members.find(work.store, member_id)
    if row is None:
        raise NoAccountError("There is no such account.")
    return row


def row_to_change(work: UnitOfWork, member_id: str) -> Member:
    """The same, held until the transaction ends."""
    row = members.find_locked(work.store, member_id)
    if row is None:
        raise NoAccountError("There is no such account.")
    return row


def member_of(row: Member) -> StaffMember:
    """Who it is."""
    return StaffMember(MemberId(row.id), row.name, row.email, restore_roles(row.roles))


def account_of(work: UnitOfWork, row: Member, now: datetime) -> Account:
    """How the account stands."""
    return Account(
        member=member_of(row),
        state=AccountState(row.state),
        has_password=row.password is not None,
        has_factor=row.factor_since is not None,
        added_at=row.added_at,
        is_locked=sign_in_tries.find_lock(work, email=row.email, now=now) is not None,
    )


def refuse_last_admin(work: UnitOfWork, row: Member) -> None:
    """Raises `LastAdminError` where the row is the only open account that may manage accounts."""
    admins = {
        other.id
        for other in members.everybody(work.store)
        if other.state == AccountState.ACTIVE and member_of(other).may(Permission.MANAGE_ACCOUNTS)
    }
    if admins == {row.id}:
        raise LastAdminError


def check_roles(roles: frozenset[Role]) -> None:
    """Raises `AccountProblemError` for none at all."""
    if not roles:
        raise AccountProblemError("Choose at least one role.", field="roles")


def read_email(typed: str) -> str:
    """The address, folded. Raises `AccountProblemError`."""
    email = typed.strip().casefold()
    if len(email) > EMAIL_LETTERS or not EMAIL.fullmatch(email):
        raise AccountProblemError("Type an e-mail address, such as name@clinic.example.", field="email")
    return email


def read_name(typed: str) -> str:
    """The name with single blanks. Raises `AccountProblemError`."""
    name = " ".join(typed.split())
    if not name or len(name) > NAME_LETTERS or not name.isprintable():
        raise AccountProblemError(f"Type a name of at most {NAME_LETTERS} letters.", field="name")
    return name


def keep_roles(roles: Iterable[Role]) -> str:
    """As kept: in the table's order."""
    given = frozenset(roles)
    return " ".join(role.value for role in Role if role in given)


def restore_roles(kept: str) -> frozenset[Role]:
    """As they were kept."""
    return frozenset(Role(word) for word in kept.split())
