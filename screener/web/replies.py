"""No page answers a form: what a view makes of one is kept for a while, and the browser is sent to its address.

So *Back* and *Reload* open what can be opened, and no browser asks whether to
send a form twice. This holds for every view, without the view knowing; pages of
questions do it by their drafts, so that they can be opened for as long as those
are kept.
"""

from typing import Final
from urllib.parse import quote, urlencode

from flask import Flask, g, make_response, redirect, render_template, request, session
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.wrappers import Response

from screener.services import replies
from screener.services.member_sessions import Stage
from screener.services.replies import KeptReply
from screener.services.unit_of_work import UnavailableError
from screener.web.access import admit_patient
from screener.web.house import now, services
from screener.web.staff_door import Permit, admit_halfway, admit_member

ARGUMENT: Final = "reply"
"""Under this name an address says which page is meant."""
AT_ONCE: Final = frozenset({"steps.questions", "steps.draft"})
"""Endpoints that answer a script, with a piece of a page or by the status alone: no browser goes to it."""
NOTHING_DONE: Final = frozenset({429, 500, 503})
"""Statuses after which sending the form again is what helps, and nothing can or should be kept."""
NOBODYS = "0"
"""In place of an id where no page was kept."""
PAGE = "text/html"
BROWSER = "csrf_token"
"""Under this key the cookie carries a secret of the browser, new at each sign-in and gone at each sign-out."""


def send_to_address(answer: Response) -> Response:
    """After each form: in place of a page its address. Nothing is kept for a browser that sends no cookie."""
    if not is_page_for_a_form(answer):
        return answer
    if not request.cookies:
        return redirect(address_of(NOBODYS), code=303)
    generate_csrf()  # which puts the secret into the cookie, if none is there
    reply = KeptReply(answer.status_code, answer.get_data(as_text=True), door())
    try:
        with services().unit_of_work() as work:
            own_id = replies.keep(work, browser=session[BROWSER], reply=reply, now=now())
    except UnavailableError:
        return answer
    return redirect(address_of(own_id), code=303) if own_id else answer


def is_page_for_a_form(answer: Response) -> bool:
    """Whether a page answers a form."""
    is_page = answer.mimetype == PAGE and not 300 <= answer.status_code < 400
    return request.method == "POST" and is_page and not is_at_once(answer.status_code)


def is_at_once(status: int) -> bool:
    """Whether this is one of the few that are answered at once."""
    return request.endpoint in AT_ONCE or status in NOTHING_DONE


def door() -> str:
    """Which door they have come through whom the page answers."""
    if "staff" in g:
        return "staff" if g.staff_session.stage is Stage.IN else "halfway"
    return "patient" if "intake_id" in g else ""


def address_of(own_id: str) -> str:
    """The form's own address, so that what the page leaves open is filled in as ever; with the page's id."""
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != ARGUMENT]
    return f"{quote(request.path)}?{urlencode([*asked, (ARGUMENT, own_id)])}"


def open_address() -> Response | None:
    """Before each page: the one that the address means, if it answered this browser and its door is open still."""
    own_id = request.args.get(ARGUMENT)
    if own_id is None or request.method not in {"GET", "HEAD"}:
        return None
    browser = session.get(BROWSER)
    found = None
    if isinstance(browser, str):
        with services().reading() as work:
            found = replies.find(work, own_id=own_id, browser=browser, now=now())
    if found is None:
        return show_none()
    match found.door:
        case "patient":
            admit_patient()
        case "halfway":
            admit_halfway()
        case "staff":
            admit_member(Permit())
    return make_response(found.body, found.status)


def show_none() -> Response | None:
    """No page is kept there: the form's own page, where it has one; else what to do."""
    if not request.cookies:
        return make_response(render_template("errors/out_of_date.html", has_cookies=False), 400)
    if isinstance(request.routing_exception, MethodNotAllowed):
        return make_response(render_template("errors/reply_over.html"), 410)
    return None


def init_replies(app: Flask) -> None:
    """Hangs both up: in front of the guard, since an address may be a form's alone."""
    app.before_request(open_address)
    app.after_request(send_to_address)
