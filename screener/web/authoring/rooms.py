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
from screener.web.house import now, services
from screener.web.staff_words import today_there

blueprint = Blueprint("authoring", __name__, url_prefix="/staff/questionnaires")

Page = Response | str | tuple[str, int]
Files = Mapping[str, bytes]
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


def save(draft_id: str, change: Callable[[Files], Files], what: str) -> DraftView:
    """Changes the draft's files and saves them. Raises what the change does, `StaleDraftError`, `NoDraftError`."""
    with services().reading() as work:
        draft = authoring.open_draft(work, draft_id=draft_id)
    changed = change(draft.files)
    with services().unit_of_work() as work:
        return authoring.save(
            work, draft_id=draft_id, version=version(), files=changed, what=what, now=now(), actor=actor()
        )


def edit(draft_id: str, change: Callable[[Files], Files], what: str, *, then: str) -> Response:
    """Saves a change and goes on; where it is refused, goes back with the reason."""
    try:
        before = version()
        saved = save(draft_id, change, what)
    except REFUSED as refused:
        flash(str(refused), "danger")
        return redirect(request.form.get("back") or then, code=303)
    flash(f"Saved: {what}." if saved.version != before else "Nothing changed.", "good")
    return redirect(then, code=303)


def near(problems: Iterable[Problem], first: int, last: int, file: str = MAIN) -> tuple[Problem, ...]:
    """The problems that stand on these lines of a file."""
    return tuple(each for each in problems if each.place.file == file and first <= each.place.line <= last)


@blueprint.app_errorhandler(NoDraftError)
def show_no_draft(refusal: NoDraftError) -> tuple[str, int]:
    """The draft went while the page was open, or never was."""
    return render_template("authoring/gone.html", words=str(refusal)), 404


@blueprint.app_errorhandler(StaleDraftError)
def show_stale(refusal: StaleDraftError) -> tuple[str, int]:
    """Somebody saved meanwhile: what was typed is shown again, to be copied."""
    draft_id = (request.view_args or {}).get("draft_id", "")
    typed = [(name, text) for name, text in request.form.items() if name not in ("csrf_token", "version", "back")]
    body = render_template(
        "authoring/stale.html",
        words=str(refusal),
        typed=typed,
        action=request.full_path.rstrip("?"),
        version=refusal.version,
        back=url_for("authoring.outline", draft_id=draft_id),
    )
    return body, 409
