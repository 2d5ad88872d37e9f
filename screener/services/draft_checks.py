"""What is wrong with a draft, at once: its problems, and how the example patients fare. The proof takes longer."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from screener.definition.model import Questionnaire
from screener.definition.problems import Problem
from screener.definition.reading import check_files
from screener.definition.source_files import digest
from screener.engine.vignettes import Rehearsal, rehearse

KEPT: Final = 24
"""Drafts whose checks are remembered; each takes a few megabytes."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found."""

    questionnaire: Questionnaire | None
    """None where a problem keeps it from being read."""
    problems: tuple[Problem, ...]
    """Problems and warnings, in the order of the files."""
    rehearsal: Rehearsal | None

    @property
    def faults(self) -> tuple[Problem, ...]:
        """What must be mended."""
        return tuple(each for each in self.problems if each.severity == "problem")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What should be looked at."""
        return tuple(each for each in self.problems if each.severity == "warning")

    @property
    def failed(self) -> tuple[str, ...]:
        """The vignettes that do not get their findings."""
        if self.rehearsal is None:
            return ()
        return tuple(each.vignette.id for each in self.rehearsal.vignettes if not each.is_passed)


_kept: "OrderedDict[tuple[str, str, date], Checked]" = OrderedDict()
_lock = threading.Lock()


def check(files: Mapping[str, bytes], slug: str, *, as_of: date) -> Checked:
    """What is wrong with these files. The same files are looked at once a day and process."""
    key = (digest(files), slug, as_of)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    questionnaire, problems = check_files(files, slug, as_of=as_of)
    found = Checked(questionnaire, problems, rehearse(questionnaire) if questionnaire else None)
    with _lock:
        _kept[key] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found
