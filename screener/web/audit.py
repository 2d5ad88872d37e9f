"""The audit, to read: who opened whose form and when, and everything else that was recorded."""

import csv
import io
from dataclasses import replace
from datetime import date

from flask import Blueprint, Response, render_template, request

from screener.services import audit_reading
from screener.services.audit_reading import GROUPS, MOST_EXPORTED, Entry, Filter
from screener.services.permissions import Permission
from screener.web.access import permit
from screener.web.house import now, services
from screener.web.staff_door import member

blueprint = Blueprint("audit", __name__, url_prefix="/staff/audit")

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""
COLUMNS = ("number", "time (UTC)", "who", "what", "about", "kind")


@blueprint.get("/")
@permit(Permission.READ_AUDIT)
def show() -> str:
    """One page of it, newest first; that it was read is recorded."""
    wanted = asked()
    with services().unit_of_work() as work:
        found = audit_reading.page(work, wanted=wanted, member=member(), now=now())
        people = audit_reading.people(work)
    return render_template(
        "audit/show.html",
        found=found,
        wanted=wanted,
        given=given(replace(wanted, before=None)),
        people=people,
        groups=tuple((name, words) for name, (words, _) in GROUPS.items()),
        sees_all=member().may(Permission.READ_SUBMISSIONS),
        most=MOST_EXPORTED,
    )


@blueprint.get("/export.csv")
@permit(Permission.READ_AUDIT)
def export() -> Response:
    """What the filter finds, as a table; that it was taken is recorded."""
    with services().unit_of_work() as work:
        entries = audit_reading.export(work, wanted=replace(asked(), before=None), member=member(), now=now())
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"'}
    return Response(as_csv(entries), mimetype="text/csv", headers=headers)


def as_csv(entries: tuple[Entry, ...]) -> str:
    """A table that a spreadsheet shows and does not run."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        at = f"{entry.at:%Y-%m-%d %H:%M:%S}"
        cells = (str(entry.seq or ""), at, entry.who, entry.what, ", ".join(entry.about), entry.kind)
        writer.writerow(harmless(cell) for cell in cells)
    return text.getvalue()


def harmless(cell: str) -> str:
    """The cell, as text also where it begins like a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def asked() -> Filter:
    """The filter in the page's address; what cannot be read is left out."""
    before = request.args.get("before", "")
    return Filter(
        about=request.args.get("about", "").strip()[:80],
        member=request.args.get("member", "")[:80],
        group=request.args.get("group", "") if request.args.get("group", "") in GROUPS else "",
        since=day(request.args.get("since", "")),
        until=day(request.args.get("until", "")),
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None,
    )


def day(typed: str) -> date | None:
    """A day as a date field sends it."""
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return None
    return found if 1 < found.year < 9999 else None


def given(wanted: Filter) -> dict[str, str]:
    """The filter as an address says it."""
    named = {
        "about": wanted.about,
        "member": wanted.member,
        "group": wanted.group,
        "since": wanted.since.isoformat() if wanted.since else "",
        "until": wanted.until.isoformat() if wanted.until else "",
    }
    return {name: value for name, value in named.items() if value}
