"""Rendering that cannot hang or exhaust the house: in a process of its own, with limits, and text where it fails."""

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from screener.pdf.printable import printable
from screener.summary.letter import Letter
from screener.summary.model import Summary
from screener.summary.own_copy import OwnCopy
from screener.summary.plain import as_text

PDF = "application/pdf"
TEXT = "text/plain; charset=utf-8"

_TOP = Path(__file__).resolve().parents[2]
_AT_ONCE = threading.BoundedSemaphore(2)
"""More at a time would only make each slower."""
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
    """What one rendering may use: seconds of processor and of waiting, bytes of address space."""

    seconds: int = 20
    memory: int = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class Rendered:
    """A PDF, or the same in plain text where no PDF could be made in time."""

    content: bytes
    media_type: str

    @property
    def is_pdf(self) -> bool:
        """Whether it is what was asked for."""
        return self.media_type == PDF


def render_safely(summary: Summary, *, limits: Limits = Limits()) -> Rendered:
    """The summary as a PDF; as text if rendering failed, ran out of its limits or took too long."""
    rendered = find_rendered(summary, limits=limits)
    return Rendered(rendered, PDF) if rendered is not None else Rendered(_text(summary), TEXT)


def find_rendered(document: Summary | Letter | OwnCopy, *, limits: Limits = Limits()) -> bytes | None:
    """The document as a PDF, or None where it could not be made within the limits.

    What the child complained of may quote a patient and is not kept.
    """
    with _AT_ONCE:
        return _in_child(document, limits)


def _in_child(document: Summary | Letter | OwnCopy, limits: Limits) -> bytes | None:
    command = (sys.executable, "-m", "screener.pdf.child", str(limits.seconds), str(limits.memory))
    try:
        done = subprocess.run(  # noqa: S603 - our own program and numbers
            command,
            input=pickle.dumps(document),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_TOP,
            env=_environment(os.environ),
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 and done.stdout.startswith(b"%PDF-") else None


def _environment(whole: Mapping[str, str]) -> dict[str, str]:
    return {name: whole[name] for name in _HANDED_ON if name in whole}


def _text(summary: Summary) -> bytes:
    notice = "No PDF could be made of this submission; this is the same in plain text.\n\n"
    return printable(notice + as_text(summary)).encode("utf-8")
