"""`screener accounts`: who works here. The first administrator comes from here; afterwards pages do the same."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from screener.cli.house import CLOCK, data_option, open_house, operator, refusals
from screener.cli.printing import Format, format_option, print_json_line, say
from screener.cli.times import written
from screener.config import Settings
from screener.services import accounts as service
from screener.services import set_up
from screener.services.accounts import Account, NoAccountError
from screener.services.permissions import Role
from screener.services.unit_of_work import UnitOfWork

role_option = click.option(
    "--role",
    "roles",
    type=click.Choice([role.value for role in Role]),
    multiple=True,
    help="May be given several times.",
)


@click.group()
def accounts() -> None:
    """Add people who work here, give them roles, and open or close their accounts."""


@accounts.command("list")
@data_option
@format_option
def list_accounts(data: Path | None, form: Format) -> None:
    """Everybody, with roles and how the account stands."""
    with open_house(data) as (settings, services):
        with services.reading() as work:
            everybody = service.listing(work, now=CLOCK.now())
        for account in everybody:
            if form == "json":
                print_json_line(_account_json(settings, account))
            else:
                roles = ", ".join(sorted(role.value for role in account.member.roles))
                click.echo(f"{account.member.email}  {account.member.name}  {roles}  {', '.join(_states(account))}")


@accounts.command("add")
@click.argument("email")
@click.option("--name", required=True, help="As patients' papers will show it: Dana Whitfield, MD.")
@role_option
@data_option
def add(email: str, name: str, roles: tuple[str, ...], data: Path | None) -> None:
    """Add somebody who signs in as EMAIL, and print the link by which they choose a password."""
    with open_house(data) as (settings, services), refusals():
        with services.unit_of_work() as work:
            member = service.add(
                work, email=email, name=name, roles=map(Role, roles), now=CLOCK.now(), actor=operator()
            )
            token = set_up.issue_link(work, member_id=member.id, now=CLOCK.now(), actor=operator())
        _print_link(settings, token)


@accounts.command("link")
@click.argument("email")
@data_option
def link(email: str, data: Path | None) -> None:
    """Print a new link by which EMAIL chooses a password. The one before it is void."""
    with open_house(data) as (settings, services), refusals():
        with services.unit_of_work() as work:
            now = CLOCK.now()
            token = set_up.issue_link(work, member_id=_member_id(work, email, now), now=now, actor=operator())
        _print_link(settings, token)


@accounts.command("roles")
@click.argument("email")
@role_option
@data_option
def roles(email: str, roles: tuple[str, ...], data: Path | None) -> None:
    """Give EMAIL these roles and no others."""
    with open_house(data) as (_, services), refusals(), services.unit_of_work() as work:
        now = CLOCK.now()
        member_id = _member_id(work, email, now)
        service.change_roles(work, member_id=member_id, roles=map(Role, roles), now=now, actor=operator())
    say("Changed.")


@accounts.command("close")
@click.argument("email")
@data_option
def close(email: str, data: Path | None) -> None:
    """Shut EMAIL out at once, wherever they are signed in. What they did stays on record."""
    _change(email, data, service.disable, "Closed.")


@accounts.command("open")
@click.argument("email")
@data_option
def open_again(email: str, data: Path | None) -> None:
    """Let EMAIL in again."""
    _change(email, data, service.enable, "Open.")


@accounts.command("unlock")
@click.argument("email")
@data_option
def unlock(email: str, data: Path | None) -> None:
    """Forgive the wrong passwords and codes that were typed for EMAIL's account."""
    _change(email, data, service.unlock, "Wrong tries are forgiven.")


@accounts.command("reset-authenticator")
@click.argument("email")
@data_option
def reset_authenticator(email: str, data: Path | None) -> None:
    """Take EMAIL's authenticator and recovery codes away: the next sign-in sets up another. Make sure who asks."""
    _change(email, data, service.reset_factor, "Taken away. The next sign-in sets up another.")


def _change(email: str, data: Path | None, does: Callable[..., None], done: str) -> None:
    with open_house(data) as (_, services), refusals(), services.unit_of_work() as work:
        now = CLOCK.now()
        does(work, member_id=_member_id(work, email, now), now=now, actor=operator())
    say(done)


def _member_id(work: UnitOfWork, email: str, now: datetime) -> str:
    found = service.find_by_email(work, email=email, now=now)
    if found is None:
        raise NoAccountError(f"Nobody signs in as {email}.")
    return found.member.id


def _print_link(settings: Settings, token: str) -> None:
    click.echo(f"{settings.public_url}/staff/set-up/{token}")
    say(f"Hand it over in private: it serves once, within {settings.set_up_hours} hours.")


def _states(account: Account) -> tuple[str, ...]:
    """How the account stands, in words."""
    found = {
        "closed": account.state == "disabled",
        "wrong tries": account.is_locked,
        "no password chosen yet": not account.has_password,
        "no authenticator": not account.has_factor,
    }
    return tuple(words for words, holds in found.items() if holds) or ("open",)


def _account_json(settings: Settings, account: Account) -> dict[str, object]:
    return {
        "email": account.member.email,
        "name": account.member.name,
        "roles": sorted(role.value for role in account.member.roles),
        "state": account.state.value,
        "is_locked": account.is_locked,
        "has_password": account.has_password,
        "has_authenticator": account.has_factor,
        "added_at": written(settings, account.added_at),
    }
