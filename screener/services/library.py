"""Questionnaires already read, by their hash: reading one takes far longer than answering a step."""

import threading
from collections.abc import Callable

from screener.definition.model import Questionnaire


class Library:
    """Keeps each questionnaire once a process. They are frozen, so every thread may read the same."""

    def __init__(self) -> None:
        self._by_sha256: dict[str, Questionnaire] = {}
        self._lock = threading.Lock()

    def find(self, sha256: str) -> Questionnaire | None:
        """The questionnaire with this hash, if it was read before."""
        return self._by_sha256.get(sha256)

    def get(self, sha256: str, read: Callable[[], Questionnaire]) -> Questionnaire:
        """The questionnaire with this hash, read now if it is the first time."""
        found = self._by_sha256.get(sha256)
        if found is not None:
            return found
        with self._lock:
            if sha256 not in self._by_sha256:
                self._by_sha256[sha256] = read()
            return self._by_sha256[sha256]
