"""What a clinician relies on is bound into the audit chain: what is edited, deleted, added or swapped shows."""

# ruff: noqa: S608 - the statements of somebody who tampers, made of our own words

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Connection, text

from screener.services import accounts, alerts, auditing, clinic_settings, duty, invitations, keys, photos
from screener.services.accounts import MemberId
from screener.services.auditing import Actor
from screener.services.permissions import Role
from screener.services.pictures import Picture
from screener.services.unit_of_work import Services
from screener.store.bound_rows import BOUND, NOT_BOUND, table_of
from screener.store.database import make_engine
from screener.store.sqlite import Mode
from screener.store.tables import Base
from tests.services.conftest import KEY, OLDER_KEY, OPERATOR, Clinic, make_settings
from tests.services.desk import ANN, URGENT, as_, claim, release
from tests.services.test_erasing import decide, fill_in
from tests.upgrades.conftest import *  # noqa: F403
from tests.upgrades.conftest import Upgraded


def faults(clinic: Clinic) -> tuple[str, ...]:
    with clinic.services.reading() as work:
        return auditing.verify(work)


def tamper(clinic: Clinic, *statements: str) -> None:
    """As somebody would who owns the database: past the triggers, and with nothing bound."""
    engine = make_engine(clinic.services.settings.database_url.get_secret_value(), connections=1)
    with engine.execution_options(screener_mode=Mode.MIGRATE).begin() as connection:
        for trigger in triggers(connection):
            connection.execute(text(trigger))
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def triggers(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "postgresql":
        yield "SET LOCAL session_replication_role = replica"
        return
    for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
        yield f"DROP TRIGGER {name}"


def kinds(clinic: Clinic) -> list[str]:
    with clinic.services.reading() as work:
        return list(work.store.session.execute(text("SELECT kind FROM audit_event ORDER BY seq")).scalars())


@pytest.fixture
def busy(clinic: Clinic) -> Clinic:
    """A clinic where every sort of row that is bound has come about, by the acts that make it."""
    with clinic.services.unit_of_work() as work:
        member = accounts.add(
            work, email="ann@clinic.example", name="Ann", roles={Role.CLINICIAN}, now=clinic.now, actor=OPERATOR
        )
        duty.add(work, member_id=member.id, weekday=0, begins=480, ends=960, now=clinic.now, actor=OPERATOR)
        words = {**dict.fromkeys(clinic_settings.NAMES, ""), "name": "Haven"}
        clinic_settings.save(work, typed=words, version=0, now=clinic.now, actor=OPERATOR)
    intake_id = clinic.begin()
    fill_in(clinic, intake_id)
    clinic.walk(intake_id, thunderclap=URGENT)
    reference = clinic.send(intake_id).reference
    claim(clinic, reference)
    decide(clinic, reference)
    clinic.sent()
    return clinic


class TestWhatIsBound:
    def test_is_every_table_or_it_is_named_with_a_reason(self) -> None:
        assert {*BOUND, *NOT_BOUND} == set(Base.metadata.tables)
        assert not BOUND.keys() & NOT_BOUND.keys()
        assert all(NOT_BOUND.values())

    @pytest.mark.parametrize("table", BOUND)
    def test_is_every_column_of_a_bound_table_or_it_is_named_with_a_reason(self, table: str) -> None:
        bound = BOUND[table]
        assert {*bound.columns, *bound.unbound} == {column.name for column in table_of(table).columns}
        assert set(bound.sealed) <= set(bound.columns)

    def test_is_bound_by_the_event_that_made_it_and_by_no_other(self, busy: Clinic) -> None:
        assert faults(busy) == ()
        assert "rows.bound" not in kinds(busy)
        assert "rows.bound_by_upgrade" not in kinds(busy)

    def test_comes_about_in_nearly_every_table_here(self, busy: Clinic) -> None:
        with busy.services.reading() as work:
            count = {
                table: work.store.session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in BOUND
            }
        assert {table for table in BOUND if not count[table]} == {
            "follow_up",
            "last_day",
            "publication",
            "draft_approval",
        }


EDITS = {
    "a lowered queue line": ("UPDATE queue_entry SET rank = 5 WHERE rank = 1", ["queue_entry", "submission.decided"]),
    "a queue line set aside": ("UPDATE queue_entry SET state = 'handled' WHERE state = 'open'", ["queue_entry"]),
    "a changed decision": ("UPDATE decision SET outcome = 'proceed'", ["decision", "submission.decided"]),
    "a changed disposition": ("UPDATE submission SET gravity = 1 WHERE gravity = 5", ["submission", "submission.sent"]),
    "a changed role": ("UPDATE member SET roles = 'admin'", ["member ann@clinic.example", "account.added"]),
    "a member without a second factor": (
        "UPDATE member SET factor_since = '2026-01-15 00:00:00'",
        ["member ann@clinic.example"],
    ),
    "an alert answered by nobody": ("UPDATE alert SET acknowledged_by = 'x'", ["alert"]),
    "other hours of duty": ("UPDATE duty SET ends = 481", ["duty", "duty.added"]),
    "a retired revision": ("UPDATE revision SET state = 'retired'", ["revision", "revision.published"]),
    "other questions": ("UPDATE revision_file SET content = path WHERE path = 'questionnaire.yaml'", ["revision_file"]),
    "another telephone of the clinic": ("UPDATE clinic_change SET chosen = '{}'", ["clinic_change"]),
    "another appointment": ("UPDATE patient SET appointment = '2030-01-01'", ["patient"]),
}


class TestWhatIsEdited:
    @pytest.mark.parametrize("edit", EDITS)
    def test_shows(self, busy: Clinic, edit: str) -> None:
        statement, words = EDITS[edit]
        cast = (
            "convert_to(path, 'UTF8')"
            if "postgresql" in str(busy.services.settings.database_url.get_secret_value())
            else "path"
        )
        tamper(busy, statement.replace("= path ", f"= {cast} "))
        found = faults(busy)
        assert found
        assert all("was changed; event " in fault for fault in found)
        assert all(word in found[0] for word in words)

    def test_within_what_is_sealed_shows(self, busy: Clinic) -> None:
        tamper(busy, "UPDATE decision SET words = (SELECT signature FROM submission LIMIT 1)")
        (found,) = faults(busy)
        assert found.startswith("decision ")

    def test_by_swapping_two_shows_at_both(self, busy: Clinic) -> None:
        tamper(
            busy,
            "UPDATE queue_entry SET rank = 99 WHERE rank = 1",
            "UPDATE queue_entry SET rank = 1 WHERE rank <> 99",
            "UPDATE queue_entry SET rank = 3 WHERE rank = 99",
        )
        assert len(faults(busy)) == 2


class TestWhatIsDeleted:
    @pytest.mark.parametrize("table", ["decision", "alert", "duty", "photo", "urgent_notice", "clinic_change"])
    def test_shows(self, busy: Clinic, table: str) -> None:
        tamper(busy, f"DELETE FROM {table}")
        found = faults(busy)
        assert found
        assert all(fault.startswith(f"{table} ") and ": is missing; event " in fault for fault in found)

    @pytest.mark.parametrize(("table", "left"), [("submission", "decision"), ("intake", "submission")])
    def test_shows_where_other_rows_belong_to_it(self, busy: Clinic, table: str, left: str) -> None:
        tamper(busy, f"DELETE FROM {table}")
        found = faults(busy)
        assert any(fault.startswith(f"{left} ") and "what it belongs to is missing; event " in fault for fault in found)

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_event SET bound = 'x' WHERE bound IS NOT NULL",
            "UPDATE audit_event SET subjects = 'x'",
            "UPDATE submission SET audit_head = 'x'",
        ],
    )
    def test_shows_where_what_vouches_for_it_was_made_unreadable(self, busy: Clinic, statement: str) -> None:
        tamper(busy, statement, "DELETE FROM decision")
        assert faults(busy)

    def test_and_sent_shows_with_its_reference(self, busy: Clinic) -> None:
        with busy.services.reading() as work:
            reference = work.store.session.execute(
                text("SELECT reference FROM queue_entry WHERE state = 'decided'")
            ).scalar_one()
        gone = f"(SELECT id FROM submission WHERE reference = '{reference}')"
        tamper(
            busy,
            f"DELETE FROM decision WHERE submission_id IN {gone}",
            f"UPDATE queue_entry SET submission_id = NULL, state = 'handled' WHERE submission_id IN {gone}",
            f"DELETE FROM submission WHERE reference = '{reference}'",
        )
        found = faults(busy)
        assert f"submission {reference} (" in found[0]
        assert "is missing" in found[0]
        assert len(found) == 3


class TestWhatIsAdded:
    @pytest.mark.parametrize(
        "statement",
        [
            "INSERT INTO duty SELECT 'x', member_id, 1, begins, ends FROM duty",
            """INSERT INTO decision SELECT 'x', submission_id, 2, 'proceed', decided_by, decided_at, words, audit_head
            FROM decision""",
            """INSERT INTO member SELECT 'x', 'eve@clinic.example', name, 'director', state, added_at, added_by,
            password, factor, factor_since, factor_counter, next_factor FROM member""",
        ],
    )
    def test_shows(self, busy: Clinic, statement: str) -> None:
        tamper(busy, statement)
        (found,) = faults(busy)
        assert "was added; no event tells of it" in found

    def test_after_it_was_removed_shows_with_who_removed_it(self, busy: Clinic) -> None:
        with busy.services.unit_of_work() as work:
            (hours,) = duty.rota(work)
            duty.remove(work, duty_id=hours.id, now=busy.now, actor=OPERATOR)
        assert faults(busy) == ()
        tamper(busy, f"INSERT INTO duty SELECT '{hours.id}', id, 0, 480, 960 FROM member")
        (found,) = faults(busy)
        assert "was added; event " in found
        assert "duty.removed, operator:test" in found


class TestWhatIsNoDifference:
    def test_sealing_again(self, settings: object, busy: Clinic) -> None:
        rotated = make_settings(
            busy.services.settings.database_url.get_secret_value(), sealing_keys=f"{OLDER_KEY} {KEY}"
        )
        with Services(rotated) as services:
            again = True
            while again:
                with services.unit_of_work() as work:
                    again = bool(keys.reseal(work, now=busy.now, actor=OPERATOR))
            with services.reading() as work:
                assert auditing.verify(work) == ()
            moved = replace(busy, services=services)
            claim(moved, moved.sent().reference)
            assert faults(moved) == ()
        assert "keys.rotated" in kinds(busy)

    def test_sealing_again_vouches_for_nothing_that_was_changed(self, busy: Clinic) -> None:
        tamper(busy, "UPDATE member SET roles = 'admin'")
        url = busy.services.settings.database_url.get_secret_value()
        with Services(make_settings(url, sealing_keys=f"{OLDER_KEY} {KEY}")) as services:
            again = True
            while again:
                with services.unit_of_work() as work:
                    again = bool(keys.reseal(work, now=busy.now, actor=OPERATOR))
            with services.reading() as work:
                assert len(auditing.verify(work)) == 1

    def test_erasing_and_removing(self, busy: Clinic) -> None:
        issued = busy.issue()
        intake_id = busy.redeem(issued.url_token)
        fill_in(busy, intake_id)
        with busy.services.unit_of_work() as work:
            kept = photos.add(
                work,
                intake_id=intake_id,
                step_id="basics",
                picture=Picture(b"1", b"2"),
                now=busy.now,  # type: ignore[arg-type]
            )
        with busy.services.unit_of_work() as work:
            photos.remove(work, intake_id=intake_id, photo_id=kept, now=busy.now)
        with busy.services.unit_of_work() as work:
            invitations.withdraw(work, reference=issued.reference, now=busy.now, actor=OPERATOR)
        assert faults(busy) == ()
        assert "rows.bound" not in kinds(busy)

    def test_what_staff_do_all_day(self, busy: Clinic) -> None:
        reference = busy.sent().reference
        claim(busy, reference)
        release(busy, reference)
        claim(busy, reference, now=busy.now)
        with busy.services.unit_of_work() as work:
            member = next(each.member for each in accounts.listing(work, now=busy.now))
            boss = Actor("staff", MemberId("boss"))
            accounts.change_roles(
                work, member_id=member.id, roles={Role.CLINICIAN, Role.AUTHOR}, now=busy.now, actor=boss
            )
            alerts.escalate(work, busy.now)
            accounts.reset_factor(work, member_id=member.id, now=busy.now, actor=as_(ANN))
        assert faults(busy) == ()

    def test_a_row_written_without_an_event_is_bound_by_one_of_its_own(self, busy: Clinic) -> None:
        with busy.services.unit_of_work() as work:
            work.store.session.execute(table_of("duty").update().values(ends=600))  # past the sessions' ears
        assert len(faults(busy)) == 1
        with busy.services.unit_of_work() as work:
            duty.add(
                work,
                member_id=next(each.member.id for each in accounts.listing(work, now=busy.now)),
                weekday=3,
                begins=1,
                ends=2,
                now=busy.now,
                actor=OPERATOR,
            )
        assert len(faults(busy)) == 1


class TestAnUpgrade:
    def test_binds_what_was_there_and_says_so(self, upgraded: Upgraded, request: pytest.FixtureRequest) -> None:
        upgraded.services.migrate()
        with upgraded.services.reading() as work:
            found = auditing.verdict(work)
        assert found.faults == ()
        is_from_before = request.node.callspec.params["upgraded"][0] < "0020"
        count = len(upgraded.expected["submissions"])
        words = f"submission: {count} bound by the upgrade as it found them; nothing vouches for what they were before."
        assert (words in found.notes) is is_from_before

    def test_happens_once(self, upgraded: Upgraded) -> None:
        heads = []
        for _ in range(2):
            upgraded.services.migrate()
            with upgraded.services.reading() as work:
                heads.append(auditing.head(work))
        assert heads[0] == heads[1]

    def test_shows_what_is_changed_from_then_on(self, upgraded: Upgraded) -> None:
        upgraded.services.migrate()
        clinic = Clinic(upgraded.services)
        tamper(clinic, "UPDATE queue_entry SET rank = 5", "DELETE FROM revision_file")
        found = faults(clinic)
        assert any(fault.startswith("queue_entry ") for fault in found)
        assert any("rows.bound_by_upgrade, program:screener" in fault for fault in found)

    def test_cannot_be_had_again_to_vouch_for_what_was_added(self, busy: Clinic) -> None:
        tamper(
            busy,
            "INSERT INTO duty SELECT 'x', member_id, 1, begins, ends FROM duty",
            "UPDATE bound_table SET is_done = false, last_id = '' WHERE name = 'duty'",
        )
        busy.services.migrate()
        found = faults(busy)
        assert any("an upgrade bound rows although" in fault for fault in found)

    def test_cannot_be_had_again_by_forgetting_how_far_it_came(self, upgraded: Upgraded) -> None:
        upgraded.services.migrate()
        clinic = Clinic(upgraded.services)
        tamper(clinic, "DELETE FROM bound_table", "UPDATE queue_entry SET rank = 5")
        upgraded.services.migrate()
        assert any(" an upgrade bound " in fault for fault in faults(clinic))
