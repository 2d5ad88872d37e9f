"""The demonstration's staff: one for each role, all with one password made up for this clinic."""

import base64
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from screener.config import Settings, key_bytes
from screener.services import accounts, passwords, set_up
from screener.services.auditing import Actor
from screener.services.permissions import Role
from screener.services.unit_of_work import Services


@dataclass(frozen=True, slots=True)
class DemoMember:
    """A made-up member."""

    name: str
    role: Role

    @property
    def email(self) -> str:
        """What to type at the sign-in."""
        return f"{self.role.value}@demo.example"


STAFF = (
    DemoMember("Dana Whitfield", Role.CLINICIAN),
    DemoMember("Morgan Ellery", Role.DIRECTOR),
    DemoMember("Robin Castell", Role.MANAGER),
    DemoMember("Quinn Harlow", Role.AUTHOR),
    DemoMember("Alex Pereira", Role.ADMIN),
)


def add_staff(services: Services, settings: Settings, *, now: datetime, actor: Actor) -> Sequence[dict[str, str]]:
    """Makes the accounts that are not there yet; gives how to sign in to each."""
    password = demo_password(settings)
    hashed = passwords.hashed(password)
    for member in STAFF:
        with services.unit_of_work() as work:
            if accounts.find_by_email(work, email=member.email, now=now) is None:
                added = accounts.add(
                    work, email=member.email, name=member.name, roles=(member.role,), now=now, actor=actor
                )
                set_up.keep_password(work, member_id=added.id, hashed=hashed, now=now, actor=actor)
    return [{"email": member.email, "password": password, "role": member.role.value} for member in STAFF]


def demo_password(settings: Settings) -> str:
    """The same at every start of one demonstration, and another in the next: worked out from its key."""
    key = key_bytes(settings.secret_key.get_secret_value())
    letters = base64.b32encode(hmac.digest(key, b"the demonstration's staff", "sha256")).decode().lower()
    return "-".join(letters[start : start + 4] for start in (0, 4, 8, 12))
