"""Identifiers of what is kept: random, 32 hex digits, without meaning."""

import secrets
from typing import NewType

RevisionId = NewType("RevisionId", str)
InvitationId = NewType("InvitationId", str)
IntakeId = NewType("IntakeId", str)
SubmissionId = NewType("SubmissionId", str)
NoticeId = NewType("NoticeId", str)
MemberId = NewType("MemberId", str)
PatientId = NewType("PatientId", str)
DecisionId = NewType("DecisionId", str)
DraftId = NewType("DraftId", str)
"""A questionnaire being written."""
ScheduledId = NewType("ScheduledId", str)
"""A draft to be published at a set time."""
JobId = NewType("JobId", str)
PhotoId = NewType("PhotoId", str)
AlertId = NewType("AlertId", str)
DutyId = NewType("DutyId", str)
LaterLinkId = NewType("LaterLinkId", str)


def new_id() -> str:
    """A fresh identifier: 128 random bits, 32 hex digits."""
    return secrets.token_hex(16)
