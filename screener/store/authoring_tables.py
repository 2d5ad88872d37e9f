"""The tables of questionnaires being written: drafts with every save of them, and who approved what they saw.

Only why a submission is judged otherwise is about a patient, and sealed.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from screener.store.tables import Base


class QuestionnaireDraft(Base):
    """A questionnaire that somebody is writing; its row is the lock that its saves take."""

    __tablename__ = "questionnaire_draft"
    __table_args__ = (Index(None, "state", "slug"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    slug: Mapped[str]
    base_id: Mapped[str | None] = mapped_column(ForeignKey("revision.id"))
    """The revision that it started from."""
    state: Mapped[str]
    """open, published or dropped."""
    version: Mapped[int]
    """The number of the newest save."""
    started_at: Mapped[datetime]
    started_by: Mapped[str]


class DraftSave(Base):
    """One save of a draft. Never changed."""

    __tablename__ = "draft_save"

    draft_id: Mapped[str] = mapped_column(ForeignKey("questionnaire_draft.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    says_again: Mapped[int]
    """The save whose files it has: its own number, or an earlier one that was gone back to."""
    saved_at: Mapped[datetime]
    saved_by: Mapped[str]
    what: Mapped[str]
    """What was done, in words."""


class DraftFile(Base):
    """A file as a save changed it; None where the save removed it."""

    __tablename__ = "draft_file"

    draft_id: Mapped[str] = mapped_column(ForeignKey("questionnaire_draft.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes | None]


class KeptForm(Base):
    """A form of the workshop as a member typed it, while it could not be saved. One for each form of each member."""

    __tablename__ = "kept_form"

    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    place: Mapped[str] = mapped_column(primary_key=True)
    """Which form it is: the path of its page, and what it is called there."""
    fields: Mapped[bytes]
    """Each field's texts, as JSON."""
    kept_at: Mapped[datetime] = mapped_column(index=True)


class DraftApproval(Base):
    """Somebody approved a draft: exactly these files, and exactly the comparison that they saw. Never changed."""

    __tablename__ = "draft_approval"

    id: Mapped[str] = mapped_column(primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("questionnaire_draft.id"), index=True)
    sha256: Mapped[str]
    """Of the files."""
    base_sha256: Mapped[str | None]
    """Of the revision that they were compared with; None for a first one."""
    comparison_sha256: Mapped[str]
    """Of the comparison, as it was shown."""
    comparison: Mapped[bytes]
    """The comparison itself, as JSON."""
    approved_at: Mapped[datetime]
    approved_by: Mapped[str]


class Publication(Base):
    """How a revision came to be published: from which draft, why, and on whose approval. Never changed."""

    __tablename__ = "publication"

    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    draft_id: Mapped[str | None] = mapped_column(ForeignKey("questionnaire_draft.id"))
    reason: Mapped[str]
    approved_by: Mapped[str | None]
    comparison_sha256: Mapped[str | None]
    again_of: Mapped[str | None] = mapped_column(ForeignKey("revision.id"))
    """The revision that was published again, where this one takes a change back."""


class ScheduledPublication(Base):
    """A draft that is to be published at a set time: as it was saved then, on top of what was published then."""

    __tablename__ = "scheduled_publication"
    __table_args__ = (Index(None, "state", "due_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("questionnaire_draft.id"), index=True)
    version: Mapped[int]
    """The save that is to be published, and no other."""
    base_id: Mapped[str | None] = mapped_column(ForeignKey("revision.id"))
    """The revision that it was compared with; None for a first one."""
    reason: Mapped[str]
    due_at: Mapped[datetime]
    set_at: Mapped[datetime]
    set_by: Mapped[str] = mapped_column(ForeignKey("member.id"))
    state: Mapped[str]
    """waiting; or published, refused, canceled, or overtaken by somebody who published the draft before."""
    ended_at: Mapped[datetime | None]
    canceled_by: Mapped[str | None] = mapped_column(ForeignKey("member.id"))
    revision_id: Mapped[str | None] = mapped_column(ForeignKey("revision.id"))
    """What it became."""
    refusal: Mapped[str]
    """Why it was not published: a line each."""
    told_at: Mapped[datetime | None]
    """When a mail server took the notice that it was not."""
    last_day: Mapped[date | None]
    """Of the revisions before it, once it is published."""


class LastDay(Base):
    """By when, on the clinic's calendar, a form begun on any revision before this one must be sent."""

    __tablename__ = "last_day"

    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    day: Mapped[date]
    set_at: Mapped[datetime]
    set_by: Mapped[str]


class IntakeMove(Base):
    """An intake went on with another revision: what did not fit, and what its patient is to go through. Ids only."""

    __tablename__ = "intake_move"

    intake_id: Mapped[str] = mapped_column(ForeignKey("intake.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    """The intake's, from then on: a page of an earlier one was made from the earlier questions."""
    from_revision: Mapped[str] = mapped_column(ForeignKey("revision.id"))
    to_revision: Mapped[str] = mapped_column(ForeignKey("revision.id"))
    moved_at: Mapped[datetime]
    lost: Mapped[str]
    """Questions of the earlier revision whose answers do not fit, or not all of them; a JSON list, as those below."""
    again: Mapped[str]
    """Pages whose answers fit and whose words have changed: they are looked through once more."""
    pages: Mapped[str]
    """All pages to go through for it."""
    gone: Mapped[str]
    """Pages of the earlier revision that are no more, and on which something was typed and not saved."""
    seen_at: Mapped[datetime | None]
    """When the patient had read of it."""


class Reassessment(Base):
    """Past submissions judged anew: by a draft, to see what publishing it would change, or by a mended revision."""

    __tablename__ = "reassessment"

    id: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    """impact or recall."""
    slug: Mapped[str]
    draft_id: Mapped[str | None] = mapped_column(ForeignKey("questionnaire_draft.id"), index=True)
    sha256: Mapped[str]
    """Of the files that judge."""
    base_id: Mapped[str | None] = mapped_column(ForeignKey("revision.id"))
    """The revision that their judgment is held against; None for each submission's own."""
    rule: Mapped[str | None]
    """The rule that was faulty, for a recall."""
    reason: Mapped[str]
    state: Mapped[str]
    """running, done or stopped."""
    total: Mapped[int]
    done: Mapped[int]
    changed: Mapped[int]
    last_id: Mapped[str]
    """The submission judged last: the next piece goes on behind it, in the order of their identifiers."""
    started_at: Mapped[datetime]
    started_by: Mapped[str]
    finished_at: Mapped[datetime | None]


class ReassessedSubmission(Base):
    """A submission that was judged otherwise. The submission itself stays as it was."""

    __tablename__ = "reassessed_submission"
    __table_args__ = (Index(None, "reassessment_id", "change"),)

    reassessment_id: Mapped[str] = mapped_column(ForeignKey("reassessment.id"), primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id"), primary_key=True, index=True)
    old: Mapped[str]
    new: Mapped[str]
    change: Mapped[int]
    """By how many degrees graver; negative where milder."""
    why: Mapped[bytes]
    """Sealed: the rules that judge otherwise tell what is wrong."""
    noticed_at: Mapped[datetime | None]
    """When its clinician was told."""
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[str | None]
