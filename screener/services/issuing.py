"""Who issued an invitation: somebody at the clinic, or the person themselves."""

from screener.services.auditing import Actor

SELF = Actor("patient", "self-started")
"""Nobody at the clinic."""


def is_self_started(issued_by: str) -> bool:
    """Whether this is how the audit names nobody at the clinic."""
    return issued_by == str(SELF)
