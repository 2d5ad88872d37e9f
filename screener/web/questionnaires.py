"""Puts the workshop into the application: its pages, its workroom, and what its templates use."""

from collections.abc import Iterable, Mapping

from babel import Locale, UnknownLocaleError
from flask import Flask, request

from screener.proof.comparison import word_of
from screener.services import reassessing
from screener.services.permissions import Permission
from screener.services.publications import MidForm
from screener.services.reassessing import Recalled, Waiting
from screener.services.workroom import Workroom
from screener.web.authoring import (
    checks,
    comparing,
    listing,
    outline,
    publishing,
    recalls,
    texts,
    things,
    translating,
    trying,
    values,
)
from screener.web.authoring.kept import faults, kept_at
from screener.web.authoring.reading_drafts import Contents
from screener.web.authoring.rooms import blueprint
from screener.web.authoring.thing_fields import ADDABLE
from screener.web.authoring.workrooms import NAME
from screener.web.house import services, settings

PAGES = (checks, comparing, listing, outline, publishing, recalls, texts, things, translating, trying, values)
"""Each has hung its views on the blueprint."""
LARGE = frozenset(
    f"{blueprint.name}.{view}" for view in ("save_text", "check_text", "start_from_files", "import_po", "translate")
)
"""Views that take a whole file."""


def init_authoring(app: Flask) -> None:
    """Opens the workshop."""
    app.extensions[NAME] = Workroom()
    app.before_request_funcs.setdefault(None, []).insert(0, allow_files)
    app.jinja_env.globals.update(
        addable_kinds=tuple(ADDABLE),
        counted=counted,
        first_language=first_language,
        here_path=here_path,
        faults=faults,
        kept_at=kept_at,
        language_name=language_name,
        level_word=word_of,
        message_offers=message_offers,
        pairs=pairs,
        recalled=recalled,
        waiting_recalls=waiting_recalls,
        permissions=Permission,
    )
    app.register_blueprint(blueprint)


def allow_files() -> None:
    """Before the body is read: a questionnaire's file may be larger than a page of answers."""
    if request.endpoint in LARGE:
        most = 2 * settings().questionnaire_bytes
        request.max_content_length = request.max_form_memory_size = most


def recalled(reference: str) -> tuple[Recalled, ...]:
    """How faulty rules misjudged a submission."""
    with services().reading() as work:
        return reassessing.recalled(work, reference=reference)


def waiting_recalls() -> tuple[Waiting, ...]:
    """The recalls that hold submissions which nobody has looked at."""
    with services().reading() as work:
        return reassessing.waiting_recalls(work)


def first_language(files: Mapping[str, bytes]) -> str:
    """The language of a draft's first translation, there or still to be written."""
    return translating.languages(files)[0]


def language_name(language: str) -> str:
    """`Spanish`; the code itself for what Babel has no name for."""
    try:
        return Locale.parse(language, sep="-").get_display_name("en") or language
    except (ValueError, UnknownLocaleError):
        return language


def pairs(words: Iterable[str]) -> list[tuple[str, str]]:
    """Words that stand for themselves."""
    return [(word, word) for word in words]


def counted(filling: Iterable[MidForm]) -> dict[int, int]:
    """How many patients fill in each revision, by its number."""
    return {each.number: each.count for each in filling}


def message_offers(contents: Contents) -> list[tuple[str, str]]:
    """The messages that a rule may send to a patient."""
    return [("", "Nothing"), *((part.name, f"{part.name}: {part.words[:80]}") for part in contents.every("message"))]


def here_path() -> str:
    """The page's own address, to come back to."""
    path: str = request.full_path.rstrip("?")
    return path
