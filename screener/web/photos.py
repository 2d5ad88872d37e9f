"""A photo on a page of questions: added with what was typed, looked at, taken away again; without scripts, too."""

from flask import Blueprint, Response, abort, g, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from screener.definition.names import StepId
from screener.services import photos
from screener.services.photos import NoPhotoError, TooManyPhotosError
from screener.services.pictures import BadPictureError
from screener.web.access import Access, sign
from screener.web.house import now, services
from screener.web.steps import keep_draft, posted_sheet, shown

blueprint = Blueprint("photos", __name__)

JPEG = "image/jpeg"
FIELD = "page-photo"


@blueprint.post("/intake/step/<step_id>/photo")
@sign(Access.PATIENT)
def add(step_id: str) -> AnyResponse | tuple[str, int]:
    """Keeps the photo, and what was typed on its page."""
    keep_draft(posted_sheet(step_id))
    sent = request.files.get(FIELD)
    content = sent.read() if sent else b""
    if not content:
        return with_problem(step_id, gettext("Choose a photo first."))
    try:
        with services().unit_of_work() as work:
            photos.add(work, intake_id=g.intake_id, step_id=StepId(step_id), content=content, now=now())
    except BadPictureError as bad:
        return with_problem(step_id, problem_of(bad))
    except TooManyPhotosError:
        return with_problem(step_id, gettext("There are as many photos here as there can be."))
    except NoPhotoError:
        abort(404)
    return redirect(url_for("steps.show", step_id=step_id, _anchor="photos"), code=303)


def problem_of(bad: BadPictureError) -> str:
    """What to do about it."""
    match bad.because:
        case "heic":
            return gettext("This is a HEIC photo, which cannot be used here. Send it as a JPEG, or type the list.")
        case "pixels":
            return gettext("This photo is too large. Take it again with a smaller size, or type the list.")
        case "unreadable":
            return gettext("This is not a photo that can be read. Use a JPEG or PNG, or type the list.")


def with_problem(step_id: str, words: str) -> tuple[str, int]:
    """The page once more, with what was typed and what is wrong with the photo."""
    g.photo_problem = words
    body, _ = shown(step_id)
    return body, 422


@blueprint.post("/intake/step/<step_id>/photo/<photo_id>/remove")
@sign(Access.PATIENT)
def remove(step_id: str, photo_id: str) -> AnyResponse:
    """Takes it away, and keeps what was typed."""
    keep_draft(posted_sheet(step_id))
    with services().unit_of_work() as work:
        photos.remove(work, intake_id=g.intake_id, photo_id=photo_id, now=now())
    return redirect(url_for("steps.show", step_id=step_id, _anchor="photos"), code=303)


@blueprint.get("/intake/photo/<photo_id>")
@sign(Access.PATIENT)
def small(photo_id: str) -> Response:
    """The photo in small, for who added it."""
    with services().reading() as work:
        content = photos.own(work, intake_id=g.intake_id, photo_id=photo_id)
    return Response(content, mimetype=JPEG)
