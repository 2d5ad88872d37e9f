"""Pages that come without their patient: after the session has ended, or while another patient is signed in.

Each page of questions carries a pass, a seal over its intake's reference, its
step, and its own mark. What was typed on a page with a good pass is kept as a
draft of that intake, sealed with its key, and shown to nobody but its patient
after they have come in again. A page without one is let go: nobody can fill the
disk, or speak to a patient, who was not shown that patient's page.

It takes no more than the intake takes: a page replaces its own draft alone,
there are no more of one step than `drafts.AT_MOST`, none is kept once the form
is over, and all go with the form's answers.
"""

from hashlib import sha256

from flask import current_app, g, redirect, request, session, url_for
from flask_wtf.csrf import CSRFError
from itsdangerous import Signer
from werkzeug.wrappers import Response

from screener.definition.names import StepId
from screener.errors import Refusal
from screener.services import drafts
from screener.services.intake import open_intake
from screener.web.access import SignedOutError, admit_patient
from screener.web.errors import show_out_of_date, show_refusal
from screener.web.house import now, services

ENDPOINTS = frozenset({"steps.answer", "steps.draft", "photos.add", "photos.remove"})
"""Where what is typed on a page is sent to."""
NOT_TYPED = frozenset({"csrf_token", "light", "language", "page-photo", "page-pass"})
LEFT = "left"
"""Under this key the cookie says whether the page that came last was kept."""

Answer = Response | tuple[str, int]


class OtherPatientError(Refusal):
    """The page is of another patient than the one who is signed in."""


def typed_fields() -> dict[str, tuple[str, ...]]:
    """What the page says of itself and its answers."""
    return {name: tuple(texts) for name, texts in request.form.lists() if name not in NOT_TYPED}


def pass_for(reference: str, step_id: StepId, mark: str) -> str:
    """The pass of a page that is made here."""
    return signer().get_signature(passed(reference, step_id, mark)).decode()


def has_pass(step_id: StepId) -> bool:
    """Whether the page that came was made here, for the intake that it names."""
    said = passed(request.form.get("page-of", ""), step_id, request.form.get("page-mark", ""))
    return signer().verify_signature(said, request.form.get("page-pass", "").encode("utf-8", "surrogatepass"))


def passed(reference: str, step_id: StepId, mark: str) -> bytes:
    """What a pass seals."""
    return f"{reference}\n{step_id}\n{mark}".encode("utf-8", "surrogatepass")


def signer() -> Signer:
    """Signs passes; earlier keys still verify."""
    keys = (*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"])
    return Signer(list(keys), salt="screener.page", key_derivation="hmac")


def sent_step() -> StepId:
    """The step that the page was sent to."""
    return StepId(str((request.view_args or {}).get("step_id", "")))


def keep_for_its_patient() -> bool:
    """Keeps what was typed for the page's own patient. Tells whether it is kept."""
    if request.endpoint not in ENDPOINTS or not has_pass(sent_step()):
        return False
    mark = request.form.get("page-mark", "")
    # A page that was saved before and is sent once more, as after *Back*, is another page: always the same other one.
    return keep_as(mark) or (request.endpoint != "steps.draft" and keep_as(sha256(mark.encode()).hexdigest()[:16]))


def keep_as(mark: str) -> bool:
    """Keeps what was typed as the page with that mark."""
    with services().unit_of_work() as work:
        return drafts.keep_for(
            work,
            reference=request.form.get("page-of", ""),
            step_id=sent_step(),
            typed={**typed_fields(), "page-mark": (mark,)},
            page=mark,
            now=now(),
        )


def must_be_own(reference: str) -> None:
    """Raises `OtherPatientError` where the page that came says that it is of another intake."""
    if request.form.get("page-of", reference) != reference:
        raise OtherPatientError


def show_signed_out(refusal: Refusal) -> Answer:
    """Keeps what was typed for whose page it is, and explains."""
    if request.endpoint not in ENDPOINTS:
        return redirect(url_for("sessions.away"), code=303)
    return tell("sessions.away", is_kept=keep_for_its_patient())


def show_other_patient(refusal: Refusal) -> Answer:
    """Keeps what was typed for whose page it is, and says so on a page that names nobody."""
    return tell("sessions.other_form", is_kept=keep_for_its_patient())


def tell(endpoint: str, *, is_kept: bool) -> Answer:
    """To the page that explains; a script is told by the status alone."""
    if request.endpoint == "steps.draft":
        return ("", 204) if is_kept else ("", 409)
    session[LEFT] = is_kept
    return redirect(url_for(endpoint), code=303)


def show_left_open(error: CSRFError) -> Answer:
    """A page from before somebody signed in: the same patient finds it as it was typed, another one does not see it.

    Nothing is saved by it. Where it has no pass, nobody knows where it is from.
    """
    if request.endpoint not in ENDPOINTS or not has_pass(sent_step()):
        return show_out_of_date(error)
    try:
        admit_patient()
        with services().reading() as work:
            view = open_intake(work, intake_id=g.intake_id, now=now())
        must_be_own(view.reference)
    except SignedOutError as refusal:
        return show_signed_out(refusal)
    except OtherPatientError as refusal:
        return show_other_patient(refusal)
    except Refusal as refusal:
        return show_refusal(refusal)
    is_kept = keep_for_its_patient()
    if request.endpoint == "steps.draft":
        return tell("", is_kept=is_kept)
    return redirect(url_for("steps.show", step_id=sent_step()), code=303)
