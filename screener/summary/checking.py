"""The short code on a summary by which anybody can check that it is the current one."""

import hashlib
from dataclasses import dataclass

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTERS = 8


@dataclass(frozen=True, slots=True)
class Check:
    """Where to check it: the address that the square holds, the page for typing, and the code."""

    address: str
    page: str
    code: str


def check_code(reference: str, state: str) -> str:
    """`7F3K-2Q9X`: made of the state's name, which holds the head of the audit chain and so is nobody's to guess."""
    number = int.from_bytes(hashlib.sha256(f"{reference} {state}".encode()).digest())
    letters = []
    for _ in range(LETTERS):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"


def check_of(public_url: str, reference: str, state: str) -> Check:
    """How to check a submission's summary."""
    code = check_code(reference, state)
    return Check(f"{public_url}/check/{reference}/{code}", f"{public_url}/check", code)
