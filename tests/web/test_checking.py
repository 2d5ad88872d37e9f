"""Whether a printed summary is the current one: asked by anybody, answered without a word about anybody."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from screener.jobs.running import work_off
from screener.services import asking_again, decisions, intake, invitations
from screener.services.auditing import Actor
from screener.services.decisions import Drafted
from screener.services.permissions import Role
from screener.summary.decision import Outcome
from tests.web.clinics import BORN, OPERATOR, Clinic, Page
from tests.web.staff import sign_in
from tests.web.test_desk import send

HEADINGS = {"current": "This is the current one", "superseded": "There is a newer one", "unknown": "No summary of ours"}


@pytest.fixture
def reference(clinic: Clinic) -> str:
    return send(clinic)


def printed(clinic: Clinic, reference: str) -> tuple[str, str]:
    """The code on the PDF as it is now, and the page that it names."""
    work_off(clinic.services, clinic.clock)
    browser = clinic.visitor()
    sign_in(browser.client, Role.CLINICIAN)
    pdf = browser.client.get(f"/staff/submissions/{reference}/summary.pdf").data
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
    found = re.search(r"and ([0-9A-Z]{4}-[0-9A-Z]{4}) at (\S+)\.", text)
    assert found, text[-800:]
    return found[1], found[2]


def check(clinic: Clinic, reference: str, code: str) -> Page:
    return clinic.visitor().go(f"/check/{reference}/{code}")


def decide(clinic: Clinic, reference: str) -> None:
    with clinic.services.unit_of_work() as work:
        decisions.sign(
            work,
            reference=reference,
            drafted=Drafted(Outcome.PROCEED),
            signed_so_far=0,
            member="m1",
            name="Dana Whitfield",
            now=clinic.clock.now(),
            actor=Actor("staff", "m1"),
        )


class TestThePrintedCode:
    def test_is_current_until_something_is_decided(self, clinic: Clinic, reference: str) -> None:
        first, where = printed(clinic, reference)
        assert where == "http://localhost:8000/check"
        assert HEADINGS["current"] in check(clinic, reference, first).text
        decide(clinic, reference)
        assert HEADINGS["superseded"] in check(clinic, reference, first).text
        second, _ = printed(clinic, reference)
        assert second != first
        assert HEADINGS["current"] in check(clinic, reference, second).text

    def test_is_superseded_by_an_answer_to_what_was_asked_again(self, clinic: Clinic, reference: str) -> None:
        code, _ = printed(clinic, reference)
        now = clinic.clock.now()
        with clinic.services.unit_of_work() as work:
            issued = asking_again.ask(work, reference=reference, questions=["dem_weight"], now=now, actor=OPERATOR)
            intake_id = invitations.redeem(
                work,
                token_or_code=issued.url_token,
                date_of_birth_text=BORN.isoformat(),
                address="192.0.2.1",
                now=now,
            )
        assert HEADINGS["current"] in check(clinic, reference, code).text
        with clinic.services.unit_of_work() as work:
            version = intake.open_intake(work, intake_id=intake_id, now=now).version
            answered = intake.answer(
                work,
                intake_id=intake_id,
                step_id="basics",  # type: ignore[arg-type]
                entered={"dem_weight": 70},
                version=version,
                now=now,
            )
            intake.send(work, intake_id=intake_id, signature="Ann Lee", version=answered.view.version, now=now)
        assert HEADINGS["superseded"] in check(clinic, reference, code).text

    def test_may_be_typed_in_any_case(self, clinic: Clinic, reference: str) -> None:
        code, _ = printed(clinic, reference)
        page = clinic.visitor().go(f"/check?reference={reference.lower()}&code={code.lower().replace('-', '%20')}")
        assert HEADINGS["current"] in page.text

    def test_of_nothing_is_unknown(self, clinic: Clinic, reference: str) -> None:
        for name, code in (
            (reference, "2222-2222"),
            ("KM-2222-2222", "2222-2222"),
            ("%3F", "é"),
            (reference, "x" * 300),
        ):
            page = check(clinic, name, code)
            assert (page.status, HEADINGS["unknown"] in page.text) == (200, True)

    def test_tells_nothing_about_the_patient(self, clinic: Clinic, reference: str) -> None:
        code, _ = printed(clinic, reference)
        text = check(clinic, reference, code).text
        for told in ("Ann Lee", "1983", "clear", "Imitrex"):
            assert told not in text
