"""Measure everything, one table a topic."""

import sys
from importlib import import_module

from bench.measuring import table

TOPICS = ("engine", "proof", "pages", "summary", "queue", "impact", "papers")


def main() -> None:
    """Run the topics named on the command line, or all of them."""
    for topic in sys.argv[1:] or TOPICS:
        print(f"\n{topic}")
        print(table(list(import_module(f"bench.{topic}").figures())))


if __name__ == "__main__":
    main()
