"""What happens to accounts and at the staff's door; see `auditing` for how events are spelt."""

from dataclasses import dataclass
from typing import Literal

from screener.services.auditing import Actor, Event
from screener.store.names import MemberId

Because = Literal["wrong", "locked", "disabled", "code", "replayed"]
UNKNOWN_MEMBER = Actor("staff", "unknown")


@dataclass(frozen=True)
class AccountAdded(Event):
    """Somebody got an account, with these roles."""

    kind = "account.added"
    member: MemberId
    roles: str


@dataclass(frozen=True)
class RolesChanged(Event):
    """A member's roles are now these."""

    kind = "account.roles_changed"
    member: MemberId
    roles: str


@dataclass(frozen=True)
class AccountDisabled(Event):
    """A member was shut out; every session ended."""

    kind = "account.disabled"
    member: MemberId


@dataclass(frozen=True)
class AccountEnabled(Event):
    """A member was let in again."""

    kind = "account.enabled"
    member: MemberId


@dataclass(frozen=True)
class AccountUnlocked(Event):
    """The wrong tries at an account were forgiven."""

    kind = "account.unlocked"
    member: MemberId


@dataclass(frozen=True)
class SetUpLinkIssued(Event):
    """A link was made by which the member chooses a password."""

    kind = "account.link_issued"
    member: MemberId


@dataclass(frozen=True)
class PasswordSet(Event):
    """A member has another password; other sessions ended."""

    kind = "account.password_set"
    member: MemberId


@dataclass(frozen=True)
class FactorSet(Event):
    """A member set up an authenticator."""

    kind = "account.factor_set"
    member: MemberId


@dataclass(frozen=True)
class FactorReset(Event):
    """A member's authenticator and recovery codes were taken away."""

    kind = "account.factor_reset"
    member: MemberId


@dataclass(frozen=True)
class RecoveryCodesMade(Event):
    """A member got fresh recovery codes; earlier ones are void."""

    kind = "account.recovery_codes_made"
    member: MemberId


@dataclass(frozen=True)
class RecoveryCodeUsed(Event):
    """A member came in with a recovery code."""

    kind = "account.recovery_code_used"
    member: MemberId
    left: int


@dataclass(frozen=True)
class SignedIn(Event):
    """A member came in."""

    kind = "account.signed_in"
    member: MemberId


@dataclass(frozen=True)
class SignedInAgain(Event):
    """A member who was in proved again who they are."""

    kind = "account.signed_in_again"
    member: MemberId


@dataclass(frozen=True)
class SignInRefused(Event):
    """Somebody was turned away at an account, or (None) at none of ours."""

    kind = "account.sign_in_refused"
    member: MemberId | None
    because: Because


@dataclass(frozen=True)
class GuessingTold(Event):
    """A member was told by e-mail that somebody guesses at their account."""

    kind = "account.guessing_told"
    member: MemberId


@dataclass(frozen=True)
class SignedOut(Event):
    """A member left, on purpose."""

    kind = "account.signed_out"
    member: MemberId


@dataclass(frozen=True)
class SessionsEnded(Event):
    """A member's other sessions were ended."""

    kind = "account.sessions_ended"
    member: MemberId
    count: int
