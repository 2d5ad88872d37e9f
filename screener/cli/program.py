"""The `screener` program: a table of its commands, each loaded only when it is used."""

from importlib import import_module

import click

from screener.cli.strangers import Strangers

COMMANDS = {
    "check": "screener.cli.check:check",
    "prove": "screener.cli.prove:prove",
    "rehearse": "screener.cli.rehearse:rehearse",
    "compare": "screener.cli.compare:compare",
    "assess": "screener.cli.assess:assess",
    "summary": "screener.cli.summary:summary",
    "translate": "screener.cli.translate:translate",
    "schema": "screener.cli.schema:schema",
    "publish": "screener.cli.publish:publish",
    "invite": "screener.cli.invite:invite",
    "letter": "screener.cli.letter:letter",
    "revoke": "screener.cli.revoke:revoke",
    "submissions": "screener.cli.submissions:submissions",
    "accounts": "screener.cli.accounts:accounts",
    "migrate": "screener.cli.migrate:migrate",
    "audit": "screener.cli.audit:audit",
    "reseal": "screener.cli.reseal:reseal",
    "serve": "screener.cli.serve:serve",
    "work": "screener.cli.work:work",
    "jobs": "screener.cli.work:jobs",
    "demo": "screener.cli.demo:demo",
}


class LazyCommands(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order people meet them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command by name, or None."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command


def program(strangers: Strangers) -> click.Group:
    """The command line of a house whose other floors are `strangers` to it."""

    @click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
    @click.version_option(package_name="screener")
    @click.pass_context
    def screener(ctx: click.Context) -> None:
        """Screen patients before a ketamine infusion; a clinician decides.

        Results go to standard output, everything else to standard error. Exit
        codes: 0 done, 1 a problem, a failed vignette or bad answers, 2 wrong
        usage, 3 not decided within the limit.
        """
        ctx.obj = strangers

    return screener
