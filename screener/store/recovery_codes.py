"""Recovery codes as kept: keyed hashes, each good once."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, select, update

from screener.store.account_tables import RecoveryCode
from screener.store.database import Store


def replace(store: Store, member_id: str, codes: Iterable[str]) -> None:
    """Keeps these codes; the member's earlier ones are void."""
    forget_all(store, member_id)
    store.session.add_all(
        RecoveryCode(code_mac=store.keys.index("recovery", f"{member_id} {code}"), member_id=member_id, used_at=None)
        for code in codes
    )
    store.session.flush()


def spend(store: Store, member_id: str, code: str, now: datetime) -> bool:
    """Uses the code up; False where it is none of the member's, or was used. One statement, so no two can both win."""
    spent = store.session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.code_mac.in_(store.keys.indexes("recovery", f"{member_id} {code}")),
            RecoveryCode.member_id == member_id,
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCode.member_id)
    )
    return spent.one_or_none() is not None


def is_good(store: Store, member_id: str, code: str) -> bool:
    """Whether the code is one of the member's, and not used up."""
    found = store.session.scalar(
        select(RecoveryCode.member_id).where(
            RecoveryCode.code_mac.in_(store.keys.indexes("recovery", f"{member_id} {code}")),
            RecoveryCode.member_id == member_id,
            RecoveryCode.used_at.is_(None),
        )
    )
    return found is not None


def count_left(store: Store, member_id: str) -> int:
    """How many are still good."""
    mine = (RecoveryCode.member_id == member_id, RecoveryCode.used_at.is_(None))
    return store.session.scalar(select(func.count()).select_from(RecoveryCode).where(*mine)) or 0


def forget_all(store: Store, member_id: str) -> None:
    """Forgets every code of the member."""
    store.session.execute(delete(RecoveryCode).where(RecoveryCode.member_id == member_id))
