"""Codes that people read out and type: no look-alikes, any case, dashes where one likes."""

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0 O, 1 I L, and U (no words by accident)."""
CODE_LETTERS = 10
"""30 ** 10, more than 2 ** 49: with the tries counted, nobody's to guess."""
TOKEN_BYTES = 20


def new_token() -> str:
    """A link's token: 160 random bits, 27 URL-safe characters."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_code() -> str:
    """A code for typing from paper: 10 random letters, without dashes."""
    return random_letters(CODE_LETTERS)


def code_of(digest: bytes) -> str:
    """The code that a keyed hash spells, without dashes: who has the key can spell it again."""
    number = int.from_bytes(digest, "big")
    letters = []
    for _ in range(CODE_LETTERS):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def new_reference(slug: str) -> str:
    """A reference such as `KM-7F3K-22Q9`: the questionnaire's initials, then 39 random bits."""
    initials = "".join(word[0] for word in slug.split("-") if word)[:3].upper()
    return f"{initials}-{random_letters(4)}-{random_letters(4)}"


def random_letters(count: int) -> str:
    """So many letters of the alphabet."""
    return "".join(secrets.choice(ALPHABET) for _ in range(count))


def shown_code(code: str) -> str:
    """The code in two halves, as printed."""
    return f"{code[:5]}-{code[5:]}"


def find_code(typed: str) -> str | None:
    """The code in what was typed; None where it cannot be one."""
    plain = re.sub(r"[\s\-–—.]", "", typed).upper()
    return plain if re.fullmatch(f"[{ALPHABET}]{{{CODE_LETTERS}}}", plain) else None


def find_reference(typed: str) -> str | None:
    """The reference in what was typed or heard; None where it cannot be one."""
    plain = re.sub(r"[\s\-–—.]", "", typed).upper()
    if not re.fullmatch(f"[A-Z0-9]{{1,3}}[{ALPHABET}]{{8}}", plain):
        return None
    return f"{plain[:-8]}-{plain[-8:-4]}-{plain[-4:]}"
