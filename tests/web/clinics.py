"""A clinic with pages: an app on a database of its own, with a questionnaire published and patients invited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

from screener.app import create_app
from screener.clock import FixedClock
from screener.config import Settings
from screener.definition.reading import folder_files
from screener.services import intake, invitations, revisions
from screener.services.auditing import Actor
from screener.services.intake import IntakeView
from screener.services.invitations import IssuedInvitation
from screener.services.unit_of_work import Services
from tests.manners import PoliteClient

SAMPLES = Path(__file__).parents[1] / "samples"
NOON = datetime(2026, 1, 15, 17, tzinfo=UTC)
BORN = date(1983, 6, 2)
KEY = "q83vEjRWeJC6mHZUMhD+3LqYdlQyEP7cq83vEjRWeJA="
OPERATOR = Actor("operator", "test")

Typed = Mapping[str, str | list[str]]


def make_settings(database_url: str, **changed: object) -> Settings:
    given: dict[str, object] = {
        "demo": True,
        "database_url": database_url,
        "public_url": "http://localhost:8000",
        "allowed_hosts": ("localhost",),
        "secret_key": KEY,
        "sealing_keys": KEY,
        "requests_per_minute": 100_000,
        "clinic_name": "Harbor Clinic",
        "clinic_phone": "(555) 010-0199",
        **changed,
    }
    return Settings(**given)  # type: ignore[arg-type]


def publish(settings: Settings, folder: Path) -> None:
    """Publishes a folder's questionnaire in the settings' database."""
    with Services(settings) as services, services.unit_of_work() as work:
        revisions.publish(work, files=folder_files(folder), slug=folder.name, now=NOON, actor=OPERATOR)


@dataclass
class Clinic:
    """The pages of one clinic, its clock, and its services underneath."""

    app: Flask
    services: Services
    clock: FixedClock
    slug: str

    @classmethod
    def opened(cls, settings: Settings, slug: str) -> "Clinic":
        """The pages on a database in which the questionnaire is published."""
        clock, services = FixedClock(NOON), Services(settings)
        app = create_app(settings, clock=clock, services=services)
        app.config["PROPAGATE_EXCEPTIONS"] = True
        app.test_client_class = PoliteClient
        return cls(app, services, clock, slug)

    def __enter__(self) -> "Clinic":
        return self

    def __exit__(self, *_: object) -> None:
        self.services.close()

    def invite(self, born: date = BORN) -> IssuedInvitation:
        with self.services.unit_of_work() as work:
            return invitations.issue(
                work, slug=self.slug, patient_name="Ann Lee", date_of_birth=born, now=self.clock.now(), actor=OPERATOR
            )

    def later(self, **passed: float) -> None:
        self.clock.moment += timedelta(**passed)

    def visitor(self) -> "Browser":
        return Browser(self.app.test_client())  # type: ignore[arg-type]

    def patient(self, born: date = BORN) -> "Browser":
        """A browser in which a new patient has just come in."""
        browser = self.visitor()
        browser.come_in(self.invite(born))
        return browser

    def view(self, browser: "Browser") -> IntakeView:
        """The intake of the patient in that browser, as it is kept."""
        with self.services.unit_of_work() as work:
            intake_id = invitations.redeem(
                work,
                token_or_code=browser.invitation.url_token,
                date_of_birth_text=BORN.isoformat(),
                address="192.0.2.7",
                now=self.clock.now(),
            )
            return intake.open_intake(work, intake_id=intake_id, now=self.clock.now())


class Page:
    """A page as it came, with its form."""

    def __init__(self, answer: TestResponse) -> None:
        self.answer = answer
        self.status = answer.status_code
        self.text = answer.text
        self.path = answer.request.path
        self.tree: Element = html5lib.parse(answer.text, namespaceHTMLElements=False)

    @property
    def heading(self) -> str:
        return self.words(".//h1")

    def words(self, path: str) -> str:
        found = self.tree.find(path)
        assert found is not None, f"no {path} on {self.path}"
        return " ".join("".join(found.itertext()).split())

    def has(self, path: str) -> bool:
        return self.tree.find(path) is not None

    def form(self, name: str | None = None) -> Element:
        """The form with that id, or the first in the page's main part."""
        found = self.tree.find(f".//form[@id='{name}']" if name else ".//main//form")
        assert found is not None, f"no form on {self.path}: {self.heading}"
        return found

    def fields(self, form: Element) -> dict[str, list[str]]:
        """What the form would send as it stands, without a button."""
        sent: dict[str, list[str]] = {}
        for field in form.iter():
            name = field.get("name")
            if name is None or field.tag not in {"input", "textarea", "select"}:
                continue
            if field.get("type") in {"radio", "checkbox"} and "checked" not in field.attrib:
                continue
            value = value_of(field)
            sent.setdefault(name, []).append(value)
        return sent

    def typed(self, name: str) -> list[str]:
        """What stands in the fields of that name."""
        return self.fields(self.form("step")).get(name, [])

    def shows(self, question: str) -> bool:
        return self.has(f".//*[@id='q-{question}']")


class Browser:
    """A patient's browser without scripts."""

    def __init__(self, client: PoliteClient) -> None:
        self.client = client
        self.page: Page
        self.invitation: IssuedInvitation

    def go(self, path: str) -> Page:
        return self.take(self.client.get(path, follow_redirects=True))

    def take(self, answer: TestResponse) -> Page:
        self.page = Page(answer)
        return self.page

    def come_in(self, invitation: IssuedInvitation) -> Page:
        self.invitation = invitation
        self.go(f"/i/{invitation.url_token}")
        return self.confirm(invitation.date_of_birth)

    def confirm(self, born: date, **typed: str) -> Page:
        parts = {"born-month": str(born.month), "born-day": str(born.day), "born-year": str(born.year)}
        return self.send({**parts, **typed})

    def send(self, typed: Typed, *, form: str | None = None, button: str | None = None) -> Page:
        """Fills in the form and sends it; a field given as an empty list is emptied."""
        element = self.page.form(form)
        data = {**self.page.fields(element), **{name: listed(value) for name, value in typed.items()}}
        if button is not None:
            data["then"] = [button]
        action = element.get("action") or self.page.path
        return self.take(self.client.post(action, data=data, follow_redirects=True))

    def answer(self, step: str, typed: Typed, button: str = "continue") -> Page:
        """Opens a step and sends it."""
        if not self.at(step):
            self.go(f"/intake/step/{step}")
        return self.send(typed, form="step", button=button)

    def at(self, step: str) -> bool:
        return (
            hasattr(self, "page") and self.page.path == f"/intake/step/{step}" and self.page.has(".//form[@id='step']")
        )


def value_of(field: Element) -> str:
    """What a field would send."""
    match field.tag:
        case "textarea":
            return "".join(field.itertext())
        case "select":
            return next((each.get("value", "") for each in field.iter("option") if "selected" in each.attrib), "")
        case _:
            return field.get("value", "on")


def listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]
