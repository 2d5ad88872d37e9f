"""Submissions as kept: frozen, sealed with their intake's own key."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import defer

from screener.definition.model import Disposition
from screener.definition.names import RuleId
from screener.engine.findings import Assessment
from screener.store.binding import expect
from screener.store.database import Store
from screener.store.decisions import Signed, of_submission
from screener.store.desk_tables import Decision
from screener.store.follow_ups import Sort
from screener.store.intakes import key_home, key_of
from screener.store.keeping import keep, keep_raw, restore, restore_raw
from screener.store.names import IntakeId, RevisionId, SubmissionId
from screener.store.patients import Patient, keep_patient, restore_patient
from screener.store.sealing import DataKey, Home
from screener.store.tables import Intake, Revision, Submission


@dataclass(frozen=True, slots=True)
class Languages:
    """In which language each step was read, by its id, and in which the whole was signed."""

    read: Mapping[str, str]
    signed: str


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """What was not asked again."""

    reference: str
    """The submission that it comes from."""
    sort: Sort
    since: Mapping[str, date]
    """The day at the clinic on which each answer was given, by question id."""


@dataclass(frozen=True, slots=True)
class SubmissionContent:
    """What a submission freezes."""

    patient: Patient
    raw_answers: Mapping[str, object]
    assessment: Assessment
    signature: str
    languages: Languages | None = None
    """None where they are not known."""
    carried: CarriedOver | None = None
    """None where everything was asked."""
    confirmed: Mapping[RuleId, datetime] = field(default_factory=dict)
    """When the patient said that the answers that a check asked about are right, by check."""


@dataclass(frozen=True, slots=True)
class SubmissionRecord:
    """A submission as kept: what is in the open, and its sealed content opened."""

    id: SubmissionId
    reference: str
    revision_id: RevisionId
    sent_at: datetime
    audit_head: str
    content: SubmissionContent
    intake_id: IntakeId
    decisions: tuple[Signed, ...] = ()
    """The decision and its addenda, in order."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules made of a submission: nothing else of it is opened."""

    id: SubmissionId
    revision_id: RevisionId
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class SubmissionSummary:
    """A submission as one line: of the sealed content only the patient is opened."""

    id: SubmissionId
    reference: str
    slug: str
    revision_number: int
    patient: Patient
    disposition: Disposition
    sent_at: datetime
    is_decided: bool


def home(column: str, submission_id: str) -> Home:
    """Where a submission's sealed values live."""
    return Home("submission", column, submission_id)


def prepare(
    store: Store,
    intake: Intake,
    *,
    submission_id: SubmissionId,
    reference: str,
    content: SubmissionContent,
    sent_at: datetime,
) -> Submission:
    """Freezes answers and assessment; the next event binds them, and `add` keeps them with its head."""
    row = Submission(
        id=submission_id,
        reference=reference,
        intake_id=intake.id,
        revision_id=intake.revision_id,
        sent_at=sent_at,
        audit_head="",
        **frozen(content, submission_id, key_of(store, intake)),
    )
    expect(store, row)
    return row


def add(store: Store, prepared: Submission, *, audit_head: str) -> None:
    """Keeps a submission with the audit chain's head, which the event that binds it made."""
    prepared.audit_head = audit_head
    store.session.add(prepared)
    store.session.flush()


def frozen(content: SubmissionContent, submission_id: SubmissionId, key: DataKey) -> dict[str, object]:
    """The columns that hold the content: sealed, but for what is proposed."""
    answers = keep_raw(content.raw_answers)
    disposition = content.assessment.disposition

    def seal(column: str, plain: bytes) -> bytes:
        return key.seal(plain, home(column, submission_id))

    return {
        "disposition": disposition,
        "gravity": 1 + tuple(Disposition).index(disposition),
        "patient": seal("patient", keep_patient(content.patient)),
        "answers": seal("answers", answers),
        "assessment": seal("assessment", keep(content.assessment).encode()),
        "signature": seal("signature", content.signature.encode()),
        "languages": content.languages and seal("languages", keep_languages(content.languages)),
        "carried": content.carried and seal("carried", keep_carried(content.carried)),
        "confirmed": seal("confirmed", keep_confirmed(content.confirmed)) if content.confirmed else None,
        "answers_mac": key.fingerprint(answers),
    }


def find_by_reference(store: Store, reference: str) -> SubmissionRecord | None:
    """The submission that people call by this reference; raises `BrokenSealError`."""
    return find_where(store, Submission.reference == reference)


@dataclass(frozen=True, slots=True)
class Standing:
    """Which submission, in which state, without opening anything."""

    id: SubmissionId
    audit_head: str
    """The audit chain's head when it was sent or, since then, last decided."""


def find_standing(store: Store, reference: str) -> Standing | None:
    """How the submission stands."""
    row = store.session.execute(
        select(Submission.id, Submission.audit_head).where(Submission.reference == reference)
    ).one_or_none()
    if row is None:
        return None
    decided = store.session.scalar(
        select(Decision.audit_head).where(Decision.submission_id == row.id).order_by(Decision.number.desc()).limit(1)
    )
    return Standing(SubmissionId(row.id), decided or row.audit_head)


def heads(store: Store, submission_id: SubmissionId) -> tuple[str, ...]:
    """The audit heads of all states that the submission has had: of its sending, and of each signature since."""
    sent = store.session.scalars(select(Submission.audit_head).where(Submission.id == submission_id)).one()
    decided = select(Decision.audit_head).where(Decision.submission_id == submission_id).order_by(Decision.number)
    return (sent, *store.session.scalars(decided))


def find_by_id(store: Store, submission_id: SubmissionId) -> SubmissionRecord | None:
    """The submission with this id; raises `BrokenSealError`."""
    return find_where(store, Submission.id == submission_id)


def find_of_intake(store: Store, intake_id: IntakeId) -> SubmissionRecord | None:
    """The intake's submission; raises `BrokenSealError`."""
    return find_where(store, Submission.intake_id == intake_id)


def find_where(store: Store, matches: ColumnElement[bool]) -> SubmissionRecord | None:
    """The one submission that matches, opened."""
    found = store.session.execute(
        select(Submission, Intake).join(Intake, Intake.id == Submission.intake_id).where(matches)
    ).one_or_none()
    if found is None:
        return None
    row, intake = found
    key = key_of(store, intake)
    return SubmissionRecord(
        id=SubmissionId(row.id),
        reference=row.reference,
        revision_id=RevisionId(row.revision_id),
        sent_at=row.sent_at,
        audit_head=row.audit_head,
        content=content_of(row, key),
        intake_id=IntakeId(intake.id),
        decisions=of_submission(store, SubmissionId(row.id), key),
    )


def content_of(row: Submission, key: DataKey) -> SubmissionContent:
    """The sealed content, opened."""

    def unseal(column: str, sealed: bytes) -> bytes:
        return key.unseal(sealed, home(column, row.id))

    return SubmissionContent(
        patient=restore_patient(unseal("patient", row.patient)),
        raw_answers=restore_raw(unseal("answers", row.answers)),
        assessment=restore(unseal("assessment", row.assessment).decode()),
        signature=unseal("signature", row.signature).decode(),
        languages=restore_languages(unseal("languages", row.languages)) if row.languages else None,
        carried=restore_carried(unseal("carried", row.carried)) if row.carried else None,
        confirmed=restore_confirmed(unseal("confirmed", row.confirmed)) if row.confirmed else {},
    )


def keep_languages(languages: Languages) -> bytes:
    """As JSON; `restore_languages(keep_languages(x)) == x`."""
    return json.dumps({"read": dict(languages.read), "signed": languages.signed}, sort_keys=True).encode()


def restore_languages(kept: bytes) -> Languages:
    """From JSON."""
    return Languages(**json.loads(kept))


def newest_judged(store: Store, slug: str, limit: int) -> Iterator[tuple[SubmissionId, dict[str, object], Assessment]]:
    """Raw answers and assessments of a questionnaire's newest submissions; raises `BrokenSealError`."""
    rows = store.session.execute(
        select(Submission.id, Submission.answers, Submission.assessment, Intake.id, Intake.wrapped_key)
        .join(Intake, Intake.id == Submission.intake_id)
        .join(Revision, Revision.id == Submission.revision_id)
        .where(Revision.slug == slug)
        .order_by(Submission.sent_at.desc(), Submission.id.desc())
        .limit(limit)
    )
    for own_id, answers, assessment, intake_id, wrapped in rows:
        key = store.keys.unwrap(wrapped, key_home(intake_id))
        raw = restore_raw(key.unseal(answers, home("answers", own_id)))
        yield SubmissionId(own_id), raw, restore(key.unseal(assessment, home("assessment", own_id)).decode())


def keep_carried(carried: CarriedOver) -> bytes:
    """As JSON; `restore_carried(keep_carried(x)) == x`."""
    since = {question: day.isoformat() for question, day in carried.since.items()}
    return json.dumps({"reference": carried.reference, "sort": carried.sort, "since": since}).encode()


def restore_carried(kept: bytes) -> CarriedOver:
    """From JSON."""
    plain = json.loads(kept)
    since = {question: date.fromisoformat(day) for question, day in plain["since"].items()}
    return CarriedOver(plain["reference"], plain["sort"], since)


def keep_confirmed(confirmed: Mapping[RuleId, datetime]) -> bytes:
    """As JSON; `restore_confirmed(keep_confirmed(x)) == x`."""
    return json.dumps({check: at.isoformat() for check, at in confirmed.items()}, sort_keys=True).encode()


def restore_confirmed(kept: bytes) -> dict[RuleId, datetime]:
    """From JSON."""
    return {RuleId(check): datetime.fromisoformat(at) for check, at in json.loads(kept).items()}


def newest(store: Store, limit: int) -> Iterator[SubmissionSummary]:
    """The newest submissions first; raises `BrokenSealError`."""
    rows = store.session.execute(
        select(Submission, Intake, Revision, exists().where(Decision.submission_id == Submission.id))
        .join(Intake, Intake.id == Submission.intake_id)
        .join(Revision, Revision.id == Submission.revision_id)
        .order_by(Submission.sent_at.desc(), Submission.id.desc())
        .limit(limit)
        .options(defer(Submission.answers), defer(Submission.assessment))
    )
    for row, intake, revision, is_decided in rows:
        patient = key_of(store, intake).unseal(row.patient, home("patient", row.id))
        yield SubmissionSummary(
            id=SubmissionId(row.id),
            reference=row.reference,
            slug=revision.slug,
            revision_number=revision.number,
            patient=restore_patient(patient),
            disposition=Disposition(row.disposition),
            sent_at=row.sent_at,
            is_decided=is_decided,
        )


def judged(store: Store, ids: Collection[SubmissionId]) -> Iterator[Judged]:
    """The assessments of these submissions, in no order; raises `BrokenSealError`."""
    rows = store.session.execute(
        select(Submission.id, Submission.revision_id, Submission.assessment, Intake.id, Intake.wrapped_key)
        .join(Intake, Intake.id == Submission.intake_id)
        .where(Submission.id.in_(ids))
    )
    for submission_id, revision_id, sealed, intake_id, wrapped in rows:
        key = store.keys.unwrap(wrapped, key_home(intake_id))
        kept = key.unseal(sealed, home("assessment", submission_id)).decode()
        yield Judged(SubmissionId(submission_id), RevisionId(revision_id), restore(kept))
