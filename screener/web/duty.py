"""Urgent duty: the rota, the newest alerts, and answering one from any page."""

import re

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from screener.services import alerts, duty
from screener.services.accounts import NoAccountError
from screener.services.alerts import NoAlertError
from screener.services.duty import WEEKDAYS, DutyProblemError
from screener.services.permissions import Permission
from screener.web.access import actor, permit
from screener.web.appearance import OWN_PATH
from screener.web.house import now, services, settings
from screener.web.staff_door import member

blueprint = Blueprint("duty", __name__, url_prefix="/staff/duty")

CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
DAYS = tuple((str(number), words) for number, words in enumerate(WEEKDAYS))

Problems = tuple[tuple[str, str], ...]


@blueprint.get("/")
@permit(Permission.MANAGE_CLINIC)
def show() -> str:
    """The week; and what was raised lately, for who may read it."""
    return page()


def page(*, problems: Problems = ()) -> str:
    """The page, with what is wrong with the form."""
    with services().reading() as work:
        rota, people = duty.rota(work), duty.who_may_answer(work)
        # With the invitations at hand, a reference or a time tells who answered something urgent.
        newest = alerts.newest(work) if member().may(Permission.READ_SUBMISSIONS) else None
    return render_template(
        "duty/show.html",
        rota=rota,
        newest=newest,
        people=tuple((each.id, each.name) for each in people),
        days=DAYS,
        weekdays=WEEKDAYS,
        problems=problems,
        typed=request.form,
        sends_mail=settings().sends_mail,
        escalation_minutes=settings().escalation_minutes,
    )


@blueprint.post("/")
@permit(Permission.MANAGE_CLINIC)
def add() -> Response | tuple[str, int]:
    """Puts hours on the rota, for each day that was ticked."""
    begins, ends = minutes(request.form.get("begins", "")), minutes(request.form.get("ends", ""))
    days = tuple(int(day) for day, _ in DAYS if day in request.form.getlist("weekday"))
    if not days:
        return page(problems=(("weekday", "Tick at least one day."),)), 422
    if begins is None or ends is None:
        field = "begins" if begins is None else "ends"
        return page(problems=((field, "Give a time, such as 08:00."),)), 422
    try:
        with services().unit_of_work() as work:
            for day in days:
                duty.add(
                    work,
                    member_id=request.form.get("member", ""),
                    weekday=day,
                    begins=begins,
                    ends=ends,
                    now=now(),
                    actor=actor(),
                )
    except DutyProblemError as problem:
        return page(problems=((problem.field, str(problem)),)), 422
    except NoAccountError:
        return page(problems=(("member", "Choose who it is."),)), 422
    flash("The hours are on the rota.")
    return redirect(url_for(".show"), code=303)


@blueprint.post("/<duty_id>/remove")
@permit(Permission.MANAGE_CLINIC)
def remove(duty_id: str) -> Response:
    """Takes hours off the rota."""
    with services().unit_of_work() as work:
        duty.remove(work, duty_id=duty_id, now=now(), actor=actor())
    return redirect(url_for(".show"), code=303)


@blueprint.post("/alerts/<alert_id>/acknowledge")
@permit(Permission.ACKNOWLEDGE_URGENT)
def acknowledge(alert_id: str) -> Response:
    """The member answers it; back to the page that it stood on."""
    try:
        with services().unit_of_work() as work:
            alerts.acknowledge(work, alert_id=alert_id, member=member(), now=now())
    except NoAlertError as refusal:
        flash(str(refusal), "danger")
    then = request.form.get("then", "")
    return redirect(then if OWN_PATH.match(then) and then.startswith("/staff/") else url_for("staff.home"), code=303)


def minutes(typed: str) -> int | None:
    """Minutes after midnight; None for what is no time."""
    found = CLOCK.fullmatch(typed.strip()[:5])
    return int(found[1]) * 60 + int(found[2]) if found else None


@blueprint.app_template_filter("clock")
def clock(after_midnight: int) -> str:
    """`6:30 PM`."""
    hours, rest = divmod(after_midnight, 60)
    return f"{hours % 12 or 12}:{rest:02} {'PM' if hours >= 12 else 'AM'}"
