"""Everybody's accounts, for who manages them: adds people, changes what they may do, opens and closes the door."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from screener.services import accounts, set_up
from screener.services.accounts import AccountProblemError, LastAdminError
from screener.services.permissions import PERMISSIONS, Permission, Role
from screener.services.unit_of_work import UnitOfWork
from screener.web.access import actor, permit
from screener.web.house import now, services, settings

blueprint = Blueprint("accounts", __name__, url_prefix="/staff/accounts")

ROLES = tuple(
    (role.value, role.words, ", ".join(each.value for each in Permission if each in PERMISSIONS[role]).capitalize())
    for role in Role
)
"""Value, words, and what the role allows: the boxes to tick."""
TYPED_LETTERS = 254

Problems = tuple[tuple[str, str], ...]
"""Pairs of an input's id and words."""


@blueprint.get("/")
@permit(Permission.MANAGE_ACCOUNTS)
def listing() -> str:
    """Everybody who works here, and a form to add somebody."""
    return listing_page()


def listing_page(*, problems: Problems = ()) -> str:
    """The list, with what is wrong with the form."""
    with services().reading() as work:
        everybody = accounts.listing(work, now=now())
    return render_template(
        "accounts/listing.html", everybody=everybody, roles=ROLES, problems=problems, typed=request.form
    )


@blueprint.post("/")
@permit(Permission.MANAGE_ACCOUNTS, fresh=True)
def add() -> str | tuple[str, int]:
    """Makes an account, and shows its link this once."""
    try:
        with services().unit_of_work() as work:
            member = accounts.add(
                work,
                email=request.form.get("email", "")[:TYPED_LETTERS],
                name=request.form.get("name", "")[:TYPED_LETTERS],
                roles=ticked_roles(),
                now=now(),
                actor=actor(),
            )
            token = set_up.issue_link(work, member_id=member.id, now=now(), actor=actor())
    except AccountProblemError as problem:
        return listing_page(problems=((problem.field, str(problem)),)), 422
    return account_page(member.id, token=token)


@blueprint.get("/<member_id>")
@permit(Permission.MANAGE_ACCOUNTS)
def show(member_id: str) -> str:
    """One account, and what can be done about it."""
    return account_page(member_id)


def account_page(member_id: str, *, token: str | None = None, problems: Problems = ()) -> str:
    """The page; with a token, the link that holds it."""
    with services().reading() as work:
        account = accounts.by_id(work, member_id=member_id, now=now())
    link = f"{settings().public_url}{url_for('set_up.show', token=token)}" if token else None
    return render_template(
        "accounts/account.html",
        account=account,
        link=link,
        link_hours=settings().set_up_hours,
        roles=ROLES,
        problems=problems,
        ticked=[role.value for role in (ticked_roles() if problems else account.member.roles)],
    )


@blueprint.post("/<member_id>/link")
@permit(Permission.MANAGE_ACCOUNTS, fresh=True)
def issue_link(member_id: str) -> str:
    """A new link for choosing a password, shown this once."""
    with services().unit_of_work() as work:
        token = set_up.issue_link(work, member_id=member_id, now=now(), actor=actor())
    return account_page(member_id, token=token)


@blueprint.post("/<member_id>/roles")
@permit(Permission.MANAGE_ACCOUNTS, fresh=True)
def change_roles(member_id: str) -> Response | tuple[str, int]:
    """Gives the ticked roles and no others."""
    return change(
        member_id,
        lambda work: accounts.change_roles(work, member_id=member_id, roles=ticked_roles(), now=now(), actor=actor()),
        done="The roles are changed.",
    )


@blueprint.post("/<member_id>/disable")
@permit(Permission.MANAGE_ACCOUNTS, fresh=True)
def disable(member_id: str) -> Response | tuple[str, int]:
    """Shuts the member out."""
    return change(
        member_id,
        lambda work: accounts.disable(work, member_id=member_id, now=now(), actor=actor()),
        done="The account is closed, and signed out everywhere.",
    )


@blueprint.post("/<member_id>/enable")
@permit(Permission.MANAGE_ACCOUNTS, fresh=True)
def enable(member_id: str) -> Response | tuple[str, int]:
    """Lets the member in again."""
    return change(
        member_id,
        lambda work: accounts.enable(work, member_id=member_id, now=now(), actor=actor()),
        done="The account is open again.",
    )


@blueprint.post("/<member_id>/unlock")
@permit(Permission.MANAGE_ACCOUNTS, fresh=True)
def unlock(member_id: str) -> Response | tuple[str, int]:
    """Forgives wrong tries."""
    return change(
        member_id,
        lambda work: accounts.unlock(work, member_id=member_id, now=now(), actor=actor()),
        done="Wrong tries are forgiven.",
    )


@blueprint.post("/<member_id>/authenticator/reset")
@permit(Permission.MANAGE_ACCOUNTS, fresh=True)
def reset_factor(member_id: str) -> Response | tuple[str, int]:
    """For somebody who lost both authenticator and recovery codes."""
    return change(
        member_id,
        lambda work: accounts.reset_factor(work, member_id=member_id, now=now(), actor=actor()),
        done="The authenticator is taken away. The next sign-in sets up another.",
    )


def change(member_id: str, does: Callable[[UnitOfWork], None], *, done: str) -> Response | tuple[str, int]:
    """Does it and says so, or says why not."""
    try:
        with services().unit_of_work() as work:
            does(work)
    except AccountProblemError as problem:
        return account_page(member_id, problems=((problem.field, str(problem)),)), 422
    except LastAdminError as refusal:
        return account_page(member_id, problems=(("", str(refusal)),)), 409
    flash(done)
    return redirect(url_for(".show", member_id=member_id), code=303)


def ticked_roles() -> frozenset[Role]:
    """The roles that were ticked; what is none of ours is left out."""
    known = {role.value: role for role in Role}
    return frozenset(known[value] for value in request.form.getlist("roles") if value in known)
