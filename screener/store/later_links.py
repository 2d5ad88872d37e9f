"""Links made beside the patient's own: the secrets only as hashes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select, update

from screener.store.codes import code_of, find_code, new_token
from screener.store.database import Store
from screener.store.names import InvitationId, LaterLinkId, new_id
from screener.store.sealing import secret_hash
from screener.store.tables import Invitation, LaterLink

Sort = Literal["link", "tablet"]
FORM, NEW_FORM = "form", "new form"
"""What a link opened last."""


@dataclass(frozen=True, slots=True)
class NewLater:
    """What such a link is made of; a tablet's has no code."""

    invitation_id: InvitationId
    sort: Sort
    token: str
    code: str | None
    is_vouched: bool
    made_at: datetime
    made_by: str
    expires_at: datetime


def add(store: Store, new: NewLater) -> LaterLinkId:
    """Keeps a link; those of its sort before it lead nowhere from now on."""
    end(store, new.invitation_id, sort=new.sort, now=new.made_at)
    own_id = LaterLinkId(new_id())
    store.session.add(
        LaterLink(
            id=own_id,
            invitation_id=new.invitation_id,
            sort=new.sort,
            token_hash=secret_hash(new.token),
            code_mac=store.keys.index("code", new.code) if new.code else None,
            is_vouched=new.is_vouched,
            made_at=new.made_at,
            made_by=new.made_by,
            expires_at=new.expires_at,
            ended_at=None,
            used_at=None,
            used_for="",
            asked_at=None,
            asked=0,
        )
    )
    store.session.flush()
    return own_id


def find(store: Store, token_or_code: str) -> tuple[LaterLink, Invitation] | None:
    """The link behind a token or a code as typed, ended or not, with its invitation."""
    code = find_code(token_or_code)
    matches = (
        LaterLink.code_mac.in_(store.keys.indexes("code", code))
        if code
        else LaterLink.token_hash == secret_hash(token_or_code)
    )
    found = store.session.execute(
        select(LaterLink, Invitation).join(Invitation, Invitation.id == LaterLink.invitation_id).where(matches)
    ).one_or_none()
    return (found.LaterLink, found.Invitation) if found else None


def by_id(store: Store, link_id: LaterLinkId) -> LaterLink:
    """The link."""
    return store.session.get_one(LaterLink, link_id, populate_existing=True)


def of_invitation(store: Store, invitation_id: str) -> tuple[LaterLink, ...]:
    """Every link beside the invitation's own, the newest first."""
    rows = store.session.scalars(
        select(LaterLink)
        .where(LaterLink.invitation_id == invitation_id)
        .order_by(LaterLink.made_at.desc(), LaterLink.id)
        .execution_options(populate_existing=True)
    )
    return tuple(rows)


def end(store: Store, invitation_id: InvitationId, *, now: datetime, sort: Sort | None = None) -> None:
    """Ends the invitation's later links, or those of one sort."""
    statement = update(LaterLink).where(LaterLink.invitation_id == invitation_id, LaterLink.ended_at.is_(None))
    store.session.execute((statement.where(LaterLink.sort == sort) if sort else statement).values(ended_at=now))


def end_one(store: Store, link_id: str, *, now: datetime) -> None:
    """Ends this link; again, or for one that is none: changes nothing."""
    store.session.execute(
        update(LaterLink).where(LaterLink.id == link_id, LaterLink.ended_at.is_(None)).values(ended_at=now)
    )


def use(store: Store, link: LaterLink, *, what: str, is_over: bool, now: datetime) -> None:
    """Notes what it opened; a code that was sent is used up, and with `is_over` the link itself."""
    link.used_at, link.used_for, link.asked_at = now, what, None
    if is_over:
        link.ended_at = now
    store.session.flush()


def ask(store: Store, link: LaterLink, *, now: datetime) -> int:
    """Notes that one more code is sent for it; gives the code's number."""
    link.asked_at, link.asked = now, link.asked + 1
    store.session.flush()
    return link.asked


def sent_code(store: Store, link: LaterLink) -> str:
    """The code that was sent last, spelt from a key of ours: it is kept nowhere."""
    return code_of(store.keys.index("sent code", f"{link.id}/{link.asked}"))


def is_sent_code(store: Store, link: LaterLink, code: str) -> bool:
    """Whether this code is the one that was sent last, by any key of the ring."""
    macs = store.keys.indexes("sent code", f"{link.id}/{link.asked}")
    return any(code_of(mac) == code for mac in macs)


def give_away(store: Store, link: LaterLink) -> None:
    """Its secrets belong to another invitation from now on: here they lead nowhere."""
    link.token_hash, link.code_mac = secret_hash(new_token()), None
    store.session.flush()
