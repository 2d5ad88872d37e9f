"""Which rows the audit chain vouches for: a declared table, and what of a row is bound.

A bound row's canonical text is its plain content with its table and identifier:
never the sealed bytes, so that sealing again changes nothing. What an intake's
own key seals goes in as a hash under that key, so that nothing can be guessed
from the chain once the key is erased.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final, Literal

from sqlalchemy import Table, select

from screener.store import (  # noqa: F401 - their tables join the others
    account_tables,
    alert_tables,
    authoring_tables,
    clinic_tables,
    desk_tables,
    job_tables,
    photo_tables,
)
from screener.store.database import Store
from screener.store.intakes import key_of
from screener.store.sealing import DataKey, Home
from screener.store.tables import Base, Intake, Submission

Values = Mapping[str, Any]
Sealing = Literal["clinic", "intake"]


@dataclass(frozen=True, slots=True)
class Bound:
    """One table whose rows are bound."""

    columns: tuple[str, ...]
    """What a binding covers; a column that is added later makes another `format`."""
    sealed: Mapping[str, Sealing] = field(default_factory=dict)
    """Which of them are sealed, and whose key opens them."""
    unbound: Mapping[str, str] = field(default_factory=dict)
    """The other columns, each with the reason."""
    format: int = 1


def clinic(*names: str) -> dict[str, Sealing]:
    """Columns that the clinic's keys seal."""
    return dict.fromkeys(names, "clinic")


def intake(*names: str) -> dict[str, Sealing]:
    """Columns that the intake's own key seals."""
    return dict.fromkeys(names, "intake")


HEAD: Final = {"audit_head": "a head of the chain itself, and verified as such"}

BOUND: Final[Mapping[str, Bound]] = {
    "submission": Bound(
        (
            *("id", "reference", "intake_id", "revision_id", "disposition", "gravity", "sent_at", "patient", "answers"),
            *("assessment", "signature", "languages", "carried", "confirmed"),
        ),
        intake("patient", "answers", "assessment", "signature", "languages", "carried", "confirmed"),
        {**HEAD, "answers_mac": "a hash of the answers, which are bound"},
    ),
    "queue_entry": Bound(
        (
            *("intake_id", "submission_id", "patient_id", "reference", "slug", "state", "rank", "appointment"),
            *("arrived_at", "claimed_by", "claimed_at"),
        )
    ),
    "decision": Bound(
        ("id", "submission_id", "number", "outcome", "decided_by", "decided_at", "words"), intake("words"), HEAD
    ),
    "follow_up": Bound(("invitation_id", "submission_id", "sort", "questions"), clinic("questions")),
    "photo": Bound(
        ("id", "intake_id", "step_id", "added_at", "picture", "small"),
        intake("picture", "small"),
    ),
    "urgent_notice": Bound(
        ("id", "intake_id", "rule", "level", "state", "recorded_at"),
        intake("rule"),
        {"rule_mac": "a hash of the rule, which is bound"},
    ),
    "alert": Bound(
        ("id", "intake_id", "sort", "raised_at", "acknowledged_at", "acknowledged_by", "escalated_at"),
    ),
    "duty": Bound(("id", "member_id", "weekday", "begins", "ends")),
    "patient": Bound(
        ("id", "name", "date_of_birth", "record_number", "appointment", "merged_into", "added_at", "added_by"),
        clinic("name", "date_of_birth", "record_number"),
        {
            "born_mac": "a hash of the birth date, which is bound",
            "record_mac": "a hash of the record number, which is bound",
        },
    ),
    "member": Bound(
        ("id", "email", "name", "roles", "state", "added_at", "added_by", "password", "factor", "factor_since"),
        clinic("password", "factor"),
        {
            "factor_counter": "changes with each sign-in, and lets nobody in",
            "next_factor": "not in force before it becomes `factor`",
        },
    ),
    "revision": Bound(("id", "slug", "number", "sha256", "state", "published_at", "published_by")),
    "revision_file": Bound(("revision_id", "path", "content")),
    "last_day": Bound(("revision_id", "day", "set_at", "set_by")),
    "publication": Bound(("revision_id", "draft_id", "reason", "approved_by", "comparison_sha256", "again_of")),
    "draft_approval": Bound(
        (
            *("id", "draft_id", "sha256", "base_sha256", "comparison_sha256", "comparison", "approved_at"),
            "approved_by",
        )
    ),
    "clinic_change": Bound(("number", "at", "by", "chosen")),
}
"""The tables that a clinician relies on."""

DOOR: Final = "a door: what came in through it is bound"
UNFINISHED: Final = "unfinished, and changes with every page: bound as a submission once it is sent"
WORKSHOP: Final = "unpublished work: bound as a revision once it is published"
JUDGED: Final = "judged from what is bound, and can be judged again"

NOT_BOUND: Final[Mapping[str, str]] = {
    "audit_event": "the chain itself",
    "bound_table": "says how far an upgrade has come; verifying does not rely on it",
    "check_note": UNFINISHED,
    "clinic_logo": "named by a hash of itself",
    "draft_file": WORKSHOP,
    "draft_save": WORKSHOP,
    "guess": DOOR,
    "intake": UNFINISHED,
    "intake_move": UNFINISHED,
    "intake_step": UNFINISHED,
    "invitation": DOOR,
    "job": "what is still to be done; what was done is an event",
    "kept_form": WORKSHOP,
    "kept_pdf": "printed from what is bound, and can be printed again",
    "later_link": DOOR,
    "member_session": DOOR,
    "name_index": "hashes of names, which are bound as patients",
    "notice": "whether a mail was sent; the alert is bound",
    "page_draft": UNFINISHED,
    "patient_move": "the events of merging and splitting say the same",
    "patient_session": DOOR,
    "questionnaire_draft": WORKSHOP,
    "reassessed_submission": JUDGED,
    "reassessment": JUDGED,
    "recovery_code": DOOR,
    "reply": "what a view said for a while, to one browser",
    "scheduled_publication": WORKSHOP,
    "set_up_link": DOOR,
    "step_save": UNFINISHED,
}
"""All other tables, each with the reason."""


def table_of(name: str) -> Table:
    """The table."""
    return Base.metadata.tables[name]


def id_of(table: str, values: Values) -> str:
    """A row's identifier: its primary key, parts joined by `/`."""
    return "/".join(str(values[column.name]) for column in table_of(table).primary_key)


def canonical(store: Store, table: str, values: Values) -> bytes:
    """A row's plain content with its table and identifier. Raises `BrokenSealError`."""
    bound, own_id = BOUND[table], id_of(table, values)
    key = data_key(store, table, values) if "intake" in bound.sealed.values() else None
    content = {
        column: plain(store, key, values[column], Home(table, column, own_id), bound.sealed.get(column))
        for column in bound.columns
    }
    return json.dumps(["row", table, bound.format, own_id, content], sort_keys=True, separators=(",", ":")).encode()


def plain(store: Store, key: DataKey | None, value: Any, home: Home, sealed_by: Sealing | None) -> object:
    """A value as the canonical text has it."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case bytes() if sealed_by == "clinic":
            return store.keys.unseal(value, home).hex()
        case bytes() if sealed_by == "intake":
            assert key is not None
            return key.fingerprint(key.unseal(value, home)).hex()
        case bytes():
            return value.hex()
        case _:
            return value


def data_key(store: Store, table: str, values: Values) -> DataKey:
    """The own key of the intake that a row belongs to. Raises `BrokenSealError`."""
    intake_id = values.get("intake_id")
    if table == "decision":
        owner = select(Submission.intake_id).where(Submission.id == values["submission_id"])
        intake_id = store.session.execute(owner).scalar_one()
    return key_of(store, store.session.get_one(Intake, intake_id))
