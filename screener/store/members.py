"""Members as kept: names in the open, passwords and second factors sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from screener.store.account_tables import Member
from screener.store.database import Store
from screener.store.names import MemberId, new_id
from screener.store.sealing import Home


@dataclass(frozen=True, slots=True)
class Factor:
    """A member's second factor: the secret (base32), since when it counts, and the last time step accepted."""

    secret: str
    since: datetime | None
    counter: int


def add(store: Store, *, email: str, name: str, roles: str, now: datetime, by: str) -> MemberId:
    """Keeps a new member, who has no password yet."""
    own_id = MemberId(new_id())
    store.session.add(
        Member(
            id=own_id,
            email=email,
            name=name,
            roles=roles,
            state="active",
            added_at=now,
            added_by=by,
            password=None,
            factor=None,
            factor_since=None,
            factor_counter=0,
        )
    )
    store.session.flush()
    return own_id


def find(store: Store, member_id: str) -> Member | None:
    """The member."""
    return store.session.get(Member, member_id, populate_existing=True)


def find_locked(store: Store, member_id: str) -> Member | None:
    """The member, the row held until the transaction ends."""
    return store.session.get(Member, member_id, with_for_update=True, populate_existing=True)


def find_by_email(store: Store, email: str) -> Member | None:
    """The member with that address, folded."""
    return store.session.scalars(select(Member).where(Member.email == email)).one_or_none()


def everybody(store: Store) -> Sequence[Member]:
    """All of them, by name."""
    return store.session.scalars(select(Member).order_by(Member.name, Member.id)).all()


def home(column: str, member_id: str) -> Home:
    """Where a sealed column of a member lives."""
    return Home("member", column, member_id)


def password_of(store: Store, member: Member) -> str | None:
    """The hash of the member's password."""
    return store.keys.unseal(member.password, home("password", member.id)).decode() if member.password else None


def set_password(store: Store, member_id: str, password_hash: str) -> None:
    """Keeps another password's hash."""
    sealed = store.keys.seal(password_hash.encode(), home("password", member_id))
    change(store, member_id, password=sealed)


def factor_of(store: Store, member: Member) -> Factor | None:
    """The member's second factor, in force or being set up."""
    if member.factor is None:
        return None
    secret = store.keys.unseal(member.factor, home("factor", member.id)).decode()
    return Factor(secret, member.factor_since, member.factor_counter)


def set_factor(store: Store, member_id: str, secret: str | None) -> None:
    """Keeps another secret, which is not in force before `confirm_factor`; None takes the factor away."""
    sealed = None if secret is None else store.keys.seal(secret.encode(), home("factor", member_id))
    change(store, member_id, factor=sealed, factor_since=None, factor_counter=0)


def confirm_factor(store: Store, member_id: str, now: datetime) -> None:
    """From now on the factor is asked for."""
    change(store, member_id, factor_since=now)


def accept_counter(store: Store, member_id: str, counter: int) -> bool:
    """Spends a time step; False where it, or a later one, was spent before. One statement, so no two can both win."""
    spent = store.session.execute(
        update(Member)
        .where(Member.id == member_id, Member.factor_counter < counter)
        .values(factor_counter=counter)
        .returning(Member.id)
    )
    return spent.one_or_none() is not None


def change(store: Store, member_id: str, **values: object) -> None:
    """Changes columns of the member."""
    store.session.execute(
        update(Member).where(Member.id == member_id).values(**values), execution_options={"synchronize_session": False}
    )
