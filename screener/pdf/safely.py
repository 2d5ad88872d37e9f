"""Rendering that cannot hang or exhaust the house: in a process of its own, within limits, in turns."""

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from screener.config import RenderSettings
from screener.pdf.turns import turn
from screener.summary.letter import Letter
from screener.summary.model import Summary
from screener.summary.own_copy import OwnCopy

_TOP = Path(__file__).resolve().parents[2]
_HANDED_ON = (
    "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
    "HOME",
    "LANG",
    "LD_LIBRARY_PATH",
    "PATH",
    "TMPDIR",
    "XDG_CACHE_HOME",
)
"""What of the environment the child gets: what finds libraries and fonts, never a key or an address."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one rendering may use. Its turn is waited for outside of them: a busy machine makes it later, not never."""

    seconds: int
    """Of a processor."""
    wait_seconds: int
    """By the clock, from its beginning."""
    memory: int = 2 * 1024**3
    """Bytes of address space."""

    @classmethod
    def of(cls, settings: RenderSettings) -> Self:
        """As the operator set them."""
        return cls(settings.render_seconds, settings.render_wait_seconds)


def find_rendered(document: Summary | Letter | OwnCopy, *, limits: Limits) -> bytes | None:
    """The document as a PDF, or None where it could not be made within the limits.

    What the child complained of may quote a patient and is not kept.
    """
    handed = pickle.dumps(document)
    command = (sys.executable, "-m", "screener.pdf.child", str(limits.seconds), str(limits.memory))
    with turn() as place:
        try:
            done = subprocess.run(  # noqa: S603 - our own program and numbers
                command,
                input=handed,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_TOP,
                env=_environment(os.environ),
                pass_fds=(place,),  # so that the place is taken for as long as the child lives
                timeout=limits.wait_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
    return done.stdout if done.returncode == 0 and done.stdout.startswith(b"%PDF-") else None


def _environment(whole: Mapping[str, str]) -> dict[str, str]:
    return {name: whole[name] for name in _HANDED_ON if name in whole}
