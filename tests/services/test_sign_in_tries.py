"""Whoever knows a colleague's e-mail address guesses, and shuts nobody out; on both databases."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from sqlalchemy import Engine, event

from screener.config import Settings
from screener.services import accounts, passwords, second_factor, set_up, sign_in
from screener.services.accounts import StaffMember
from screener.services.jobs import in_trouble
from screener.services.member_sessions import Stage
from screener.services.permissions import Role
from screener.services.sign_in import Entered, SignInWrongError
from screener.services.sign_in_tries import SignInLockedError
from screener.services.unit_of_work import Services
from tests.services.conftest import NOON, OPERATOR, make_settings
from tests.together import run_together

PASSWORD = "lantern quartz meadow"
HASHED = passwords.hashed(PASSWORD)
DANA, NOBODY = "dana@clinic.example", "nobody@clinic.example"


class Desk:
    """A clinic outside the demonstration, whose one member has an authenticator."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.now = NOON
        with services.unit_of_work() as work:
            self.member: StaffMember = accounts.add(
                work, email=DANA, name="Dana", roles=(Role.CLINICIAN,), now=NOON, actor=OPERATOR
            )
            set_up.keep_password(work, member_id=self.member.id, hashed=HASHED, now=NOON, actor=OPERATOR)
            second_factor.propose(work, member=self.member)
            self.secret = second_factor.proposal(work, member=self.member).secret
            second_factor.confirm(work, member=self.member, typed=self.code(), now=NOON)
        self.later(minutes=1)

    def later(self, **passed: float) -> None:
        self.now += timedelta(**passed)

    def code(self) -> str:
        return pyotp.TOTP(self.secret).at(self.now)

    def begin(self, email: str, address: str, mark: str = "", code: str = "") -> sign_in.Attempt:
        with self.services.unit_of_work() as work:
            return sign_in.begin(work, email=email, address=address, mark=mark, code=code, now=self.now)

    def type(
        self, password: str, *, email: str = DANA, address: str = "192.0.2.1", mark: str = "", code: str = ""
    ) -> Entered:
        attempt = self.begin(email, address, mark, code)
        # Weighing is tried elsewhere; here it would cost 50 ms a hundred times.
        weighed = sign_in.Weighed(is_right=attempt.kept == HASHED and password == PASSWORD)
        with self.services.unit_of_work() as work:
            return sign_in.finish(work, attempt, weighed, device="Firefox", now=self.now)

    def come_in(self, *, address: str = "192.0.2.1", mark: str = "") -> Entered:
        half = self.type(PASSWORD, address=address, mark=mark)
        assert half.stage is Stage.CODE
        with self.services.unit_of_work() as work:
            entered = sign_in.finish_with_code(
                work,
                session_id=half.session_id,
                typed=self.code(),
                address=address,
                mark=mark,
                device="Firefox",
                now=self.now,
            )
        self.later(minutes=1)
        return entered

    def guess(self, times: int, *, email: str = DANA, address: str = "198.51.100.{}", **given: str) -> list[str]:
        """Wrong passwords, each from another address; what each hears."""
        return [
            outcome(lambda n=number: self.type("wrong", email=email, address=address.format(n), **given))
            for number in range(times)
        ]  # type: ignore[misc]


def outcome(act: Callable[[], Any]) -> str:
    """What came of it, in words."""
    try:
        act()
    except SignInLockedError as locked:
        return f"locked until {locked.until} {locked.needs_code}"
    except SignInWrongError as wrong:
        return str(wrong)
    return "in"


@pytest.fixture
def settings(database_url: str) -> Settings:
    return make_settings(
        database_url,
        demo=False,
        public_url="https://screening.clinic.example",
        allowed_hosts=("screening.clinic.example",),
        mail_from="s@clinic.example",
        smtp_host="localhost",
        sign_in_tries_in_all=20,
    )


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    with Services(settings) as services:
        yield Desk(services)


class TestWrongTriesFromOneAddress:
    def test_hold_up_that_address_alone(self, desk: Desk) -> None:
        desk.guess(11, address="203.0.113.9")
        assert desk.guess(1, address="203.0.113.9")[0].startswith("locked until")
        assert desk.come_in(address="192.0.2.1").stage is Stage.IN

    def test_end_by_themselves(self, desk: Desk) -> None:
        desk.guess(12, address="192.0.2.1")
        desk.later(minutes=15)
        assert desk.come_in().stage is Stage.IN

    def test_are_each_counted_where_forty_come_at_once(self, desk: Desk) -> None:
        outcomes = run_together([lambda: outcome(lambda: desk.begin(DANA, "203.0.113.9"))] * 40)
        assert outcomes.count("in") == 10
        assert sum(each.startswith("locked") for each in outcomes) == 30


class TestAKnownDevice:
    def test_stays_open_while_others_guess(self, desk: Desk) -> None:
        mark = desk.come_in().mark
        desk.guess(30)
        assert desk.come_in(address="192.0.2.250", mark=mark).stage is Stage.IN

    def test_stays_open_while_others_guess_from_its_own_address(self, desk: Desk) -> None:
        mark = desk.come_in(address="203.0.113.9").mark
        desk.guess(40, address="203.0.113.9")
        assert desk.come_in(address="203.0.113.9", mark=mark).stage is Stage.IN

    def test_has_a_count_of_its_own(self, desk: Desk) -> None:
        mark = desk.come_in().mark
        heard = desk.guess(12, mark=mark)
        assert [each.startswith("locked") for each in heard] == [False] * 10 + [True] * 2
        assert desk.come_in(address="192.0.2.250").stage is Stage.IN

    def test_is_like_any_other_after_many_wrong_in_a_row(self, desk: Desk) -> None:
        mark = desk.come_in().mark
        for _ in range(3):
            desk.guess(10, mark=mark)
            desk.later(minutes=15)
        desk.guess(21)
        assert outcome(lambda: desk.type(PASSWORD, address="192.0.2.250", mark=mark)).startswith("locked")

    def test_says_nothing_of_those_who_guess_from_elsewhere(self, desk: Desk) -> None:
        """A right password on the owner's device gives nobody else as many guesses again."""
        mark = desk.come_in().mark
        desk.guess(21)
        desk.come_in(mark=mark)
        assert desk.guess(1)[0].startswith("locked")

    @pytest.mark.parametrize("shown", ["", "x", "{name}", "{name}." + "0" * 64, "A" * 22 + ".{mac}", "é" * 40])
    def test_is_none_that_made_its_mark_up(self, desk: Desk, shown: str) -> None:
        name, mac = desk.come_in().mark.split(".")
        desk.guess(21)
        forged = shown.format(name=name, mac=mac)
        assert outcome(lambda: desk.type(PASSWORD, address="192.0.2.250", mark=forged)).startswith("locked")

    def test_is_not_known_to_another_account(self, desk: Desk) -> None:
        mark = desk.come_in().mark
        with desk.services.unit_of_work() as work:
            other = accounts.add(
                work, email="rob@clinic.example", name="Rob", roles=(Role.CLINICIAN,), now=NOON, actor=OPERATOR
            )
            set_up.keep_password(work, member_id=other.id, hashed=HASHED, now=NOON, actor=OPERATOR)
        desk.guess(21, email=other.email)
        heard = outcome(lambda: desk.type(PASSWORD, email=other.email, address="192.0.2.250", mark=mark))
        assert heard.startswith("locked")

    def test_is_known_to_each_of_its_members(self, desk: Desk) -> None:
        first = desk.come_in().mark
        second = desk.come_in(mark=first).mark
        assert second == first
        assert PASSWORD not in first
        assert DANA not in first

    def test_is_forgotten_with_the_password(self, desk: Desk) -> None:
        mark = desk.come_in().mark
        with desk.services.unit_of_work() as work:
            set_up.keep_password(
                work,
                member_id=desk.member.id,
                hashed=passwords.hashed("another good one here"),
                now=NOON,
                actor=OPERATOR,
            )
        desk.guess(21)
        assert desk.guess(1, mark=mark)[0].startswith("locked")


class TestManyWrongInARow:
    def test_make_other_devices_wait_longer_each_time_and_an_hour_at_most(self, desk: Desk) -> None:
        desk.guess(20)
        waits = []
        for number in range(8):
            with pytest.raises(SignInLockedError) as locked:
                desk.type("wrong", address=f"203.0.113.{number}", code="000000")
            assert locked.value.until is not None
            assert locked.value.needs_code
            waits.append((locked.value.until - desk.now).total_seconds() / 60)
            desk.now = locked.value.until
            assert "wrong" in outcome(lambda n=number: desk.type("wrong", address=f"203.0.114.{n}", code="000000"))  # type: ignore[misc]
        assert waits == [1, 2, 4, 8, 16, 32, 60, 60]

    def test_ask_for_the_second_factor_before_the_password(self, desk: Desk) -> None:
        desk.guess(20)
        desk.later(minutes=1)
        assert outcome(lambda: desk.type(PASSWORD)) == "locked until None True"
        assert desk.begin(DANA, "192.0.2.2", code="000000").kept is None
        desk.later(hours=1)
        assert desk.type(PASSWORD, code=desk.code()).stage is Stage.IN

    def test_take_a_code_once(self, desk: Desk) -> None:
        desk.guess(20)
        desk.later(minutes=1)
        code = desk.code()
        attempt = desk.begin(DANA, "192.0.2.1", code=code)
        with desk.services.unit_of_work() as work:
            sign_in.finish(work, attempt, sign_in.Weighed(is_right=True), device="x", now=desk.now)
        with pytest.raises(SignInWrongError), desk.services.unit_of_work() as work:
            sign_in.finish(work, attempt, sign_in.Weighed(is_right=True), device="x", now=desk.now)

    def test_are_over_with_one_that_is_right(self, desk: Desk) -> None:
        desk.guess(20)
        desk.later(minutes=1)
        desk.type(PASSWORD, code=desk.code())
        assert "wrong" in desk.guess(1)[0]

    def test_are_each_counted_where_forty_come_at_once_from_everywhere(self, desk: Desk) -> None:
        desk.guess(15)
        guesses = [lambda n=number: outcome(lambda: desk.begin(DANA, f"203.0.113.{n}")) for number in range(40)]
        outcomes = run_together(guesses)  # type: ignore[arg-type]
        assert outcomes.count("in") == 5

    def test_tell_the_owner_once(self, desk: Desk) -> None:
        desk.guess(19)
        assert waiting(desk) == 0
        desk.guess(12)
        assert waiting(desk) == 1

    def test_are_forgiven_by_somebody_who_manages_accounts(self, desk: Desk) -> None:
        desk.guess(30)
        desk.guess(12, address="192.0.2.1")
        with desk.services.unit_of_work() as work:
            assert accounts.by_id(work, member_id=desk.member.id, now=desk.now).is_locked
            accounts.unlock(work, member_id=desk.member.id, now=desk.now, actor=OPERATOR)
            assert not accounts.by_id(work, member_id=desk.member.id, now=desk.now).is_locked
        assert desk.come_in().stage is Stage.IN


class TestAnAccountThatIsNoneOfOurs:
    def test_hears_the_same_all_the_way(self, desk: Desk) -> None:
        heard: dict[str, list[str]] = {}
        start = desk.now
        for email, net in ((DANA, "203.0.113"), (NOBODY, "198.18.0")):
            desk.now = start
            heard[email] = desk.guess(12, email=email, address=f"{net}.250") + desk.guess(
                15, email=email, address=net + ".{}"
            )
            for number in range(6):
                for code in ("", "123456", "22222-22222"):
                    heard[email] += desk.guess(1, email=email, address=f"{net}.{number}", code=code)
                desk.later(minutes=3)
        assert heard[DANA] == heard[NOBODY]
        assert {words.split()[0] for words in heard[DANA]} == {"The", "locked"}

    @pytest.mark.parametrize("before", [0, 19, 20])
    @pytest.mark.parametrize("code", ["", "123456", "22222-22222"])
    def test_costs_the_database_the_same_statements(self, desk: Desk, before: int, code: str) -> None:
        made = {}
        for email in (DANA, NOBODY):
            desk.guess(before, email=email, address="203.0.{}.9" if email == DANA else "198.18.{}.9")
            desk.later(minutes=2)
            made[email] = statements(lambda e=email: desk.begin(e, "192.0.2.77", code=code))  # type: ignore[misc]
        assert made[DANA] == made[NOBODY]


def statements(act: Callable[[], Any]) -> list[str]:
    """What an act makes the database do."""
    made: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        made.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        outcome(act)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return made


def waiting(desk: Desk) -> int:
    """Mails to the owner that were asked for."""
    with desk.services.reading() as work:
        return in_trouble(work).waiting.get("guessed", 0)
