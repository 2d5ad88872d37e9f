from datetime import timedelta

import pytest
from sqlalchemy import text

from screener.services import invitations, sessions
from screener.services.sessions import Ending, Session
from screener.store.names import IntakeId
from tests.services.conftest import NOON, OPERATOR, Clinic


def start(clinic: Clinic, intake_id: IntakeId) -> str:
    with clinic.services.unit_of_work() as work:
        return sessions.start(work, intake_id=intake_id, now=clinic.now)


def use(clinic: Clinic, session_id: str) -> IntakeId | None:
    with clinic.services.unit_of_work() as work:
        return sessions.find(work, session_id=session_id, now=clinic.now)


def look(clinic: Clinic, session_id: str) -> Session | None:
    with clinic.services.reading() as work:
        return sessions.look(work, session_id=session_id, now=clinic.now)


def ending(clinic: Clinic, session_id: str) -> Ending | None:
    with clinic.services.reading() as work:
        return sessions.find_ending(work, session_id=session_id, now=clinic.now)


class TestASession:
    def test_is_of_one_intake(self, clinic: Clinic) -> None:
        one, other = clinic.begin(), clinic.begin()
        assert use(clinic, start(clinic, one)) == one
        assert use(clinic, start(clinic, other)) == other

    def test_has_an_id_nobody_can_guess_of_which_only_a_hash_is_kept(self, clinic: Clinic) -> None:
        session_id = start(clinic, clinic.begin())
        assert len(session_id) == 43
        with clinic.services.reading() as work:
            (kept,) = work.store.session.execute(text("SELECT id_hash FROM patient_session")).one()
        assert session_id.encode() not in bytes(kept)

    @pytest.mark.parametrize("wrong", ["", "x", "A" * 43, "é", "\ud800", "\x00"])
    def test_is_not_found_by_another_id(self, clinic: Clinic, wrong: str) -> None:
        start(clinic, clinic.begin())
        assert use(clinic, wrong) is None
        assert look(clinic, wrong) is None
        assert ending(clinic, wrong) is None

    def test_ends_after_thirty_minutes_without_use(self, clinic: Clinic) -> None:
        session_id = start(clinic, clinic.begin())
        clinic.later(minutes=29, seconds=59)
        assert look(clinic, session_id) is not None
        clinic.later(seconds=1)
        assert use(clinic, session_id) is None

    def test_goes_on_while_it_is_used(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        session_id = start(clinic, intake_id)
        for _ in range(10):
            clinic.later(minutes=20)
            assert use(clinic, session_id) == intake_id

    def test_ends_after_twelve_hours_whatever_its_use(self, clinic: Clinic) -> None:
        session_id = start(clinic, clinic.begin())
        for _ in range(12 * 3 - 1):
            clinic.later(minutes=20)
            assert use(clinic, session_id) is not None
        clinic.later(minutes=20)
        assert use(clinic, session_id) is None

    def test_is_not_kept_alive_by_looking(self, clinic: Clinic) -> None:
        session_id = start(clinic, clinic.begin())
        clinic.later(minutes=20)
        assert look(clinic, session_id) is not None
        with clinic.services.reading() as work:
            assert sessions.find(work, session_id=session_id, now=clinic.now) is not None
        clinic.later(minutes=10)
        assert look(clinic, session_id) is None

    def test_says_when_it_ends(self, clinic: Clinic) -> None:
        session_id = start(clinic, clinic.begin())
        found = look(clinic, session_id)
        assert found is not None
        assert found.ends_at == NOON + timedelta(minutes=30)

    def test_is_over_once_ended(self, clinic: Clinic) -> None:
        session_id = start(clinic, clinic.begin())
        with clinic.services.unit_of_work() as work:
            sessions.end(work, session_id=session_id, now=NOON)
            sessions.end(work, session_id="unknown", now=NOON)
        assert use(clinic, session_id) is None
        assert ending(clinic, session_id) is None

    def test_is_over_when_its_link_is_revoked(self, clinic: Clinic) -> None:
        issued = clinic.issue()
        session_id = start(clinic, clinic.redeem(issued.url_token))
        with clinic.services.unit_of_work() as work:
            invitations.revoke(work, reference=issued.reference, now=NOON, actor=OPERATOR)
        assert use(clinic, session_id) is None
        assert ending(clinic, session_id) is None


class TestAnEnding:
    def test_is_of_a_session_that_ended_by_itself(self, clinic: Clinic) -> None:
        session_id = start(clinic, clinic.begin())
        assert ending(clinic, session_id) is None
        clinic.later(minutes=30)
        assert ending(clinic, session_id) == Ending(is_idle=True, has_answers=True)

    def test_says_whether_the_session_was_merely_long(self, clinic: Clinic) -> None:
        session_id = start(clinic, clinic.begin())
        for _ in range(12 * 3):
            use(clinic, session_id)
            clinic.later(minutes=20)
        assert ending(clinic, session_id) == Ending(is_idle=False, has_answers=True)

    def test_promises_no_answers_of_a_form_that_is_over(self, clinic: Clinic) -> None:
        session_id = start(clinic, clinic.begin())
        clinic.later(days=400)
        assert ending(clinic, session_id) == Ending(is_idle=True, has_answers=False)
