"""A question in few words, for beside an answer; the whole of it stands among all answers."""

import re

SHORTEST = 16
"""A sentence of fewer characters ("Is it?") does not stand alone."""
_SENTENCE = re.compile(r"[^\s.?!](?:[^.?!]|[.?!](?!\s|$))*[.?!]")


def gist(text: str) -> str:
    """The sentence that asks, without its preface and its examples."""
    sentences = _SENTENCE.findall(text)
    asking = next((sentence for sentence in sentences if sentence.endswith("?")), sentences[0] if sentences else "")
    return asking if len(asking) >= SHORTEST else text


def label(text: str) -> str:
    """`Triptans (such as sumatriptan, rizatriptan)` as `Triptans`."""
    return re.split(r"\s*[(:]", gist(text), maxsplit=1)[0] or text
