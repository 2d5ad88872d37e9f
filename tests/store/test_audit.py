from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from screener.store import audit, verifying
from screener.store.database import Database, Store
from tests.store.conftest import KEY, OLDER_KEY, OpenStore

NOON = datetime(2026, 1, 15, 12, 0, 0, 123456, tzinfo=UTC)


class TestTheChain:
    def test_holds_as_it_was_written(self, writing: OpenStore) -> None:
        append(writing, 5)
        assert faults(writing) == []

    def test_begins_with_nothing(self, writing: OpenStore) -> None:
        with writing() as store:
            assert str(audit.head(store)) == "0:"
            assert list(verifying.verify(store).faults) == []

    def test_grows_by_one_with_each_event(self, writing: OpenStore) -> None:
        heads = append(writing, 3)
        assert [head.seq for head in heads] == [1, 2, 3]
        with writing() as store:
            assert audit.head(store) == heads[-1]

    def test_goes_on_under_a_new_key(self, writing: OpenStore) -> None:
        with writing(OLDER_KEY) as store:
            add(store, "a1")
        with writing(KEY, OLDER_KEY) as store:
            add(store, "a2")
            assert list(verifying.verify(store).faults) == []
        with writing(KEY) as store:
            assert list(verifying.verify(store).faults) == ["event 1: its key is not in the ring."]


class TestATampering:
    @pytest.mark.parametrize(
        ("statement", "found"),
        [
            ("UPDATE audit_event SET kind = 'submission.read' WHERE seq = 3", ["event 3: was changed."]),
            ("UPDATE audit_event SET actor = 'clinician:x' WHERE seq = 3", ["event 3: was changed."]),
            ("UPDATE audit_event SET subjects = '{}' WHERE seq = 3", ["event 3: was changed."]),
            ("UPDATE audit_event SET at = '2026-01-15 13:00:00' WHERE seq = 1", ["event 1: was changed."]),
            (
                "UPDATE audit_event SET mac = previous WHERE seq = 3",
                ["event 3: was changed.", "event 4: does not follow from event 3."],
            ),
            ("UPDATE audit_event SET key_id = mac WHERE seq = 5", ["event 5: its key is not in the ring."]),
            ("DELETE FROM audit_event WHERE seq = 1", ["event 2: the event before it is missing (the last one is 0)."]),
            ("DELETE FROM audit_event WHERE seq = 3", ["event 4: the event before it is missing (the last one is 2)."]),
            (
                "UPDATE audit_event SET seq = 6 WHERE seq = 2",
                [
                    "event 3: the event before it is missing (the last one is 1).",
                    "event 6: does not follow from event 5.",
                    "event 6: was changed.",
                ],
            ),
            (
                (
                    "INSERT INTO audit_event SELECT 6, at, kind, actor, subjects, key_id, previous, mac, bound"
                    " FROM audit_event WHERE seq = 5"
                ),
                ["event 6: does not follow from event 5.", "event 6: was changed."],
            ),
        ],
    )
    def test_shows(self, database: Database, writing: OpenStore, statement: str, found: list[str]) -> None:
        append(writing, 5)
        tamper(database, statement)
        assert faults(writing) == found

    def test_at_the_end_shows_against_a_head_noted_elsewhere(self, database: Database, writing: OpenStore) -> None:
        noted = append(writing, 5)[-1]
        tamper(database, "DELETE FROM audit_event WHERE seq >= 4")
        assert faults(writing) == []
        assert faults(writing, anchor=str(noted)) == [
            "the head given: event 5 is not in the chain as it was noted; events were cut off or replaced."
        ]

    @pytest.mark.parametrize("statement", ["UPDATE audit_event SET kind = 'x'", "DELETE FROM audit_event"])
    def test_is_refused_by_the_database_itself(self, database: Database, writing: OpenStore, statement: str) -> None:
        append(writing, 1)
        with pytest.raises(DBAPIError, match="append-only"), database.writing() as session:
            session.execute(text(statement))

    @pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
    def test_by_emptying_the_table_is_refused(self, database: Database, writing: OpenStore) -> None:
        append(writing, 1)
        with pytest.raises(DBAPIError, match="append-only"), database.writing() as session:
            session.execute(text("TRUNCATE audit_event"))


def add(store: Store, intake: str) -> audit.Head:
    return audit.append(store, kind="intake.begun", actor=f"patient:{intake}", subjects={"intake": intake}, at=NOON)


def append(writing: OpenStore, count: int) -> list[audit.Head]:
    heads = []
    for number in range(count):
        with writing() as store:
            heads.append(add(store, f"a{number}"))
    return heads


def faults(writing: OpenStore, anchor: str | None = None) -> list[str]:
    with writing() as store:
        return list(verifying.verify(store, anchor=anchor).faults)


def tamper(database: Database, statement: str) -> None:
    """As somebody would who owns the database: past the triggers."""
    with database.writing() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            session.execute(text("DROP TRIGGER audit_event_no_update"))
            session.execute(text("DROP TRIGGER audit_event_no_delete"))
        session.execute(text(statement))
        session.commit()
