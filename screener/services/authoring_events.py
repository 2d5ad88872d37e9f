"""What happens to drafts; see `auditing` for how events are spelt."""

from dataclasses import dataclass

from screener.services.auditing import Event
from screener.store.names import DraftId, RevisionId, ScheduledId, SubmissionId


@dataclass(frozen=True)
class DraftStarted(Event):
    """Somebody began to write a questionnaire."""

    kind = "draft.started"
    draft: DraftId
    slug: str
    base: RevisionId | None


@dataclass(frozen=True)
class DraftDropped(Event):
    """A draft was given up."""

    kind = "draft.dropped"
    draft: DraftId


@dataclass(frozen=True)
class DraftApproved(Event):
    """A second person approved these files, having seen this comparison."""

    kind = "draft.approved"
    draft: DraftId
    sha256: str
    comparison_sha256: str


@dataclass(frozen=True)
class DraftPublished(Event):
    """A draft became a revision."""

    kind = "draft.published"
    draft: DraftId
    revision: RevisionId
    comparison_sha256: str


@dataclass(frozen=True)
class PublicationScheduled(Event):
    """A draft is to be published at a set time (`due_at`, ISO 8601 in UTC)."""

    kind = "publication.scheduled"
    scheduled: ScheduledId
    draft: DraftId
    sha256: str
    comparison_sha256: str
    due_at: str


@dataclass(frozen=True)
class PublicationCanceled(Event):
    """A draft is not to be published at the set time any more."""

    kind = "publication.canceled"
    scheduled: ScheduledId


@dataclass(frozen=True)
class PublicationCarriedOut(Event):
    """The set time came, and the draft was published."""

    kind = "publication.carried_out"
    scheduled: ScheduledId
    revision: RevisionId


@dataclass(frozen=True)
class PublicationRefused(Event):
    """The set time came, and something stood in the way."""

    kind = "publication.refused"
    scheduled: ScheduledId


@dataclass(frozen=True)
class LastDaySet(Event):
    """Forms begun on revisions before this one must be sent by that day (ISO 8601)."""

    kind = "last_day.set"
    revision: RevisionId
    day: str


@dataclass(frozen=True)
class LastDayRemoved(Event):
    """Forms begun on revisions before this one have no last day any more."""

    kind = "last_day.removed"
    revision: RevisionId


@dataclass(frozen=True)
class RevisionPublishedAgain(Event):
    """An earlier revision was published as a new one."""

    kind = "revision.published_again"
    revision: RevisionId
    again_of: RevisionId


@dataclass(frozen=True)
class RecallStarted(Event):
    """Submissions are judged anew because a rule that judged them was faulty."""

    kind = "recall.started"
    recall: str
    slug: str
    rule: str
    revision: RevisionId


@dataclass(frozen=True)
class RecallSeen(Event):
    """Somebody looked at a submission that a faulty rule had judged."""

    kind = "recall.seen"
    recall: str
    submission: SubmissionId


@dataclass(frozen=True)
class ExamplePatientMade(Event):
    """A submission, with its identity taken out, became an example patient of a draft."""

    kind = "draft.example_made"
    submission: SubmissionId
    draft: DraftId
