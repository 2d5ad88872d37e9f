"""The front desk: invites patients, prints letters, hands over the clinic's tablet, closes links."""

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from screener.pdf.safely import Limits, find_rendered
from screener.services import invitations, inviting, letters, member_sessions, revisions
from screener.services.invitations import InvitationSentError, IssuedInvitation, NoInvitationError
from screener.services.patients import BadPatientError
from screener.services.permissions import Permission
from screener.summary.letter import LETTER_WORDS
from screener.web.access import actor, permit
from screener.web.forms.dates import TypedDate
from screener.web.house import now, services, settings
from screener.web.staff_door import member, staff_session_id
from screener.web.tablet import begin_hand_over

blueprint = Blueprint("inviting", __name__, url_prefix="/staff/invitations")

NAME_LETTERS = 200
REPLACED = "The link is new. The one before it leads nowhere any more."
BESIDE = (
    "The link is new, and stands beside the patient's own. What was answered before opens only with a code that"
    " the patient has, with one by e-mail where an address is known and mail is sent, or on the tablet from a"
    " clinician's hands; without, a new form begins."
)
LANGUAGES = tuple((code, {"en": "English", "es": "Spanish"}[code]) for code in LETTER_WORDS)


@blueprint.get("/")
@permit(Permission.INVITE)
def show() -> str:
    """Who was invited, and a form to invite somebody."""
    return page()


def page(*, problems: tuple[tuple[str, str], ...] = (), issued: IssuedInvitation | None = None, words: str = "") -> str:
    """The list, with what was just issued or what is wrong."""
    with services().unit_of_work() as work:
        may_read = member().may(Permission.READ_SUBMISSIONS)
        lines = inviting.newest(work, may_read=may_read, now=now(), actor=actor())
        slugs = tuple((each.slug, each.slug) for each in revisions.all_current(work))
    return render_template(
        "inviting/show.html",
        lines=lines,
        slugs=slugs,
        languages=LANGUAGES,
        problems=problems,
        issued=issued,
        link=f"{settings().public_url}/i/{issued.url_token}" if issued else None,
        words=words,
        sends_reminders=settings().sends_mail and bool(settings().reminder_days),
        typed=request.form if problems else {},
    )


@blueprint.post("/")
@permit(Permission.INVITE)
def invite() -> str | tuple[str, int]:
    """Issues a link, shown this once."""
    name, born = request.form.get("name", "")[:NAME_LETTERS], TypedDate.of_iso(request.form.get("born", ""))
    if problems := tuple(what_is_missing(name, born)):
        return page(problems=problems), 422
    try:
        with services().unit_of_work() as work:
            issued = invitations.issue(
                work,
                slug=request.form.get("questionnaire", ""),
                patient_name=name,
                date_of_birth=born.date,
                contact=request.form.get("contact", "")[:NAME_LETTERS].strip(),
                now=now(),
                actor=actor(),
            )
    except BadPatientError as bad:
        return page(problems=(("name", str(bad)),)), 422
    return page(issued=issued, words=f"{name.strip()} is invited.")


def what_is_missing(name: str, born: TypedDate) -> list[tuple[str, str]]:
    """Pairs of an input and words."""
    missing = [] if name.strip() else [("name", "Type the patient's name.")]
    return missing if born.is_date else [*missing, ("born", "Give the date of birth.")]


@blueprint.post("/<reference>/link")
@permit(Permission.INVITE)
def renew(reference: str) -> str | tuple[str, int]:
    """A new link for an invitation; the old one leads nowhere any more."""
    try:
        with services().unit_of_work() as work:
            issued = invitations.renew(work, reference=reference, now=now(), actor=actor())
    except (NoInvitationError, InvitationSentError) as refusal:
        return page(problems=(("", str(refusal)),)), 409
    return page(issued=issued, words=BESIDE if issued.is_beside else REPLACED)


@blueprint.post("/<reference>/letter.pdf")
@permit(Permission.INVITE)
def letter(reference: str) -> AnyResponse | str | tuple[str, int]:
    """The letter with a new link."""
    try:
        with services().unit_of_work() as work:
            issued = invitations.renew(work, reference=reference, now=now(), actor=actor())
    except (NoInvitationError, InvitationSentError) as refusal:
        return page(problems=(("", str(refusal)),)), 409
    with services().reading() as work:
        made = letters.with_link(work, issued, language=request.form.get("language", "en"), now=now())
    content = find_rendered(made, limits=Limits.of(settings()))
    if content is None:
        return page(problems=(("", "The letter could not be made. Its link is lost: make a new one."),)), 503
    headers = {"Content-Disposition": f'inline; filename="{made.reference}.pdf"'}
    return Response(content, mimetype="application/pdf", headers=headers)


@blueprint.post("/<reference>/close")
@permit(Permission.INVITE)
def close(reference: str) -> str | tuple[str, int]:
    """Closes the link; with `erase`, erases what a wrong person typed."""
    try:
        with services().unit_of_work() as work:
            if request.form.get("erase"):
                had_typed = invitations.withdraw(work, reference=reference, now=now(), actor=actor())
                words = erased_words(had_typed=had_typed)
            else:
                invitations.revoke(work, reference=reference, now=now(), actor=actor())
                words = "Closed."
    except (NoInvitationError, InvitationSentError) as refusal:
        return page(problems=(("", str(refusal)),)), 409
    return page(words=words)


def erased_words(*, had_typed: bool) -> str:
    """What holds after. Of a begun form, that nothing was left to erase would tell of a no to the screening."""
    if not member().may(Permission.READ_SUBMISSIONS):
        return "Closed. Nothing that was typed in this form is kept."
    return "Closed, and what was typed is erased." if had_typed else "Closed. There is nothing to erase."


@blueprint.post("/<reference>/tablet")
@permit(Permission.INVITE)
def tablet(reference: str) -> AnyResponse | str | tuple[str, int]:
    """Signs the member out here, and opens this one invitation for the patient."""
    session_id = staff_session_id()
    try:
        with services().unit_of_work() as work:
            is_vouched = member().may(Permission.READ_SUBMISSIONS)
            link = invitations.hand_over(work, reference=reference, is_vouched=is_vouched, now=now(), actor=actor())
            member_sessions.end(work, session_id=session_id or "", now=now())
    except (NoInvitationError, InvitationSentError) as refusal:
        return page(problems=(("", str(refusal)),)), 409
    session.clear()
    begin_hand_over(link.id)
    return redirect(url_for("invitations.link", token=link.url_token), code=303)
