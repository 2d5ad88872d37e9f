"""Repeated rows without scripts: added, removed, confirmed, or none at all."""

import pytest

from tests.web.clinics import Browser, Clinic
from tests.web.test_steps import past_the_basics


@pytest.fixture
def patient(patient: Browser) -> Browser:
    """A patient who has come to the list of medicines."""
    past_the_basics(patient)
    patient.answer("thunderclap", {"rf_thunderclap": "no"})
    patient.answer("mood", {"mood_thoughts": "no"})
    patient.answer("allergies", {"al_any": "no"})
    patient.go("/intake/step/listed")
    return patient


def names(browser: Browser) -> list[str]:
    """What stands in the boxes for names, in order."""
    fields = browser.page.fields(browser.page.form("step"))
    return [fields[name][0] for name in fields if name.startswith("med_list-") and name.endswith("-name")]


class TestTheList:
    def test_begins_with_one_empty_row(self, patient: Browser) -> None:
        assert names(patient) == [""]

    def test_grows_and_shrinks_by_buttons(self, patient: Browser) -> None:
        patient.send({"med_list-0-name": "Imitrex"}, form="step", button="add:med_list")
        patient.send({"med_list-1-name": "Aspirin"}, form="step", button="add:med_list")
        assert names(patient) == ["Imitrex", "Aspirin", ""]
        patient.send({}, form="step", button="remove:med_list:0")
        assert names(patient) == ["Aspirin", ""]

    def test_is_kept_on_the_way(self, clinic: Clinic, patient: Browser) -> None:
        patient.send({"med_list-0-name": "Imitrex"}, form="step", button="add:med_list")
        patient.go("/intake/step/listed")
        assert names(patient)[0] == "Imitrex"
        assert "listed" not in clinic.view(patient).sent_steps

    def test_passes_over_empty_rows(self, clinic: Clinic, patient: Browser) -> None:
        patient.send({"med_list-0-name": ""}, form="step", button="add:med_list")
        patient.send({"med_list-1-name": "Imitrex"}, form="step", button="continue")
        saved = clinic.view(patient).raw_answers["med_list"]
        assert [row["name"] for row in saved] == ["Imitrex"]  # type: ignore[attr-defined]

    def test_left_empty_is_pointed_out(self, patient: Browser) -> None:
        assert patient.send({}, form="step", button="continue").status == 422


class TestTakingNone:
    def test_is_an_answer(self, clinic: Clinic, patient: Browser) -> None:
        page = patient.send({"med_list-none": "yes"}, form="step", button="continue")
        assert page.path == "/intake/check"
        assert clinic.view(patient).raw_answers["med_list"] == []

    def test_beside_a_medicine_is_two_answers(self, patient: Browser) -> None:
        page = patient.send({"med_list-none": "yes", "med_list-0-name": "Imitrex"}, form="step", button="continue")
        assert page.status == 422
        assert "keep one of them" in page.text


class TestANameKnownByItsSpelling:
    def test_is_asked_about_once(self, clinic: Clinic, patient: Browser) -> None:
        page = patient.send({"med_list-0-name": "sumatripan"}, form="step", button="continue")
        assert "Did you mean" in page.text
        assert page.has(".//input[@name='med_list-0-confirmed']")
        patient.send({"med_list-0-confirmed": "yes"}, form="step", button="continue")
        assert clinic.view(patient).raw_answers["med_list"][0]["confirmed"] is True  # type: ignore[index]

    def test_may_be_denied(self, clinic: Clinic, patient: Browser) -> None:
        patient.send({"med_list-0-name": "sumatripan"}, form="step", button="continue")
        patient.send({"med_list-0-confirmed": "no"}, form="step", button="continue")
        assert clinic.view(patient).raw_answers["med_list"][0]["confirmed"] is False  # type: ignore[index]

    def test_may_be_left_open(self, clinic: Clinic, patient: Browser) -> None:
        patient.send({"med_list-0-name": "sumatripan"}, form="step", button="continue")
        assert patient.send({}, form="step", button="continue").path == "/intake/check"

    def test_is_not_confirmed_any_more_once_it_is_another(self, clinic: Clinic, patient: Browser) -> None:
        patient.send({"med_list-0-name": "sumatripan"}, form="step", button="continue")
        typed = {"med_list-0-confirmed": "yes", "med_list-0-name": "Something else"}
        patient.send(typed, form="step", button="continue")
        assert "confirmed" not in clinic.view(patient).raw_answers["med_list"][0]  # type: ignore[index]


class TestTheNamesToOffer:
    def test_are_the_questionnaires_own(self, patient: Browser) -> None:
        names = patient.client.get("/intake/medicines.json").json
        assert "Imitrex" in names
        assert names == sorted(names, key=str.casefold)


class TestTheSameMedicineTwice:
    def test_is_pointed_out_once_also_under_another_name(self, clinic: Clinic, patient: Browser) -> None:
        patient.send({"med_list-0-name": "Imitrex"}, form="step", button="add:med_list")
        page = patient.send({"med_list-1-name": "sumatriptan"}, form="step", button="continue")
        assert page.status == 422
        assert "You listed this already, as Imitrex. That is fine if you take both." in page.text
        assert patient.send({}, form="step", button="continue").path == "/intake/check"
        saved = clinic.view(patient).raw_answers["med_list"]
        assert [row["name"] for row in saved] == ["Imitrex", "sumatriptan"]  # type: ignore[attr-defined]

    def test_is_not_seen_in_two_different_ones(self, patient: Browser) -> None:
        patient.send({"med_list-0-name": "Imitrex"}, form="step", button="add:med_list")
        assert patient.send({"med_list-1-name": "Aspirin"}, form="step", button="continue").path == "/intake/check"
