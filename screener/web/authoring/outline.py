"""A draft at a glance: its pages and questions, its rules, its thresholds; undoing, history, and taking it along."""

from flask import Response as FileResponse
from flask import flash, redirect, render_template, request, url_for

from screener.definition.editing import open_main
from screener.definition.source_files import MAIN
from screener.definition.spans import UnreadableYamlError
from screener.services import authoring, scheduling
from screener.services.draft_files import to_zip
from screener.services.permissions import Permission
from screener.web.access import actor, permit
from screener.web.authoring.kept import kept_at, let_go, own_path
from screener.web.authoring.reading_drafts import Contents, contents
from screener.web.authoring.rooms import LOST, Bench, Page, bench, blueprint, version
from screener.web.house import now, services


def read(found: Bench) -> Contents | None:
    """What the draft's text says, as far as it can be read for forms."""
    try:
        return contents(open_main(found.draft.files)) if MAIN in found.draft.files else None
    except UnreadableYamlError:
        return None


@blueprint.get("/drafts/<draft_id>/")
@permit(Permission.EDIT_QUESTIONNAIRES)
def outline(draft_id: str) -> str:
    """Sections, pages and questions."""
    found = bench(draft_id)
    return render_template(
        "authoring/outline.html", bench=found, draft=found.draft, contents=read(found), here="outline"
    )


@blueprint.get("/drafts/<draft_id>/rules")
@permit(Permission.EDIT_QUESTIONNAIRES)
def rules(draft_id: str) -> str:
    """Every rule, by its group, with messages, values and sources."""
    found = bench(draft_id)
    return render_template("authoring/rules.html", bench=found, draft=found.draft, contents=read(found), here="rules")


@blueprint.get("/drafts/<draft_id>/thresholds")
@permit(Permission.EDIT_QUESTIONNAIRES)
def thresholds(draft_id: str) -> str:
    """Every threshold, in one form: no row that is saved costs what was typed in another."""
    found = bench(draft_id)
    return render_template(
        "authoring/thresholds.html", bench=found, draft=found.draft, contents=read(found), here="thresholds"
    )


@blueprint.get("/kept")
@permit(Permission.EDIT_QUESTIONNAIRES)
def show_lost() -> str:
    """What was typed into a form that is not there any more, to be copied."""
    draft_id = request.args.get("draft", "")
    return render_template("authoring/lost.html", kept=kept_at(LOST), draft_id=draft_id, place=LOST)


@blueprint.post("/kept/forget")
@permit(Permission.EDIT_QUESTIONNAIRES)
def forget() -> Page:
    """The member lets go of what they typed."""
    let_go(request.form.get("place", ""))
    return redirect(own_path(request.form.get("back", "")) or url_for(".listing"), code=303)


@blueprint.get("/drafts/<draft_id>/history")
@permit(Permission.EDIT_QUESTIONNAIRES)
def history(draft_id: str) -> str:
    """Every save, to go back to."""
    found = bench(draft_id)
    with services().reading() as work:
        saves, times = authoring.history(work, draft_id=draft_id), scheduling.all_of(work, draft_id=draft_id)
    return render_template(
        "authoring/history.html", bench=found, draft=found.draft, saves=saves, times=times, here="history"
    )


@blueprint.post("/drafts/<draft_id>/undo")
@permit(Permission.EDIT_QUESTIONNAIRES)
def undo(draft_id: str) -> Page:
    """The draft says what it said before its last change."""
    with services().unit_of_work() as work:
        draft = authoring.undo(work, draft_id=draft_id, version=version(), now=now(), actor=actor())
    flash(f"{draft.last.what}.", "good")
    return redirect(url_for(".history", draft_id=draft_id), code=303)


@blueprint.post("/drafts/<draft_id>/back-to/<int:save>")
@permit(Permission.EDIT_QUESTIONNAIRES)
def go_back(draft_id: str, save: int) -> Page:
    """The draft says what it said at that save."""
    with services().unit_of_work() as work:
        draft = authoring.go_back(work, draft_id=draft_id, version=version(), to=save, now=now(), actor=actor())
    flash(f"{draft.last.what}.", "good")
    return redirect(url_for(".history", draft_id=draft_id), code=303)


@blueprint.post("/drafts/<draft_id>/drop")
@permit(Permission.EDIT_QUESTIONNAIRES)
def drop(draft_id: str) -> Page:
    """Gives the draft up."""
    with services().unit_of_work() as work:
        authoring.drop(work, draft_id=draft_id, version=version(), now=now(), actor=actor())
    flash("The draft was given up.", "good")
    return redirect(url_for(".listing"), code=303)


@blueprint.get("/drafts/<draft_id>/folder.zip")
@permit(Permission.EDIT_QUESTIONNAIRES)
def export(draft_id: str) -> FileResponse:
    """The draft's folder, byte for byte."""
    draft = bench(draft_id).draft
    answer = FileResponse(to_zip(draft.slug, draft.files), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{draft.slug}.zip"'
    return answer
