"""The list of questionnaires: what is published, what is being written, and how a draft begins."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from screener.services import authoring, publications, revisions, scheduling
from screener.services.authoring import DraftView
from screener.services.draft_files import UnusableFilesError, from_upload, slug_in
from screener.services.permissions import Permission
from screener.web.access import actor, permit
from screener.web.authoring.kept import FAULT, keep, kept_at, let_go
from screener.web.authoring.rooms import Page, blueprint
from screener.web.house import now, services

PLACE = "new"
"""Where what was typed for a blank draft is kept."""


@blueprint.get("/")
@permit(Permission.EDIT_QUESTIONNAIRES)
def listing() -> str:
    """Everything there is."""
    kept = kept_at(PLACE)
    with services().reading() as work:
        standing = authoring.published(work)
        titles = {each.slug: revisions.questionnaire_of(work, each).title for each in standing}
        filling = {each.slug: publications.mid_form(work, slug=each.slug) for each in standing}
        drafts = authoring.listing(work)
        scheduled = {each.id: scheduling.newest(work, draft_id=each.id) for each in drafts}
    return render_template(
        "authoring/listing.html",
        published=standing,
        titles=titles,
        filling=filling,
        drafts=drafts,
        scheduled=scheduled,
        typed={name: texts[0] for name, texts in kept.fields.items()} if kept else {},
        place=PLACE,
    )


@blueprint.post("/start/<slug>")
@permit(Permission.EDIT_QUESTIONNAIRES)
def start(slug: str) -> Page:
    """A draft of what is published."""
    with services().unit_of_work() as work:
        draft = authoring.start_from_published(work, slug=slug, now=now(), actor=actor())
    return began(draft)


@blueprint.post("/new")
@permit(Permission.EDIT_QUESTIONNAIRES)
def start_blank() -> Page:
    """A draft of nothing yet."""
    slug, title = request.form.get("slug", "").strip(), request.form.get("title", "")
    try:
        with services().unit_of_work() as work:
            draft = authoring.start_blank(work, slug=slug, title=title, now=now(), actor=actor())
    except UnusableFilesError as refused:
        keep(PLACE, [("slug", str(refused))])
        return redirect(url_for(".listing"), code=303)
    let_go(PLACE)
    return began(draft)


@blueprint.post("/upload")
@permit(Permission.EDIT_QUESTIONNAIRES)
def start_from_files() -> Page:
    """A draft of a folder that was exported, or written elsewhere."""
    uploaded = request.files.get("folder")
    try:
        files = from_upload(uploaded.filename or "", content_of(uploaded)) if uploaded else from_upload("", b"")
        slug = slug_in(files)
        with services().unit_of_work() as work:
            draft = authoring.start_from_files(work, slug=slug, files=files, now=now(), actor=actor())
    except UnusableFilesError as refused:
        flash(["folder", str(refused)], FAULT)  # type: ignore[arg-type]  # what the session keeps is any JSON
        return redirect(url_for(".listing"), code=303)
    return began(draft)


def began(draft: DraftView) -> Response:
    """To the new draft."""
    flash("The draft is yours to write. Nothing changes for patients before it is published.", "good")
    return redirect(url_for(".outline", draft_id=draft.id), code=303)


def content_of(uploaded: FileStorage) -> bytes:
    """The bytes of an uploaded file."""
    with uploaded.stream as opened:
        return opened.read()
