"""The clinician's PDF over HTTP: there when it is asked for."""

import pytest
from flask.testing import FlaskClient

from screener.jobs.running import work_off
from screener.services.permissions import Role
from tests.web.clinics import Browser, Clinic
from tests.web.staff import sign_in
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


class TestThePdf:
    def test_is_awaited_on_a_page_that_asks_again(self, clinician: FlaskClient, reference: str) -> None:
        answer = clinician.get(f"/staff/submissions/{reference}/summary.pdf")
        assert (answer.status_code, answer.headers["Refresh"]) == (202, "3")
        assert "The PDF is being made" in answer.text

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
