"""Sealing: what is kept about a person is unreadable, and unmovable, without the clinic's keys.

AES-256-GCM under keys derived (HKDF) from the clinic's; the associated data is a
value's home (table, column, row), so that a value moved to another row is refused
just as one with a flipped bit. Each intake has a data key of its own, wrapped by
the clinic's: forgetting it forgets the person's answers. Keys have identifiers
worked out from themselves, so rotating is to put a new one in front.
"""

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from screener.errors import Refusal

FORMAT = b"\x01"
ID_BYTES = 4
NONCE_BYTES = 12
KEY_BYTES = 32
OWN_KEY = bytes(ID_BYTES)
"""Stands where the key's identifier does in what a data key sealed: it is found by its row, not by name."""

Purpose = Literal["seal", "index", "audit", "fingerprint", "name"]


class BrokenSealError(Refusal):
    """A sealed value was changed, or moved from its row, or sealed with a key that is not in the ring."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a sealed value lives, and nowhere else."""

    table: str
    column: str
    row: str

    @property
    def associated(self) -> bytes:
        """The home as associated data; the parts hold no separator."""
        return f"screener\x1f{self.table}\x1f{self.column}\x1f{self.row}".encode()


class DataKey:
    """One intake's own key."""

    __slots__ = ("_cipher", "_key")

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._cipher = AESGCM(derive(key, "seal"))

    def seal(self, plain: bytes, home: Home) -> bytes:
        """Seals bytes for their home: 33 bytes longer than what goes in."""
        return sealed_with(self._cipher, OWN_KEY, plain, home)

    def unseal(self, sealed: bytes, home: Home) -> bytes:
        """Gives the bytes back; raises `BrokenSealError`."""
        if sealed[: len(FORMAT) + ID_BYTES] != FORMAT + OWN_KEY:
            raise BrokenSealError(f"{home.table}.{home.column}: not sealed with a data key.")
        return unsealed_with(self._cipher, sealed, home)

    def fingerprint(self, plain: bytes) -> bytes:
        """A keyed hash, 32 bytes: equal for equal bytes, and of no use to who guesses at them."""
        return hmac.digest(derive(self._key, "fingerprint"), plain, "sha256")


class ClinicKey:
    """One of the clinic's keys with what is derived from it."""

    __slots__ = ("_audit", "_cipher", "_index", "id")

    def __init__(self, key: bytes) -> None:
        self.id = derive(key, "name")[:ID_BYTES]
        self._cipher = AESGCM(derive(key, "seal"))
        self._index = derive(key, "index")
        self._audit = derive(key, "audit")

    def seal(self, plain: bytes, home: Home) -> bytes:
        """Seals bytes for their home."""
        return sealed_with(self._cipher, self.id, plain, home)

    def unseal(self, sealed: bytes, home: Home) -> bytes:
        """Gives the bytes back; raises `BrokenSealError`."""
        return unsealed_with(self._cipher, sealed, home)

    def index(self, purpose: str, text: str) -> bytes:
        """A blind index: a keyed hash that finds equal texts of one purpose."""
        return hmac.digest(self._index, f"{purpose}\x1f{text}".encode("utf-8", "surrogatepass"), "sha256")

    def audit_mac(self, link: bytes) -> bytes:
        """The seal of one link of the audit chain."""
        return hmac.digest(self._audit, link, "sha256")


class Keyring:
    """The clinic's keys: the first seals, every one of them opens."""

    __slots__ = ("_by_id", "_first")

    def __init__(self, keys: Iterable[bytes]) -> None:
        ring = [ClinicKey(key) for key in keys]
        self._first = ring[0]
        self._by_id = {key.id: key for key in ring}
        if len(self._by_id) != len(ring):
            raise ValueError("the same key stands twice in the ring")

    @property
    def first(self) -> ClinicKey:
        """The key that seals."""
        return self._first

    def find(self, key_id: bytes) -> ClinicKey | None:
        """The key with that identifier, or None."""
        return self._by_id.get(key_id)

    def seal(self, plain: bytes, home: Home) -> bytes:
        """Seals with the first key."""
        return self._first.seal(plain, home)

    def unseal(self, sealed: bytes, home: Home) -> bytes:
        """Unseals with whichever key sealed it; raises `BrokenSealError`."""
        key = self.find(key_id_of(sealed))
        if key is None:
            raise BrokenSealError(f"{home.table}.{home.column}: sealed with a key that is not in the ring.")
        return key.unseal(sealed, home)

    def is_current(self, sealed: bytes) -> bool:
        """Whether the first key sealed it; if not, it is due to be sealed again."""
        return key_id_of(sealed) == self._first.id

    def new_data_key(self, home: Home) -> tuple[DataKey, bytes]:
        """A fresh data key, and the same wrapped for keeping at its home."""
        key = secrets.token_bytes(KEY_BYTES)
        return DataKey(key), self.seal(key, home)

    def unwrap(self, wrapped: bytes, home: Home) -> DataKey:
        """A data key from its wrapping; raises `BrokenSealError`."""
        return DataKey(self.unseal(wrapped, home))

    def index(self, purpose: str, text: str) -> bytes:
        """The blind index under the first key: what is stored."""
        return self._first.index(purpose, text)

    def indexes(self, purpose: str, text: str) -> tuple[bytes, ...]:
        """The blind index under each key: what is looked for."""
        return tuple(key.index(purpose, text) for key in self._by_id.values())

    @classmethod
    def of(cls, *keys: bytes) -> Self:
        """A ring of these keys."""
        return cls(keys)


def derive(key: bytes, purpose: Purpose) -> bytes:
    """A key of its own for each purpose, 32 bytes (HKDF-SHA256)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"screener 1 {purpose}".encode()).derive(key)


def sealed_with(cipher: AESGCM, key_id: bytes, plain: bytes, home: Home) -> bytes:
    """Format, key identifier, random nonce, then the text with its tag."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    head = FORMAT + key_id
    return head + nonce + cipher.encrypt(nonce, plain, head + home.associated)


def unsealed_with(cipher: AESGCM, sealed: bytes, home: Home) -> bytes:
    """The reverse; raises `BrokenSealError`."""
    head, rest = sealed[: len(FORMAT) + ID_BYTES], sealed[len(FORMAT) + ID_BYTES :]
    try:
        return cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], head + home.associated)
    except (InvalidTag, ValueError):
        raise BrokenSealError(f"{home.table}.{home.column}: changed, or moved from its row.") from None


def key_id_of(sealed: bytes) -> bytes:
    """Which key sealed it."""
    return sealed[len(FORMAT) : len(FORMAT) + ID_BYTES]


def secret_hash(secret: str) -> bytes:
    """How a long random secret (a link's token, a session's id) is kept: nothing to guess, so no key is needed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def folded(name: str) -> str:
    """A name as it is searched for: no case, no accents, single spaces."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return " ".join("".join(mark for mark in plain if not unicodedata.combining(mark)).split())


def name_words(name: str) -> frozenset[str]:
    """What a person is found by: the first word, the last and the whole name, folded."""
    whole = folded(name)
    words = whole.split(" ")
    return frozenset({words[0], words[-1], whole} - {""})
