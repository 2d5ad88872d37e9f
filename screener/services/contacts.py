"""How to reach the person behind a line of the queue or an alert: of what they said, only their contact is taken.

Who shows it has recorded that the queue was read, or may answer alerts.
"""

from collections.abc import Iterable
from datetime import datetime

from screener.definition.model import Disposition
from screener.services.intake_views import answers_so_far, is_asked, opened, view_of
from screener.services.unit_of_work import UnitOfWork
from screener.store import intakes, queue
from screener.store.invitations import contact_of_intake
from screener.store.names import IntakeId
from screener.store.queue import Entry
from screener.summary.contact import contact_lines
from screener.summary.model import ContactLine

Contacts = dict[IntakeId, tuple[ContactLine, ...]]


def of_lines(work: UnitOfWork, entries: Iterable[Entry], now: datetime) -> Contacts:
    """How to reach the patients of the lines that say "contact the patient today"; the other lines need nobody."""
    urgent = queue.rank_of(Disposition.URGENT)
    return of_intakes(work, (each.intake_id for each in entries if each.state == "open" and each.rank <= urgent), now)


def of_intakes(work: UnitOfWork, intake_ids: Iterable[IntakeId], now: datetime) -> Contacts:
    """How to reach who filled in each intake, sent or not."""
    return {intake_id: of_intake(work, intake_id, now) for intake_id in intake_ids}


def of_intake(work: UnitOfWork, intake_id: IntakeId, now: datetime) -> tuple[ContactLine, ...]:
    """How to reach them; what the clinic wrote on the invitation counts where they gave no number yet."""
    row = intakes.find(work.store, intake_id)
    assert row is not None
    view = view_of(work.settings, opened(work, row), now)
    return contact_lines(
        view.questionnaire,
        answers_so_far(view),
        asked=frozenset(question for question in view.questionnaire.questions if is_asked(view, question)),
        invited_by=contact_of_intake(work.store, intake_id),
    )
