"""Letters: an invitation on paper. The link is known only when it is made, so a letter printed later has a new one."""

from datetime import datetime
from zoneinfo import ZoneInfo

from screener.services import clinic_settings, invitations, revisions
from screener.services.invitations import IssuedInvitation
from screener.services.unit_of_work import UnitOfWork
from screener.store.invitations import patient_of
from screener.summary.letter import Letter, letter

__all__ = ["Letter", "with_link"]


def with_link(work: UnitOfWork, issued: IssuedInvitation, *, language: str, now: datetime) -> Letter:
    """The letter that takes this link, just issued, to its patient; English where there are no words in `language`.

    Make it when the link is kept: reading a questionnaire takes long, and nobody else should wait with their writing.
    """
    row = invitations.by_reference(work, issued.reference)
    questionnaire = revisions.questionnaire_of(work, revisions.current(work, row.slug))
    clinic = clinic_settings.of(work)
    zone = ZoneInfo(work.settings.time_zone or questionnaire.time_zone)
    return letter(
        language=language,
        clinic=clinic.name,
        phone=clinic.phone,
        name=patient_of(work.store, row).name,
        link=f"{work.settings.public_url}/i/{issued.url_token}",
        address=f"{work.settings.public_url}/code",
        code=issued.code,
        last_day=issued.expires_at.astimezone(zone).date(),
        reference=issued.reference,
        dated=now.replace(microsecond=0),
    )
