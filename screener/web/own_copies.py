"""A patient's own copy as a PDF: what the sent page said, and the answers. No finding and no level stands in it."""

from dataclasses import replace

from flask import Blueprint, Response, g, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from screener.pdf.safely import Limits, find_rendered
from screener.services import own_copies, submissions
from screener.services.clinic_day import clinic_day
from screener.services.intake import IntakeState, IntakeView
from screener.services.submissions import SubmissionView
from screener.summary.own_copy import CopyWords, OwnCopy, own_copy
from screener.web.access import Access, sign
from screener.web.clinic import clinic
from screener.web.clinic_words import clinical
from screener.web.house import now, services, settings
from screener.web.intakes import any_state
from screener.web.languages import language
from screener.web.phrases import phrases

blueprint = Blueprint("own_copies", __name__, url_prefix="/intake")


@blueprint.get("/copy.pdf")
@sign(Access.PATIENT)
def pdf() -> AnyResponse:
    """What was sent, to keep; the page to read instead where no PDF can be made."""
    with services().unit_of_work() as work:
        view = any_state(work)
        if view.state is not IntakeState.SENT:
            return redirect(url_for("intake.check"), code=303)
        submission = submissions.own(work, intake_id=g.intake_id)
        kept = own_copies.find(work, submission, language=language(), words=clinic(), now=now())
    content = kept or made(view, submission)
    if content is None:
        return redirect(url_for("intake.copy"), code=303)
    headers = {"Content-Disposition": f'attachment; filename="{submission.reference}.pdf"'}
    return Response(content, mimetype="application/pdf", headers=headers)


def made(view: IntakeView, submission: SubmissionView) -> bytes | None:
    """The copy, rendered and kept; None where it could not be made."""
    content = find_rendered(copied(view, submission), limits=Limits.of(settings()))
    if content is not None:
        with services().unit_of_work() as work:
            own_copies.keep(work, submission, content, language=language(), words=clinic(), now=now())
    return content


def copied(view: IntakeView, submission: SubmissionView) -> OwnCopy:
    """What is set on paper, in the language of the page."""
    day = phrases().date(clinic_day(settings(), view.questionnaire, submission.sent_at))
    said = tuple(view.questionnaire.messages[code] for code in submission.assessment.messages)
    return own_copy(
        view.questionnaire,
        view.answers,
        view.path,
        language=language(),
        phrases=phrases(),
        words=CopyWords(
            title=gettext("Your answers"),
            for_whom=gettext("For %(name)s.", name=submission.patient_name),
            sent=gettext("Sent on %(day)s.", day=day),
            reference=gettext("Reference: %(reference)s.", reference=submission.reference),
            signed=gettext("Signed: %(name)s", name=submission.signature),
            next=gettext("What happens next"),
            first=gettext("Please read this first"),
            for_you=gettext("For you"),
        ),
        clinic=clinic().name,
        phone=clinic().phone,
        messages=tuple(replace(message, text=clinical(message.text)) for message in said),
        what_next=clinical(view.questionnaire.after_sending),
        dated=submission.sent_at.replace(microsecond=0),
    )
