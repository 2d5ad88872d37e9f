"""A photo on a page of questions: added with what was typed, looked at, taken away again; without scripts, too."""

from flask import Blueprint, Response, g
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as AnyResponse

from screener.services import photos
from screener.services.photos import NoPhotoError
from screener.web.access import Access, sign
from screener.web.house import now, services
from screener.web.left_pages import show_left_open
from screener.web.sent_photos import PhotoProblem, keep_photo, sent_file
from screener.web.steps import keep_sent, posted_sheet, to_draft

blueprint = Blueprint("photos", __name__)

JPEG = "image/jpeg"


@blueprint.post("/intake/step/<step_id>/photo")
@sign(Access.PATIENT)
def add(step_id: str) -> AnyResponse:
    """Keeps the photo, and what was typed on its page."""
    sheet = posted_sheet(step_id)
    mark = keep_sent(sheet)
    if sheet.step.photo is None:
        raise NoPhotoError("This page takes no photo.")
    problem = PhotoProblem.MISSING if sent_file() is None else keep_photo(sheet.step)
    return to_draft(sheet, mark, photo=problem, anchor="photos")


@blueprint.post("/intake/step/<step_id>/photo/<photo_id>/remove")
@sign(Access.PATIENT)
def remove(step_id: str, photo_id: str) -> AnyResponse:
    """Takes it away, and keeps what was typed."""
    sheet = posted_sheet(step_id)
    mark = keep_sent(sheet)
    with services().unit_of_work() as work:
        photos.remove(work, intake_id=g.intake_id, photo_id=photo_id, now=now())
    return to_draft(sheet, mark, photo=keep_photo(sheet.step), anchor="photos")


@blueprint.get("/intake/photo/<photo_id>")
@sign(Access.PATIENT)
def small(photo_id: str) -> Response:
    """The photo in small, for who added it."""
    with services().reading() as work:
        content = photos.own(work, intake_id=g.intake_id, photo_id=photo_id)
    return Response(content, mimetype=JPEG)


blueprint.register_error_handler(CSRFError, show_left_open)
