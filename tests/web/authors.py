"""Members at the workshop, and what they write on."""

import re

from flask.testing import FlaskClient

from screener.services import authoring
from screener.services.authoring import DraftView
from screener.services.permissions import Role
from screener.web.authoring.workrooms import NAME
from tests.web.clinics import SAMPLES, Clinic, Page
from tests.web.conftest import EVERYTHING
from tests.web.staff import sign_in

BASE = "/staff/questionnaires"
SMALL = SAMPLES / "small-visit"
"""A small questionnaire that is sound."""


class Author:
    """A member at the workshop."""

    def __init__(self, clinic: Clinic, *roles: Role, name: str = "Dana Whitfield") -> None:
        self.clinic = clinic
        self.client: FlaskClient = clinic.app.test_client()
        self.member = sign_in(self.client, *(roles or (Role.AUTHOR,)), name=name)
        self.draft_id = ""

    def start(self, slug: str = EVERYTHING) -> str:
        answer = self.client.post(f"{BASE}/start/{slug}", data=self.token())
        assert answer.status_code == 303, answer.text
        self.draft_id = answer.location.rstrip("/").rpartition("/")[2]
        return self.draft_id

    def token(self) -> dict[str, str]:
        """What every form carries."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get("/staff/").text)
        assert found
        return {"csrf_token": found[1]}

    def fields(self, path: str) -> dict[str, list[str]]:
        """What the form of a thing would send."""
        return form_fields(Page(self.client.get(self.address(path))), path)

    @property
    def draft(self) -> DraftView:
        with self.clinic.services.reading() as work:
            return authoring.open_draft(work, draft_id=self.draft_id)

    def address(self, path: str) -> str:
        return f"{BASE}/drafts/{self.draft_id}/{path}"

    def get(self, path: str = "") -> str:
        answer = self.client.get(self.address(path))
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def post(self, path: str, *, status: int = 303, version: int | None = None, **fields: object) -> str:
        sent = {**self.token(), "version": self.draft.version if version is None else version, **fields}
        answer = self.client.post(self.address(path), data=sent)
        assert answer.status_code == status, (path, answer.status_code, answer.text[:3000])
        return answer.text

    def refused(self, path: str, then: str, **fields: object) -> str:
        """The page that one is sent to with what was refused; told once, so it is asked for once."""
        self.post(path, **fields)
        return self.get(then)

    def wait(self) -> None:
        """Until the proof and the comparison of the draft are there."""
        self.get("compare")
        assert self.clinic.app.extensions[NAME].wait(60)


def form_fields(page: Page, action: str) -> dict[str, list[str]]:
    """What the form with that address would send as it stands, line ends as browsers send them."""
    form = next(each for each in page.tree.iter("form") if each.get("action", "").endswith(action))
    fields = page.fields(form)
    return {name: [value.replace("\n", "\r\n") for value in values] for name, values in fields.items() if "key" in name}
