"""The `screener` command: the one place that hands the web application to the command line."""

import sys

from screener.cli.program import program


def main() -> None:
    """Run the command line and exit with its code."""
    sys.exit(program("screener.app:create_app")())


if __name__ == "__main__":
    main()
