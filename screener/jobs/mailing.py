"""Mail: to members who must look, and to patients whose form will close.

No mail says anything about anybody's health, names a patient, or holds a link
that lets somebody in: it may be read by whoever reads the mailbox. A code that
is mailed opens nothing without a link and the birth date.
"""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask
from flask_mailman import EmailMessage, Mail

from screener.config import Settings
from screener.services import alerts, clinic_settings, later_links, reminders, scheduling, sign_in
from screener.services.accounts import StaffMember
from screener.services.alerts import Addressee, Sort
from screener.services.clinic_day import clinic_zone
from screener.services.clinic_settings import ClinicSettings
from screener.services.later_links import CODE_MINUTES, LinkMail
from screener.services.reminders import Reminder
from screener.services.scheduling import Refused
from screener.services.unit_of_work import Services


class NoMailError(Exception):
    """There is no way to send mail by these settings."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail in plain text."""

    to: str
    subject: str
    text: str


def notice(services: Services, notice_id: str, now: datetime) -> None:
    """Tells a member of an alert, unless that is needless by now."""
    with services.reading() as work:
        addressee, clinic = alerts.addressee(work, notice_id=notice_id), clinic_settings.of(work)
    if addressee is None:
        return
    send(services.settings, notice_letter(services.settings, clinic, addressee), name=notice_id)
    with services.unit_of_work() as work:
        alerts.was_sent(work, notice_id=notice_id, now=now)


def reminder(services: Services, invitation_id: str, now: datetime) -> None:
    """Reminds a patient, unless the form was sent or closed meanwhile."""
    with services.reading() as work:
        found, clinic = reminders.find(work, invitation_id=invitation_id, now=now), clinic_settings.of(work)
    if found is None:
        return
    send(services.settings, reminder_letter(clinic, found), name=invitation_id)
    with services.unit_of_work() as work:
        reminders.was_sent(work, invitation_id=invitation_id, now=now)


def refusal(services: Services, scheduled_id: str, now: datetime) -> None:
    """Tells who set the time that a draft was not published."""
    with services.reading() as work:
        found, clinic = scheduling.find_refused(work, scheduled_id=scheduled_id, now=now), clinic_settings.of(work)
    if found is None:
        return
    send(services.settings, refusal_letter(services.settings, clinic, found), name=scheduled_id)
    with services.unit_of_work() as work:
        scheduling.was_told(work, scheduled_id=scheduled_id, now=now)


def guessed(services: Services, member_id: str, now: datetime) -> None:
    """Tells a member that somebody guesses at their account."""
    with services.reading() as work:
        member, clinic = sign_in.find_guessed(work, member_id=member_id), clinic_settings.of(work)
    if member is None:
        return
    letter = guessed_letter(clinic, member, services.settings.sign_in_tries_in_all)
    send(services.settings, letter, name=f"{member_id}-{now:%Y%m%d%H%M}")
    with services.unit_of_work() as work:
        sign_in.was_told(work, member=member, now=now)


def new_link(services: Services, link_id: str, now: datetime) -> None:
    """Tells a patient that the clinic made a link beside their own, where an address is known."""
    with services.reading() as work:
        found, clinic = later_links.find_mail(work, link_id=link_id, now=now), clinic_settings.of(work)
    if found is None:
        return
    send(services.settings, new_link_letter(clinic, found.email), name=link_id)
    with services.unit_of_work() as work:
        later_links.was_told(work, link_id=link_id, now=now)


def link_code(services: Services, link_id: str, now: datetime) -> None:
    """Sends the code that was asked for last, while its link is good."""
    with services.reading() as work:
        found, clinic = later_links.find_mail(work, link_id=link_id, now=now), clinic_settings.of(work)
    if found is not None:
        send(services.settings, link_code_letter(clinic, found), name=found.name)


def notice_letter(settings: Settings, clinic: ClinicSettings, to: Addressee) -> Letter:
    """To a member: that something waits, and where. Not what."""
    match to.sort:
        case Sort.URGENT:
            subject, words = "Please look at the queue now", "Something in the screening queue cannot wait."
        case Sort.DECLINED:
            subject, words = "Something new in the queue", "Something in the screening queue needs a person."
    if to.is_escalated:
        words += " Nobody has acknowledged it so far, so this goes to everybody who may."
    words += " What is known of how to reach the patient stands there: a mail says nothing of anybody."
    text = f"{to.name},\n\n{words}\n\nSign in: {settings.public_url}/staff/queue/\n\n{clinic.name}\n"
    return Letter(to.email, subject, text)


def refusal_letter(settings: Settings, clinic: ClinicSettings, to: Refused) -> Letter:
    """To a member: that a draft was not published, and where it says why."""
    due = to.due_at.astimezone(clinic_zone(settings))
    text = (
        f"{to.name},\n\nThe questionnaire that you set to be published on {due:%Y-%m-%d at %H:%M} was not published."
        f" For patients nothing has changed by it.\n\nWhy, and what to do now:"
        f" {settings.public_url}/staff/questionnaires/drafts/{to.draft_id}/compare\n\n{clinic.name}\n"
    )
    return Letter(to.email, "A questionnaire was not published as you had set", text)


def reminder_letter(words: ClinicSettings, to: Reminder) -> Letter:
    """To a patient, in both languages of the pages. It holds no link: links are private, and this is a mailbox."""
    clinic, closes = words.name, to.closes
    phone = f" ({words.phone})" if words.phone else ""
    text = (
        f"A form from {clinic} is waiting for you. It is open until {closes}. What you have written is kept.\n"
        f"Use the link or the code that you were given. If you cannot find it, or do not want to go on, tell the"
        f" clinic{phone}.\n\n"
        f"Un formulario de {clinic} le está esperando. Está abierto hasta el {closes}. Lo que escribió está guardado.\n"
        f"Use el enlace o el código que recibió. Si no lo encuentra, o no desea continuar, avise a la"
        f" clínica{phone}.\n"
    )
    return Letter(to.email, f"{clinic}: a form is waiting / un formulario le espera", text)


def guessed_letter(clinic: ClinicSettings, to: StaffMember, number: int) -> Letter:
    """To a member: what happens at their account, and that they can go on."""
    text = (
        f"{to.name},\n\nWrong passwords or codes were typed for your account {number} times in a row. A browser on"
        f" which you signed in since you chose your password works as before. Any other has to wait between tries, and"
        f" needs a code of your authenticator first.\n\nIf it was not you, tell somebody who manages accounts."
        f"\n\n{clinic.name}\n"
    )
    return Letter(to.email, "Somebody is guessing at your account", text)


def new_link_letter(words: ClinicSettings, email: str) -> Letter:
    """To a patient: that there is one more link, and what it does not open."""
    clinic, phone = words.name, f" ({words.phone})" if words.phone else ""
    text = (
        f"{clinic} has made a new link to your form. It does not show what you have written, unless you add the code"
        f" that you have, or a code that is sent to you. Nothing has changed for your own link.\n"
        f"If you did not ask for it, tell the clinic{phone}.\n\n"
        f"{clinic} creó un enlace nuevo para su formulario. No muestra lo que usted escribió, salvo que agregue el"
        f" código que usted tiene, o un código que se le envía. Para su propio enlace no cambia nada.\n"
        f"Si usted no lo pidió, avise a la clínica{phone}.\n"
    )
    return Letter(email, f"{clinic}: a new link was made / se creó un enlace nuevo", text)


def link_code_letter(words: ClinicSettings, to: LinkMail) -> Letter:
    """To a patient: the code alone. Without link and birth date it opens nothing."""
    clinic, phone = words.name, f" ({words.phone})" if words.phone else ""
    text = (
        f"{to.code}\n\nThis is the code for your form at {clinic}. It is good for {CODE_MINUTES} minutes. Tell it to"
        f" nobody, not even to the clinic.\nIf you did not ask for it, tell the clinic{phone}.\n\n"
        f"Este es el código para su formulario en {clinic}. Sirve durante {CODE_MINUTES} minutos. No se lo diga a"
        f" nadie, ni siquiera a la clínica.\nSi usted no lo pidió, avise a la clínica{phone}.\n"
    )
    return Letter(to.email, f"{clinic}: your code / su código", text)


def send(settings: Settings, letter: Letter, *, name: str) -> None:
    """Hands the mail over, or raises. Sent twice, it has the same identifier, so that mailboxes show it once."""
    if not settings.sends_mail:
        raise NoMailError
    app, mail = mailer(settings)
    with app.app_context(), mail.get_connection() as connection:
        EmailMessage(
            subject=" ".join(letter.subject.split()),
            body=letter.text,
            from_email=settings.mail_from,
            to=[letter.to],
            connection=connection,
            headers={
                "Message-ID": f"<{name}@{settings.mail_from.rpartition('@')[2]}>",
                "Auto-Submitted": "auto-generated",
            },
        ).send()


def mailer(settings: Settings) -> tuple[Flask, Mail]:
    """Flask-Mailman by these settings: a server, or a folder."""
    app = Flask("screener.mail")
    app.config.update(
        MAIL_BACKEND="smtp" if settings.smtp_host else "file",
        MAIL_FILE_PATH=str(settings.mail_folder) if settings.mail_folder else None,
        MAIL_SERVER=settings.smtp_host,
        MAIL_PORT=settings.smtp_port,
        MAIL_USE_TLS=settings.smtp_security == "starttls",
        MAIL_USE_SSL=settings.smtp_security == "tls",
        MAIL_USERNAME=settings.smtp_user or None,
        MAIL_PASSWORD=settings.smtp_password.get_secret_value() or None,
        MAIL_TIMEOUT=settings.smtp_seconds,
    )
    return app, Mail(app)
