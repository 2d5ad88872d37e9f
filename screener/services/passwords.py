"""Passwords by NIST SP 800-63B: long, not among those guessed first, and otherwise free. Kept as Argon2id.

No composition rules, no rotation, no hints. What is typed is brought to NFC, so
that the same letters typed on another keyboard are the same password.
"""

import threading
import unicodedata
from collections.abc import Iterable, Iterator

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from screener.errors import Refusal
from screener.services.guessed_first import RUN, RUNS, WORDS
from screener.store.sealing import folded

LEAST, MOST = 12, 256
"""Characters. The upper bound is for what a request may cost, not for people."""
OWN = 5
"""So many different characters must be left when everything guessed first is taken away."""
SHORTEST_WORD = 3

HASHER = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1, hash_len=32, salt_len=16)
NOBODYS = f"$argon2id$v=19$m={HASHER.memory_cost},t={HASHER.time_cost},p=1${'A' * 22}${'A' * 43}"
"""Stands in where there is no account, so that its absence takes as long."""
TURNS = threading.BoundedSemaphore(2)
"""Each hash takes 46 MiB for a moment: more at once would let a flood of sign-ins eat the memory."""


class WeakPasswordError(Refusal):
    """The password would be guessed; the words say what to do."""


def check(password: str, *, about: Iterable[str]) -> None:
    """Raises `WeakPasswordError` for a password that is short, or made of what is guessed first.

    `about` are texts that a guesser knows: the member's name and address, the clinic's name.
    """
    text = unicodedata.normalize("NFC", password)
    if len(text) < LEAST:
        raise WeakPasswordError(f"Too short: use at least {LEAST} characters. A few unrelated words do well.")
    if len(text) > MOST:
        raise WeakPasswordError(f"Too long: use at most {MOST} characters.")
    if len(set(left_over(text, about=about))) < OWN:
        raise WeakPasswordError(
            "Too easy to guess: it is made of common words, your name, the clinic's, or letters and digits in a row."
        )


def left_over(password: str, *, about: Iterable[str]) -> str:
    """What is left of a password when everything that is guessed first is taken away."""
    text = "".join(letter for letter in folded(password) if letter.isalnum())
    for word in sorted(known_words(about), key=len, reverse=True):
        text = text.replace(word, "\n")
    for run in runs():
        text = text.replace(run, "\n")
    return once(text.replace("\n", ""))


def known_words(about: Iterable[str]) -> frozenset[str]:
    """The list, and the words of these texts."""
    near = "".join(letter if letter.isalnum() else " " for text in about for letter in f"{folded(text)} ")
    return WORDS | {word for word in near.split() if len(word) >= SHORTEST_WORD}


def runs() -> Iterator[str]:
    """Every run of the shortest length, either way; a longer one is made of them and a rest."""
    for row in RUNS:
        for way in (row, row[::-1]):
            for size in range(len(way), RUN - 1, -1):
                yield from (way[start : start + size] for start in range(len(way) - size + 1))


def once(text: str) -> str:
    """A text that repeats itself, said once: `abcabcabc` is `abc`."""
    period = (text + text).find(text, 1)
    return text[:period] if 0 < period < len(text) else text


def hashed(password: str) -> str:
    """The Argon2id hash to keep: about 50 ms and 46 MiB, so outside of any transaction."""
    with TURNS:
        return HASHER.hash(plain_bytes(password))


def is_right(kept: str | None, password: str) -> bool:
    """Whether it is the password; None takes as long, and it is not. Outside of any transaction, as above."""
    if len(password) > MOST:
        return False
    with TURNS:
        try:
            HASHER.verify(kept or NOBODYS, plain_bytes(password))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether it was hashed with weaker settings than today's."""
    return HASHER.check_needs_rehash(kept)


def plain_bytes(password: str) -> bytes:
    """The password as it is hashed."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
