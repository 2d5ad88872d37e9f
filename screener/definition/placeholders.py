"""Placeholders in texts: settings are filled in on reading, what is the clinic's own on showing."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from screener.definition.conditions_writing import decimal_text
from screener.definition.model import Setting
from screener.definition.names import SettingName
from screener.definition.problems import Problems, did_you_mean, quoted
from screener.definition.sites import Site

CLINIC: Final = ("clinic_name", "clinic_phone", "clinic_reach_sentence")
"""What a clinic's own settings fill in when a text is shown."""

PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")


def fill(text: str, **clinic: str) -> str:
    """The text with the clinic's own words in it; what is not given stays as it is.

    Only the placeholders in `CLINIC` may be given: TypeError for any other. What
    is filled in is not looked at again.
    """
    if unknown := clinic.keys() - set(CLINIC):
        raise TypeError(f"no such placeholder: {sorted(unknown)[0]}")
    return PLACEHOLDER.sub(lambda found: clinic.get(found[1], found[0]), text)


SENTENCE = r"(?:(?!\n\s*\n|\n\s*[-*#]\s)[^.!?])*"
"""A part of a sentence: up to its end, the end of a paragraph, or the next point of a list."""


def without(text: str, placeholder: str, instead: str) -> str:
    """The text with another sentence in place of each that holds the placeholder: for when nothing can fill it in."""
    head = r"(?P<head>(?:^|(?<=[.!?])\s|\n\s*\n|\n(?=\s*[-*#]\s))\s*(?:[-*]\s+)?)"
    whole = head + SENTENCE + re.escape(f"{{{placeholder}}}") + SENTENCE + r"[.!?]*"
    return re.sub(whole, lambda found: found["head"] + instead, text)


@dataclass(frozen=True, slots=True)
class Texts:
    """Reads texts: fills in settings and reports placeholders that nobody knows."""

    settings: Mapping[SettingName, Setting]
    problems: Problems
    answers: Callable[[str], bool] = frozenset[str]().__contains__
    """Whether a name stands for an answer, which is filled in when a check asks about it."""

    def read(self, words: str, site: Site, subject: str | None = None) -> str:
        """The words at a site with each `{settings.NAME}` replaced by its value."""
        if "{" not in words:
            return words
        return PLACEHOLDER.sub(lambda found: self._replace(found, site, subject), words)

    def maybe(self, words: str | None, site: Site, subject: str | None = None) -> str | None:
        """The same for words that may be left out."""
        return None if words is None else self.read(words, site, subject)

    def _replace(self, found: re.Match[str], site: Site, subject: str | None) -> str:
        name = found[1]
        group, _, setting = name.partition(".")
        if group == "settings" and setting in self.settings:
            return decimal_text(self.settings[SettingName(setting)].value)
        is_lost = group == "settings" and setting in self.problems.lost
        if name not in CLINIC and not self.answers(name) and not is_lost:
            known = [*CLINIC, *(f"settings.{each}" for each in self.settings)]
            message = f"there is no placeholder {quoted(found[0])}{did_you_mean(name, known)}"
            self.problems.refuse(site.within(found.start()), message, subject)
        return found[0]
