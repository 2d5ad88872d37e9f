"""Every door has its sign, and nobody comes through a patient's door without a session."""

import pytest

from screener.web.access import Access, access_of
from tests.web.clinics import Browser, Clinic

PATIENTS = {"cross_checks", "declining", "intake", "moving", "own_copies", "photos", "steps"}


class TestTheSigns:
    def test_every_route_has_one(self, clinic: Clinic) -> None:
        unsigned = [
            rule.endpoint for rule in clinic.app.url_map.iter_rules() if access_of(clinic.app, rule.endpoint) is None
        ]
        assert unsigned == []

    def test_what_is_about_a_patient_is_for_patients(self, clinic: Clinic) -> None:
        for rule in clinic.app.url_map.iter_rules():
            is_about_a_patient = rule.endpoint.split(".")[0] in PATIENTS
            is_for_patients = access_of(clinic.app, rule.endpoint) is Access.PATIENT
            assert is_for_patients == is_about_a_patient, rule.endpoint

    def test_a_door_without_one_is_shut(self, clinic: Clinic) -> None:
        clinic.app.view_functions["intake.about"] = lambda: "open"
        assert clinic.patient().client.get("/intake/about").status_code == 404


class TestWhoIsSignedOut:
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_is_shown_how_to_come_back_and_nothing_else(self, clinic: Clinic, visitor: Browser, method: str) -> None:
        clinic.app.config["WTF_CSRF_ENABLED"] = False
        for rule in clinic.app.url_map.iter_rules():
            if rule.endpoint.split(".")[0] not in PATIENTS or method.upper() not in (rule.methods or ()):
                continue
            path = rule.rule.replace("<step_id>", "basics")
            answer = visitor.client.open(path, method=method.upper())
            is_told = (409, None) if rule.endpoint == "steps.draft" else (303, "/away")
            assert (answer.status_code, answer.location) == is_told, rule

    def test_a_cookie_of_somebody_elses_making_is_nobody(self, visitor: Browser) -> None:
        with visitor.client.session_transaction() as session:
            session["id"] = "A" * 43
        assert visitor.go("/intake").path == "/away"


class TestASession:
    def test_ends_after_half_an_hour_without_use(self, clinic: Clinic, patient: Browser) -> None:
        clinic.later(minutes=29)
        assert patient.go("/intake").path == "/intake"
        clinic.later(minutes=29)
        assert patient.go("/intake").path == "/intake"
        clinic.later(minutes=31)
        assert patient.go("/intake").path == "/away"

    def test_ends_after_twelve_hours_of_use(self, clinic: Clinic, patient: Browser) -> None:
        for _ in range(28):
            clinic.later(minutes=25)
            patient.go("/intake")
        assert patient.page.path == "/intake"
        clinic.later(minutes=25)
        assert patient.go("/intake").path == "/away"

    def test_ends_on_the_server_when_the_patient_leaves(self, clinic: Clinic, patient: Browser) -> None:
        with patient.client.session_transaction() as session:
            kept = session["id"]
        patient.go("/intake/leave")
        patient.send({})
        assert patient.page.path == "/left"
        with patient.client.session_transaction() as session:
            assert "id" not in session
            session["id"] = kept
        assert patient.go("/intake").path == "/away"

    def test_is_a_new_one_each_time_somebody_comes_in(self, clinic: Clinic) -> None:
        browser, invitation = clinic.visitor(), clinic.invite()
        ids = set()
        for _ in range(2):
            browser.come_in(invitation)
            with browser.client.session_transaction() as session:
                ids.add(session["id"])
        assert len(ids) == 2
