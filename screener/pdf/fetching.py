"""Nothing is fetched: not from the network, not from disk, not by a stylesheet, whatever the content asks for."""

from typing import NoReturn

from weasyprint.urls import URLFetcher


class FetchRefusedError(ValueError):
    """Content asked for something outside itself."""


class RefusingFetcher(URLFetcher):  # type: ignore[misc]
    """Given to every document and every stylesheet: one without it would fetch by itself."""

    def fetch(self, url: str, headers: object = None) -> NoReturn:  # noqa: ARG002 - the signature is given
        """Refuse, without naming the address: it may hold what a patient typed."""
        raise FetchRefusedError("a summary fetches nothing")
