"""In which languages a patient read the questions, and signed: what was agreed to depends on its words."""

from dataclasses import dataclass

from babel import Locale
from babel.lists import format_list


@dataclass(frozen=True, slots=True)
class Spoken:
    """Languages by their codes: those in which pages were read, and the one in which the whole was signed."""

    read: frozenset[str]
    signed: str

    def words(self, locale: str) -> str:
        """`Read and signed in Spanish`; `Read in English and Spanish, signed in Spanish`."""
        signed = _name(self.signed, locale)
        if self.read <= {self.signed}:
            return f"Read and signed in {signed}"
        read = format_list(sorted(_name(code, locale) for code in self.read), locale=locale)
        return f"Read in {read}, signed in {signed}"


def _name(code: str, locale: str) -> str:
    return Locale.parse(code).get_language_name(locale) or code
