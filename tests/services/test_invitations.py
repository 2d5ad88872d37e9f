import re
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, event, text

from screener.services import auditing, invitations
from screener.services.invitations import (
    BadPatientError,
    InvitationExpiredError,
    InvitationLockedError,
    InvitationSentError,
    InvitationState,
    InvitationView,
    InvitationWrongError,
    NoInvitationError,
)
from screener.services.revisions import NoRevisionError
from screener.services.unit_of_work import Services
from screener.store import intakes
from tests.services.conftest import NOON, OPERATOR, Clinic
from tests.together import run_together


def find(clinic: Clinic, token_or_code: str) -> InvitationView | None:
    with clinic.services.reading() as work:
        return invitations.find(work, token_or_code=token_or_code, now=clinic.now)


def guess_wrong(clinic: Clinic, link: str, times: int, address: str = "192.0.2.9") -> None:
    for _ in range(times):
        with pytest.raises(InvitationWrongError):
            clinic.redeem(link, born="1983-06-03", address=address)


class TestAnInvitation:
    def test_has_a_link_nobody_can_guess_and_codes_people_can_read(self, clinic: Clinic) -> None:
        issued = clinic.issue()
        assert len(issued.url_token) == 27
        assert re.fullmatch(r"[2-9A-HJKMNP-TV-Z]{5}-[2-9A-HJKMNP-TV-Z]{5}", issued.code)
        assert re.fullmatch(r"HV-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}", issued.reference)

    def test_lasts_as_long_as_the_clinic_says(self, clinic: Clinic) -> None:
        assert clinic.issue().expires_at == NOON + timedelta(days=14)
        assert clinic.issue(days=3).expires_at == NOON + timedelta(days=3)

    def test_needs_a_published_questionnaire(self, services: Services) -> None:
        with pytest.raises(NoRevisionError):
            Clinic(services).issue()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"patient_name": "  "},
            {"patient_name": "x" * 201},
            {"patient_name": "Ann\u202eLee"},
            {"patient_name": "Ann\x00Lee"},
            {"date_of_birth": date(2026, 1, 16)},
            {"date_of_birth": date(1899, 12, 31)},
        ],
    )
    def test_is_for_somebody_who_can_exist(self, clinic: Clinic, wrong: dict[str, object]) -> None:
        with pytest.raises(BadPatientError):
            clinic.issue(**wrong)

    def test_keeps_no_secret_and_no_name_in_the_open(self, clinic: Clinic) -> None:
        issued = clinic.issue(patient_name="Zebulon Quartermain", contact="ring the bell")
        with clinic.services.reading() as work:
            row = work.store.session.execute(text("SELECT * FROM invitation")).one()
        kept = repr([bytes(value) if isinstance(value, memoryview) else value for value in row])
        plain = issued.code.replace("-", "")
        for secret in (issued.url_token, issued.code, plain, "Zebulon", "Quartermain", "1983-06-02", "ring the bell"):
            assert secret not in kept


class TestLookingALinkUp:
    def test_tells_that_it_is_open_and_nothing_about_the_person(self, clinic: Clinic) -> None:
        found = find(clinic, clinic.issue().url_token)
        assert found is not None
        assert (found.state, found.is_started, found.locked_until) == (InvitationState.OPEN, False, None)
        assert "Ann" not in repr(found)

    def test_takes_the_code_as_people_type_it(self, clinic: Clinic) -> None:
        issued = clinic.issue()
        expected = find(clinic, issued.url_token)
        for typed in (
            issued.code,
            issued.code.lower(),
            issued.code.replace("-", ""),
            f" {issued.code.replace('-', ' ')} ",
        ):
            assert find(clinic, typed) == expected

    @pytest.mark.parametrize(
        "typed", ["", "x", "22222-22222", "é", "\ud800", "a" * 27, "0" * 5000, "' OR 1=1 --", "\x00"]
    )
    def test_finds_nothing_behind_what_was_never_issued(self, clinic: Clinic, typed: str) -> None:
        assert find(clinic, typed) is None

    def test_says_that_it_has_expired(self, clinic: Clinic) -> None:
        issued = clinic.issue()
        clinic.later(days=14)
        found = find(clinic, issued.url_token)
        assert found is not None
        assert found.state is InvitationState.EXPIRED

    def test_says_until_when_it_is_locked(self, clinic: Clinic) -> None:
        issued = clinic.issue()
        guess_wrong(clinic, issued.url_token, 5)
        found = find(clinic, issued.code)
        assert found is not None
        assert (found.state, found.locked_until) == (InvitationState.LOCKED, NOON + timedelta(minutes=15))


class TestRedeeming:
    def test_begins_an_intake_and_later_resumes_it(self, clinic: Clinic) -> None:
        issued = clinic.issue()
        begun = clinic.redeem(issued.url_token)
        clinic.later(days=1)
        assert clinic.redeem(issued.code) == begun

    def test_begins_one_intake_when_two_devices_are_quick(self, clinic: Clinic) -> None:
        issued = clinic.issue()
        begun = run_together([lambda: clinic.redeem(issued.url_token)] * 8)
        assert len(set(begun)) == 1

    def test_needs_the_birth_date(self, clinic: Clinic) -> None:
        link = clinic.issue().url_token
        for typed in ("1983-06-03", "02.06.1983", "", "é", "\ud800", "1983-06-02\n", "１９８３-06-02", "x" * 10_000):
            with pytest.raises(InvitationWrongError):
                Clinic(clinic.services, clinic.now).redeem(link, born=typed, address="192.0.2.1")
            clinic.later(minutes=15)

    def test_says_the_same_of_a_link_that_does_not_exist(self, clinic: Clinic) -> None:
        known, unknown = clinic.issue().url_token, "A" * 27
        said = []
        for link in (known, unknown):
            for _ in range(7):
                with pytest.raises((InvitationWrongError, InvitationLockedError)) as refused:
                    clinic.redeem(link, born="1983-06-03")
                said.append((type(refused.value), str(refused.value)))
        assert said[:7] == said[7:]

    def test_is_possible_after_the_link_expired_once_begun(self, clinic: Clinic) -> None:
        issued = clinic.issue()
        begun = clinic.redeem(issued.url_token)
        clinic.later(days=20)
        assert clinic.redeem(issued.url_token) == begun

    def test_is_over_when_the_link_has_expired(self, clinic: Clinic) -> None:
        issued = clinic.issue()
        clinic.later(days=14)
        with pytest.raises(InvitationExpiredError):
            clinic.redeem(issued.url_token)

    def test_tells_of_the_expiry_only_to_who_knows_the_birth_date(self, clinic: Clinic) -> None:
        issued = clinic.issue()
        clinic.later(days=14)
        guess_wrong(clinic, issued.url_token, 1)


class TestALock:
    def test_closes_the_link_to_the_right_birth_date_too(self, clinic: Clinic) -> None:
        link = clinic.issue().url_token
        guess_wrong(clinic, link, 5)
        with pytest.raises(InvitationLockedError) as refused:
            clinic.redeem(link)
        assert refused.value.until == NOON + timedelta(minutes=15)

    def test_opens_by_itself(self, clinic: Clinic) -> None:
        link = clinic.issue().url_token
        guess_wrong(clinic, link, 5)
        clinic.later(minutes=14, seconds=59)
        with pytest.raises(InvitationLockedError):
            clinic.redeem(link)
        clinic.later(seconds=1)
        assert clinic.redeem(link)

    def test_counts_parallel_guesses_one_by_one(self, clinic: Clinic) -> None:
        link = clinic.issue().url_token

        def guess() -> type[Exception] | None:
            try:
                clinic.redeem(link, born="1983-06-03")
            except (InvitationWrongError, InvitationLockedError) as refused:
                return type(refused)
            return None

        outcomes = run_together([guess] * 40)
        assert outcomes.count(InvitationWrongError) == 5
        assert outcomes.count(InvitationLockedError) == 35

    def test_leaves_other_links_alone(self, clinic: Clinic) -> None:
        locked, other = clinic.issue().url_token, clinic.issue().url_token
        guess_wrong(clinic, locked, 5)
        assert clinic.redeem(other)

    def test_is_forgotten_by_a_right_answer_before_it(self, clinic: Clinic) -> None:
        link = clinic.issue().url_token
        for _ in range(3):
            guess_wrong(clinic, link, 4)
            clinic.redeem(link)

    def test_holds_an_address_that_tries_many_links(self, clinic: Clinic) -> None:
        for _ in range(30):
            guess_wrong(clinic, clinic.issue().url_token, 1)
        link = clinic.issue().url_token
        with pytest.raises(InvitationLockedError):
            clinic.redeem(link, address="192.0.2.9")
        assert clinic.redeem(link, address="192.0.2.10")

    def test_does_not_hold_an_address_where_many_patients_are_right(self, clinic: Clinic) -> None:
        for _ in range(40):
            clinic.redeem(clinic.issue().url_token)

    def test_waits_longer_each_time_after_too_many_in_a_row_and_opens_by_itself(self, clinic: Clinic) -> None:
        issued = clinic.issue(days=300)
        for _ in range(10):
            guess_wrong(clinic, issued.url_token, 5)
            with pytest.raises(InvitationLockedError):  # turned away unread: does not count in all
                clinic.redeem(issued.url_token)
            clinic.later(minutes=15)
        waits = []
        for _ in range(8):
            guess_wrong(clinic, issued.url_token, 1)
            with pytest.raises(InvitationLockedError) as refused:
                clinic.redeem(issued.url_token)
            waits.append((refused.value.until - clinic.now).total_seconds() / 60)
            clinic.now = refused.value.until
        assert waits[:2] == [2, 4]
        assert waits[-3:] == [60, 60, 60]
        guess_wrong(clinic, issued.url_token, 1)
        with pytest.raises(InvitationLockedError):
            clinic.redeem(issued.url_token)
        with clinic.services.unit_of_work() as work:
            invitations.reopen(work, reference=issued.reference.lower(), now=clinic.now, actor=OPERATOR)
        assert clinic.redeem(issued.url_token)

    def test_keeps_no_address_in_the_open(self, clinic: Clinic) -> None:
        guess_wrong(clinic, clinic.issue().url_token, 1, address="192.0.2.77")
        with clinic.services.reading() as work:
            rows = work.store.session.execute(text("SELECT subject_mac FROM guess")).all()
        assert all(b"192.0.2" not in bytes(row[0]) for row in rows)


class TestRevoking:
    def test_closes_the_link(self, clinic: Clinic) -> None:
        issued = clinic.issue()
        clinic.redeem(issued.url_token)
        with clinic.services.unit_of_work() as work:
            invitations.revoke(work, reference=issued.reference, now=NOON, actor=OPERATOR)
        with pytest.raises(InvitationExpiredError):
            clinic.redeem(issued.url_token)
        found = find(clinic, issued.url_token)
        assert found is not None
        assert found.state is InvitationState.REVOKED

    def test_needs_a_reference_that_exists(self, clinic: Clinic) -> None:
        for wrong in ("HV-2222-2222", "", "nonsense"):
            with pytest.raises(NoInvitationError), clinic.services.unit_of_work() as work:
                invitations.revoke(work, reference=wrong, now=NOON, actor=OPERATOR)


class TestTheRecord:
    def test_holds_each_outcome_and_nothing_secret(self, clinic: Clinic) -> None:
        issued = clinic.issue()
        guess_wrong(clinic, issued.url_token, 5)
        with pytest.raises(InvitationLockedError):
            clinic.redeem(issued.url_token)
        guess_wrong(clinic, "A" * 27, 1)
        clinic.redeem(clinic.issue().url_token)
        with clinic.services.reading() as work:
            rows = work.store.session.execute(text("SELECT kind, actor, subjects FROM audit_event ORDER BY seq")).all()
            assert auditing.verify(work) == ()
        assert [row.kind for row in rows] == [
            "revision.published",
            "patient.added",
            "invitation.issued",
            *["invitation.refused"] * 7,
            "patient.added",
            "invitation.issued",
            "intake.begun",
            "invitation.redeemed",
        ]
        said = repr(rows)
        for secret in (issued.url_token, issued.code, "1983-06", "Ann", "A" * 27):
            assert secret not in said


class TestALinkThatDoesNotExist:
    def test_costs_the_database_the_same_statements_as_one_that_does(self, clinic: Clinic) -> None:
        known = clinic.issue().url_token
        assert statements(clinic, known) == statements(clinic, "A" * 27)


def statements(clinic: Clinic, link: str) -> list[str]:
    """What a wrong birth date makes the database do."""
    made: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        made.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    guess_wrong(clinic, link, 1)
    event.remove(Engine, "before_cursor_execute", note)
    return made


class TestAWrongPerson:
    def withdraw(self, clinic: Clinic, reference: str) -> bool:
        with clinic.services.unit_of_work() as work:
            return invitations.withdraw(work, reference=reference, now=clinic.now, actor=OPERATOR)

    def test_leaves_nothing_of_what_they_typed_and_cannot_come_back(self, clinic: Clinic) -> None:
        issued = clinic.issue()
        intake_id = clinic.redeem(issued.url_token)
        clinic.answer(intake_id, "basics", {"dem_name": "Somebody Else"})
        assert self.withdraw(clinic, issued.reference)
        with clinic.services.reading() as work:
            assert not intakes.is_anything_typed(work.store, intake_id)
            kinds = work.store.session.execute(text("SELECT kind FROM audit_event ORDER BY seq")).scalars().all()
        assert kinds[-2:] == ["invitation.revoked", "intake.erased"]
        with pytest.raises(InvitationExpiredError):
            clinic.redeem(issued.url_token)

    def test_can_be_withdrawn_twice(self, clinic: Clinic) -> None:
        issued = clinic.issue()
        clinic.answer(clinic.redeem(issued.url_token), "basics", {"dem_name": "Somebody Else"})
        assert [self.withdraw(clinic, issued.reference) for _ in range(2)] == [True, False]

    def test_who_sent_their_answers_stays_on_record(self, clinic: Clinic) -> None:
        with pytest.raises(InvitationSentError):
            self.withdraw(clinic, clinic.sent().reference)

    def test_can_be_followed_by_the_right_one(self, clinic: Clinic) -> None:
        issued = clinic.issue()
        clinic.answer(clinic.redeem(issued.url_token), "basics", {"dem_name": "Somebody Else"})
        self.withdraw(clinic, issued.reference)
        with clinic.services.unit_of_work() as work:
            anew = invitations.renew(work, reference=issued.reference, now=clinic.now, actor=OPERATOR)
        assert clinic.open(clinic.redeem(anew.url_token)).sent_steps == frozenset()
