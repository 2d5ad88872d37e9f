"""The clinician's PDF over HTTP: there when it is asked for."""

from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyhanko.pdf_utils.reader import PdfFileReader

from screener.jobs.running import work_off
from screener.services import jobs
from screener.services.auditing import Actor
from screener.services.decisions import Drafted, Outcome, sign
from screener.services.permissions import Role
from tests.pdf.certificates import PASSPHRASE, made_certificate
from tests.web.clinics import Browser, Clinic, make_settings
from tests.web.conftest import VISIT
from tests.web.staff import sign_in
from tests.web.test_desk import press, send
from tests.web.test_intake import walked


@pytest.fixture
def clinician(clinic: Clinic) -> FlaskClient:
    client = clinic.app.test_client()
    sign_in(client, Role.CLINICIAN)
    return client


@pytest.fixture
def reference(patient: Browser) -> str:
    """Of what a patient has just sent."""
    walked(patient).go("/intake/check")
    patient.send({"signature": "Ann Lee"})
    return patient.invitation.reference


def give_up(clinic: Clinic) -> None:
    """What is due fails until nobody tries any more."""
    now = clinic.clock.now()
    for _ in range(jobs.MOST_ATTEMPTS):
        with clinic.services.unit_of_work() as work:
            while (job := jobs.take(work, worker="w", now=now)) is not None:
                jobs.failed(work, job, worker="w", fault="RenderingError", now=now)
        now += jobs.LONGEST_WAIT


def decide(clinic: Clinic, reference: str) -> None:
    with clinic.services.unit_of_work() as work:
        sign(
            work,
            reference=reference,
            drafted=Drafted(Outcome.PROCEED),
            signed_so_far=0,
            member="m1",
            name="Dana Whitfield",
            now=clinic.clock.now(),
            actor=Actor("staff", "m1"),
        )


class TestThePdf:
    def test_is_awaited_on_a_page_that_asks_again(self, clinician: FlaskClient, reference: str) -> None:
        answer = clinician.get(f"/staff/submissions/{reference}/summary.pdf")
        assert (answer.status_code, answer.headers["Refresh"]) == (202, "3")
        assert "The PDF is not ready yet" in answer.text

    def test_that_was_given_up_is_asked_for_again_by_a_click(
        self, clinic: Clinic, clinician: FlaskClient, reference: str
    ) -> None:
        give_up(clinic)
        browser = Browser(clinician)
        page = browser.go(f"/staff/submissions/{reference}/summary.pdf")
        assert (page.status, page.heading) == (202, "The PDF could not be made")
        assert "Refresh" not in clinician.get(f"/staff/submissions/{reference}/summary.pdf").headers
        assert "as plain text" in page.text
        press(browser, "Make it now")
        assert browser.page.heading == "The PDF is not ready yet"

    def test_from_before_a_decision_is_marked_so(self, clinic: Clinic, clinician: FlaskClient, reference: str) -> None:
        work_off(clinic.services, clinic.clock)
        kept = clinician.get(f"/staff/submissions/{reference}/summary.pdf").data
        decide(clinic, reference)
        page = Browser(clinician).go(f"/staff/submissions/{reference}/summary.pdf")
        assert "from before the decision: the decision does not stand in it" in page.text
        answer = clinician.get(f"/staff/submissions/{reference}/last.pdf")
        assert answer.data == kept
        assert answer.headers["Content-Disposition"] == f'inline; filename="{reference}-BEFORE-THE-DECISION.pdf"'

    def test_is_there_when_it_was_rendered(self, clinic: Clinic, clinician: FlaskClient, reference: str) -> None:
        work_off(clinic.services, clinic.clock)
        answer = clinician.get(f"/staff/submissions/{reference.lower()}/summary.pdf")
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        assert answer.headers["Content-Disposition"] == f'inline; filename="{reference}.pdf"'
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.data.startswith(b"%PDF-")

    def test_is_there_in_plain_text_as_well(self, clinician: FlaskClient, reference: str) -> None:
        answer = clinician.get(f"/staff/submissions/{reference}/summary.txt")
        assert (answer.status_code, answer.mimetype) == (200, "text/plain")
        assert "Ann Lee" in answer.text

    @pytest.mark.parametrize("name", ["summary.pdf", "summary.txt"])
    def test_of_nothing_is_not_there(self, clinician: FlaskClient, name: str) -> None:
        assert clinician.get(f"/staff/submissions/HV-2222-2222/{name}").status_code == 404


class TestASignedPdf:
    @pytest.fixture
    def certificate(self, tmp_path: Path) -> Path:
        file = tmp_path / "clinic.p12"
        file.write_bytes(made_certificate()[0])
        return file

    def opened(self, sqlite_url: str, file: Path, passphrase: bytes) -> Clinic:
        settings = make_settings(sqlite_url, signing_file=file, signing_passphrase=passphrase.decode())
        return Clinic.opened(settings, VISIT)

    def test_is_the_kept_one_with_a_signature_after_it(self, sqlite_url: str, certificate: Path) -> None:
        with self.opened(sqlite_url, certificate, PASSPHRASE) as clinic:
            reference = send(clinic)
            browser = clinic.visitor()
            sign_in(browser.client, Role.CLINICIAN)
            assert browser.client.get(f"/staff/submissions/{reference}/signed.pdf").status_code == 202
            work_off(clinic.services, clinic.clock)
            assert "Signed PDF" in browser.go(f"/staff/submissions/{reference}").text
            kept = browser.client.get(f"/staff/submissions/{reference}/summary.pdf").data
            answer = browser.client.get(f"/staff/submissions/{reference}/signed.pdf")
            assert answer.data.startswith(kept)
            assert len(PdfFileReader(BytesIO(answer.data)).embedded_signatures) == 1
            assert f"{reference}-SIGNED.pdf" in answer.headers["Content-Disposition"]

    def test_that_cannot_be_made_says_so(self, sqlite_url: str, certificate: Path) -> None:
        with self.opened(sqlite_url, certificate, b"wrong") as clinic:
            reference = send(clinic)
            work_off(clinic.services, clinic.clock)
            browser = clinic.visitor()
            sign_in(browser.client, Role.CLINICIAN)
            page = browser.go(f"/staff/submissions/{reference}/signed.pdf")
            assert (page.status, page.heading) == (503, "It could not be signed")

    def test_is_not_offered_without_a_certificate(self, clinic: Clinic, clinician: FlaskClient, reference: str) -> None:
        assert clinician.get(f"/staff/submissions/{reference}/signed.pdf").status_code == 404
        assert "Signed PDF" not in clinician.get(f"/staff/submissions/{reference}").text
