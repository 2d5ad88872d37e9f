"""Codes are good once, a step early or late, and recovery codes once for ever; on both databases."""

from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import text

from screener.config import Settings
from screener.services import accounts, member_sessions, passwords, second_factor, set_up, sign_in
from screener.services.accounts import StaffMember
from screener.services.keys import reseal
from screener.services.member_sessions import Stage
from screener.services.permissions import Role
from screener.services.second_factor import CodeUsedError, CodeWrongError
from screener.services.sign_in import Entered, HalfwayOverError
from screener.services.sign_in_tries import SignInLockedError
from screener.services.unit_of_work import Services
from tests.services.conftest import KEY, NOON, OLDER_KEY, OPERATOR, make_settings

PASSWORD = "lantern quartz meadow"
HASHED = passwords.hashed(PASSWORD)


class Desk:
    """A clinic outside the demonstration, with one member; each act is a transaction of its own."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.now = NOON
        with services.unit_of_work() as work:
            self.member: StaffMember = accounts.add(
                work, email="dana@clinic.example", name="Dana", roles=(Role.CLINICIAN,), now=NOON, actor=OPERATOR
            )
            set_up.keep_password(work, member_id=self.member.id, hashed=HASHED, now=NOON, actor=OPERATOR)
        self.secret = ""

    def later(self, **passed: float) -> None:
        self.now += timedelta(**passed)

    def type_password(self, password: str = PASSWORD) -> Entered:
        with self.services.unit_of_work() as work:
            attempt = sign_in.begin(work, email=self.member.email, address="192.0.2.1", now=self.now)
        weighed = sign_in.weigh(attempt, password)
        with self.services.unit_of_work() as work:
            return sign_in.finish(work, attempt, weighed, device="Firefox", now=self.now)

    def code(self, off: int = 0) -> str:
        return pyotp.TOTP(self.secret).at(self.now, counter_offset=off)

    def set_up(self) -> tuple[str, ...]:
        entered = self.type_password()
        assert entered.stage is Stage.SET_UP
        with self.services.reading() as work:
            self.secret = second_factor.proposal(work, member=self.member).secret
        with self.services.unit_of_work() as work:
            _, codes = sign_in.finish_with_set_up(
                work,
                session_id=entered.session_id,
                typed=self.code(),
                address="192.0.2.1",
                device="Firefox",
                now=self.now,
            )
        self.later(minutes=2)
        return codes

    def type_code(self, entered: Entered, typed: str) -> Entered:
        with self.services.unit_of_work() as work:
            return sign_in.finish_with_code(
                work,
                session_id=entered.session_id,
                typed=typed,
                address="192.0.2.1",
                device="Firefox",
                now=self.now,
            )

    def come_in(self, typed: str) -> Entered:
        return self.type_code(self.type_password(), typed)


@pytest.fixture
def settings(database_url: str) -> Settings:
    return make_settings(
        database_url, demo=False, public_url="https://clinic.example", allowed_hosts=("clinic.example",)
    )


@pytest.fixture
def desk(services: Services) -> Iterator[Desk]:
    return Desk(services)  # type: ignore[return-value]


class TestAPasswordAlone:
    def test_lets_nobody_in_outside_the_demonstration(self, desk: Desk) -> None:
        assert desk.type_password().stage is Stage.SET_UP

    def test_asks_for_a_code_once_an_authenticator_is_in_force(self, desk: Desk) -> None:
        desk.set_up()
        assert desk.type_password().stage is Stage.CODE

    def test_leaves_ten_minutes_for_the_code(self, desk: Desk) -> None:
        desk.set_up()
        entered = desk.type_password()
        desk.later(minutes=10)
        with pytest.raises(HalfwayOverError):
            desk.type_code(entered, desk.code())


class TestACode:
    @pytest.mark.parametrize("off", [-1, 0, 1])
    def test_is_accepted_a_step_early_or_late(self, desk: Desk, off: int) -> None:
        desk.set_up()
        assert desk.come_in(desk.code(off)).stage is Stage.IN

    @pytest.mark.parametrize("off", [-3, -2, 2, 3])
    def test_is_refused_two_steps_off(self, desk: Desk, off: int) -> None:
        desk.set_up()
        with pytest.raises(CodeWrongError):
            desk.come_in(desk.code(off))

    def test_is_accepted_once(self, desk: Desk) -> None:
        desk.set_up()
        typed = desk.code()
        desk.come_in(typed)
        with pytest.raises(CodeUsedError):
            desk.come_in(typed)

    def test_is_spent_together_with_those_before_it(self, desk: Desk) -> None:
        desk.set_up()
        before, now = desk.code(-1), desk.code()
        desk.come_in(now)
        with pytest.raises(CodeUsedError):
            desk.come_in(before)

    def test_that_set_the_authenticator_up_is_spent(self, desk: Desk) -> None:
        desk.set_up()
        desk.later(minutes=-2)
        with pytest.raises(CodeUsedError):
            desk.come_in(desk.code())

    @pytest.mark.parametrize("typed", ["", "12345", "1234567", "١٢٣٤٥٦", "12345\n", "abcdef", "é" * 40, "\0"])
    def test_that_is_none_is_refused(self, desk: Desk, typed: str) -> None:
        desk.set_up()
        with pytest.raises(CodeWrongError):
            desk.come_in(typed)

    def test_may_be_typed_with_a_blank(self, desk: Desk) -> None:
        desk.set_up()
        typed = desk.code()
        assert desk.come_in(f" {typed[:3]} {typed[3:]} ").stage is Stage.IN

    def test_gives_the_session_a_new_id_and_ends_the_halfway_one(self, desk: Desk) -> None:
        desk.set_up()
        halfway = desk.type_password()
        whole = desk.type_code(halfway, desk.code())
        assert whole.session_id != halfway.session_id
        with desk.services.reading() as work:
            assert member_sessions.look(work, session_id=halfway.session_id, now=desk.now) is None

    def test_may_be_wrong_ten_times_and_then_nothing_is_weighed(self, desk: Desk) -> None:
        desk.set_up()
        entered = desk.type_password()
        for _ in range(9):
            with pytest.raises(CodeWrongError):
                desk.type_code(entered, "000000")
        with pytest.raises(SignInLockedError):
            desk.type_code(entered, desk.code())

    def test_is_counted_although_the_password_was_right(self, desk: Desk) -> None:
        """Else whoever has the password could try codes for ever."""
        desk.set_up()
        for _ in range(5):
            with pytest.raises(CodeWrongError):
                desk.come_in("000000")
        with pytest.raises(SignInLockedError):
            desk.type_password()


class TestARecoveryCode:
    def test_stands_in_for_the_authenticator_once(self, desk: Desk) -> None:
        codes = desk.set_up()
        assert len(set(codes)) == 10
        assert desk.come_in(codes[3]).stage is Stage.IN
        with pytest.raises(CodeWrongError):
            desk.come_in(codes[3])
        assert desk.come_in(codes[4].lower().replace("-", " ")).stage is Stage.IN
        with desk.services.reading() as work:
            assert second_factor.count_recovery_codes(work, member=desk.member) == 8

    def test_is_void_when_fresh_ones_are_made(self, desk: Desk) -> None:
        old = desk.set_up()
        with desk.services.unit_of_work() as work:
            new = second_factor.renew_recovery_codes(work, member=desk.member, now=desk.now)
        with pytest.raises(CodeWrongError):
            desk.come_in(old[0])
        assert desk.come_in(new[0]).stage is Stage.IN

    def test_is_one_member_s_alone(self, desk: Desk) -> None:
        codes = desk.set_up()
        other = Desk.__new__(Desk)
        other.services, other.now, other.secret = desk.services, desk.now, ""
        with desk.services.unit_of_work() as work:
            other.member = accounts.add(
                work, email="rob@clinic.example", name="Rob", roles=(Role.CLINICIAN,), now=NOON, actor=OPERATOR
            )
            set_up.keep_password(work, member_id=other.member.id, hashed=HASHED, now=NOON, actor=OPERATOR)
        other.set_up()
        with pytest.raises(CodeWrongError):
            other.come_in(codes[0])


class TestAnotherAuthenticator:
    def test_is_in_force_only_from_its_first_code_on(self, desk: Desk) -> None:
        desk.set_up()
        with desk.services.unit_of_work() as work:
            second_factor.propose(work, member=desk.member)
            proposed = second_factor.proposal(work, member=desk.member)
        assert desk.come_in(desk.code()).stage is Stage.IN
        desk.later(minutes=1)
        with desk.services.unit_of_work() as work:
            typed = pyotp.TOTP(proposed.secret).at(desk.now)
            second_factor.confirm(work, member=desk.member, typed=typed, now=desk.now)
        desk.later(minutes=1)
        with pytest.raises(CodeWrongError):
            desk.come_in(desk.code())
        desk.secret = proposed.secret
        assert desk.come_in(desk.code()).stage is Stage.IN

    def test_is_asked_for_after_a_reset(self, desk: Desk) -> None:
        codes = desk.set_up()
        whole = desk.come_in(desk.code())
        with desk.services.unit_of_work() as work:
            accounts.reset_factor(work, member_id=desk.member.id, now=desk.now, actor=OPERATOR)
        with desk.services.reading() as work:
            assert member_sessions.look(work, session_id=whole.session_id, now=desk.now) is None
            assert second_factor.count_recovery_codes(work, member=desk.member) == 0
        assert codes
        assert desk.type_password().stage is Stage.SET_UP


class TestWhatIsKept:
    def test_tells_neither_the_secret_nor_a_code_nor_the_hash(self, desk: Desk) -> None:
        codes = desk.set_up()
        with desk.services.reading() as work:
            rows = [
                row
                for table in ("member", "recovery_code", "member_session", "set_up_link")
                for row in work.store.session.execute(text(f"SELECT * FROM {table}"))  # noqa: S608
            ]
        kept = b" ".join(
            bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            for row in rows
            for value in row
        )
        assert b"dana@clinic.example" in kept
        for secret in (desk.secret, "argon2", *codes, *(code.replace("-", "") for code in codes)):
            assert secret.encode() not in kept

    def test_opens_with_the_newest_key_after_a_rotation(self, desk: Desk, database_url: str) -> None:
        given = {"demo": False, "public_url": "https://clinic.example", "allowed_hosts": ("clinic.example",)}
        desk.set_up()
        both = make_settings(database_url, sealing_keys=f"{OLDER_KEY} {KEY}", **given)
        with Services(both) as services:
            sealed = 1
            while sealed:
                with services.unit_of_work() as work:
                    sealed = reseal(work, now=desk.now, actor=OPERATOR)
        with Services(make_settings(database_url, sealing_keys=OLDER_KEY, **given)) as services:
            desk.services = services
            assert desk.come_in(desk.code()).stage is Stage.IN
