"""A session that is about to end, and what was typed when it ends."""

from screener.services import submissions
from tests.web.clinics import Browser, Clinic
from tests.web.test_intake import walked
from tests.web.test_steps import BASICS


def seconds(browser: Browser) -> int:
    left: int = browser.client.get("/session").get_json()["seconds"]
    return left


class TestTheTimeLeft:
    def test_is_the_servers_and_asking_for_it_does_not_keep_the_session(self, clinic: Clinic, patient: Browser) -> None:
        assert seconds(patient) == 30 * 60
        clinic.later(minutes=28)
        assert seconds(patient) == 2 * 60
        clinic.later(minutes=2)
        assert seconds(patient) == 0

    def test_begins_anew_for_who_says_that_they_are_still_here(self, clinic: Clinic, patient: Browser) -> None:
        clinic.later(minutes=29)
        token = patient.go("/intake").fields(patient.page.tree)["csrf_token"][0]
        clinic.later(minutes=29)
        assert patient.client.post("/session", data={"csrf_token": token}).get_json()["seconds"] == 30 * 60

    def test_of_a_session_that_is_over_stays_none(self, clinic: Clinic, patient: Browser) -> None:
        clinic.app.config["WTF_CSRF_ENABLED"] = False
        clinic.later(minutes=31)
        assert patient.client.post("/session").get_json()["seconds"] == 0
        assert clinic.visitor().client.post("/session").get_json()["seconds"] == 0

    def test_is_told_on_every_page_of_who_is_signed_in_alone(self, clinic: Clinic, patient: Browser) -> None:
        assert patient.go("/intake").has(".//dialog[@id='ending']")
        assert "not used for 30 minutes" in patient.page.text
        assert not clinic.visitor().go("/code").has(".//dialog")


class TestWhatWasTyped:
    def typing(self, patient: Browser, **typed: str) -> dict[str, list[str]]:
        page = patient.go("/intake/step/basics")
        return {**page.fields(page.form("step")), **{name: [text] for name, text in typed.items()}}

    def test_is_kept_while_it_is_typed_and_is_no_answer_yet(self, clinic: Clinic, patient: Browser) -> None:
        data = self.typing(patient, dem_name="Ann L")
        assert patient.client.post("/intake/step/basics/draft", data=data).status_code == 204
        assert clinic.view(patient).sent_steps == frozenset()
        assert patient.go("/intake/step/basics").typed("dem_name") == ["Ann L"]

    def test_is_let_go_where_its_page_was_saved_before_it_came(self, patient: Browser) -> None:
        late = self.typing(patient, dem_name="Ann L")
        patient.answer("basics", BASICS)
        patient.client.post("/intake/step/basics/draft", data=late)
        assert patient.go("/intake/step/basics").typed("dem_name") == [BASICS["dem_name"]]

    def test_is_there_again_for_who_comes_back_after_the_session(self, clinic: Clinic, patient: Browser) -> None:
        data = self.typing(patient, dem_name="Ann L")
        clinic.later(minutes=40)
        assert patient.client.post("/intake/step/basics/draft", data=data).status_code == 204
        page = patient.come_in(patient.invitation)
        assert page.path == "/intake/step/basics"
        assert page.typed("dem_name") == ["Ann L"]


class TestTheLanguage:
    def test_is_chosen_on_any_page_and_remembered(self, patient: Browser) -> None:
        patient.go("/intake")
        form = next(each for each in patient.page.tree.iter("form") if each.get("action") == "/language")
        data = {**patient.page.fields(form), "language": ["es"]}
        page = patient.take(patient.client.post("/language", data=data, follow_redirects=True))
        assert (page.path, page.tree.get("lang")) == ("/intake", "es")
        assert patient.go("/intake/about").tree.get("lang") == "es"

    def test_is_changed_on_a_page_of_questions_with_what_was_typed(self, patient: Browser) -> None:
        patient.go("/intake/step/basics")
        data = {**patient.page.fields(patient.page.form("step")), "dem_name": ["Ann L"], "language": ["es"]}
        page = patient.take(patient.client.post("/intake/step/basics", data=data, follow_redirects=True))
        assert (page.path, page.tree.get("lang")) == ("/intake/step/basics", "es")
        assert page.typed("dem_name") == ["Ann L"]

    def test_of_reading_and_signing_is_kept(self, clinic: Clinic, patient: Browser) -> None:
        patient.client.set_cookie("language", "es")
        walked(patient).go("/intake/check")
        patient.send({"signature": "Ann Lee"})
        with clinic.services.reading() as work:
            view = submissions.own(work, intake_id=clinic.view(patient).id)
        assert view.languages is not None
        assert (set(view.languages.read.values()), view.languages.signed) == ({"es"}, "es")

    def test_of_a_text_without_translation_is_marked(self, clinic: Clinic, patient: Browser) -> None:
        patient.client.set_cookie("language", "es")
        assert '<span lang="en">What is your name?</span>' in patient.go("/intake/step/basics").text
