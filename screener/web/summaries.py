"""The clinician's PDF of a submission: rendered before it is asked for, so that nobody waits."""

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from screener.pdf.signing import Seal, SigningError
from screener.services import photos, summaries
from screener.services.permissions import Permission
from screener.services.summaries import Awaited, Outlook
from screener.web.access import actor, permit
from screener.web.house import now, services, settings

blueprint = Blueprint("summaries", __name__, url_prefix="/staff/submissions/<reference>")

PDF = "application/pdf"
AGAIN_SECONDS = 3
"""After which a page that waits for a PDF asks again, by itself and without a script."""


@blueprint.get("/summary.pdf")
@permit(Permission.READ_SUBMISSIONS)
def pdf(reference: str) -> Response:
    """The PDF as the submission stands; while it is rendered, a page that asks again."""
    with services().unit_of_work() as work:
        found = summaries.download(work, reference=reference, actor=actor(), now=now())
    match found:
        case Awaited():
            waiting = render_template("summaries/awaited.html", reference=reference, awaited=found)
            is_soon = found.outlook is Outlook.SOON
            return make_response(waiting, 202, {"Refresh": str(AGAIN_SECONDS)} if is_soon else {})
        case content:
            return Response(content, mimetype=PDF, headers={"Content-Disposition": _name(reference)})


@blueprint.post("/summary.pdf")
@permit(Permission.READ_SUBMISSIONS)
def ask_again(reference: str) -> AnyResponse:
    """Lets it be tried from the beginning, at once."""
    with services().unit_of_work() as work:
        summaries.ask_again(work, reference=reference, now=now())
    return redirect(url_for("summaries.pdf", reference=reference), code=303)


@blueprint.get("/last.pdf")
@permit(Permission.READ_SUBMISSIONS)
def last(reference: str) -> Response:
    """The last PDF that was made: its name says what it does not show."""
    with services().unit_of_work() as work:
        found = summaries.download_last(work, reference=reference, actor=actor(), now=now())
    if found is None:
        raise NotFound
    content, earlier = found
    named = _name(f"{reference}-{earlier.value}")
    return Response(content, mimetype=PDF, headers={"Content-Disposition": named})


@blueprint.get("/signed.pdf")
@permit(Permission.READ_SUBMISSIONS)
def signed(reference: str) -> Response:
    """The same with the clinic's signature, for handing on. Raises `SigningError`."""
    seal = Seal.of(settings())
    if seal is None:
        raise NotFound
    answer = pdf(reference)
    if answer.mimetype == PDF:
        answer.set_data(seal.sign(answer.get_data()))
        answer.headers["Content-Disposition"] = _name(f"{reference}-SIGNED")
    return answer


@blueprint.app_errorhandler(SigningError)
def show_unsigned(refusal: SigningError) -> tuple[str, int]:
    """The certificate cannot be used: says so; the PDF is there without it."""
    return render_template("summaries/unsigned.html", words=str(refusal)), 503


@blueprint.get("/summary.txt")
@permit(Permission.READ_SUBMISSIONS)
def text(reference: str) -> Response:
    """The same in plain text."""
    with services().unit_of_work() as work:
        said = summaries.as_text(work, reference=reference, actor=actor(), now=now())
    return Response(said, mimetype="text/plain")


@blueprint.get("/photos/<photo_id>")
@permit(Permission.READ_SUBMISSIONS)
def photo(reference: str, photo_id: str) -> Response:
    """A photo that the patient sent with the answers."""
    with services().unit_of_work() as work:
        content = photos.of_submission(work, reference=reference, photo_id=photo_id, actor=actor(), now=now())
    return Response(content, mimetype="image/jpeg")


def _name(reference: str) -> str:
    letters = "".join(
        letter for letter in reference.upper() if letter.isascii() and (letter.isalnum() or letter == "-")
    )
    return f'inline; filename="{letters}.pdf"'
