"""The tables of the people who work here. Passwords and second factors are sealed; links and sessions are hashes."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from screener.store.tables import Base


class Member(Base):
    """Somebody who works at the clinic. Never removed, since the audit speaks of them; `state` shuts the door."""

    __tablename__ = "member"

    id: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    """Folded: what is typed at the sign-in."""
    name: Mapped[str]
    roles: Mapped[str]
    """In order, separated by blanks."""
    state: Mapped[str]
    added_at: Mapped[datetime]
    added_by: Mapped[str]
    password: Mapped[bytes | None]
    """Sealed: the Argon2id hash. None until a set-up link was followed."""
    factor: Mapped[bytes | None]
    """Sealed: the secret of the codes that an authenticator shows."""
    factor_since: Mapped[datetime | None]
    """When a code was first right."""
    factor_counter: Mapped[int] = mapped_column(BigInteger)
    """The time step of the last code accepted: none is accepted twice."""
    next_factor: Mapped[bytes | None]
    """Sealed: the secret of an authenticator being set up, which is not in force yet."""


class RecoveryCode(Base):
    """A code that stands in for an authenticator once; kept as a keyed hash."""

    __tablename__ = "recovery_code"

    code_mac: Mapped[bytes] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), index=True)
    used_at: Mapped[datetime | None]


class MemberSession(Base):
    """A member's session; only the hash of its id is kept."""

    __tablename__ = "member_session"

    id_hash: Mapped[bytes] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), index=True)
    stage: Mapped[str]
    device: Mapped[str]
    """The browser and the system in two words, for the list of one's sessions."""
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)
    fresh_at: Mapped[datetime]
    """When the member last proved who they are."""
    ended_at: Mapped[datetime | None]


class SetUpLink(Base):
    """A link by which a member chooses a password, once; kept as a hash."""

    __tablename__ = "set_up_link"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), index=True)
    issued_at: Mapped[datetime]
    issued_by: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
