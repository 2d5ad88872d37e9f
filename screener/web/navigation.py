"""What stands beside every staff page: one table. A member sees what their roles allow."""

from dataclasses import dataclass

from flask import g, request

from screener.services.accounts import StaffMember
from screener.services.permissions import Permission


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation."""

    words: str
    endpoint: str
    permission: Permission
    text: str
    """What one does there, for the first page."""

    @property
    def is_here(self) -> bool:
        """Whether the page at hand belongs to it: it is of the same blueprint."""
        return (request.endpoint or "").split(".")[0] == self.endpoint.split(".")[0]


NAVIGATION: tuple[Entry, ...] = (
    Entry("Queue", "triage.show", Permission.READ_SUBMISSIONS, "What patients sent, gravest first."),
    Entry("Patients", "patients.listing", Permission.MANAGE_PATIENTS, "Records, appointments, merging and splitting."),
    Entry("Invitations", "inviting.show", Permission.INVITE, "Invite patients, print letters, hand over the tablet."),
    Entry(
        "Questionnaires",
        "authoring.listing",
        Permission.EDIT_QUESTIONNAIRES,
        "Write, try out, compare and publish what patients are asked.",
    ),
    Entry(
        "Figures", "analytics.show", Permission.READ_ANALYTICS, "Who finishes, where people stop, what stays unknown."
    ),
    Entry("Duty", "duty.show", Permission.MANAGE_CLINIC, "Who is told first when something cannot wait."),
    Entry(
        "Clinic", "clinic_page.show", Permission.MANAGE_CLINIC, "The clinic's name, telephone and words to patients."
    ),
    Entry(
        "Background", "background.show", Permission.MANAGE_WORK, "What waits to be done, what failed, and trying again."
    ),
    Entry("Accounts", "accounts.listing", Permission.MANAGE_ACCOUNTS, "Add people, give them roles, close the door."),
    Entry(
        "Audit", "audit.show", Permission.READ_AUDIT, "Who opened whose form, and everything else that was recorded."
    ),
)
"""In the order of a day's work."""


def entries() -> tuple[Entry, ...]:
    """What the signed-in member may open."""
    member: StaffMember | None = g.get("staff")
    return tuple(entry for entry in NAVIGATION if member is not None and member.may(entry.permission))
