"""Members as kept: names in the open, passwords and second factors sealed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from screener.store.account_tables import Member
from screener.store.binding import UNBOUND
from screener.store.database import Store
from screener.store.names import MemberId, new_id
from screener.store.sealing import Home


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
            next_factor=None,
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


def factor_of(store: Store, member: Member) -> str | None:
    """The secret (base32) of the authenticator in force."""
    return store.keys.unseal(member.factor, home("factor", member.id)).decode() if member.factor else None


def proposed_of(store: Store, member: Member) -> str | None:
    """The secret of the authenticator being set up."""
    sealed = member.next_factor
    return store.keys.unseal(sealed, home("next_factor", member.id)).decode() if sealed else None


def propose_factor(store: Store, member_id: str, secret: str) -> None:
    """Keeps a secret that is not in force yet."""
    change(store, member_id, next_factor=store.keys.seal(secret.encode(), home("next_factor", member_id)))


def put_factor_in_force(store: Store, member: Member, *, counter: int, now: datetime) -> None:
    """From now on the authenticator that was being set up is asked for; the code of that time step is spent."""
    secret = proposed_of(store, member) or ""
    sealed = store.keys.seal(secret.encode(), home("factor", member.id))
    change(store, member.id, factor=sealed, factor_since=now, factor_counter=counter, next_factor=None)


def forget_factor(store: Store, member_id: str) -> None:
    """Takes authenticators away, in force or being set up."""
    change(store, member_id, factor=None, factor_since=None, factor_counter=0, next_factor=None)


def accept_counter(store: Store, member_id: str, counter: int) -> bool:
    """Spends a time step; False where it, or a later one, was spent before. One statement, so no two can both win."""
    spent = store.session.execute(
        update(Member)
        .where(Member.id == member_id, Member.factor_counter < counter)
        .values(factor_counter=counter)
        .returning(Member.id),
        execution_options=UNBOUND,
    )
    return spent.one_or_none() is not None


def change(store: Store, member_id: str, **values: object) -> None:
    """Changes columns of the member."""
    store.session.execute(
        update(Member).where(Member.id == member_id).values(**values), execution_options={"synchronize_session": False}
    )
