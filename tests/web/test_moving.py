"""What patients see when their form goes on with a newer revision, and how staff set a last day."""

from datetime import date

import pytest

from screener.definition.reading import folder_files
from screener.services import last_days, revisions
from screener.services.permissions import Role
from tests.revised import revised
from tests.web.authors import BASE, Author
from tests.web.clinics import OPERATOR, SAMPLES, Browser, Clinic, Page
from tests.web.conftest import VISIT
from tests.web.test_intake import walked
from tests.web.test_steps import BASICS

LAST = date(2026, 1, 20)
REWORDED = ("Did a headache ever reach its worst within a minute?", "Has a headache ever begun all at once?")
GONE = (
    "          - id: al_which\n            kind: text\n            text: To which?\n            when: al_any is yes\n",
    "",
)
OTHER_PAGE = ("      - id: mood\n", "      - id: feelings\n")


def publish(clinic: Clinic, *changes: tuple[str, str], last: date | None = LAST) -> None:
    now = clinic.clock.now()
    with clinic.services.unit_of_work() as work:
        files = revised(folder_files(SAMPLES / VISIT), *changes)
        revisions.publish(work, files=files, slug=VISIT, now=now, actor=OPERATOR)
        if last is not None:
            last_days.put(work, slug=VISIT, day=last, now=now, actor=OPERATOR)


def back(clinic: Clinic, patient: Browser, *, days: int = 8) -> Page:
    """Days later, the patient opens the link again and goes on to the pages."""
    clinic.later(days=days)
    patient.come_in(patient.invitation)
    return patient.go("/intake")


@pytest.fixture
def walker(patient: Browser) -> Browser:
    """Somebody who has answered every page, and not sent."""
    walked(patient).answer("allergies", {"al_any": "yes"})
    patient.send({"al_which": "Latex"}, form="step", button="continue")
    return patient


class TestAFormOfARevisionThatIsOver:
    def test_says_what_has_changed_and_goes_on_where_there_is_something_new(
        self, clinic: Clinic, walker: Browser
    ) -> None:
        publish(clinic, REWORDED, GONE)
        page = back(clinic, walker)
        assert (page.path, page.heading) == ("/intake/moved", "Some questions have changed")
        assert "Sudden headaches" in page.text
        assert "To which?" in page.text
        assert "Latex" not in page.text
        for path in ("/intake/check", "/intake/step/basics", "/intake/about"):
            assert walker.go(path).path == "/intake/moved"
        walker.go("/intake/moved")
        page = walker.send({})
        assert page.path == "/intake/step/thunderclap"
        assert page.typed("rf_thunderclap") == ["no"]
        assert walker.send({}, form="step", button="continue").path != "/intake/moved"
        walker.go("/intake/check")
        assert walker.send({"signature": "Ann Lee"}).path == "/intake/sent"

    def test_says_it_in_spanish(self, clinic: Clinic, walker: Browser) -> None:
        publish(clinic, REWORDED, GONE, OTHER_PAGE)
        walker.client.post("/language", data={"language": "es"})
        clinic.later(days=8)
        walker.client.set_cookie("language", "es")
        walker.come_in(walker.invitation)
        page = walker.go("/intake")
        assert page.heading == "Algunas preguntas han cambiado"
        for words in ("Por favor, revise estas páginas", "Estas respuestas ya no corresponden"):
            assert words in page.text

    def test_says_nothing_where_nothing_is_asked_otherwise(self, clinic: Clinic, walker: Browser) -> None:
        publish(clinic, ("level: exclude", "level: review"))
        assert back(clinic, walker).path == "/intake"
        assert clinic.view(walker).revision.number == 2

    def test_says_nothing_before_it_is_over(self, clinic: Clinic, walker: Browser) -> None:
        publish(clinic, REWORDED)
        assert back(clinic, walker, days=5).path == "/intake"
        assert clinic.view(walker).revision.number == 1

    def test_is_not_sent_before_its_patient_has_looked_at_it(self, clinic: Clinic, walker: Browser) -> None:
        publish(clinic, REWORDED, last=date(2026, 1, 15))
        clinic.clock.moment = clinic.clock.moment.replace(day=16, hour=4, minute=50)
        walker.come_in(walker.invitation)
        assert walker.go("/intake/check").path == "/intake/check"
        clinic.later(minutes=15)
        assert walker.send({"signature": "Ann Lee"}).path == "/intake/moved"
        assert clinic.view(walker).submission_reference is None

    def test_saves_a_page_that_was_open_before_it_goes_on(self, clinic: Clinic, walker: Browser) -> None:
        publish(clinic, REWORDED, last=date(2026, 1, 15))
        clinic.clock.moment = clinic.clock.moment.replace(day=16, hour=4, minute=50)
        walker.come_in(walker.invitation)
        walker.go("/intake/step/allergies")
        clinic.later(minutes=15)
        page = walker.send({"al_any": "yes", "al_which": "Penicillin"}, form="step", button="continue")
        assert page.path == "/intake/moved"
        assert clinic.view(walker).raw_answers["al_which"] == "Penicillin"

    def test_shows_an_earlier_page_once_more_as_it_was_typed(self, clinic: Clinic, walker: Browser) -> None:
        publish(clinic, REWORDED, last=date(2026, 1, 15))
        clinic.clock.moment = clinic.clock.moment.replace(day=16, hour=4, minute=50)
        walker.come_in(walker.invitation)
        earlier = walker.go("/intake/step/allergies")
        clinic.later(minutes=15)
        walker.go("/intake")  # in another tab
        walker.send({})
        walker.page = earlier
        page = walker.send({"al_any": "yes", "al_which": "Penicillin"}, form="step", button="continue")
        assert page.status == 409
        assert "Please look at this page once more" in page.text
        assert page.typed("al_which") == ["Penicillin"]
        assert clinic.view(walker).raw_answers["al_which"] == "Latex"
        assert walker.go("/intake/step/allergies").typed("al_which") == ["Penicillin"]
        walker.send({}, form="step", button="continue")
        assert clinic.view(walker).raw_answers["al_which"] == "Penicillin"

    def test_keeps_what_was_typed_and_not_saved(self, clinic: Clinic, patient: Browser) -> None:
        patient.answer("basics", BASICS)
        patient.go("/intake/step/thunderclap")
        patient.answer("thunderclap", {"rf_thunderclap": "yes"}, button="later")
        publish(clinic, OTHER_PAGE)
        assert back(clinic, patient).path in {"/intake", "/intake/moved"}
        assert clinic.view(patient).raw_answers["rf_thunderclap"] == "yes"

    def test_names_a_page_that_is_no_more_where_something_was_typed_on_it(
        self, clinic: Clinic, walker: Browser
    ) -> None:
        page = walker.go("/intake/step/mood")
        fields = {**page.fields(page.form("step")), "mood_thoughts": ["prefer_not"]}
        assert walker.client.post("/intake/step/mood/draft", data=fields).status_code == 204
        publish(clinic, OTHER_PAGE)
        page = back(clinic, walker)
        assert "Pages that are not asked any more" in page.text
        assert "How you feel" in page.text

    def test_that_was_read_shows_no_page_of_it_any_more(self, clinic: Clinic, walker: Browser) -> None:
        publish(clinic, REWORDED)
        back(clinic, walker)
        walker.send({})
        assert walker.go("/intake/moved").path == "/intake"


class TestTheLastDay:
    @pytest.fixture
    def director(self, clinic: Clinic) -> Author:
        publish(clinic, REWORDED, last=None)
        return Author(clinic, Role.DIRECTOR)

    def test_is_set_changed_and_removed_with_the_revisions(self, director: Author) -> None:
        page = f"{BASE}/revisions/{VISIT}"
        for chosen, shown in (("2026-01-20", "Tue, Jan 20, 2026"), ("2026-01-21", "Wed, Jan 21, 2026")):
            data = {**director.token(), "last-day": chosen}
            assert director.client.post(f"{page}/last-day", data=data).status_code == 303
            assert f"<strong>{shown}</strong> for what was begun before revision 2" in director.client.get(page).text
        assert director.client.post(f"{page}/last-day/remove", data=director.token()).status_code == 303
        assert "</strong> for what was begun before" not in director.client.get(page).text

    @pytest.mark.parametrize("chosen", ["", "soon", "2026-01-14", "2028-01-01"])
    def test_is_refused_in_words(self, director: Author, chosen: str) -> None:
        data = {**director.token(), "last-day": chosen}
        answer = director.client.post(f"{BASE}/revisions/{VISIT}/last-day", data=data, follow_redirects=True)
        assert "Please check this" in answer.text
        assert "</strong> for what was begun before" not in answer.text

    def test_is_for_those_who_may_publish(self, director: Author, clinic: Clinic) -> None:
        author = Author(clinic)
        for path in ("last-day", "last-day/remove"):
            answer = author.client.post(
                f"{BASE}/revisions/{VISIT}/{path}", data={**author.token(), "last-day": "2026-01-20"}
            )
            assert answer.status_code == 403
