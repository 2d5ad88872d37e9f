"""A photo on a page of questions: added with what was typed, looked at, taken away again; without scripts, too."""

from flask import Blueprint, Response, abort, g, request
from werkzeug.wrappers import Response as AnyResponse

from screener.definition.names import StepId
from screener.services import photos
from screener.services.photos import NoPhotoError, TooManyPhotosError
from screener.services.pictures import BadPictureError
from screener.web.access import Access, sign
from screener.web.house import now, services
from screener.web.steps import keep_sent, posted_sheet, to_draft

blueprint = Blueprint("photos", __name__)

JPEG = "image/jpeg"
FIELD = "page-photo"


@blueprint.post("/intake/step/<step_id>/photo")
@sign(Access.PATIENT)
def add(step_id: str) -> AnyResponse:
    """Keeps the photo, and what was typed on its page."""
    sheet = posted_sheet(step_id)
    mark = keep_sent(sheet)
    sent = request.files.get(FIELD)
    content = sent.read() if sent else b""
    if not content:
        return to_draft(sheet, mark, photo="missing", anchor="photos")
    try:
        with services().unit_of_work() as work:
            photos.add(work, intake_id=g.intake_id, step_id=StepId(step_id), content=content, now=now())
    except BadPictureError as bad:
        return to_draft(sheet, mark, photo=bad.because, anchor="photos")
    except TooManyPhotosError:
        return to_draft(sheet, mark, photo="many", anchor="photos")
    except NoPhotoError:
        abort(404)
    return to_draft(sheet, mark, anchor="photos")


@blueprint.post("/intake/step/<step_id>/photo/<photo_id>/remove")
@sign(Access.PATIENT)
def remove(step_id: str, photo_id: str) -> AnyResponse:
    """Takes it away, and keeps what was typed."""
    sheet = posted_sheet(step_id)
    mark = keep_sent(sheet)
    with services().unit_of_work() as work:
        photos.remove(work, intake_id=g.intake_id, photo_id=photo_id, now=now())
    return to_draft(sheet, mark, anchor="photos")


@blueprint.get("/intake/photo/<photo_id>")
@sign(Access.PATIENT)
def small(photo_id: str) -> Response:
    """The photo in small, for who added it."""
    with services().reading() as work:
        content = photos.own(work, intake_id=g.intake_id, photo_id=photo_id)
    return Response(content, mimetype=JPEG)
