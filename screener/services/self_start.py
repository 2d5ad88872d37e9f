"""Beginning without an invitation, where the clinic allows it: the clinic does not know who this is, and is told so."""

from datetime import date, datetime

from screener.errors import Refusal
from screener.services import invitations, tries
from screener.services.invitations import InvitationLockedError, IssuedInvitation
from screener.services.issuing import SELF
from screener.services.unit_of_work import UnitOfWork


class NoSelfStartError(Refusal):
    """The clinic invites its patients itself."""


def begin(work: UnitOfWork, *, name: str, born: date, address: str, now: datetime) -> IssuedInvitation:
    """An invitation that a person gives to themselves; its code lets them come back.

    Counted for each address. Raises `NoSelfStartError`, `InvitationLockedError`, `BadPatientError`.
    """
    work.must_write()
    slug = work.settings.self_start
    if not slug:
        raise NoSelfStartError("This clinic invites its patients itself.")
    lock = tries.count_beginning(work, address=address, now=now)
    if lock is not None:
        raise InvitationLockedError(lock.until)
    return invitations.issue(work, slug=slug, patient_name=name, date_of_birth=born, now=now, actor=SELF)
