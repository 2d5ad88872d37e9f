"""A robot at a browser that two patients share: it types, and everything happens to it that may happen.

It believes what the pages tell it. Where a page says that something is kept, it
is in the ledger; at the end each patient comes in once more, saves what the form
offers, and sends. Whatever was said to be kept must then be before the clinician.
It puts back from its own memory nothing but what a page asked it to choose between.
"""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import text

from screener.clock import SystemClock
from screener.services import invitations, summaries
from screener.services.invitations import IssuedInvitation
from screener.services.unit_of_work import Services
from tests.journeys.killable import Killable
from tests.journeys.ledger import STEPS, Ledger, field_of, fields_of, marks_in, owner
from tests.journeys.wire import Fields, Form, Reply, Wire
from tests.web.clinics import BORN, OPERATOR

SLUG: Final = "notes"
ANSWERED: Final = {"dem_dob-month": ["6"], "dem_dob-day": ["2"], "dem_dob-year": ["1983"], "preg_now": ["no"]}
ROUNDS = 40


@dataclass
class Tab:
    """A tab with its pages of questions as they were left, so that *Back* finds them."""

    pages: list[Form] = field(default_factory=list)
    place: int = -1

    @property
    def page(self) -> Form | None:
        return self.pages[self.place] if self.pages else None

    def open(self, page: Form | None) -> None:
        if page is not None:
            self.pages = [*self.pages[-4:], page]
            self.place = -1


class Robot:
    """One run. `live` does things at random, `end` brings both forms to the clinician."""

    def __init__(self, server: Killable, services: Services, seed: int) -> None:
        self.server, self.services = server, services
        self.rng = random.Random(seed)
        self.wire = Wire(server.address)
        self.ledger = Ledger()
        self.invited = {patient: self.invite() for patient in "AB"}
        self.who: str | None = None
        self.tabs = [Tab()]
        self.chosen: dict[str, set[str]] = {"A": set(), "B": set()}
        self.did: list[str] = []

    # ---- what it does

    def live(self, moves: int = ROUNDS) -> None:
        """Does this many things at random."""
        self.come_in("A")
        self.move_on(STEPS[0])
        doings: dict[Callable[[], None], int] = {
            self.write_and_save: 30,
            self.write_and_draft: 20,
            self.open_step: 12,
            self.open_tab: 6,
            self.go_back: 6,
            self.go_idle: 4,
            self.lose_cookie: 2,
            self.sign_out: 3,
            self.change_patient: 6,
            self.kill: 2,
        }
        for _ in range(moves):
            doing = self.rng.choices(list(doings), list(doings.values()))[0]
            self.did.append(f"{doing.__name__} ({self.who})")
            doing()

    @property
    def tab(self) -> Tab:
        return self.tabs[-1]

    def write(self) -> Form | None:
        """Types something more on the page that stands in the tab."""
        page = self.tab.page
        if page is None:
            return None
        patient = self.owner_of(page)
        for name in self.rng.sample(writable(page), self.rng.randint(1, len(writable(page)))):
            page.fields[name] = [f"{page.fields[name][0]} {self.ledger.type(patient, name)}".strip()]
        return page

    def write_and_save(self) -> None:
        """Types, and presses a button: perhaps while the server dies."""
        if page := self.write():
            button = self.rng.choice(
                [
                    {"then": "continue"},
                    {"then": "continue"},
                    {"then": "later"},
                    {"then": "break"},
                    {"light": "dim-warm"},
                ]
            )
            self.submit(page, {name: [value] for name, value in button.items()})

    def write_and_draft(self) -> None:
        """Types, and the page's script keeps it."""
        if page := self.write():
            reply = self.perhaps_dying(lambda: self.wire.post(f"{page.action}/draft", page.fields))
            if reply is None:
                reply = self.surely(lambda: self.wire.post(f"{page.action}/draft", page.fields))
            if reply.status == 204:
                self.ledger.tell(str(page.fields))

    def submit(self, page: Form, button: Fields) -> None:
        """Sends the page, a second time where the connection broke, and hears what became of it."""

        def post() -> Reply | None:
            return self.wire.post(page.action, {**page.fields, **button})

        reply = self.perhaps_dying(post) or self.surely(post)
        self.hear(page, reply)
        if reply.status == 409 and (choice := choice_in(reply)):
            self.choose(choice, reply)
        else:
            self.tab.open(reply.form("step"))

    def choose(self, choice: Form, reply: Reply) -> None:
        """Takes one of both; what both held was read, and is put back at the end."""
        if self.rng.random() < 0.3:
            return  # leaves it for later
        self.chosen[str(self.who)] |= marks_in(reply.text)
        self.tab.open(self.press(choice, self.rng.choice(["anyway", "saved"])).form("step"))

    def hear(self, page: Form, reply: Reply) -> None:
        """What the program said of the page that was sent."""
        self.see(reply)
        posted = str({name: page.fields[name] for name in writable(page)})
        if reply.path in {"/away", "/other-form"}:
            if "is kept, too" in reply.text or "is kept for the person" in reply.text:
                self.ledger.tell(posted)
        elif reply.path == page.action:
            self.ledger.tell(" ".join(marks_in(posted) & marks_in(reply.text)))
        elif reply.status == 200 and reply.path != "/intake/other":
            self.ledger.tell(posted)

    def open_step(self) -> None:
        self.move_on(self.rng.choice(STEPS))

    def open_tab(self) -> None:
        """Another tab, or one that is open already."""
        if len(self.tabs) < 3 and self.rng.random() < 0.6:
            self.tabs.append(Tab())
            self.move_on(self.rng.choice(STEPS))
        else:
            self.rng.shuffle(self.tabs)

    def go_back(self) -> None:
        """The page before, as the browser kept it, or as the server makes it again."""
        tab = self.tab
        if len(tab.pages) < 2:
            return
        tab.place = self.rng.randrange(len(tab.pages))
        if self.rng.random() < 0.5 and tab.page:
            reply = self.surely(lambda: self.wire.get(tab.page.action))  # type: ignore[union-attr]
            self.see(reply)
            tab.open(reply.form("step"))

    def go_idle(self) -> None:
        self.make_idle()
        self.come_in_sometimes()

    def make_idle(self) -> None:
        """Every session has not been used for an hour."""
        with self.services.unit_of_work() as work:
            work.store.session.execute(
                text("UPDATE patient_session SET seen_at = datetime(seen_at, '-1 hour') WHERE ended_at IS NULL")
            )
        self.who = None

    def lose_cookie(self) -> None:
        self.wire.cookies.clear()
        self.who = None
        self.come_in_sometimes()

    def sign_out(self) -> None:
        """By the page's own button, in another tab."""
        page = self.surely(lambda: self.wire.get("/intake/leave"))
        form = page.form("/leave")
        if form is not None:
            self.surely(lambda: self.wire.post("/leave", form.fields))
        self.who = None
        self.come_in_sometimes()

    def come_in_sometimes(self) -> None:
        if self.rng.random() < 0.5:
            self.come_in(self.rng.choice("AB"))

    def change_patient(self) -> None:
        self.come_in("B" if self.who == "A" else "A")

    def kill(self) -> None:
        """Between two requests."""
        self.server.kill()
        self.server.start()

    # ---- how it gets about

    def invite(self) -> IssuedInvitation:
        with self.services.unit_of_work() as work:
            return invitations.issue(
                work, slug=SLUG, patient_name="Ann Lee", date_of_birth=BORN, now=SystemClock().now(), actor=OPERATOR
            )

    def owner_of(self, page: Form) -> str:
        """Whose page it is."""
        (reference,) = page.fields["page-of"]
        return next(patient for patient, invited in self.invited.items() if invited.reference == reference)

    def come_in(self, patient: str) -> None:
        """By the private link and the birth date; answers the first page once, since the others open after it."""
        invited = self.invited[patient]
        born = {f"born-{part}": [str(getattr(BORN, part))] for part in ("month", "day", "year")}
        for _ in range(9):
            door = self.surely(lambda: self.wire.get(f"/i/{invited.url_token}"))
            form = door.form("/confirm")
            assert form is not None, door.text
            self.who = patient
            reply = self.wire.post(form.action, {**form.fields, **born})
            if reply is not None and reply.status == 200 and not reply.form("/confirm"):
                break
            self.server.start() if reply is None else None
        self.see(reply)
        if "/you_basics" in (page := self.surely(lambda: self.wire.get("/intake"))).text and "sleep" not in page.text:
            return
        self.answer_first_page()

    def answer_first_page(self) -> None:
        page = self.surely(lambda: self.wire.get("/intake/step/you_basics")).form("step")
        if page is not None and not page.fields.get("preg_now"):
            self.surely(lambda: self.wire.post(page.action, {**page.fields, **ANSWERED, "then": ["continue"]}))

    def move_on(self, step: str) -> None:
        """Opens a step, if its turn has come; else the one whose turn it is."""
        reply = self.surely(lambda: self.wire.get(f"/intake/step/{step}"))
        self.see(reply)
        if reply.form("step") is None and self.who:
            path = next((link for link in reply.links if any(link.endswith(f"/step/{each}") for each in STEPS)), None)
            if path:
                reply = self.surely(lambda: self.wire.get(path))
                self.see(reply)
        page = reply.form("step")
        if page is not None and writable(page):
            self.tab.open(page)

    def see(self, reply: Reply | None) -> None:
        if reply is not None:
            assert reply.status < 500, reply.text
            self.ledger.see(self.who, reply.text, reply.path)

    def surely(self, ask: Callable[[], Reply | None]) -> Reply:
        """Asks until there is an answer."""
        for _ in range(9):
            reply = ask()
            if reply is not None:
                return reply
            self.server.start()
        raise AssertionError("the server does not come back")

    def perhaps_dying(self, ask: Callable[[], Reply | None]) -> Reply | None:
        """Asks; now and then the server is killed in the midst of it."""
        if self.rng.random() > 0.03:
            return ask()
        killer = threading.Timer(self.rng.uniform(0, 0.04), self.server.kill)
        killer.start()
        reply = ask()
        killer.join()
        self.server.start()
        return reply

    # ---- the end

    def end(self) -> str:
        """Both patients come in, save what the form offers to them, sign and send; gives what the clinician reads."""
        read = ""
        for patient in "AB":
            self.come_in(patient)
            for step in STEPS:
                self.settle(patient, step)
            said = self.send(patient)
            self.ledger.crossed += [f"{mark} before the clinician" for mark in marks_in(said) if owner(mark) != patient]
            read += said
        return read

    def settle(self, patient: str, step: str) -> None:
        """Saves all that is offered on the step's page, one after the other."""
        known = {mark for mark in self.chosen[patient] if field_of(mark) in fields_of(step)}
        for number in range(30):
            reply = self.surely(lambda: self.wire.get(f"/intake/step/{step}"))
            self.see(reply)
            page = reply.form("step")
            assert page is not None, (reply.path, self.did)
            here = marks_in(str(page.fields))
            is_offered = "Not saved yet" in reply.text or "Something else was typed" in reply.text
            if number and not is_offered and known <= here:
                return
            known |= here
            for name in fields_of(step):
                page.fields[name] = [" ".join(sorted(mark for mark in known if field_of(mark) == name))]
            answer = self.press(page, "anyway")
            if choice := choice_in(answer):
                known |= marks_in(answer.text)
                self.press(choice, "anyway")
        raise AssertionError(f"{step} is never settled: {self.did}")

    def press(self, page: Form, button: str) -> Reply:
        """Sends the page by that button, and looks at what answers."""
        reply = self.surely(lambda: self.wire.post(page.action, {**page.fields, "then": [button]}))
        self.see(reply)
        return reply

    def send(self, patient: str) -> str:
        check = self.surely(lambda: self.wire.get("/intake/check"))
        form = check.form("/intake/send")
        assert form is not None, (check.path, self.did)
        assert form.fields["unsaved"] == [""], self.did
        sent = self.surely(lambda: self.wire.post(form.action, {**form.fields, "signature": ["Ann Lee"]}))
        assert sent.path == "/intake/sent", (sent.path, sent.query, self.did)
        with self.services.unit_of_work() as work:
            reference = self.invited[patient].reference
            return summaries.as_text(work, reference=reference, actor=OPERATOR, now=SystemClock().now())


def writable(page: Form) -> list[str]:
    """The fields of the page that the robot writes into."""
    return [name for name in page.fields if name.endswith(("_usual", "_worst"))]


def choice_in(reply: Reply) -> Form | None:
    """The form that asks which of two is right."""
    return next((each for each in reply.forms if not each.id and each.action.startswith("/intake/step/")), None)
