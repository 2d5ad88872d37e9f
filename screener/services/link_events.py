"""What happens to links beside a patient's own; see `auditing` for how events are spelt."""

from dataclasses import dataclass

from screener.services.auditing import Event
from screener.store.names import IntakeId, InvitationId, LaterLinkId


@dataclass(frozen=True)
class LaterLinkMade(Event):
    """A link was made beside the patient's own; `sort` says whether for the clinic's tablet."""

    kind = "later_link.made"
    link: LaterLinkId
    invitation: InvitationId
    sort: str


@dataclass(frozen=True)
class LaterLinkUsed(Event):
    """Such a link opened the intake, by this proof."""

    kind = "later_link.used"
    link: LaterLinkId
    intake: IntakeId
    proof: str


@dataclass(frozen=True)
class LaterCodeSent(Event):
    """A code for such a link was asked for, by e-mail to the patient."""

    kind = "later_link.code_sent"
    link: LaterLinkId


@dataclass(frozen=True)
class LaterLinkLedElsewhere(Event):
    """Nothing was proved, so such a link began a new intake; the one before stayed shut."""

    kind = "later_link.led_elsewhere"
    link: LaterLinkId
    invitation: InvitationId
    new: InvitationId


@dataclass(frozen=True)
class LaterLinkTold(Event):
    """The patient was told by e-mail that the clinic made such a link."""

    kind = "later_link.told"
    link: LaterLinkId
