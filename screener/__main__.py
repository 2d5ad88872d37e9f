"""The `screener` command: the one place that hands the web application and the workers to the command line."""

import sys

from screener.cli.program import program
from screener.cli.strangers import Strangers

STRANGERS = Strangers(
    application="screener.app:create_server_app",
    workers="screener.jobs.running:at_work",
    work_off="screener.jobs.running:work_off",
)


def main() -> None:
    """Run the command line and exit with its code."""
    sys.exit(program(STRANGERS)())


if __name__ == "__main__":
    main()
