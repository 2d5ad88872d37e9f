"""How the tables came to be, step by step: the same scripts on SQLite and PostgreSQL.

A new script: change `tables`, then run
`python -m screener.store.migrations "what it does"`, read what it wrote, and
mend it. A table with triggers (`append_only`) loses them on SQLite when a batch
rebuilds it: create them again in the same script.
"""
