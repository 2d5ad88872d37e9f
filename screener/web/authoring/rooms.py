"""What every page of a draft shares: the draft, what is wrong with it, and how a change is saved."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from screener.definition.editing import NothingThereError
from screener.definition.naming import BadNameError
from screener.definition.placing import NotEditableError
from screener.definition.problems import Problem
from screener.definition.refactoring import StillReferencedError
from screener.definition.source_files import MAIN
from screener.definition.spans import UnreadableYamlError
from screener.services import authoring, draft_checks
from screener.services.authoring import DraftView, NoDraftError, StaleDraftError
from screener.services.draft_checks import Checked
from screener.services.draft_files import UnusableFilesError
from screener.web.access import actor
from screener.web.authoring.kept import keep, let_go, own_path, typed_fields
from screener.web.house import now, services
from screener.web.staff_words import today_there

blueprint = Blueprint("authoring", __name__, url_prefix="/staff/questionnaires")

Page = Response | str | tuple[str, int]
Files = Mapping[str, bytes]
TRIES = 5
"""How often a change is made again where somebody saved in the same moment."""
LOST = "lost"
"""The place of what was typed into a form that is not there any more."""
REFUSED = (
    NotEditableError,
    NothingThereError,
    BadNameError,
    StillReferencedError,
    UnreadableYamlError,
    UnusableFilesError,
)
"""What an edit may be refused for; the words are for its author."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A draft on the bench, and what is wrong with it."""

    draft: DraftView
    checked: Checked
    day: date

    @property
    def title(self) -> str:
        """What the questionnaire calls itself; its slug while it cannot be read."""
        return self.checked.questionnaire.title if self.checked.questionnaire else self.draft.slug


def today() -> date:
    """The day that sources' ages are counted to."""
    return today_there()


def bench(draft_id: str) -> Bench:
    """The draft with this id. Raises `NoDraftError`."""
    with services().reading() as work:
        draft = authoring.open_draft(work, draft_id=draft_id)
    return bench_of(draft)


def bench_of(draft: DraftView) -> Bench:
    """The draft, looked at."""
    return Bench(draft, draft_checks.check(draft.files, draft.slug, as_of=today()), today())


def version() -> int:
    """The save that the page was made from."""
    typed = request.form.get("version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else -1


@dataclass(frozen=True, slots=True)
class Saving:
    """What a save came to."""

    draft: DraftView
    has_changed: bool


def began_with(draft: DraftView) -> Files:
    """The files that the page was made from; those of now where it does not say."""
    with services().reading() as work:
        return authoring.find_files(work, draft_id=draft.id, version=version()) or draft.files


def save(draft_id: str, change: Callable[[Files], Files], what: str) -> Saving:
    """Changes the draft's files, as they are now, and saves them. Raises what the change does, and `NoDraftError`.

    A change speaks of what its page showed: it must look for itself whether
    that is still so (`began_with`). Whoever saves in the same moment comes first.
    """
    for tries_left in reversed(range(TRIES)):
        with services().reading() as work:
            draft = authoring.open_draft(work, draft_id=draft_id)
        changed = change(draft.files)
        try:
            with services().unit_of_work() as work:
                saved = authoring.save(
                    work, draft_id=draft_id, version=draft.version, files=changed, what=what, now=now(), actor=actor()
                )
        except StaleDraftError:
            if not tries_left:
                raise
            continue
        return Saving(saved, saved.version != draft.version)
    raise AssertionError("a last try saves or raises")


def edit(draft_id: str, change: Callable[[Files], Files], what: str, *, then: str, form: str = "") -> Response:
    """Saves a change and goes on. Where it is refused, goes back with the reason; what was typed stands in its form."""
    place = f"{draft_id}/{form}"
    try:
        saved = save(draft_id, change, what)
    except REFUSED as refused:
        keep(place, [("", str(refused))])
        return redirect(own_path(request.form.get("back", "")) or then, code=303)
    let_go(place)
    flash(f"Saved: {what}." if saved.has_changed else "Nothing changed.", "good")
    return redirect(then, code=303)


def near(problems: Iterable[Problem], first: int, last: int, file: str = MAIN) -> tuple[Problem, ...]:
    """The problems that stand on these lines of a file."""
    return tuple(each for each in problems if each.place.file == file and first <= each.place.line <= last)


@blueprint.app_errorhandler(NoDraftError)
def show_no_draft(refusal: NoDraftError) -> tuple[str, int] | Response:
    """The draft went while the page was open, or never was. What was typed is shown, to be copied."""
    is_form = request.method == "POST" and (request.endpoint or "").startswith("authoring.")
    if is_form and typed_fields():
        return lost("", str(refusal))
    return render_template("authoring/gone.html", words=str(refusal)), 404


def lost(draft_id: str, words: str) -> Response:
    """What was typed has no form any more: to the page on which it stands by itself."""
    keep(LOST, [("", words)])
    return redirect(url_for("authoring.show_lost", draft=draft_id or None), code=303)


@blueprint.app_errorhandler(UnreadableYamlError)
def show_unreadable(refusal: UnreadableYamlError) -> Response:
    """The draft's text cannot be read, so no form can change it: to the text, and what was typed is kept beside."""
    draft_id = (request.view_args or {}).get("draft_id", "")
    if request.method == "POST" and typed_fields():
        return lost(draft_id, str(refusal))
    flash(str(refusal), "danger")
    return redirect(url_for("authoring.text", draft_id=draft_id), code=303)


@blueprint.app_errorhandler(StaleDraftError)
def show_stale(refusal: StaleDraftError) -> Response:
    """Somebody saved meanwhile, and what was asked for speaks of the draft as it was: nothing was done."""
    draft_id = (request.view_args or {}).get("draft_id", "")
    flash(str(refusal), "danger")
    if request.endpoint not in ("authoring.publish", "authoring.approve"):
        return redirect(url_for("authoring.outline", draft_id=draft_id), code=303)
    keep(f"{draft_id}/publish", ())
    return redirect(url_for("authoring.compare", draft_id=draft_id, _anchor="publish"), code=303)
