"""The second factor: codes of an authenticator (TOTP, RFC 6238), each accepted once, and recovery codes.

A new authenticator is proposed, and counts from the first right code on; until
then the one before it stays in force. Recovery codes are shown when they are
made and never again.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import datetime

import pyotp

from screener.errors import Refusal
from screener.services import clinic_settings
from screener.services.account_events import FactorSet, RecoveryCodesMade, RecoveryCodeUsed
from screener.services.accounts import StaffMember, member_of, row_of, row_to_change
from screener.services.auditing import record
from screener.services.unit_of_work import UnitOfWork
from screener.store import members, recovery_codes
from screener.store.account_tables import Member
from screener.store.codes import find_code, new_code, shown_code

STEP_SECONDS = 30
DRIFT = (0, -1, 1)
"""Time steps that a clock may be off: the code before, and the one after."""
RECOVERY_CODES = 10


class CodeWrongError(Refusal):
    """The code is none of the member's. The try is counted, so what was written stays."""

    keeps_work = True

    def __init__(self) -> None:
        super().__init__("That code is wrong. Type the one that the authenticator shows now.")


class CodeUsedError(CodeWrongError):
    """The code was right, and was used before."""

    def __init__(self) -> None:
        Refusal.__init__(self, "That code was used already. Wait for the next one: at most half a minute.")


class NothingProposedError(Refusal):
    """No authenticator is waiting to be set up."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An authenticator to be set up: the secret for typing, and the address that a QR code holds."""

    secret: str
    uri: str


def propose(work: UnitOfWork, *, member: StaffMember) -> None:
    """Makes a secret for a new authenticator. The one in force, if any, stays so."""
    work.must_write()
    members.propose_factor(work.store, member.id, pyotp.random_base32())


def proposal(work: UnitOfWork, *, member: StaffMember) -> Proposal:
    """What was proposed and not confirmed yet. Raises `NothingProposedError`."""
    secret = members.proposed_of(work.store, row_of(work, member.id))
    if secret is None:
        raise NothingProposedError("No authenticator is waiting to be set up.")
    clinic = clinic_settings.of(work).name
    return Proposal(secret, pyotp.TOTP(secret).provisioning_uri(name=member.email, issuer_name=clinic))


def confirm(work: UnitOfWork, *, member: StaffMember, typed: str, now: datetime) -> tuple[str, ...]:
    """Puts the proposed authenticator in force with a code of it; gives fresh recovery codes, to be shown once.

    Raises `CodeWrongError`, `NothingProposedError`.
    """
    work.must_write()
    row = row_to_change(work, member.id)
    secret = members.proposed_of(work.store, row)
    if secret is None:
        raise NothingProposedError("No authenticator is waiting to be set up.")
    counter = find_counter(secret, typed, now)
    if counter is None:
        raise CodeWrongError
    members.put_factor_in_force(work.store, row, counter=counter, now=now)
    record(work, FactorSet(member.id), now=now, actor=member.actor)
    return renew_recovery_codes(work, member=member, now=now)


def renew_recovery_codes(work: UnitOfWork, *, member: StaffMember, now: datetime) -> tuple[str, ...]:
    """Fresh recovery codes, as printed; earlier ones are void."""
    work.must_write()
    codes = tuple(new_code() for _ in range(RECOVERY_CODES))
    recovery_codes.replace(work.store, member.id, codes)
    record(work, RecoveryCodesMade(member.id), now=now, actor=member.actor)
    return tuple(map(shown_code, codes))


def count_recovery_codes(work: UnitOfWork, *, member: StaffMember) -> int:
    """How many are still good."""
    return recovery_codes.count_left(work.store, member.id)


def spend(work: UnitOfWork, row: Member, typed: str, now: datetime) -> None:
    """Accepts a code of the member's authenticator, or a recovery code, once. Raises `CodeWrongError`."""
    if (code := find_code(typed)) is not None:
        spend_recovery_code(work, member_of(row), code, now)
        return
    secret = members.factor_of(work.store, row)
    counter = find_counter(secret, typed, now) if secret else None
    if counter is None:
        raise CodeWrongError
    if not members.accept_counter(work.store, row.id, counter):
        raise CodeUsedError


def is_right(work: UnitOfWork, row: Member | None, typed: str, now: datetime) -> bool:
    """Whether the code would be accepted now; it is not spent. Of nobody's account none is, after the same look."""
    if (code := find_code(typed)) is not None:
        return recovery_codes.is_good(work.store, row.id if row else "", code)
    secret = members.factor_of(work.store, row) if row else None
    counter = find_counter(secret, typed, now) if secret else None
    return row is not None and counter is not None and counter > row.factor_counter


def spend_recovery_code(work: UnitOfWork, member: StaffMember, code: str, now: datetime) -> None:
    """Uses a recovery code up. Raises `CodeWrongError`."""
    if not recovery_codes.spend(work.store, member.id, code, now):
        raise CodeWrongError
    left = recovery_codes.count_left(work.store, member.id)
    record(work, RecoveryCodeUsed(member.id, left), now=now, actor=member.actor)


def find_counter(secret: str, typed: str, now: datetime) -> int | None:
    """The time step whose code was typed, now or one step off; None where it is none of them."""
    digits = re.sub(r"[\s-]", "", typed)
    if not re.fullmatch("[0-9]{6}", digits):
        return None
    codes, step = pyotp.TOTP(secret), int(now.timestamp()) // STEP_SECONDS
    found = [
        step + off for off in DRIFT if hmac.compare_digest(codes.generate_otp(step + off).encode(), digits.encode())
    ]
    return found[0] if found else None
