"""Every form of every page, sent with fields that are missing, doubled, huge and wrong: a page comes back, never a 5xx.

`make test` sends a few to each route, the longer tier a hundred.
"""

import io
import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.exceptions import HTTPException

from screener.services.draft_files import to_zip
from screener.services.permissions import Role
from screener.web.access import Access, access_of
from tests.web.authors import Author
from tests.web.clinics import SAMPLES, Clinic, Page, make_settings
from tests.web.conftest import EVERYTHING, VISIT
from tests.web.staff import add_member
from tests.web.test_desk import URGENT, send

WEB = Path(__file__).parents[2] / "screener" / "web"
NAMED = {
    name: [""]
    for file in sorted(WEB.rglob("*.py"))
    for name in re.findall(r"""(?:form|typed|files|sent)(?:\.get|\.getlist)?[(\[]["']([\w-]+)["']""", file.read_text())
}
"""Every field that some view reads by name: sent where no page was found that holds the form."""
NOT_THERE = "0" * 32
STARTS = ("/staff/", "/intake", "/code", "/check", "/begin", "/break", "/", "/staff/sign-in")
PAGES_A_ROUTE = 4
"""How many pages of one route the crawl opens: a few of each are like the rest."""
NASTY = (
    "",
    " ",
    "\x00",
    "\u202etxet",
    "\ufffe",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "%s%n{0}",
    "-1",
    "0",
    "9" * 400,
    "1e999",
    "nan",
    "٣",
    "2024-02-30",
    "9999-12-31",
    "0001-01-01",
    "not_sure",
    "none",
    "../../etc/passwd",
    "x" * 70_000,
    "🙂" * 300,
    "é",
    "a: [b",
    "#: x\nmsgid",
)


@dataclass(frozen=True, slots=True)
class Form:
    """A form that a page holds: where it goes, what it would send, and which fields take files."""

    address: str
    fields: dict[str, list[str]]
    files: tuple[str, ...] = ()


def forms_of(page: Page) -> Iterator[Form]:
    for element in page.tree.iter("form"):
        if element.get("method", "get").lower() == "post":
            files = tuple(each.get("name", "") for each in element.iter("input") if each.get("type") == "file")
            buttons = {
                each.get("name", ""): [each.get("value", "")] for each in element.iter("button") if each.get("name")
            }
            yield Form(
                element.get("action") or page.path, {**choices(element), **buttons, **page.fields(element)}, files
            )


def choices(element: Element) -> dict[str, list[str]]:
    """A value for each field that nothing is chosen of yet."""
    return {
        each.get("name", ""): [each.get("value", "on")]
        for each in element.iter("input")
        if each.get("type") in {"radio", "checkbox"} and each.get("name")
    }


def route_of(clinic: Clinic, address: str, method: str) -> tuple[str, dict[str, str]]:
    """The endpoint, and what stands in the address for its arguments."""
    try:
        endpoint, values = clinic.app.url_map.bind("localhost").match(address.partition("?")[0], method=method)
    except HTTPException:
        return "", {}
    return str(endpoint), {name: str(value) for name, value in values.items()}


def crawl(clinic: Clinic, client: FlaskClient, found: dict[str, list[Form]], arguments: dict[str, set[str]]) -> None:
    """Open pages from link to link, and note a few forms for each route that they post to, and every argument."""
    waiting, opened, seen = list(STARTS), dict[str, int](), set[str]()
    while waiting:
        address = waiting.pop(0)
        endpoint, values = route_of(clinic, address, "GET")
        for name, value in values.items():
            arguments.setdefault(name, set()).add(value)
        if not endpoint or address in seen or opened.get(endpoint, 0) >= PAGES_A_ROUTE:
            continue
        seen.add(address)
        opened[endpoint] = opened.get(endpoint, 0) + 1
        answer = client.get(address)
        assert answer.status_code < 500, (address, answer.status_code)
        if answer.location:
            waiting.append(answer.location)
        if answer.mimetype != "text/html":
            continue
        page = Page(answer)
        waiting += [each.get("href", "").partition("#")[0] for each in page.tree.iter("a")]
        for form in forms_of(page):
            forms = found.setdefault(route_of(clinic, form.address, "POST")[0] or "?", [])
            if len(forms) < PAGES_A_ROUTE:
                forms.append(form)


class Mutations:
    """Random changes to what a form would send."""

    def __init__(self, seed: str) -> None:
        self.chance = random.Random(seed)

    def send(self, client: FlaskClient, form: Form) -> int:
        chance = self.chance
        match chance.randrange(12):
            case 0:
                return client.post(form.address).status_code
            case 1:
                body = bytes(chance.randrange(256) for _ in range(200))
                kind = chance.choice(("application/x-www-form-urlencoded", "application/json", "text/plain", "?"))
                return client.post(form.address, data=body, content_type=kind).status_code
            case 2:
                return client.post(form.address, json=chance.choice(([], {"a": 1}, None, "x", 7))).status_code
            case _:
                fields: dict[str, object] = dict(self.fields(form))
                fields |= {name: (io.BytesIO(self.content()), self.name()) for name in form.files}
                kind = "multipart/form-data" if form.files or chance.random() < 0.2 else None
                return client.post(form.address, data=fields, content_type=kind).status_code

    def fields(self, form: Form) -> dict[str, list[str]]:
        chance = self.chance
        sent: dict[str, list[str]] = {}
        for name, values in form.fields.items():
            match chance.randrange(5):
                case 0:
                    continue
                case 1:
                    sent[name] = [chance.choice(NASTY)]
                case 2:
                    sent[name] = [*values, chance.choice(NASTY)]
                case _:
                    sent[name] = values
        if chance.random() < 0.3:
            sent[chance.choice(("then", "page", "x", "-", "reason-", "med_list-9999-name", "a" * 300))] = ["1"]
        return sent

    def content(self) -> bytes:
        picture = io.BytesIO()
        Image.new("RGB", (40, 30), (90, 80, 70)).save(picture, self.chance.choice(("PNG", "JPEG")))
        zipped = folder_zip()
        whole = self.chance.choice((b"", b"slug: [", b"PK\x03\x04", picture.getvalue(), zipped, zipped))
        broken = bytearray(whole)
        for _ in range(self.chance.randrange(4)):
            if broken:
                broken[self.chance.randrange(len(broken))] = self.chance.randrange(256)
        return bytes(broken)

    def name(self) -> str:
        return self.chance.choice(("", "x.zip", "x.yaml", "photo.jpg", "../../x", "x" * 300, "é.png"))


def folder_zip() -> bytes:
    return to_zip("small-visit", {file.name: file.read_bytes() for file in (SAMPLES / "small-visit").iterdir()})


@dataclass(frozen=True, slots=True)
class World:
    """A clinic in which there is something of everything, who is signed in, and the forms that they see."""

    file: Path
    cookies: dict[str, str]
    forms: dict[str, list[tuple[str, Form]]]

    def copy(self, folder: Path) -> Clinic:
        shutil.copyfile(self.file, folder / "world.db")
        clinic = Clinic.opened(make_settings(f"sqlite:///{folder / 'world.db'}"), EVERYTHING)
        clinic.app.config["WTF_CSRF_ENABLED"] = False
        return clinic

    def client(self, clinic: Clinic, who: str) -> FlaskClient:
        client = FlaskClient(clinic.app, clinic.app.response_class)  # the manners of 9,000 pages are read elsewhere
        if who in self.cookies:
            client.set_cookie("session", self.cookies[who], domain="localhost")
        return client


def fill(clinic: Clinic) -> dict[str, str]:
    """Let something of everything happen; gives who is signed in, by their cookie."""
    visits = replace(clinic, slug=VISIT)
    send(visits, "Urgent Person", **URGENT)
    send(visits, "Left Early", finish=False, **URGENT)
    send(visits)
    staff = Author(clinic, *Role)
    staff.start()
    add_member(clinic.app.extensions["screener"], Role.MANAGER, name="Robin Castell")
    staff.client.post("/staff/duty/", data={**staff.token(), "member": staff.member.id})
    patient = clinic.patient()
    patient.go("/intake/step/you_basics")
    visitor = clinic.visitor()
    visitor.go(f"/i/{clinic.invite().url_token}")
    clients = {"staff": staff.client, "patient": patient.client, "visitor": visitor.client}
    return {who: str(client.get_cookie("session").value) for who, client in clients.items()}  # type: ignore[union-attr]


def addresses(rule: str, arguments: dict[str, set[str]]) -> Iterator[str]:
    """The route with arguments of things that are there, and of things that are not."""
    names = re.findall(r"<(?:int:)?(\w+)>", rule)
    for kept in (
        {name: sorted(arguments.get(name, ()))[:1] or [NOT_THERE] for name in names},
        {key: [NOT_THERE] for key in names},
    ):
        yield re.sub(r"<(int:)?(\w+)>", lambda found: "1" if found[1] else kept[found[2]][0], rule)  # noqa: B023


@pytest.fixture(scope="session")
def world(published: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("world")
    shutil.copyfile(published, folder / "made.db")
    forms: dict[str, list[tuple[str, Form]]] = {}
    arguments: dict[str, set[str]] = {}
    with Clinic.opened(make_settings(f"sqlite:///{folder / 'made.db'}"), EVERYTHING) as clinic:
        cookies = fill(clinic)
    made = World(folder / "made.db", cookies, forms)
    with made.copy(folder) as clinic:
        assert made.client(clinic, "staff").get("/staff/").status_code == 200
        assert made.client(clinic, "patient").get("/intake").status_code == 200
        for who in ("staff", "patient", "visitor", "nobody"):
            found: dict[str, list[Form]] = {}
            crawl(clinic, made.client(clinic, who), found, arguments)
            for endpoint, each in found.items():
                forms.setdefault(endpoint, []).extend((who, form) for form in each)
        for rule in clinic.app.url_map.iter_rules():
            if "POST" in (rule.methods or ()):
                who = "patient" if access_of(clinic.app, rule.endpoint) is Access.PATIENT else "staff"
                blind = (Form(address, NAMED) for address in addresses(rule.rule, arguments))
                forms.setdefault(rule.endpoint, []).extend((who, form) for form in blind)
    return made


def failures(world: World, folder: Path, endpoint: str, count: int) -> list[str]:
    """What was answered with a failure of ours, by the number that repeats it."""
    found = []
    with world.copy(folder) as clinic:
        for seed in range(count):
            mutations = Mutations(f"{endpoint} {seed}")
            who, form = mutations.chance.choice(world.forms[endpoint])
            try:
                status = mutations.send(world.client(clinic, who), form)
            except Exception as error:  # noqa: BLE001 - whatever gets out of the app is a 500
                found.append(f"{endpoint} {seed} ({form.address}): {error!r}")
            else:
                if status >= 500:
                    found.append(f"{endpoint} {seed} ({form.address}): {status}")
    return found


class TestEveryRoute:
    def test_takes_a_few_mutated_posts(self, world: World, tmp_path: Path) -> None:
        assert [line for endpoint in world.forms for line in failures(world, tmp_path, endpoint, 3)] == []

    @pytest.mark.slow
    @pytest.mark.parametrize("share", range(8))
    def test_takes_a_hundred(self, world: World, tmp_path: Path, share: int) -> None:
        endpoints = sorted(world.forms)[share::8]
        assert [line for endpoint in endpoints for line in failures(world, tmp_path, endpoint, 100)] == []

    def test_is_reached_by_the_forms_of_pages(self, world: World) -> None:
        """Most routes are; the rest are sent the fields that views read by name."""
        seen = [
            endpoint for endpoint, forms in world.forms.items() if any(form.fields is not NAMED for _, form in forms)
        ]
        assert len(seen) >= 0.5 * len(world.forms)
