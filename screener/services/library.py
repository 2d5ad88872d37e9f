"""Questionnaires already read, by their hash: reading one takes far longer than answering a step."""

import threading
from collections.abc import Callable

from screener.definition.model import Questionnaire


class Library:
    """Keeps each questionnaire once a process. They are frozen, so every thread may read the same."""

    def __init__(self) -> None:
        self._by_sha256: dict[str, Questionnaire] = {}
        self._unreadable = set[str]()
        self._lock = threading.Lock()

    def find(self, sha256: str) -> Questionnaire | None:
        """The questionnaire with this hash, if it was read before."""
        return self._by_sha256.get(sha256)

    def has_tried(self, sha256: str) -> bool:
        """Whether reading ahead has nothing to do for it: it was read, or cannot be."""
        return sha256 in self._by_sha256 or sha256 in self._unreadable

    def give_up(self, sha256: str) -> None:
        """It cannot be read, and is not read ahead again. Whoever asks for it hears why."""
        self._unreadable.add(sha256)

    def get(self, sha256: str, read: Callable[[], Questionnaire]) -> Questionnaire:
        """The questionnaire with this hash, read now if it is the first time."""
        found = self._by_sha256.get(sha256)
        if found is not None:
            return found
        with self._lock:
            if sha256 not in self._by_sha256:
                self._by_sha256[sha256] = read()
            return self._by_sha256[sha256]
