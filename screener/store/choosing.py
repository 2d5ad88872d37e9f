"""Choosing some rows and changing those: so many at most, on both databases and by any plan."""

from typing import Any

from sqlalchemy import Select, select


def chosen_once(rows: Select[Any]) -> Select[Any]:
    """The same rows for `in_()`, looked for once.

    Left as a subselect, PostgreSQL may look again for each row that it joins. One with a
    limit that locks what it finds, or skips what is locked, then finds others each time.
    """
    found = rows.cte("chosen").prefix_with("MATERIALIZED")
    return select(*found.c)
