"""Intakes as kept: step by step, each sealed with the intake's own key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update

from screener.definition.names import RuleId, StepId
from screener.store.authoring_tables import IntakeMove
from screener.store.database import Store
from screener.store.keeping import keep_raw, restore_raw
from screener.store.names import IntakeId, InvitationId, NoticeId, RevisionId, new_id
from screener.store.photo_tables import Photo
from screener.store.sealing import DataKey, Home
from screener.store.tables import CheckNote, Intake, IntakeStep, Invitation, PageDraft, Revision, StepSave, UrgentNotice
from screener.store.upserting import insert_into


@dataclass(frozen=True, slots=True)
class SavedStep:
    """One step's raw answers by question id; `version` is the intake's when they were saved."""

    version: int
    saved_at: datetime
    answers: Mapping[str, object]
    reading: "Reading | None" = None
    """How the page was read; None in the history, and for what earlier programs saved."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a page was read before it was saved."""

    language: str
    page: str = ""
    """The page's random mark."""


def add(
    store: Store, *, invitation_id: InvitationId, revision_id: RevisionId, now: datetime, expires_at: datetime
) -> IntakeId:
    """Begins an intake, with a data key of its own."""
    own_id = IntakeId(new_id())
    _, wrapped = store.keys.new_data_key(key_home(own_id))
    store.session.add(
        Intake(
            id=own_id,
            invitation_id=invitation_id,
            revision_id=revision_id,
            state="open",
            version=0,
            wrapped_key=wrapped,
            started_at=now,
            last_at=now,
            expires_at=expires_at,
        )
    )
    store.session.flush()
    return own_id


def find(store: Store, intake_id: IntakeId) -> Intake | None:
    """The intake."""
    return store.session.get(Intake, intake_id)


def find_locked(store: Store, intake_id: IntakeId) -> Intake | None:
    """The intake, its row held until the transaction ends: whoever saves or sends comes through here."""
    return store.session.get(Intake, intake_id, with_for_update=True, populate_existing=True)


def issuer_of(store: Store, intake_id: IntakeId) -> str:
    """Who issued the link that began the intake, as the audit names them."""
    issued_by: str = store.session.execute(
        select(Invitation.issued_by).join(Intake, Intake.invitation_id == Invitation.id).where(Intake.id == intake_id)
    ).scalar_one()
    return issued_by


def find_of_invitation(store: Store, invitation_id: InvitationId) -> Intake | None:
    """The intake that the invitation began."""
    return store.session.scalars(select(Intake).where(Intake.invitation_id == invitation_id)).one_or_none()


def key_home(intake_id: str) -> Home:
    """Where an intake's wrapped key lives."""
    return Home("intake", "wrapped_key", intake_id)


def key_of(store: Store, intake: Intake) -> DataKey:
    """The intake's own key; raises `BrokenSealError`."""
    return store.keys.unwrap(intake.wrapped_key, key_home(intake.id))


def steps_of(store: Store, intake: Intake, key: DataKey) -> dict[StepId, SavedStep]:
    """Every step sent so far."""
    rows = store.session.scalars(select(IntakeStep).where(IntakeStep.intake_id == intake.id))
    return {
        StepId(row.step_id): SavedStep(
            row.version,
            row.saved_at,
            restore_raw(key.unseal(row.answers, step_home("intake_step", intake.id, row.step_id))),
            reading_of(row, key),
        )
        for row in rows
    }


def reading_of(row: IntakeStep, key: DataKey) -> Reading | None:
    """How the step's page was read, if that was kept."""
    if row.language is None:
        return None
    language = key.unseal(row.language, language_home(row.intake_id, row.step_id))
    return Reading(language.decode(), row.page or "")


def was_saved_by(store: Store, intake_id: IntakeId, step_id: StepId, page: str | None) -> bool:
    """Whether the step, as it stands, was saved by this very page."""
    row = store.session.get(IntakeStep, (intake_id, step_id))
    return row is not None and page is not None and row.page == page


def language_home(intake_id: str, step_id: str) -> Home:
    """Where the language of a step lives."""
    return Home("intake_step", "language", f"{intake_id}/{step_id}")


def step_home(table: str, intake_id: str, part: object) -> Home:
    """Where one step of an intake lives."""
    return Home(table, "answers", f"{intake_id}/{part}")


def save_step(
    store: Store,
    intake: Intake,
    key: DataKey,
    *,
    step_id: StepId,
    answers: Mapping[str, object],
    reading: Reading | None,
    now: datetime,
) -> SavedStep:
    """Saves a step as it stands, adds it to the history, and counts the intake's version up."""
    intake.version += 1
    intake.last_at = now
    plain = keep_raw(answers)
    read_in = reading and key.seal(reading.language.encode(), language_home(intake.id, step_id))
    values = {
        "version": intake.version,
        "saved_at": now,
        "answers": key.seal(plain, step_home("intake_step", intake.id, step_id)),
        "language": read_in,
        "page": reading and reading.page,
    }
    store.session.execute(
        insert_into(store, IntakeStep)
        .values(intake_id=intake.id, step_id=step_id, **values)
        .on_conflict_do_update(index_elements=[IntakeStep.intake_id, IntakeStep.step_id], set_=values)
    )
    store.session.add(
        StepSave(
            intake_id=intake.id,
            version=intake.version,
            step_id=step_id,
            saved_at=now,
            answers=key.seal(plain, step_home("step_save", intake.id, intake.version)),
        )
    )
    store.session.flush()
    return SavedStep(intake.version, now, answers, reading)


def move(
    store: Store,
    intake: Intake,
    key: DataKey,
    *,
    revision_id: RevisionId,
    steps: Mapping[StepId, SavedStep],
    now: datetime,
) -> None:
    """Puts the intake on another revision with these steps instead of its own; what was saved stays in the history."""
    intake.version += 1
    intake.revision_id = revision_id
    intake.last_at = now
    store.session.execute(delete(IntakeStep).where(IntakeStep.intake_id == intake.id))
    store.session.add_all(
        IntakeStep(
            intake_id=intake.id,
            step_id=step_id,
            version=saved.version,
            saved_at=saved.saved_at,
            answers=key.seal(keep_raw(saved.answers), step_home("intake_step", intake.id, step_id)),
            language=saved.reading and key.seal(saved.reading.language.encode(), language_home(intake.id, step_id)),
            page=saved.reading and saved.reading.page,
        )
        for step_id, saved in steps.items()
    )
    store.session.flush()


def history_of(store: Store, intake: Intake, key: DataKey) -> tuple[tuple[StepId, SavedStep], ...]:
    """Every saving of a step, oldest first."""
    rows = store.session.scalars(select(StepSave).where(StepSave.intake_id == intake.id).order_by(StepSave.version))
    return tuple(
        (
            StepId(row.step_id),
            SavedStep(
                row.version,
                row.saved_at,
                restore_raw(key.unseal(row.answers, step_home("step_save", intake.id, row.version))),
            ),
        )
        for row in rows
    )


def is_anything_typed(store: Store, intake_id: IntakeId) -> bool:
    """Whether there is an answer, or something typed and not saved."""
    return any(
        store.session.execute(select(table.intake_id).where(table.intake_id == intake_id).limit(1)).first()
        for table in (IntakeStep, StepSave, PageDraft, Photo)
    )


ERASED = (IntakeStep, StepSave, PageDraft, Photo, IntakeMove, UrgentNotice, CheckNote)
"""What goes with the answers: all that tells of them, sealed or not."""


def erase(store: Store, intake: Intake) -> DataKey:
    """Removes every answer, and the key that they were sealed with: no copy of them can be unsealed any more.

    The row itself stays, with a fresh key for who may yet begin again.
    """
    for table in ERASED:
        store.session.execute(delete(table).where(table.intake_id == intake.id))
    key, intake.wrapped_key = store.keys.new_data_key(key_home(intake.id))
    store.session.flush()
    return key


def close(store: Store, intake: Intake, *, state: str, now: datetime) -> None:
    """Ends the intake in this state."""
    store.session.execute(update(Intake).where(Intake.id == intake.id).values(state=state, last_at=now))
    intake.state = state


def prolong(store: Store, intake: Intake, *, until: datetime) -> None:
    """Gives more time to finish."""
    intake.expires_at = until
    store.session.flush()


def notice(store: Store, intake: Intake, key: DataKey, *, rule: RuleId, level: str, now: datetime) -> NoticeId | None:
    """Records an urgent finding; None where that rule was recorded for this intake before."""
    mac = key.fingerprint(rule.encode())
    known = store.session.scalar(
        select(func.count()).where(UrgentNotice.intake_id == intake.id, UrgentNotice.rule_mac == mac)
    )
    if known:
        return None
    own_id = NoticeId(new_id())
    store.session.add(
        UrgentNotice(
            id=own_id,
            intake_id=intake.id,
            rule_mac=mac,
            rule=key.seal(rule.encode(), Home("urgent_notice", "rule", own_id)),
            level=level,
            state="new",
            recorded_at=now,
        )
    )
    store.session.flush()
    return own_id


def noticed(store: Store, intake: Intake, key: DataKey) -> tuple[RuleId, ...]:
    """The rules of the urgent findings that were recorded for this intake, in the order of their recording."""
    rows = store.session.scalars(
        select(UrgentNotice).where(UrgentNotice.intake_id == intake.id).order_by(UrgentNotice.recorded_at)
    )
    return tuple(RuleId(key.unseal(row.rule, Home("urgent_notice", "rule", row.id)).decode()) for row in rows)


def first_noticed(store: Store, intake_id: IntakeId) -> datetime | None:
    """When the first urgent finding was recorded for this intake; None where none was."""
    return store.session.scalar(select(func.min(UrgentNotice.recorded_at)).where(UrgentNotice.intake_id == intake_id))


def open_by_revision(store: Store, slug: str) -> Sequence[tuple[int, int, datetime]]:
    """The number of each revision that somebody is filling in, how many do, and when one of them last saved."""
    rows = store.session.execute(
        select(Revision.number, func.count(), func.max(Intake.last_at))
        .join(Revision, Revision.id == Intake.revision_id)
        .where(Revision.slug == slug, Intake.state == "open")
        .group_by(Revision.number)
        .order_by(Revision.number.desc())
    )
    return [(number, count, latest) for number, count, latest in rows]
