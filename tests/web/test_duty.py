"""Alerts: who is told by e-mail, who answers, and what happens when nobody does."""

import email
import email.policy
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from screener.jobs.mailing import guessed_letter, link_code_letter, new_link_letter, notice_letter, reminder_letter
from screener.jobs.running import work_off
from screener.services import accounts, alerts, auditing, invitations
from screener.services.accounts import StaffMember
from screener.services.alerts import Addressee, AlertView, Sort
from screener.services.clinic_settings import defaults
from screener.services.later_links import LinkMail
from screener.services.permissions import Role
from screener.services.reminders import Reminder
from tests.web.clinics import BORN, OPERATOR, Browser, Clinic, make_settings
from tests.web.conftest import VISIT
from tests.web.staff import add_member, let_in, sign_in
from tests.web.test_desk import URGENT, press, send

THURSDAY = "3"


@dataclass
class Mailbox:
    """What a mail server took, in a folder."""

    folder: Path

    def messages(self) -> list[EmailMessage]:
        files = sorted(self.folder.glob("*")) if self.folder.exists() else []
        read = (email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files)
        return [message for message in read if isinstance(message, EmailMessage)]

    def addressees(self) -> list[str]:
        return sorted(str(message["To"]) for message in self.messages())


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path / "mail")


@pytest.fixture
def clinic(sqlite_url: str, mailbox: Mailbox) -> Iterator[Clinic]:
    """A clinic that writes its mail into a folder."""
    told = {"mail_folder": mailbox.folder, "mail_from": "screening@harbor.example"}
    with Clinic.opened(make_settings(sqlite_url, **told), VISIT) as opened:
        yield opened


@pytest.fixture
def dana(clinic: Clinic) -> StaffMember:
    return add_member(clinic.app.extensions["screener"], email="dana@harbor.example", name="Dana Whitfield")


@pytest.fixture
def ines(clinic: Clinic) -> StaffMember:
    return add_member(clinic.app.extensions["screener"], email="ines@harbor.example", name="Ines Moreau")


@pytest.fixture
def desk(clinic: Clinic) -> Browser:
    """Who keeps the rota."""
    browser = clinic.visitor()
    sign_in(browser.client, Role.MANAGER)
    browser.go("/staff/duty/")
    return browser


def put_on_duty(desk: Browser, member: StaffMember, begins: str = "08:00", ends: str = "18:00") -> None:
    desk.go("/staff/duty/")
    form = next(each for each in desk.page.tree.iterfind(".//main//form") if each.get("action") == "/staff/duty/")
    typed = {"member": member.id, "weekday": THURSDAY, "begins": begins, "ends": ends}
    desk.take(desk.client.post("/staff/duty/", data={**desk.page.fields(form), **typed}, follow_redirects=True))


def pass_time(clinic: Clinic, **passed: float) -> None:
    clinic.later(**passed)
    work_off(clinic.services, clinic.clock)


def standing(clinic: Clinic) -> tuple[AlertView, ...]:
    with clinic.services.reading() as work:
        return alerts.standing(work)


def signed_in(clinic: Clinic, member: StaffMember) -> Browser:
    browser = clinic.visitor()
    let_in(browser.client, member)
    return browser


class TestAnUrgentAnswer:
    def test_tells_who_is_on_duty_though_the_form_is_not_finished(
        self, clinic: Clinic, desk: Browser, dana: StaffMember, ines: StaffMember, mailbox: Mailbox
    ) -> None:
        put_on_duty(desk, ines)
        send(clinic, finish=False, **URGENT)
        pass_time(clinic)
        assert mailbox.addressees() == ["ines@harbor.example"]

    def test_tells_everybody_where_the_rota_names_nobody_for_the_hour(
        self, clinic: Clinic, desk: Browser, dana: StaffMember, ines: StaffMember, mailbox: Mailbox
    ) -> None:
        put_on_duty(desk, ines, "13:00", "18:00")
        send(clinic, finish=False, **URGENT)
        pass_time(clinic)
        assert mailbox.addressees() == ["dana@harbor.example", "ines@harbor.example"]

    def test_the_mail_says_where_the_number_stands_and_not_the_number(
        self, clinic: Clinic, dana: StaffMember, mailbox: Mailbox
    ) -> None:
        reference = send(clinic, finish=False, **URGENT)
        pass_time(clinic)
        (mail,) = mailbox.messages()
        words = " ".join(str(mail.get_payload()).split())
        assert "What is known of how to reach the patient stands there" in words
        assert not any(private in words for private in ("010-0123", "Ann Lee", reference))

    def test_tells_once_however_many_urgent_answers_follow(
        self, clinic: Clinic, dana: StaffMember, mailbox: Mailbox
    ) -> None:
        send(clinic, **URGENT)
        pass_time(clinic)
        pass_time(clinic, minutes=2)
        assert mailbox.addressees() == ["dana@harbor.example"]

    def test_tells_everybody_when_nobody_answers_in_time(
        self, clinic: Clinic, desk: Browser, dana: StaffMember, ines: StaffMember, mailbox: Mailbox
    ) -> None:
        put_on_duty(desk, ines)
        send(clinic, finish=False, **URGENT)
        pass_time(clinic, minutes=14)
        assert mailbox.addressees() == ["ines@harbor.example"]
        pass_time(clinic, minutes=2)
        assert mailbox.addressees() == ["dana@harbor.example", "ines@harbor.example"]
        pass_time(clinic, minutes=30)
        assert len(mailbox.messages()) == 2

    def test_tells_nobody_more_once_it_is_answered(
        self, clinic: Clinic, desk: Browser, dana: StaffMember, ines: StaffMember, mailbox: Mailbox
    ) -> None:
        put_on_duty(desk, ines)
        send(clinic, finish=False, **URGENT)
        pass_time(clinic)
        browser = signed_in(clinic, ines)
        browser.go("/staff/account/")
        press(browser, "I answer it")
        assert browser.page.path == "/staff/account/"
        pass_time(clinic, hours=1)
        assert mailbox.addressees() == ["ines@harbor.example"]

    def test_stands_on_every_page_of_who_may_answer_until_somebody_does(
        self, clinic: Clinic, desk: Browser, dana: StaffMember
    ) -> None:
        reference = send(clinic, finish=False, **URGENT)
        browser = signed_in(clinic, dana)
        for path in ("/staff/", "/staff/queue/", "/staff/account/"):
            assert reference in browser.go(path).words(".//aside")
            assert browser.page.has(".//aside//a[@href='tel:5550100123']"), path
        assert not desk.go("/staff/duty/").has(".//aside")
        press(browser, "I answer it")
        assert not browser.go("/staff/").has(".//aside")
        assert "Dana Whitfield" in desk.go("/staff/duty/").words(".//main")

    def test_is_answered_by_taking_it_from_the_queue(self, clinic: Clinic, dana: StaffMember) -> None:
        send(clinic, finish=False, **URGENT)
        browser = signed_in(clinic, dana)
        browser.go("/staff/queue/")
        press(browser, "Take")
        assert standing(clinic) == ()

    def test_is_recorded_with_who_answered(self, clinic: Clinic, dana: StaffMember) -> None:
        send(clinic, finish=False, **URGENT)
        (alert,) = standing(clinic)
        with clinic.services.unit_of_work() as work:
            alerts.acknowledge(work, alert_id=alert.id, member=dana, now=clinic.clock.now())
            alerts.acknowledge(work, alert_id=alert.id, member=dana, now=clinic.clock.now())
            assert auditing.verify(work) == ()
            (newest,) = alerts.newest(work)
        assert newest.acknowledged_by == "Dana Whitfield"


class TestANo:
    def test_is_told_and_waits_for_nobody(self, clinic: Clinic, dana: StaffMember, mailbox: Mailbox) -> None:
        send(clinic, finish=False, **URGENT)
        (alert,) = standing(clinic)
        with clinic.services.unit_of_work() as work:
            intake_id = alerts.alerts.find(work.store, alert.id).intake_id  # type: ignore[union-attr]
            alerts.acknowledge(work, alert_id=alert.id, member=dana, now=clinic.clock.now())
            alerts.raise_alert(work, intake_id=intake_id, sort=Sort.DECLINED, now=clinic.clock.now())  # type: ignore[arg-type]
        assert standing(clinic) == ()
        pass_time(clinic)
        assert [message["Subject"] for message in mailbox.messages()] == ["Something new in the queue"]


class TestTheRota:
    def test_goes_past_midnight(
        self, clinic: Clinic, desk: Browser, dana: StaffMember, ines: StaffMember, mailbox: Mailbox
    ) -> None:
        put_on_duty(desk, ines, "20:00", "07:00")
        assert "next day" in desk.page.text
        clinic.later(hours=14)  # Friday, 2 o'clock in the night
        send(clinic, finish=False, **URGENT)
        pass_time(clinic)
        assert mailbox.addressees() == ["ines@harbor.example"]

    def test_passes_over_who_cannot_sign_in_any_more(
        self, clinic: Clinic, desk: Browser, dana: StaffMember, ines: StaffMember, mailbox: Mailbox
    ) -> None:
        put_on_duty(desk, ines)
        with clinic.services.unit_of_work() as work:
            accounts.disable(work, member_id=ines.id, now=clinic.clock.now(), actor=OPERATOR)
        assert "nobody is told by this line" in desk.go("/staff/duty/").text
        send(clinic, finish=False, **URGENT)
        pass_time(clinic)
        assert mailbox.addressees() == ["dana@harbor.example"]

    def test_can_be_changed(self, desk: Browser, dana: StaffMember) -> None:
        put_on_duty(desk, dana)
        press(desk, "Remove")
        assert "Nobody is on the rota" in desk.page.text

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"weekday": []}, "Tick at least one day"),
            ({"begins": "25:00"}, "Give a time"),
            ({"ends": ""}, "Give a time"),
            ({"member": "nobody"}, "Choose who it is"),
        ],
    )
    def test_says_what_is_wrong(self, desk: Browser, dana: StaffMember, typed: dict[str, object], words: str) -> None:
        form = next(each for each in desk.page.tree.iterfind(".//main//form") if each.get("action") == "/staff/duty/")
        good = {"member": dana.id, "weekday": THURSDAY, "begins": "08:00", "ends": "18:00"}
        desk.take(desk.client.post("/staff/duty/", data={**desk.page.fields(form), **good, **typed}))
        assert desk.page.status == 422
        assert words in desk.page.text


class TestAReminder:
    def invited(self, clinic: Clinic, contact: str) -> None:
        with clinic.services.unit_of_work() as work:
            invitations.issue(
                work,
                slug=clinic.slug,
                patient_name="Ann Lee",
                date_of_birth=BORN,
                now=clinic.clock.now(),
                actor=OPERATOR,
                contact=contact,
            )

    def test_goes_out_once_shortly_before_the_form_closes(self, clinic: Clinic, mailbox: Mailbox) -> None:
        self.invited(clinic, "ann@home.example")
        pass_time(clinic, days=10)
        assert mailbox.messages() == []
        pass_time(clinic, days=2)
        pass_time(clinic, days=1)
        assert mailbox.addressees() == ["ann@home.example"]

    def test_needs_an_address(self, clinic: Clinic, mailbox: Mailbox) -> None:
        self.invited(clinic, "(555) 010-0123")
        pass_time(clinic, days=12)
        assert mailbox.messages() == []

    def test_is_needless_once_the_form_is_sent(self, clinic: Clinic, mailbox: Mailbox) -> None:
        send(clinic)
        pass_time(clinic, days=29)
        assert mailbox.messages() == []


class TestTheFrontDesk:
    def test_is_shown_the_rota_and_no_alert(self, clinic: Clinic, desk: Browser, dana: StaffMember) -> None:
        reference = send(clinic, finish=False, **URGENT)
        page = desk.go("/staff/duty/")
        assert reference not in page.text
        assert "Alerts are shown to those who may read what patients sent" in page.text
        director = clinic.visitor()
        sign_in(director.client, Role.DIRECTOR)
        assert reference in director.go("/staff/duty/").words(".//main")


class TestEveryMail:
    def test_says_nothing_of_health_or_who_the_patient_is(self, clinic: Clinic, dana: StaffMember) -> None:
        settings = clinic.services.settings
        letters = [
            notice_letter(settings, defaults(settings), Addressee("dana@harbor.example", "Dana", sort, is_escalated))
            for sort in Sort
            for is_escalated in (False, True)
        ]
        letters += [
            reminder_letter(defaults(settings), Reminder("ann@home.example", "2026-01-29")),
            new_link_letter(defaults(settings), "ann@home.example"),
            link_code_letter(defaults(settings), LinkMail("ann@home.example", "some-1", "738 204")),
            guessed_letter(defaults(settings), dana, settings.sign_in_tries_in_all),
        ]
        for letter in letters:
            words = f"{letter.subject} {letter.text}".casefold()
            for told in ("ketamine", "migraine", "headache", "ann lee", "suicid", "declin", "urgent", "/i/", "consent"):
                assert told not in words, (told, letter)

    def test_is_the_same_where_a_worker_died_before_saying_so(
        self, clinic: Clinic, dana: StaffMember, mailbox: Mailbox
    ) -> None:
        send(clinic, finish=False, **URGENT)
        pass_time(clinic)
        (message,) = mailbox.messages()
        (notice,) = standing(clinic)[0].told
        assert notice.sent_at is not None
        assert str(message["Message-ID"]).endswith("@harbor.example>")


class Server:
    """Takes mail, unless it is told to refuse."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.is_refusing = False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.is_refusing:
            return "451 not now"
        assert isinstance(envelope.content, bytes)
        self.taken.append(envelope.content)
        return "250 OK"


class TestAMailServer:
    @pytest.fixture
    def server(self) -> Iterator[tuple[Server, int]]:
        handler = Server()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        controller = Controller(handler, hostname="127.0.0.1", port=port)
        controller.start()
        try:
            yield handler, port
        finally:
            controller.stop()

    def test_that_refuses_is_tried_again_and_shown(self, sqlite_url: str, server: tuple[Server, int]) -> None:
        handler, port = server
        told = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "mail_from": "s@harbor.example"}
        with Clinic.opened(make_settings(sqlite_url, **told), VISIT) as clinic:
            member = add_member(clinic.app.extensions["screener"], email="dana@harbor.example")
            handler.is_refusing = True
            send(clinic, finish=False, **URGENT)
            pass_time(clinic)
            assert handler.taken == []
            assert "1 e-mail could not be sent yet" in signed_in(clinic, member).go("/staff/").words(".//aside")
            handler.is_refusing = False
            pass_time(clinic, minutes=2)
            (taken,) = handler.taken
            assert b"dana@harbor.example" in taken
            assert "could not be sent" not in signed_in(clinic, member).go("/staff/").words(".//aside")
