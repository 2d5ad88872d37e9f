"""How a member comes in: count the try, weigh the password, let in or turn away.

Weighing takes 50 ms on purpose, so it happens between two transactions:

    with services.unit_of_work() as work:
        attempt = begin(work, email=…, address=…, now=…)
    weighed = weigh(attempt, password)
    with services.unit_of_work() as work:
        entered = finish(work, attempt, weighed, device=…, now=…)

Whoever is turned away hears the same words after the same time, whether the
account is none of ours, was disabled, or the password was wrong; so, too, where
many wrong tries in a row ask for the second factor first (`sign_in_tries`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from screener.errors import Refusal
from screener.services import known_devices, member_sessions, passwords, second_factor, sign_in_tries
from screener.services.account_events import (
    UNKNOWN_MEMBER,
    Because,
    GuessingTold,
    SignedIn,
    SignedInAgain,
    SignInRefused,
)
from screener.services.accounts import AccountState, MemberId, StaffMember, member_of, row_to_change
from screener.services.auditing import PROGRAM, record
from screener.services.jobs import JobKind, queue
from screener.services.member_sessions import Stage
from screener.services.second_factor import CodeUsedError, CodeWrongError
from screener.services.sign_in_tries import Counted, SignInLockedError
from screener.services.unit_of_work import UnitOfWork
from screener.store import members
from screener.store.account_tables import Member
from screener.store.names import new_id


class SignInWrongError(Refusal):
    """Address and password do not match. The try is counted, so what was written stays."""

    keeps_work = True

    def __init__(self) -> None:
        super().__init__("The e-mail address or the password is wrong.")


class HalfwayOverError(Refusal):
    """The password was right, but too long ago: the sign-in begins anew."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try that was counted: what to weigh the password against."""

    email: str
    address: str
    member_id: MemberId | None
    """None: the account is none of ours, or disabled, or has no password yet."""
    kept: str | None
    """The hash of the password."""
    device: str | None
    """The device's name, where the account knows it."""
    mark: str
    """What the browser shows of itself."""
    code: str
    """A code of the second factor that came first, and is right as far as one can tell; else empty."""
    is_last: bool
    """Whether the next one needs more than a password."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """Whether the password was right; where it was kept in an outdated way, its hash in today's."""

    is_right: bool
    renewed: str | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """A new session, and what comes next."""

    session_id: str
    stage: Stage
    mark: str = ""
    """By which the device is known from now on; empty where it is not yet."""


def begin(work: UnitOfWork, *, email: str, address: str, now: datetime, mark: str = "", code: str = "") -> Attempt:
    """Counts the try. Raises `SignInLockedError` where there were too many.

    `mark` is what the browser shows of itself (`known_devices`); `code` one of
    the second factor, without which the password is not weighed past many wrong tries.
    """
    work.must_write()
    folded = email.strip().casefold()
    row = members.find_by_email(work.store, folded)
    device = known_devices.recognize(work, row, mark)
    counted = count(work, row, email=folded, address=address, device=device, code=code, now=now)
    is_open = row is not None and row.state == AccountState.ACTIVE
    kept = members.password_of(work.store, row) if row and is_open else None
    has_shown = counted.needs_code and second_factor.is_right(work, row, code, now)
    has_factor = row is not None and row.factor_since is not None
    if counted.needs_code and has_factor and not has_shown:
        kept = None  # weighed all the same, so that it takes as long
    first = code if has_shown and has_factor else ""
    return Attempt(folded, address, MemberId(row.id) if row else None, kept, device, mark, first, counted.is_last)


def count(
    work: UnitOfWork, row: Member | None, *, email: str, address: str, device: str | None, code: str, now: datetime
) -> Counted:
    """Counts the try. Raises `SignInLockedError`, which is recorded."""
    try:
        return sign_in_tries.count(
            work, email=email, address=address, device=device, has_code=bool(code.strip()), now=now
        )
    except SignInLockedError:
        refuse(work, row, "locked", now)
        raise


def weigh(attempt: Attempt, password: str) -> Weighed:
    """Whether the password is right; takes as long where there is none. Outside of any transaction."""
    if not passwords.is_right(attempt.kept, password):
        return Weighed(is_right=False)
    is_outdated = attempt.kept is not None and passwords.is_outdated(attempt.kept)
    return Weighed(is_right=True, renewed=passwords.hashed(password) if is_outdated else None)


def finish(work: UnitOfWork, attempt: Attempt, weighed: Weighed, *, device: str, now: datetime) -> Entered:
    """Lets the member in, as far as their second factor allows. Raises `SignInWrongError`."""
    row = settle(work, attempt, weighed, now=now)
    stage = Stage.IN if attempt.code else stage_after_password(work, row)
    if attempt.code:
        spend_first(work, row, attempt, now)
    who, mark = member_of(row), ""
    session_id = member_sessions.start(work, member_id=who.id, stage=stage, device=device, now=now)
    match stage:
        case Stage.IN:
            welcome(work, who, address=attempt.address, device=attempt.device, now=now)
            mark = known_devices.mark(work, row, attempt.mark)
        case Stage.SET_UP:
            second_factor.propose(work, member=who)
        case Stage.CODE:
            pass
        case _:
            assert_never(stage)
    return Entered(session_id, stage, mark)


def spend_first(work: UnitOfWork, row: Member, attempt: Attempt, now: datetime) -> None:
    """Spends the code that came before the password. Raises `SignInWrongError` where it was used meanwhile."""
    try:
        second_factor.spend(work, row, attempt.code, now)
    except CodeWrongError:
        refuse(work, row, "replayed", now)
        raise SignInWrongError from None


def finish_with_code(
    work: UnitOfWork, *, session_id: str, typed: str, address: str, device: str, now: datetime, mark: str = ""
) -> Entered:
    """Lets in a member whose password was right, with a code; the session gets a new id.

    Raises `CodeWrongError`, `SignInLockedError`; `HalfwayOverError` where the password was too long ago.
    """
    row = halfway(work, session_id=session_id, stage=Stage.CODE, address=address, mark=mark, typed=typed, now=now)
    try:
        second_factor.spend(work, row, typed, now)
    except CodeWrongError as wrong:
        refuse(work, row, "replayed" if isinstance(wrong, CodeUsedError) else "code", now)
        raise
    return come_in(work, row, session_id=session_id, address=address, device=device, mark=mark, now=now)


def finish_with_set_up(
    work: UnitOfWork, *, session_id: str, typed: str, address: str, device: str, now: datetime, mark: str = ""
) -> tuple[Entered, tuple[str, ...]]:
    """Lets in a member with the first code of a new authenticator; gives the recovery codes too. Raises as above."""
    row = halfway(work, session_id=session_id, stage=Stage.SET_UP, address=address, mark=mark, typed=typed, now=now)
    codes = second_factor.confirm(work, member=member_of(row), typed=typed, now=now)
    entered = come_in(work, row, session_id=session_id, address=address, device=device, mark=mark, now=now)
    return entered, codes


def halfway(
    work: UnitOfWork, *, session_id: str, stage: Stage, address: str, mark: str, typed: str, now: datetime
) -> Member:
    """Counts a try with a code; gives the member, held. Raises `HalfwayOverError`, `SignInLockedError`."""
    work.must_write()
    found = member_sessions.look(work, session_id=session_id, now=now)
    if found is None or found.stage is not stage:
        raise HalfwayOverError("Sign in from the beginning.")
    row = row_to_change(work, found.member.id)
    device = known_devices.recognize(work, row, mark)
    counted = count(work, row, email=row.email, address=address, device=device, code=typed, now=now)
    if counted.is_last:
        tell_owner(work, row, now)
    return row


def come_in(
    work: UnitOfWork, row: Member, *, session_id: str, address: str, device: str, mark: str, now: datetime
) -> Entered:
    """A whole session in place of the halfway one."""
    who = member_of(row)
    member_sessions.end_quietly(work, session_id=session_id, now=now)
    whole = member_sessions.start(work, member_id=who.id, stage=Stage.IN, device=device, now=now)
    welcome(work, who, address=address, device=known_devices.recognize(work, row, mark), now=now)
    return Entered(whole, Stage.IN, known_devices.mark(work, row, mark))


def finish_again(
    work: UnitOfWork, attempt: Attempt, weighed: Weighed, *, typed: str, session_id: str, now: datetime
) -> None:
    """Notes that the session's member has proved again who they are, with a code where there is an authenticator.

    Raises `SignInWrongError`, `CodeWrongError`.
    """
    row = settle(work, attempt, weighed, now=now)
    if row.factor_since is not None:
        second_factor.spend(work, row, typed, now)
    who = member_of(row)
    member_sessions.freshen(work, session_id=session_id, now=now)
    sign_in_tries.was_right(work, email=attempt.email, address=attempt.address, device=attempt.device)
    record(work, SignedInAgain(who.id), now=now, actor=who.actor)


def settle(work: UnitOfWork, attempt: Attempt, weighed: Weighed, *, now: datetime) -> Member:
    """The member whose password it was. Raises `SignInWrongError`."""
    work.must_write()
    row = members.find_locked(work.store, attempt.member_id) if attempt.member_id else None
    if row is None or not weighed.is_right or not is_as_before(work, row, attempt):
        refuse(work, row, "disabled" if row and row.state != AccountState.ACTIVE else "wrong", now)
        if attempt.is_last:
            tell_owner(work, row, now)
        raise SignInWrongError
    if weighed.renewed is not None:
        members.set_password(work.store, row.id, weighed.renewed)
    return row


def is_as_before(work: UnitOfWork, row: Member, attempt: Attempt) -> bool:
    """Whether the account is open, and its password the one that was weighed."""
    return row.state == AccountState.ACTIVE and members.password_of(work.store, row) == attempt.kept


def stage_after_password(work: UnitOfWork, row: Member) -> Stage:
    """What is still asked for. Outside the demonstration nobody comes in on a password alone."""
    if row.factor_since is not None:
        return Stage.CODE
    return Stage.IN if work.settings.demo else Stage.SET_UP


def welcome(work: UnitOfWork, member: StaffMember, *, address: str, device: str | None, now: datetime) -> None:
    """Whoever is in has proved it: the tries are forgotten."""
    sign_in_tries.was_right(work, email=member.email, address=address, device=device)
    record(work, SignedIn(member.id), now=now, actor=member.actor)


def refuse(work: UnitOfWork, row: Member | None, because: Because, now: datetime) -> None:
    """Records that somebody was turned away."""
    member_id = MemberId(row.id) if row else None
    record(work, SignInRefused(member_id, because), now=now, actor=UNKNOWN_MEMBER)


def tell_owner(work: UnitOfWork, row: Member | None, now: datetime) -> None:
    """Asks for a mail to the owner; of nobody's account just so, and the worker finds nobody."""
    if work.settings.sends_mail:
        queue(work, JobKind.GUESSED, row.id if row else new_id(), part=f"{now:%Y%m%d%H%M%S}", now=now)


def find_guessed(work: UnitOfWork, *, member_id: str) -> StaffMember | None:
    """Whom to tell that their account is guessed at; None where there is none, or it is closed."""
    row = members.find(work.store, member_id)
    return member_of(row) if row and row.state == AccountState.ACTIVE else None


def was_told(work: UnitOfWork, *, member: StaffMember, now: datetime) -> None:
    """Notes that a mail server took the mail."""
    work.must_write()
    record(work, GuessingTold(member.id), now=now, actor=PROGRAM)
