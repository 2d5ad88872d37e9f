"""Links by which members choose a password, as kept: a hash, good once."""

from datetime import datetime

from sqlalchemy import delete, update

from screener.store.account_tables import SetUpLink
from screener.store.database import Store
from screener.store.sealing import secret_hash


def replace(store: Store, *, token: str, member_id: str, now: datetime, by: str, expires_at: datetime) -> None:
    """Keeps a new link in place of the member's earlier ones."""
    store.session.execute(delete(SetUpLink).where(SetUpLink.member_id == member_id))
    store.session.add(
        SetUpLink(
            token_hash=secret_hash(token),
            member_id=member_id,
            issued_at=now,
            issued_by=by,
            expires_at=expires_at,
            used_at=None,
        )
    )
    store.session.flush()


def find(store: Store, token: str) -> SetUpLink | None:
    """The link, in force or not."""
    return store.session.get(SetUpLink, secret_hash(token), populate_existing=True)


def spend(store: Store, token: str, now: datetime) -> bool:
    """Uses the link up; False where it was. One statement, so no two can both win."""
    spent = store.session.execute(
        update(SetUpLink)
        .where(SetUpLink.token_hash == secret_hash(token), SetUpLink.used_at.is_(None))
        .values(used_at=now)
        .returning(SetUpLink.member_id)
    )
    return spent.one_or_none() is not None
