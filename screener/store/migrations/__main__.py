"""Writes the next script: `python -m screener.store.migrations "what it does"`."""

import sys

from screener.store.migrating import write_script

print(write_script(sys.argv[1]))  # noqa: T201
