"""Links that staff make once the patient has answered: they stand beside the patient's own, and open nothing alone."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from screener.services import auditing, invitations, later_links, sessions
from screener.services.auditing import Actor
from screener.services.intake import IntakeId
from screener.services.invitations import (
    InvitationExpiredError,
    InvitationLockedError,
    InvitationWrongError,
    IssuedInvitation,
    ProofNeededError,
    TabletLink,
)
from screener.services.unit_of_work import Services
from screener.store import later_links as kept_links
from screener.store.names import LaterLinkId
from tests.services.conftest import Clinic, make_settings
from tests.together import run_together

DESK = Actor("staff", "front-desk")
BORN = "1983-06-02"


@pytest.fixture
def begun(clinic: Clinic) -> tuple[IssuedInvitation, IntakeId]:
    """An invitation whose patient has answered something."""
    issued = clinic.issue(contact="ann@home.example")
    intake_id = clinic.redeem(issued.url_token)
    clinic.answer(intake_id, "basics", {"dem_name": "Ann Lee"})
    return issued, intake_id


def renew(clinic: Clinic, issued: IssuedInvitation) -> IssuedInvitation:
    with clinic.services.unit_of_work() as work:
        return invitations.renew(work, reference=issued.reference, now=clinic.now, actor=DESK)


def hand_over(clinic: Clinic, issued: IssuedInvitation, *, is_vouched: bool) -> TabletLink:
    with clinic.services.unit_of_work() as work:
        return invitations.hand_over(
            work, reference=issued.reference, is_vouched=is_vouched, now=clinic.now, actor=DESK
        )


def redeem(clinic: Clinic, link: str, proof: str = "", born: str = BORN) -> IntakeId:
    with clinic.services.unit_of_work() as work:
        return invitations.redeem(
            work, token_or_code=link, date_of_birth_text=born, address="192.0.2.9", now=clinic.now, proof=proof
        )


def begin_again(clinic: Clinic, link: str) -> IntakeId:
    with clinic.services.unit_of_work() as work:
        return invitations.begin_again(
            work, token_or_code=link, date_of_birth_text=BORN, address="192.0.2.9", now=clinic.now
        )


def kinds(clinic: Clinic) -> list[str]:
    with clinic.services.reading() as work:
        assert auditing.verify(work) == ()
        return list(work.store.session.execute(text("SELECT kind FROM audit_event ORDER BY seq")).scalars())


def sent_code(clinic: Clinic, issued: IssuedInvitation) -> str:
    """Asks for a code by e-mail; gives it as the mail will."""
    with pytest.raises(ProofNeededError) as asked, clinic.services.unit_of_work() as work:
        invitations.send_code(
            work, token_or_code=issued.url_token, date_of_birth_text=BORN, address="192.0.2.9", now=clinic.now
        )
    assert asked.value.is_sent
    with clinic.services.reading() as work:
        link = kept_links.find(work.store, issued.url_token)
        assert link is not None
        mail = later_links.find_mail(work, link_id=link[0].id, now=clinic.now)
    assert mail is not None
    assert mail.email == "ann@home.example"
    return mail.code


class TestALinkMadeAfterAnAnswer:
    def test_does_not_open_it_with_the_birth_date_alone(
        self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]
    ) -> None:
        later = renew(clinic, begun[0])
        assert later.is_beside
        for link in (later.url_token, later.code):
            with pytest.raises(ProofNeededError):
                redeem(clinic, link)

    def test_is_not_its_own_proof(self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]) -> None:
        later = renew(clinic, begun[0])
        for proof in (later.code, "22222-22222", "x"):
            with pytest.raises(ProofNeededError):
                redeem(clinic, later.url_token, proof)

    def test_opens_it_with_the_patients_own_code(
        self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]
    ) -> None:
        later = renew(clinic, begun[0])
        assert redeem(clinic, later.url_token, begun[0].code.lower()) == begun[1]
        assert kinds(clinic)[-2:] == ["invitation.redeemed", "later_link.used"]

    def test_leaves_the_patients_own_link_code_and_session(
        self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]
    ) -> None:
        issued, intake_id = begun
        with clinic.services.unit_of_work() as work:
            own = sessions.start(work, intake_id=intake_id, now=clinic.now)
        renew(clinic, issued)
        assert redeem(clinic, issued.url_token) == redeem(clinic, issued.code) == intake_id
        with clinic.services.reading() as work:
            assert sessions.look(work, session_id=own, now=clinic.now)

    def test_replaces_a_later_one_before_it(self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]) -> None:
        first = renew(clinic, begun[0])
        renew(clinic, begun[0])
        with pytest.raises(InvitationExpiredError):
            redeem(clinic, first.url_token, begun[0].code)

    def test_before_anything_is_answered_replaces_the_one_before(self, clinic: Clinic) -> None:
        issued = clinic.issue()
        intake_id = clinic.redeem(issued.url_token)
        later = renew(clinic, issued)
        assert not later.is_beside
        with pytest.raises(InvitationWrongError):
            redeem(clinic, issued.url_token)
        assert redeem(clinic, later.url_token) == intake_id

    def test_to_one_that_was_closed_needs_more_than_the_closed_code(
        self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]
    ) -> None:
        with clinic.services.unit_of_work() as work:
            invitations.revoke(work, reference=begun[0].reference, now=clinic.now, actor=DESK)
        later = renew(clinic, begun[0])
        with pytest.raises(ProofNeededError):
            redeem(clinic, later.url_token, begun[0].code)
        with pytest.raises(InvitationWrongError):
            redeem(clinic, begun[0].url_token)

    def test_is_closed_with_the_invitation(self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]) -> None:
        later = renew(clinic, begun[0])
        with clinic.services.unit_of_work() as work:
            invitations.revoke(work, reference=begun[0].reference, now=clinic.now, actor=DESK)
        with pytest.raises(InvitationExpiredError):
            redeem(clinic, later.url_token, begun[0].code)

    def test_counts_wrong_proofs_and_leaves_the_patients_own_door_open(
        self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]
    ) -> None:
        later = renew(clinic, begun[0])

        def guess() -> type[Exception] | None:
            try:
                redeem(clinic, later.url_token, "22222-22222")
            except (ProofNeededError, InvitationLockedError) as refused:
                return type(refused)
            return None

        outcomes = run_together([guess] * 40)
        assert (outcomes.count(ProofNeededError), outcomes.count(InvitationLockedError)) == (5, 35)
        with pytest.raises(InvitationLockedError):
            redeem(clinic, later.url_token, begun[0].code)
        assert clinic.redeem(begun[0].url_token) == begun[1]

    def test_does_not_forgive_wrong_proofs_for_a_right_birth_date(
        self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]
    ) -> None:
        later = renew(clinic, begun[0])
        for _ in range(5):
            with pytest.raises(ProofNeededError):
                redeem(clinic, later.url_token, "22222-22222")
            with pytest.raises((ProofNeededError, InvitationLockedError)):
                redeem(clinic, later.url_token)
        with pytest.raises(InvitationLockedError):
            redeem(clinic, later.url_token, begun[0].code)

    def test_is_told_to_the_patient(self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]) -> None:
        renew(clinic, begun[0])
        with clinic.services.reading() as work:
            (told,) = later_links.told(work, intake_id=begun[1], now=clinic.now)
        assert (told.sort, told.made_at, told.used_at) == ("link", clinic.now, None)

    def test_keeps_no_secret_in_the_open(self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]) -> None:
        later = renew(clinic, begun[0])
        with clinic.services.reading() as work:
            row = work.store.session.execute(text("SELECT * FROM later_link")).one()
        kept = repr([bytes(value) if isinstance(value, memoryview) else value for value in row])
        for secret in (later.url_token, later.code, later.code.replace("-", "")):
            assert secret not in kept


class TestWithoutAProof:
    def test_a_new_empty_form_begins_and_the_one_before_stays_as_it_is(
        self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]
    ) -> None:
        later = renew(clinic, begun[0])
        new = begin_again(clinic, later.url_token)
        assert new != begun[1]
        assert clinic.open(new).sent_steps == frozenset()
        assert clinic.open(begun[1]).sent_steps == {"basics"}
        assert "later_link.led_elsewhere" in kinds(clinic)

    def test_link_and_code_lead_to_the_new_form_from_then_on(
        self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]
    ) -> None:
        later = renew(clinic, begun[0])
        new = begin_again(clinic, later.url_token)
        assert redeem(clinic, later.url_token) == redeem(clinic, later.code) == new
        assert clinic.redeem(begun[0].url_token) == begun[1]

    def test_nothing_new_begins_by_the_patients_own_link(
        self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]
    ) -> None:
        with pytest.raises(InvitationExpiredError):
            begin_again(clinic, begun[0].url_token)

    def test_nothing_new_begins_where_the_form_was_sent(
        self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]
    ) -> None:
        later = renew(clinic, begun[0])
        clinic.walk(begun[1])
        clinic.send(begun[1])
        with pytest.raises(ProofNeededError) as needed:
            redeem(clinic, later.url_token)
        assert not needed.value.may_begin
        with pytest.raises(InvitationExpiredError):
            begin_again(clinic, later.url_token)


class TestACodeByEMail:
    @pytest.fixture
    def services(self, database_url: str) -> Iterator[Services]:
        settings = make_settings(database_url, mail_from="s@harbor.example", smtp_host="localhost")
        with Services(settings) as opened:
            yield opened

    def test_opens_the_answers_once(self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]) -> None:
        later = renew(clinic, begun[0])
        code = sent_code(clinic, later)
        assert redeem(clinic, later.url_token, code) == begun[1]
        with pytest.raises(ProofNeededError):
            redeem(clinic, later.url_token, code)

    def test_is_good_for_half_an_hour(self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]) -> None:
        later = renew(clinic, begun[0])
        code = sent_code(clinic, later)
        clinic.later(minutes=30)
        with pytest.raises(ProofNeededError):
            redeem(clinic, later.url_token, code)

    def test_is_void_once_another_is_sent(self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]) -> None:
        later = renew(clinic, begun[0])
        first, second = sent_code(clinic, later), sent_code(clinic, later)
        assert first != second
        with pytest.raises(ProofNeededError):
            redeem(clinic, later.url_token, first)
        assert redeem(clinic, later.url_token, second) == begun[1]

    def test_opens_nothing_before_it_was_asked_for(
        self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]
    ) -> None:
        later = renew(clinic, begun[0])
        with clinic.services.reading() as work:
            link = kept_links.find(work.store, later.url_token)
            assert link is not None
            unasked = kept_links.sent_code(work.store, link[0])
        with pytest.raises(ProofNeededError):
            redeem(clinic, later.url_token, unasked)

    def test_is_sent_five_times_at_most(self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]) -> None:
        later = renew(clinic, begun[0])
        for _ in range(5):
            sent_code(clinic, later)
        with pytest.raises(ProofNeededError) as needed:
            redeem(clinic, later.url_token)
        assert not needed.value.may_send

    def test_needs_an_address(self, clinic: Clinic) -> None:
        issued = clinic.issue(contact="(555) 010-0123")
        clinic.answer(clinic.redeem(issued.url_token), "basics", {"dem_name": "Ann Lee"})
        with pytest.raises(ProofNeededError) as needed:
            redeem(clinic, renew(clinic, issued).url_token)
        assert not needed.value.may_send


class TestTheTablet:
    def test_from_the_front_desk_alone_opens_nothing_that_was_answered(
        self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]
    ) -> None:
        with pytest.raises(ProofNeededError):
            redeem(clinic, hand_over(clinic, begun[0], is_vouched=False).url_token)

    def test_from_a_clinician_opens_it_once(self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]) -> None:
        link = hand_over(clinic, begun[0], is_vouched=True)
        assert redeem(clinic, link.url_token) == begun[1]
        with pytest.raises(InvitationExpiredError):
            redeem(clinic, link.url_token)

    def test_opens_a_form_in_which_nothing_was_answered(self, clinic: Clinic) -> None:
        issued = clinic.issue()
        intake_id = redeem(clinic, hand_over(clinic, issued, is_vouched=False).url_token)
        assert redeem(clinic, issued.url_token) == intake_id

    def test_leaves_the_patients_own_link_code_and_session(
        self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]
    ) -> None:
        issued, intake_id = begun
        with clinic.services.unit_of_work() as work:
            own = sessions.start(work, intake_id=intake_id, now=clinic.now)
        redeem(clinic, hand_over(clinic, issued, is_vouched=True).url_token)
        with clinic.services.reading() as work:
            assert sessions.look(work, session_id=own, now=clinic.now)
        assert redeem(clinic, issued.url_token) == redeem(clinic, issued.code) == intake_id

    def test_lies_there_for_half_an_hour_at_most(
        self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]
    ) -> None:
        link = hand_over(clinic, begun[0], is_vouched=True)
        clinic.later(minutes=30)
        with pytest.raises(InvitationExpiredError):
            redeem(clinic, link.url_token)

    def test_given_back_leaves_no_link(self, clinic: Clinic, begun: tuple[IssuedInvitation, IntakeId]) -> None:
        link = hand_over(clinic, begun[0], is_vouched=True)
        with clinic.services.unit_of_work() as work:
            later_links.end(work, link_id=LaterLinkId(link.id), now=clinic.now)
        with pytest.raises(InvitationExpiredError):
            redeem(clinic, link.url_token)
