"""The tables, named by the nouns of the house.

What is about a person is sealed (`sealing`): every `bytes` column below that is
not a hash. Unsealed, for sorting and finding, are states, times, versions, the
names of steps, and the proposed level; `docs/operating.md` says so.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, LargeBinary, MetaData, Text, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, aware in Python; SQLite keeps it without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        del dialect
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Base(DeclarativeBase):
    """What all tables share: names for constraints, so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    # Text without a length on purpose: SQLite ignores one, PostgreSQL enforces it.
    type_annotation_map = {datetime: Moment(), str: Text(), bytes: LargeBinary()}


class Revision(Base):
    """A questionnaire as published. Never changed, except for its state."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("slug", "number"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    slug: Mapped[str]
    number: Mapped[int]
    sha256: Mapped[str]
    state: Mapped[str]
    published_at: Mapped[datetime]
    published_by: Mapped[str]


class RevisionFile(Base):
    """One file of a revision, byte for byte. Append-only."""

    __tablename__ = "revision_file"

    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]


class Invitation(Base):
    """A private link for one patient: only hashes of its token and code are kept."""

    __tablename__ = "invitation"
    __table_args__ = (Index(None, "state", "expires_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    code_mac: Mapped[bytes] = mapped_column(unique=True)
    patient_name: Mapped[bytes]
    date_of_birth: Mapped[bytes]
    contact: Mapped[bytes]
    patient_id: Mapped[str | None] = mapped_column(ForeignKey("patient.id"), index=True)
    """Whose record it belongs to; None only until records were made for what an earlier program kept."""
    state: Mapped[str]
    issued_at: Mapped[datetime]
    issued_by: Mapped[str]
    expires_at: Mapped[datetime]


class LaterLink(Base):
    """A link made beside the patient's own, when there was something to protect already; its secrets only as hashes."""

    __tablename__ = "later_link"

    id: Mapped[str] = mapped_column(primary_key=True)
    invitation_id: Mapped[str] = mapped_column(ForeignKey("invitation.id"), index=True)
    sort: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    code_mac: Mapped[bytes | None] = mapped_column(unique=True)
    is_vouched: Mapped[bool]
    """Whether somebody who may read answers handed it over in person."""
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    used_for: Mapped[str]
    """What it opened last: the form, or a new one; empty: nothing yet."""
    asked_at: Mapped[datetime | None]
    """When a code for it was last sent by e-mail."""
    asked: Mapped[int]
    """How many codes were sent: each belongs to its number."""


class Guess(Base):
    """Wrong tries at one link, or from one address; which of them is kept as a keyed hash.

    Links that do not exist are counted just the same, so that they cannot be told apart.
    """

    __tablename__ = "guess"

    subject_mac: Mapped[bytes] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int]
    """Since then."""
    tries_in_all: Mapped[int]
    """In a row, without a right one."""


class Intake(Base):
    """An unfinished pass through one revision; its row is the lock that its saves take."""

    __tablename__ = "intake"
    __table_args__ = (Index(None, "state", "expires_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    invitation_id: Mapped[str] = mapped_column(ForeignKey("invitation.id"), unique=True)
    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"))
    state: Mapped[str]
    version: Mapped[int]
    wrapped_key: Mapped[bytes]
    started_at: Mapped[datetime]
    last_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class IntakeStep(Base):
    """The answers of one step as they stand; `version` is the intake's when they were saved."""

    __tablename__ = "intake_step"

    intake_id: Mapped[str] = mapped_column(ForeignKey("intake.id"), primary_key=True)
    step_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    saved_at: Mapped[datetime]
    answers: Mapped[bytes]
    language: Mapped[bytes | None]
    """In which the page was read."""
    page: Mapped[str | None]
    """The random mark of the page that saved it, so that a late draft of the same page is known for what it is."""


class StepSave(Base):
    """Each saving of a step, so that a change shortly before sending shows. Append-only."""

    __tablename__ = "step_save"

    intake_id: Mapped[str] = mapped_column(ForeignKey("intake.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[str]
    saved_at: Mapped[datetime]
    answers: Mapped[bytes]


class PageDraft(Base):
    """What was typed on a page that could not be saved."""

    __tablename__ = "page_draft"

    intake_id: Mapped[str] = mapped_column(ForeignKey("intake.id"), primary_key=True)
    step_id: Mapped[str] = mapped_column(primary_key=True)
    page: Mapped[str] = mapped_column(primary_key=True)
    """The random mark of the page that it was typed on: two tabs of one step are two drafts. Empty: not known."""
    saved_at: Mapped[datetime]
    typed: Mapped[bytes]
    is_late: Mapped[bool]
    """Whether it came after its session had ended."""


class Reply(Base):
    """A page that answered a form, for a while: so that it has an address. Sealed with a key that is not here."""

    __tablename__ = "reply"

    id_hash: Mapped[bytes] = mapped_column(primary_key=True)
    browser_hash: Mapped[bytes] = mapped_column(index=True)
    made_at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int]
    door: Mapped[str]
    body: Mapped[bytes]


class PatientSession(Base):
    """A patient's session; only the hash of its id is kept."""

    __tablename__ = "patient_session"

    id_hash: Mapped[bytes] = mapped_column(primary_key=True)
    intake_id: Mapped[str] = mapped_column(ForeignKey("intake.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]


class CheckNote(Base):
    """What a patient said to one check: which one, and of which answers, is sealed."""

    __tablename__ = "check_note"

    intake_id: Mapped[str] = mapped_column(ForeignKey("intake.id"), primary_key=True)
    check_mac: Mapped[bytes] = mapped_column(primary_key=True)
    noted_at: Mapped[datetime]
    said: Mapped[bytes]


class UrgentNotice(Base):
    """An urgent finding, recorded once an intake and rule, also when the form is never finished."""

    __tablename__ = "urgent_notice"
    __table_args__ = (UniqueConstraint("intake_id", "rule_mac"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    intake_id: Mapped[str] = mapped_column(ForeignKey("intake.id"))
    rule_mac: Mapped[bytes]
    rule: Mapped[bytes]
    """Sealed: the name of an urgent rule tells what is wrong."""
    level: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    recorded_at: Mapped[datetime]


class Submission(Base):
    """An intake sent: answers and assessment, frozen. Append-only."""

    __tablename__ = "submission"
    __table_args__ = (
        Index(None, "gravity", "sent_at", "id"),
        Index(None, "sent_at", "id"),
        Index(None, "revision_id", "sent_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    intake_id: Mapped[str] = mapped_column(ForeignKey("intake.id"), unique=True)
    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"))
    disposition: Mapped[str]
    gravity: Mapped[int]
    """The disposition's rank, for sorting: 1 clear to 5 urgent."""
    sent_at: Mapped[datetime]
    patient: Mapped[bytes]
    answers: Mapped[bytes]
    assessment: Mapped[bytes]
    signature: Mapped[bytes]
    languages: Mapped[bytes | None]
    """In which each step was read, and in which it was signed."""
    carried: Mapped[bytes | None]
    """What was not asked again: from which submission, and when each answer was given."""
    confirmed: Mapped[bytes | None]
    """What the patient was asked about once more, and said that it is right."""
    answers_mac: Mapped[bytes]
    """A keyed hash of the answers: equal answers of one intake have equal ones."""
    audit_head: Mapped[str]


class KeptPdf(Base):
    """A rendered summary, sealed, for one state of a submission and one version of the program."""

    __tablename__ = "kept_pdf"

    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    audience: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    program: Mapped[str] = mapped_column(primary_key=True)
    rendered_at: Mapped[datetime]
    pdf: Mapped[bytes]


class AuditEvent(Base):
    """One link of the audit chain. Triggers refuse every UPDATE and DELETE."""

    __tablename__ = "audit_event"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[str]
    actor: Mapped[str]
    subjects: Mapped[str]
    """Identifiers as canonical JSON."""
    key_id: Mapped[bytes]
    previous: Mapped[bytes]
    mac: Mapped[bytes]
    bound: Mapped[str | None]
    """The rows that it vouches for, as canonical JSON (see `binding`); None for none, and before that was known."""


class BoundTable(Base):
    """How far an upgrade has come in binding the rows of a table that were there before it."""

    __tablename__ = "bound_table"

    name: Mapped[str] = mapped_column(primary_key=True)
    last_id: Mapped[str]
    """The primary key of the last row that was bound, as a JSON list; empty at the beginning."""
    is_done: Mapped[bool]
