"""What was typed into a form of the workshop and could not be saved: kept, shown in its form again, and let go."""

from collections.abc import Iterable, Mapping
from typing import Final, cast

from flask import flash, g, get_flashed_messages, request

from screener.services import kept_forms
from screener.services.kept_forms import KeptForm
from screener.web.appearance import OWN_PATH
from screener.web.house import now, services
from screener.web.staff_door import member

NOT_TYPED: Final = frozenset({"csrf_token", "version", "back", "then"})
"""Fields that nobody types."""
Fault = tuple[str, str]
"""What is wrong: an input's id, or none, and words."""
MOST_FAULTS: Final = 12
LONGEST_PLACE: Final = 300
FAULT: Final = "fault"
"""The category of a flashed fault: it is told once, on the page that one is sent to."""


def typed_fields() -> dict[str, list[str]]:
    """Everything that was typed into the form that was posted."""
    return {name: texts for name, texts in request.form.lists() if name not in NOT_TYPED and any(texts)}


def keep(place: str, faults: Iterable[Fault], fields: Mapping[str, Iterable[str]] | None = None) -> None:
    """Keeps the form under its place, and says on the next page what is wrong with it."""
    with services().unit_of_work() as work:
        kept_forms.keep(
            work,
            member_id=member().id,
            place=place[:LONGEST_PLACE],
            fields=typed_fields() if fields is None else fields,
            now=now(),
        )
    for field, words in list(faults)[:MOST_FAULTS]:
        flash([field, words], FAULT)  # type: ignore[arg-type]  # what the session keeps is any JSON


def let_go(place: str) -> None:
    """It was saved."""
    if place in all_kept():
        with services().unit_of_work() as work:
            kept_forms.drop(work, member_id=member().id, place=place)
        all_kept().pop(place)


def all_kept() -> dict[str, KeptForm]:
    """What the member typed and did not save, by its place; looked up once a request."""
    if "kept_forms" not in g:
        with services().reading() as work:
            g.kept_forms = kept_forms.all_of(work, member_id=member().id)
    found: dict[str, KeptForm] = g.kept_forms
    return found


def kept_at(place: str) -> KeptForm | None:
    """What was typed there and is not saved."""
    return all_kept().get(place[:LONGEST_PLACE])


def faults() -> list[Fault]:
    """What was wrong with what was posted last, for the page that one was sent to."""
    told = cast(list[list[str]], get_flashed_messages(category_filter=[FAULT]))
    return [(field, words) for field, words in told]


def own_path(path: str) -> str:
    """The path, if it is one of ours."""
    return path if OWN_PATH.match(path) and path.startswith("/staff/") else ""
