"""Pages that were typed and not saved: in two tabs, on two devices, before and after signing in anew."""

from screener.services import drafts
from screener.services.drafts import Draft
from tests.web.clinics import Browser, Clinic, Page
from tests.web.test_steps import BASICS

STEP = "basics"
PATH = f"/intake/step/{STEP}"


def kept(clinic: Clinic, patient: Browser) -> Draft | None:
    with clinic.services.reading() as work:
        return drafts.find(work, intake_id=clinic.view(patient).id, step_id=STEP)  # type: ignore[arg-type]


def other_device(clinic: Clinic, patient: Browser) -> Browser:
    """The same patient, come in on another device as well."""
    device = clinic.visitor()
    device.come_in(patient.invitation)
    return device


def typed_on(patient: Browser, **typed: str) -> dict[str, list[str]]:
    """What the page as it stands would send, with more typed on it."""
    return {**patient.page.fields(patient.page.form("step")), **{name: [text] for name, text in typed.items()}}


def name_saved(clinic: Clinic, patient: Browser) -> object:
    return clinic.view(patient).raw_answers["dem_name"]


class TestADraft:
    def test_goes_with_its_page_however_often_that_was_shown_again(self, clinic: Clinic, patient: Browser) -> None:
        patient.answer(STEP, {"dem_name": "Ann Lee"})
        assert patient.page.status == 422
        assert kept(clinic, patient) is not None
        patient.send({}, form="step", button="anyway")
        assert kept(clinic, patient) is None

    def test_goes_with_its_page_after_a_change_of_language(self, clinic: Clinic, patient: Browser) -> None:
        patient.go(PATH)
        patient.send({**BASICS, "language": "es"}, form="step")
        assert kept(clinic, patient) is not None
        patient.send({"language": []}, form="step", button="continue")
        assert kept(clinic, patient) is None

    def test_says_that_it_is_not_saved(self, patient: Browser) -> None:
        patient.answer(STEP, {"dem_name": "Ann Lee"})
        assert "not saved yet" in patient.go(PATH).words(".//main")
        patient.answer(STEP, BASICS)
        assert "not saved yet" not in patient.go(PATH).words(".//main")

    def test_never_overwrites_unasked_what_another_device_saved_since(self, clinic: Clinic, patient: Browser) -> None:
        tablet = other_device(clinic, patient)
        tablet.go(PATH)
        patient.go(PATH)
        patient.client.post(f"{PATH}/draft", data=typed_on(patient, **{**BASICS, "dem_name": "Ann of the phone"}))
        tablet.answer(STEP, {**BASICS, "dem_name": "Ann of the tablet"})
        patient.go(PATH)
        assert patient.page.typed("dem_name") == ["Ann of the phone"]
        page = patient.send({}, form="step", button="continue")
        assert (page.status, page.heading) == (409, "Which answers are right?")
        assert name_saved(clinic, patient) == "Ann of the tablet"


class TestTwoTabs:
    def clash(self, clinic: Clinic, patient: Browser) -> Page:
        """The page that asks which answers are right; what was typed here was kept as a draft before."""
        tablet = other_device(clinic, patient)
        patient.go(PATH)
        data = typed_on(patient, **{**BASICS, "dem_name": "Ann of the phone"})
        patient.client.post(f"{PATH}/draft", data=data)
        tablet.go(PATH)
        tablet.send({**BASICS, "dem_name": "Ann of the tablet"}, form="step", button="continue")
        return patient.take(patient.client.post(PATH, data={**data, "then": ["continue"]}, follow_redirects=True))

    def test_may_keep_what_was_saved(self, clinic: Clinic, patient: Browser) -> None:
        self.clash(clinic, patient)
        page = patient.send({}, button="saved")
        assert page.path == "/intake/step/thunderclap"
        assert name_saved(clinic, patient) == "Ann of the tablet"
        assert patient.go(PATH).typed("dem_name") == ["Ann of the tablet"]

    def test_may_use_what_was_typed(self, clinic: Clinic, patient: Browser) -> None:
        self.clash(clinic, patient)
        patient.send({}, button="anyway")
        assert name_saved(clinic, patient) == "Ann of the phone"
        assert patient.go(PATH).typed("dem_name") == ["Ann of the phone"]
        assert "not saved yet" not in patient.page.words(".//main")


class TestAPageLeftOpenWhileSomebodySignedInAnew:
    def test_is_shown_again_as_it_was_typed_and_can_then_be_saved(self, clinic: Clinic, patient: Browser) -> None:
        patient.go(PATH)
        data = typed_on(patient, **BASICS)
        clinic.later(minutes=40)
        patient.come_in(patient.invitation)
        page = patient.take(patient.client.post(PATH, data={**data, "then": ["continue"]}))
        assert (page.status, page.typed("dem_name")) == (400, ["Ann Lee"])
        assert "Please send this page once more" in page.words(".//main")
        assert clinic.view(patient).sent_steps == frozenset()
        patient.send({}, form="step", button="continue")
        assert name_saved(clinic, patient) == "Ann Lee"

    def test_is_not_shown_to_another_patient(self, clinic: Clinic, patient: Browser) -> None:
        patient.go(PATH)
        data = typed_on(patient, **BASICS)
        patient.come_in(clinic.invite())
        page = patient.take(patient.client.post(PATH, data=data))
        assert (page.status, page.heading) == (400, "This page has been open too long")
        assert "Ann Lee" not in page.text

    def test_asks_who_it_is_where_nobody_has_signed_in(self, clinic: Clinic, patient: Browser) -> None:
        patient.go(PATH)
        data = typed_on(patient, **BASICS)
        clinic.later(minutes=40)
        data["csrf_token"] = ["of another day"]
        page = patient.take(patient.client.post(PATH, data=data, follow_redirects=True))
        assert page.path == "/away"
