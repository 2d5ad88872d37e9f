"""Around the questions: what to know, the list of pages, the check, sending, and after."""

from io import BytesIO

from pypdf import PdfReader

from screener.jobs.running import work_off
from screener.services import auditing
from tests.web.clinics import Browser, Clinic
from tests.web.test_steps import BASICS


def walked(browser: Browser, **changed: dict[str, str]) -> Browser:
    """Has been through every page."""
    steps: dict[str, dict[str, str]] = {
        "basics": BASICS,
        "thunderclap": {"rf_thunderclap": "no"},
        "mood": {"mood_thoughts": "no"},
        "allergies": {"al_any": "no"},
        "listed": {"med_list-none": "yes"},
    }
    for step, typed in {**steps, **changed}.items():
        browser.answer(step, typed)
    return browser


class TestTheListOfPages:
    def test_opens_pages_in_order(self, patient: Browser) -> None:
        page = patient.go("/intake")
        assert [tag.text for tag in page.tree.findall(".//span[@class='tag next']")] == ["Next"]
        assert page.has(".//main//a[@href='/intake/step/basics']")
        assert not page.has(".//main//a[@href='/intake/step/thunderclap']")

    def test_keeps_those_done_open(self, patient: Browser) -> None:
        patient.answer("basics", BASICS)
        page = patient.go("/intake")
        assert page.has(".//main//a[@href='/intake/step/basics']")
        assert "1 of 6 pages done" in page.text

    def test_leads_to_the_check_when_all_are_done(self, patient: Browser) -> None:
        assert walked(patient).go("/intake").has(".//main//a[@href='/intake/check']")


class TestTheCheck:
    def test_says_every_answer_in_words(self, patient: Browser) -> None:
        page = walked(patient).go("/intake/check")
        answers = " ".join("".join(found.itertext()) for found in page.tree.findall(".//dl"))
        for words in ("Ann Lee", "Jun 2, 1983", "150 lb", "No"):
            assert words in answers
        assert "To which?" not in answers

    def test_leads_to_each_answer_and_back(self, patient: Browser) -> None:
        walked(patient).go("/intake/check")
        page = patient.go("/intake/step/basics?from=check#q-dem_name")
        assert page.has(".//main//a[@href='/intake/check#a-basics']")
        assert patient.send({"dem_name": "Anna Lee"}, form="step", button="continue").path == "/intake/check"
        assert "Anna Lee" in patient.page.text

    def test_goes_by_way_of_what_a_change_newly_asks(self, patient: Browser) -> None:
        walked(patient).go("/intake/step/mood?from=check")
        assert patient.send({"mood_thoughts": "yes"}, form="step", button="continue").path == "/intake/step/plan"
        assert patient.send({"mood_plan": "no"}, form="step", button="continue").path == "/intake/check"

    def test_shows_a_needed_answer_that_is_open(self, patient: Browser) -> None:
        patient.answer("basics", {"dem_name": "Ann Lee"})
        patient.send({}, form="step", button="anyway")
        assert len(patient.go("/intake/check").tree.findall(".//dd[@class='open']")) == 2

    def test_cannot_be_signed_before_the_last_page(self, patient: Browser) -> None:
        patient.answer("basics", BASICS)
        page = patient.go("/intake/check")
        assert "Not finished yet" in page.text
        assert not page.has(".//input[@name='signature']")


class TestSending:
    def test_gives_a_reference_to_keep_and_what_happens_next(self, clinic: Clinic, patient: Browser) -> None:
        walked(patient).go("/intake/check")
        page = patient.send({"signature": "Ann Lee"})
        assert page.path == "/intake/sent"
        assert page.words(".//p[@class='reference']") == patient.invitation.reference
        assert "A clinician reads your answers" in page.text
        assert clinic.view(patient).state == "sent"

    def test_needs_a_name(self, clinic: Clinic, patient: Browser) -> None:
        walked(patient).go("/intake/check")
        page = patient.send({"signature": " "})
        assert page.status == 422
        assert page.has(".//div[@role='alert']//a[@href='#signature']")
        assert clinic.view(patient).state == "open"

    def test_twice_is_once(self, patient: Browser) -> None:
        walked(patient).go("/intake/check")
        checked = patient.page
        reference = patient.send({"signature": "Ann Lee"}).words(".//p[@class='reference']")
        patient.page = checked
        assert patient.send({"signature": "Ann Lee"}).words(".//p[@class='reference']") == reference

    def test_of_answers_that_were_not_read_asks_to_read_them(self, clinic: Clinic, patient: Browser) -> None:
        walked(patient).go("/intake/check")
        checked = patient.page
        patient.answer("basics", {"dem_name": "Anna Lee"})
        patient.page = checked
        page = patient.send({"signature": "Ann Lee"})
        assert page.status == 409
        assert "Your answers have changed" in page.text
        assert page.path == "/intake/check"
        # Nothing is signed that was not read: the name is asked for again.
        assert patient.send({}).status == 422
        assert patient.send({"signature": "Ann Lee"}).path == "/intake/sent"

    def test_ends_the_changes(self, clinic: Clinic, patient: Browser) -> None:
        patient.go("/intake/step/basics")
        opened = patient.page
        walked(patient).go("/intake/check")
        patient.send({"signature": "Ann Lee"})
        patient.page = opened
        assert patient.send({"dem_name": "Eve"}, form="step", button="continue").path == "/intake/sent"
        for path in ("/intake", "/intake/check", "/intake/step/basics"):
            assert patient.go(path).path == "/intake/sent"
        assert clinic.view(patient).raw_answers["dem_name"] == "Ann Lee"

    def test_shows_what_a_rule_says_to_the_patient_and_no_more(self, patient: Browser) -> None:
        walked(patient, thunderclap={"rf_thunderclap": "yes"}).go("/intake/check")
        page = patient.send({"signature": "Ann Lee"})
        assert "Call 911 now." in page.text
        for word in ("R-RF-01", "Thunderclap headache.", "urgent", "review", "eligible"):
            assert word not in page.text

    def test_leaves_a_copy_to_read(self, patient: Browser) -> None:
        walked(patient).go("/intake/check")
        patient.send({"signature": "Ann Lee"})
        page = patient.go("/intake/copy")
        assert "Signed: Ann Lee" in page.text
        assert not page.has(".//dl//a")


class TestWhatYouShouldKnow:
    def test_can_be_read_at_any_time(self, patient: Browser) -> None:
        walked(patient)
        assert "A few questions before your visit." in patient.go("/intake/about").text


def sent(patient: Browser, **changed: dict[str, object]) -> None:
    """The form, filled in and sent."""
    walked(patient, **changed).go("/intake/check")
    patient.send({"signature": "Ann Lee"})


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


class TestTheCopyOnPaper:
    def test_has_the_answers_and_no_finding_and_is_made_once(self, clinic: Clinic, patient: Browser) -> None:
        sent(patient, mood={"mood_thoughts": "no"})
        work_off(clinic.services, clinic.clock)
        first, again = (patient.client.get("/intake/copy.pdf") for _ in range(2))
        assert (first.status_code, first.mimetype) == (200, "application/pdf")
        assert first.data == again.data
        said = text_of(first.data)
        assert "Do you have thoughts of ending your life?" in said
        assert "150 lb" in said
        said = said.replace(patient.invitation.reference, "")  # which may hold an R before a dash
        assert not [word for word in ("R-", "review", "exclude", "urgent", "disposition") if word in said]
        with clinic.services.reading() as work:
            assert auditing.verify(work) == ()

    def test_keeps_what_the_sent_page_said(self, clinic: Clinic, patient: Browser) -> None:
        sent(patient, thunderclap={"rf_thunderclap": "yes"})
        work_off(clinic.services, clinic.clock)
        said = text_of(patient.client.get("/intake/copy.pdf").data)
        assert said.index("Please read this first") < said.index("Call 911 now.") < said.index("What happens next")

    def test_is_asked_for_in_the_language_in_which_it_was_sent(self, clinic: Clinic, patient: Browser) -> None:
        patient.client.set_cookie("language", "es")
        sent(patient)
        work_off(clinic.services, clinic.clock)
        assert "Sus respuestas" in text_of(patient.client.get("/intake/copy.pdf").data)

    def test_is_made_in_another_language_when_it_is_asked_for(self, clinic: Clinic, patient: Browser) -> None:
        sent(patient)
        work_off(clinic.services, clinic.clock)
        spanish = {"Accept-Language": "es"}
        waiting = patient.client.get("/intake/copy.pdf", headers=spanish)
        assert (waiting.status_code, waiting.headers["Refresh"]) == (202, "5")
        assert "Su PDF todavía no está listo" in waiting.text
        work_off(clinic.services, clinic.clock)
        assert "Sus respuestas" in text_of(patient.client.get("/intake/copy.pdf", headers=spanish).data)

    def test_is_awaited_on_a_page_that_says_so_and_leads_to_the_same_in_words(self, patient: Browser) -> None:
        sent(patient)
        page = patient.go("/intake/copy.pdf")
        assert (page.status, page.heading) == (202, "Your PDF is not ready yet")
        assert page.has(".//a[@href='/intake/copy']")

    def test_that_could_not_be_made_is_asked_for_again_by_a_click(self, clinic: Clinic, patient: Browser) -> None:
        sent(patient)
        services = clinic.services
        services.settings = services.settings.model_copy(update={"render_wait_seconds": 0})
        work_off(services, clinic.clock)
        page = patient.go("/intake/copy.pdf")
        assert (page.status, page.heading) == (202, "Your PDF could not be made so far")
        assert "Refresh" not in page.answer.headers
        services.settings = services.settings.model_copy(update={"render_wait_seconds": 300})
        assert patient.send({}).heading == "Your PDF is not ready yet"
        work_off(services, clinic.clock)
        assert patient.client.get("/intake/copy.pdf").mimetype == "application/pdf"

    def test_is_not_there_before_sending(self, patient: Browser) -> None:
        assert patient.client.get("/intake/copy.pdf").status_code == 303
        form = patient.go("/intake/step/basics").form()
        assert patient.client.post("/intake/copy.pdf", data=patient.page.fields(form)).location == "/intake/check"
