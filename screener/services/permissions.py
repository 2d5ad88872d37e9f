"""Who may do what: one table. A member may have several roles, and then may do what any of them may."""

import enum
from collections.abc import Iterable, Mapping

from screener.errors import Refusal


class Permission(enum.Enum):
    """One thing that a member may be allowed to do; its value is how that is said on a page."""

    READ_SUBMISSIONS = "read what patients sent"
    CLAIM = "take submissions from the queue"
    DECIDE = "decide on submissions"
    INVITE = "invite patients"
    MANAGE_PATIENTS = "keep patients' records"
    ACKNOWLEDGE_URGENT = "answer urgent alerts"
    EDIT_QUESTIONNAIRES = "write questionnaires"
    APPROVE = "approve a questionnaire's changes"
    PUBLISH = "publish questionnaires"
    READ_ANALYTICS = "read figures"
    MANAGE_CLINIC = "change the clinic's settings"
    MANAGE_ACCOUNTS = "manage accounts"
    READ_AUDIT = "read the audit"
    MANAGE_WORK = "look after what is done in the background"


class Role(enum.StrEnum):
    """What a member is here; the value is stored for ever."""

    CLINICIAN = "clinician"
    MANAGER = "manager"
    AUTHOR = "author"
    DIRECTOR = "director"
    ADMIN = "admin"

    @property
    def words(self) -> str:
        """As a page says it."""
        return ROLE_WORDS[self]


ROLE_WORDS: Mapping[Role, str] = {
    Role.CLINICIAN: "Clinician",
    Role.MANAGER: "Front desk manager",
    Role.AUTHOR: "Questionnaire author",
    Role.DIRECTOR: "Medical director",
    Role.ADMIN: "Administrator",
}

_CLINICIAN = frozenset(
    {
        Permission.READ_SUBMISSIONS,
        Permission.CLAIM,
        Permission.DECIDE,
        Permission.INVITE,
        Permission.MANAGE_PATIENTS,
        Permission.ACKNOWLEDGE_URGENT,
        Permission.READ_ANALYTICS,
    }
)

PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.CLINICIAN: _CLINICIAN,
    Role.MANAGER: frozenset(
        {Permission.INVITE, Permission.MANAGE_PATIENTS, Permission.READ_ANALYTICS, Permission.MANAGE_CLINIC}
    ),
    Role.AUTHOR: frozenset({Permission.EDIT_QUESTIONNAIRES}),
    Role.DIRECTOR: _CLINICIAN
    | {
        Permission.EDIT_QUESTIONNAIRES,
        Permission.APPROVE,
        Permission.PUBLISH,
        Permission.MANAGE_CLINIC,
        Permission.READ_AUDIT,
        Permission.MANAGE_WORK,
    },
    # Runs the house; reads nothing about patients.
    Role.ADMIN: frozenset(
        {Permission.MANAGE_ACCOUNTS, Permission.MANAGE_CLINIC, Permission.READ_AUDIT, Permission.MANAGE_WORK}
    ),
}


class NotPermittedError(Refusal):
    """The member's roles do not allow it."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(f"Your roles do not allow you to {permission.value}.")
        self.permission = permission


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """All that these roles allow together."""
    return frozenset().union(*(PERMISSIONS[role] for role in roles))
