"""What each role can learn, over all routes: two clinics that differ in one secret, and every page that a member sees.

A role can tell a secret where any page differs between the two. The table is the
one of docs/operating.md; new routes are covered as they come.
"""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from screener.definition.names import StepId
from screener.definition.reading import folder_files
from screener.services import authoring, intake, invitations, patients, revisions
from screener.services.invitations import IssuedInvitation
from screener.services.patients import PatientId
from screener.services.permissions import Permission, Role, permissions_of
from screener.web.authoring.workrooms import NAME
from screener.web.staff_door import Permit
from tests.services.conftest import TYPICAL
from tests.web.clinics import BORN, OPERATOR, SAMPLES, Clinic, make_settings
from tests.web.conftest import VISIT
from tests.web.staff import add_member, let_in
from tests.web.test_desk import URGENT, send
from tests.web.test_staff_doors import Door, staff_doors

NAMES = ("Ann Lee", "Bob Ray", "Cleo Fox")
BLANK: dict[str, dict[str, object]] = {"thunderclap": {"rf_thunderclap": None}}
DESK: frozenset[Role] = frozenset({Role.MANAGER, Role.CLINICIAN, Role.DIRECTOR})
READERS = DESK - {Role.MANAGER}
CONSENT = b"\nconsent: {question: al_any, refused by: [yes]}\n"
REFERENCE = re.compile(r"\b[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}\b")
LOOKED_FOR: Mapping[str, tuple[str, ...]] = {
    "/staff/audit/": ("", "?group=read", "?group=submissions", "?member=patients", "?member=program", "?about={}"),
    "/staff/audit/export.csv": ("", "?about={}"),
    "/staff/patients/": ("", "?words=ann"),
    "/staff/queue/": ("", "?view=decided", "?words=ann"),
}
"""What may be asked of a page beside its path."""
FORMS: Mapping[str, Mapping[str, str]] = {
    "inviting.invite": {"name": "Dee Hay", "born": BORN.isoformat(), "questionnaire": VISIT},
    "patients.add": {"name": "Eve Kim", "born": BORN.isoformat(), "number": "7"},
    "patients.change": {"name": "Gil Orr", "born": BORN.isoformat(), "appointment": "2026-03-01"},
    "patients.invite": {"questionnaire": VISIT},
    "patients.merge": {"other": "<record of Ann Lee>"},
    "patients.split": {"invitation": "<newest>"},
    "inviting.close": {"erase": "yes"},
}
"""What is typed into a form, which is sent empty before."""
LAST = ("patients.split", "patients.merge", "inviting.tablet", "inviting.close")
"""The forms that end something, so that those before them meet it."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody met at one address."""

    asked: str
    status: int
    text: str


@dataclass
class World:
    """A clinic with people in it, and what their random names stand for."""

    clinic: Clinic
    known: dict[str, str] = field(default_factory=dict)

    def write(self, *, finish: bool = True, **answers: dict[str, dict[str, object]]) -> None:
        """What each of the three answers; who is left out answers the usual."""
        for name in NAMES:
            self.clinic.later(minutes=1)
            said = answers.get(name.split()[0].lower(), {})
            self.name(send(self.clinic, name, finish=finish, **said), name)

    def invite(self, begins: str, says: str = "") -> None:
        """Everybody is invited, and two come in: one who only begins and one who says something to the screening."""
        for name in NAMES:
            self.clinic.later(minutes=1)
            now = self.clinic.clock.now()
            with self.clinic.services.unit_of_work() as work:
                issued = invitations.issue(
                    work, slug=VISIT, patient_name=name, date_of_birth=BORN, now=now, actor=OPERATOR
                )
            if name in (begins, says):
                self.begin(issued, "yes" if name == says else "no")
            self.name(issued.reference, name)

    def begin(self, issued: IssuedInvitation, said: str) -> None:
        """The first pages of a patient, up to the question on which the screening ends."""
        now = self.clinic.clock.now()
        for step in ("basics", "thunderclap", "mood", "allergies"):
            with self.clinic.services.unit_of_work() as work:
                found = invitations.redeem(
                    work,
                    token_or_code=issued.url_token,
                    date_of_birth_text=BORN.isoformat(),
                    address="192.0.2.1",
                    now=now,
                )
                version = intake.open_intake(work, intake_id=found, now=now).version
                entered = {"al_any": said, "al_which": None} if step == "allergies" else TYPICAL[step]
                intake.answer(work, intake_id=found, step_id=StepId(step), entered=entered, version=version, now=now)

    def name(self, reference: str, name: str) -> None:
        """Notes whose reference and record these are."""
        with self.clinic.services.unit_of_work() as work:
            patient_id = PatientId(invitations.by_reference(work, reference).patient_id or "")
            day = date(2026, 2, 1 + NAMES.index(name))  # so that lists have one order
            now = self.clinic.clock.now()
            patients.set_appointment(work, patient_id=patient_id, appointment=day, now=now, actor=OPERATOR)
        self.known |= {reference: f"<reference of {name}>", patient_id: f"<record of {name}>"}

    def draft(self) -> None:
        """The clinic asks for consent by a question; and somebody writes at a questionnaire that is soon proved."""
        files = folder_files(SAMPLES / VISIT)
        files["questionnaire.yaml"] += CONSENT
        with self.clinic.services.unit_of_work() as work:
            revisions.publish(work, files=files, slug=VISIT, now=self.clinic.clock.now(), actor=OPERATOR)
        with self.clinic.services.unit_of_work() as work:
            begun = authoring.start_blank(
                work, slug="visit", title="Visit", now=self.clinic.clock.now(), actor=OPERATOR
            )
        self.known[begun.id] = "<draft>"

    def seen_by(self, *roles: Role) -> Iterator[Sight]:
        """Everything that a member with these roles meets: each route, with each thing that it could be about."""
        client = self.clinic.app.test_client()
        house = self.clinic.app.extensions["screener"]
        member = add_member(house, *roles, name="Dana W.", email=f"{'-'.join(roles)}@w.example")
        self.known[let_in(client, member)] = "<session>"
        allowed = permissions_of(roles)
        if Permission.EDIT_QUESTIONNAIRES in allowed:
            self.wait_for_proofs(client)
        for door in sorted(staff_doors(self.clinic.app), key=lambda each: each.rule.rule):
            assert isinstance(door.sign, Permit)
            if door.method == "GET" and allowed.issuperset(door.sign.permissions):
                yield from self.seen_behind(door, client)

    def wait_for_proofs(self, client: FlaskClient) -> None:
        """How far a proof is depends on the moment, so that no page is looked at before."""
        for draft in [each for each, words in self.known.items() if words == "<draft>"]:
            for page in ("checks", "compare"):
                client.get(f"/staff/questionnaires/drafts/{draft}/{page}")
                assert self.clinic.app.extensions[NAME].wait(60)

    def seen_behind(self, door: Door, client: FlaskClient) -> Iterator[Sight]:
        """What one route tells of each thing."""
        for path in self.addresses(door):
            answer = client.get(path)
            text = answer.text if answer.mimetype.startswith("text/") else ""
            told = f"{answer.location or ''} {text}"
            yield Sight(self.plain(path), answer.status_code, self.plain(told))

    def told_by_forms(self, *roles: Role) -> Iterator[Sight]:
        """What a member is told who sends each form about each thing; then every page, theirs and an administrator's.

        The lines of each stand in one order: records without an appointment have a random one.
        """
        client = self.clinic.app.test_client()
        member = add_member(self.clinic.app.extensions["screener"], *roles, name="Dana W.", email="forms@w.example")
        allowed = permissions_of(roles)
        for door in sorted(staff_doors(self.clinic.app), key=lambda each: (rank(each), each.rule.rule)):
            assert isinstance(door.sign, Permit)
            is_own = door.rule.rule.startswith("/staff/account/")  # one's password and codes, of which many are random
            if door.method != "GET" and not is_own and allowed.issuperset(door.sign.permissions):
                for path in self.addresses(door):
                    for typed in ({}, *filter(None, [FORMS.get(door.rule.endpoint)])):
                        self.known[let_in(client, member)] = "<session>"
                        yield in_one_order(self.sent(client, path, typed))
        for watching in (roles, (Role.ADMIN,)):
            yield from map(in_one_order, self.seen_by(*watching))

    def sent(self, client: FlaskClient, path: str, typed: Mapping[str, str]) -> Sight:
        """What a form leads to. Each is sent at a moment of its own, since of one moment not every answer is kept."""
        self.clinic.later(seconds=1)
        named = {words: each for each, words in self.known.items()}
        form = {name: named.get(words, words) for name, words in typed.items()}
        if "invitation" in form:
            form["invitation"] = self.choice(client, path)
        answer = client.post(path, data=form, follow_redirects=True)
        if answer.request.path.startswith("/i/"):  # a tablet to hand over; the desk knows the birth date too
            token = answer.request.path.removeprefix("/i/")
            born = {"born-year": BORN.year, "born-month": BORN.month, "born-day": BORN.day}
            answer = client.post("/confirm", data={"token": token, **born}, follow_redirects=True)
        text = answer.text if answer.mimetype.startswith("text/") else ""
        return Sight(f"{self.plain(path)} {typed}", answer.status_code, self.plain(f"{answer.request.path} {text}"))

    def choice(self, client: FlaskClient, path: str) -> str:
        """The first invitation that a patient's page offers to take to another record."""
        found = re.search(r'name="invitation" value="([^"]+)"', client.get(path.removesuffix("/split")).text)
        return found[1] if found else ""

    def addresses(self, door: Door) -> Iterator[str]:
        """The route, about each thing that it may be about."""
        path = re.sub(r"<(?:int|float):[^>]*>", "1", door.rule.rule.replace("<slug>", VISIT))
        for query in LOOKED_FOR.get(path, ("",)):
            sort = "reference" if "<reference>" in path or "{}" in query else "record"
            sort = "draft" if "<draft_id>" in path else sort
            about_one = "{}" in query or any(each in path for each in ("<reference>", "<patient_id>", "<draft_id>"))
            things = [each for each, words in self.known.items() if words.startswith(f"<{sort}")]
            for thing in things if about_one else ["nothing"]:
                first = re.sub(r"<(?:reference|patient_id|draft_id)>", thing, path)
                yield re.sub(r"<[^>]*>", "nothing", first) + query.format(thing)

    def plain(self, text: str) -> str:
        """A page without what is random, but with whose each thing is."""
        for secret, words in self.known.items():
            text = text.replace(secret, words)
        text = re.sub(
            r'(?:csrf_token|"token)" value="[^"]*|nonce="[^"]*"|/i/[\w-]{27}'
            r"|\b[2-9A-HJKMNP-TV-Z]{5}-[2-9A-HJKMNP-TV-Z]{5}\b",
            "<new>",
            text,
        )
        return REFERENCE.sub("<some>", re.sub(r"[0-9a-f]{32}", "<some>", text))


Make = Callable[[World], None]

SECRETS: Mapping[str, tuple[Make, Make, frozenset[Role]]] = {
    "what a patient answered": (
        lambda w: w.write(ann={"basics": {"dem_weight": 81}}),
        lambda w: w.write(ann={"basics": {"dem_weight": 82}}),
        READERS,
    ),
    "who answered something urgent, and did not finish": (
        lambda w: w.write(finish=False, ann=URGENT),
        lambda w: w.write(finish=False, bob=URGENT),
        READERS,
    ),
    "that somebody answered something urgent": (
        lambda w: w.write(finish=False, ann=URGENT),
        lambda w: w.write(finish=False),
        READERS,
    ),
    "who sent something urgent": (lambda w: w.write(ann=URGENT), lambda w: w.write(bob=URGENT), READERS),
    "that somebody left a question blank": (lambda w: w.write(ann=BLANK), lambda w: w.write(), READERS),
    "who said no to the screening": (
        lambda w: w.invite("Ann Lee", says="Bob Ray"),
        lambda w: w.invite("Bob Ray", says="Ann Lee"),
        READERS,
    ),
    "who has begun": (lambda w: w.invite("Ann Lee"), lambda w: w.invite("Bob Ray"), DESK | {Role.ADMIN}),
}
"""Pairs of clinics that differ in the secret alone, and the roles that can tell them apart."""

WHO = ((Role.ADMIN,), (Role.AUTHOR,), (Role.MANAGER,), (Role.CLINICIAN,), (Role.DIRECTOR,))


@pytest.fixture
def worlds(sqlite_url: str, tmp_path: Path) -> Iterator[Callable[[Make], World]]:
    """Makes one more clinic, each on a copy of the same database, from the same moment on."""
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    made = iter(range(100))
    with ExitStack() as stack:

        def make(write: Make) -> World:
            copy = tmp_path / f"world{next(made)}.db"
            shutil.copyfile(file, copy)
            settings = make_settings(f"sqlite:///{copy}", mail_folder=tmp_path, mail_from="a@harbor.example")
            clinic = stack.enter_context(Clinic.opened(settings, VISIT))
            clinic.app.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
            add_member(clinic.app.extensions["screener"], name="Ines M.", email="ines@harbor.example")
            world = World(clinic)
            world.draft()
            write(world)
            return world

        yield make


@pytest.fixture(params=SECRETS)
def pair(request: pytest.FixtureRequest, worlds: Callable[[Make], World]) -> tuple[World, World, frozenset[Role]]:
    """Two clinics that differ in a secret, and who may know it."""
    one, other, told = SECRETS[request.param]
    return worlds(one), worlds(other), told


class TestARole:
    def test_tells_by_its_pages_what_the_table_says_and_nothing_else(
        self, pair: tuple[World, World, frozenset[Role]]
    ) -> None:
        here, there, told = pair
        for roles in WHO:
            differing = difference(here.seen_by(*roles), there.seen_by(*roles))
            assert bool(differing) == bool(told.intersection(roles)), (roles, differing)

    @pytest.mark.slow
    def test_at_the_front_desk_is_told_no_more_by_the_forms_it_sends(
        self, pair: tuple[World, World, frozenset[Role]]
    ) -> None:
        here, there, told = pair
        differing = difference(here.told_by_forms(Role.MANAGER), there.told_by_forms(Role.MANAGER))
        assert bool(differing) == (Role.MANAGER in told), differing


def in_one_order(sight: Sight) -> Sight:
    """The same lines and rows, sorted."""
    return replace(sight, text="\n".join(sorted(re.split(r"\n|(?=<tr\b)", sight.text))))


def rank(door: Door) -> int:
    """How late a form is sent."""
    return 1 + LAST.index(door.rule.endpoint) if door.rule.endpoint in LAST else 0


def difference(here: Iterator[Sight], there: Iterator[Sight]) -> str:
    """The first address at which somebody tells two clinics apart; empty where there is none."""
    for one, other in zip(here, there, strict=True):
        if one != other:
            lines = zip(one.text.splitlines(), other.text.splitlines(), strict=False)
            return (
                f"{one.asked}: {one.status}, {other.status}: {next((each for each in lines if each[0] != each[1]), '')}"
            )
    return ""
