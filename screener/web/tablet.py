"""The clinic's tablet in a patient's hands: one invitation, and then nothing of it is left.

A mark in the cookie says that this browser is the clinic's. With it, whoever
sends, leaves, or goes idle comes to a page that asks for the tablet back, and
everything that the browser kept of us is cleared. The link that it was handed
over with ends with it; the patient's own link and code stand beside it.
"""

from flask import Blueprint, Response, make_response, render_template, session

from screener.services import later_links, sessions
from screener.web.access import SESSION_ID, Access, sign
from screener.web.house import now, services

blueprint = Blueprint("tablet", __name__, url_prefix="/tablet")

HANDED_OVER = "tablet"
"""Under this key the cookie says that the browser is the clinic's."""
FORGET = '"cache", "cookies", "storage"'
READING_SECONDS = 90
"""How long the last page stands before it clears itself."""


def begin_hand_over(link_id: str) -> None:
    """From now on this browser is a tablet that was handed over, with this link."""
    session[HANDED_OVER] = link_id


def handed_link() -> str:
    """The identifier of the link that the tablet was handed over with; empty: it was not."""
    return str(session.get(HANDED_OVER, ""))


def is_handed_over() -> bool:
    """Whether this browser is the clinic's tablet."""
    return bool(session.get(HANDED_OVER))


@blueprint.get("/over")
@sign(Access.PUBLIC)
def over() -> Response:
    """Ends the session and the link, clears the browser, and asks for the tablet back."""
    session_id = session.get(SESSION_ID)
    with services().unit_of_work() as work:
        later_links.end(work, link_id=handed_link(), now=now())
        if isinstance(session_id, str):
            sessions.end(work, session_id=session_id, now=now())
    session.clear()
    page = make_response(render_template("sessions/tablet_over.html"))
    page.headers["Clear-Site-Data"] = FORGET
    return page
