"""What patients said when they were asked whether answers that do not seem to fit together are right. Sealed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from screener.definition.names import RuleId
from screener.store.database import Store
from screener.store.sealing import DataKey, Home
from screener.store.tables import CheckNote, Intake
from screener.store.upserting import insert_into


@dataclass(frozen=True, slots=True)
class Noted:
    """What became of a check, and of which answers it asked."""

    check: RuleId
    state: str
    answers: Mapping[str, object]
    """Raw, by question id, as they stood then."""
    noted_at: datetime


def put(store: Store, intake: Intake, key: DataKey, noted: Noted) -> None:
    """Keeps it, in the place of what was kept of the same check."""
    mac = key.fingerprint(noted.check.encode())
    said = {"check": noted.check, "state": noted.state, "answers": dict(noted.answers)}
    values = {
        "said": key.seal(json.dumps(said, sort_keys=True).encode(), home(intake.id, mac)),
        "noted_at": noted.noted_at,
    }
    store.session.execute(
        insert_into(store, CheckNote)
        .values(intake_id=intake.id, check_mac=mac, **values)
        .on_conflict_do_update(index_elements=[CheckNote.intake_id, CheckNote.check_mac], set_=values)
    )


def of_intake(store: Store, intake: Intake, key: DataKey) -> dict[RuleId, Noted]:
    """What was kept, by check; raises `BrokenSealError`."""
    rows = store.session.scalars(select(CheckNote).where(CheckNote.intake_id == intake.id))
    found = (_opened(row, key) for row in rows)
    return {noted.check: noted for noted in found}


def home(intake_id: str, mac: bytes) -> Home:
    """Where what was said to one check lives."""
    return Home("check_note", "said", f"{intake_id}/{mac.hex()}")


def _opened(row: CheckNote, key: DataKey) -> Noted:
    said = json.loads(key.unseal(row.said, home(row.intake_id, row.check_mac)))
    return Noted(RuleId(said["check"]), said["state"], said["answers"], row.noted_at)
