"""One page of questions after another: saved, pointed at once, never lost."""

from tests.web.clinics import Browser, Clinic

BASICS = {
    "dem_name": "Ann Lee",
    "dem_dob-month": "6",
    "dem_dob-day": "2",
    "dem_dob-year": "1983",
    "dem_weight-lb": "150",
}


def past_the_basics(patient: Browser) -> Browser:
    patient.answer("basics", BASICS)
    return patient


class TestAPage:
    def test_saves_what_was_typed_and_opens_the_next(self, clinic: Clinic, patient: Browser) -> None:
        page = patient.answer("basics", BASICS)
        assert page.path == "/intake/step/thunderclap"
        saved = clinic.view(patient).raw_answers
        assert saved["dem_name"] == "Ann Lee"
        assert saved["dem_dob"] == "1983-06-02"
        assert saved["dem_weight"]["typed"] == "150 lb"  # type: ignore[index]

    def test_shows_what_was_saved_when_opened_again(self, patient: Browser) -> None:
        page = past_the_basics(patient).go("/intake/step/basics")
        assert page.typed("dem_name") == ["Ann Lee"]
        assert page.typed("dem_dob-year") == ["1983"]
        assert page.typed("dem_weight-lb") == ["150"]
        assert page.typed("dem_weight-kg") == [""]

    def test_says_where_it_stands_on_the_way(self, patient: Browser) -> None:
        page = patient.go("/intake/step/basics")
        assert "Step 1 of" in page.words(".//div[@class='progress']")
        assert "About you" in page.words(".//div[@class='progress']")

    def test_offers_a_quick_way_out_where_it_is_private(self, patient: Browser) -> None:
        past_the_basics(patient)
        assert not patient.page.has(".//a[@data-leave]")
        assert patient.answer("thunderclap", {"rf_thunderclap": "no"}).has(".//a[@data-leave]")


class TestARequiredQuestionLeftBlank:
    def test_is_pointed_out_once_and_nothing_is_saved(self, clinic: Clinic, patient: Browser) -> None:
        page = patient.answer("basics", {"dem_name": "Ann Lee"})
        assert page.status == 422
        links = [link.get("href") for link in page.tree.findall(".//div[@role='alert']//a")]
        assert links == ["#dem_dob-month", "#dem_weight-lb"]
        assert page.typed("dem_name") == ["Ann Lee"]
        assert clinic.view(patient).sent_steps == frozenset()

    def test_may_be_left_so_by_continuing_without(self, clinic: Clinic, patient: Browser) -> None:
        patient.answer("basics", {"dem_name": "Ann Lee"})
        page = patient.send({}, form="step", button="anyway")
        assert page.path == "/intake/step/thunderclap"
        assert clinic.view(patient).raw_answers["dem_dob"] is None

    def test_is_not_pointed_out_twice(self, patient: Browser) -> None:
        patient.answer("basics", {"dem_name": "Ann Lee"})
        assert patient.send({}, form="step", button="continue").path == "/intake/step/thunderclap"

    def test_is_no_reason_to_lose_the_rest(self, clinic: Clinic, patient: Browser) -> None:
        patient.answer("basics", {"dem_name": "Ann Lee"})
        assert patient.go("/intake/step/basics").typed("dem_name") == ["Ann Lee"]


class TestAnUnlikelyNumber:
    def test_is_asked_about_once_and_then_kept(self, clinic: Clinic, patient: Browser) -> None:
        page = patient.answer("basics", {**BASICS, "dem_weight-lb": "", "dem_weight-kg": "310"})
        assert "Is this right?" in page.words(".//div[@role='alert']")
        assert patient.send({}, form="step", button="continue").path == "/intake/step/thunderclap"
        assert float(str(clinic.view(patient).raw_answers["dem_weight"])) == 310

    def test_is_asked_about_again_where_it_is_another(self, patient: Browser) -> None:
        patient.answer("basics", {**BASICS, "dem_weight-lb": "", "dem_weight-kg": "310"})
        assert patient.send({"dem_weight-kg": "400"}, form="step", button="continue").status == 422


class TestWhatCannotBeRead:
    def test_is_shown_again_as_typed_with_what_to_do(self, clinic: Clinic, patient: Browser) -> None:
        page = patient.answer("basics", {**BASICS, "dem_dob-month": "13", "dem_weight-lb": "heavy"})
        assert page.status == 422
        assert page.typed("dem_weight-lb") == ["heavy"]
        assert "pounds" in page.words(".//fieldset[@id='q-dem_weight']")
        assert "Check month and day" in page.words(".//fieldset[@id='q-dem_dob']") or "digits" in page.words(
            ".//fieldset[@id='q-dem_dob']"
        )
        assert clinic.view(patient).sent_steps == frozenset()

    def test_stays_so_however_often_it_is_sent(self, patient: Browser) -> None:
        patient.answer("basics", {**BASICS, "dem_dob-month": "13"})
        assert patient.send({}, form="step", button="continue").status == 422

    def test_is_kept_as_it_was_typed_where_the_patient_goes_on(self, clinic: Clinic, patient: Browser) -> None:
        patient.answer("basics", {**BASICS, "dem_dob-month": "13", "dem_weight-lb": "", "dem_weight-kg": "about 80,5"})
        page = patient.send({}, form="step", button="anyway")
        assert page.path == "/intake/step/thunderclap"
        saved = clinic.view(patient).raw_answers
        assert saved["dem_dob"] == {"typed": "13 / 2 / 1983"}
        assert saved["dem_weight"] == {"typed": "– / about 80,5 kg"}
        page = patient.go("/intake/step/basics")
        assert page.typed("dem_dob-month") == ["13"]
        assert page.typed("dem_weight-kg") == ["about 80,5"]
        assert page.has(".//fieldset[@id='q-dem_dob']//*[@role='alert']") or "calendar" in page.words(
            ".//fieldset[@id='q-dem_dob']"
        )
        assert "you typed: 13 / 2 / 1983, we could not read it" in patient.go("/intake/check").words(".//main")

    def test_a_month_may_be_named_and_a_short_year_is_asked_for_in_full(self, clinic: Clinic, patient: Browser) -> None:
        page = patient.answer("basics", {**BASICS, "dem_dob-month": "March", "dem_dob-year": "83"})
        assert "type all four digits" in page.words(".//fieldset[@id='q-dem_dob']")
        patient.send({"dem_dob-year": "1983"}, form="step", button="continue")
        assert clinic.view(patient).raw_answers["dem_dob"] == "1983-03-02"
        assert clinic.view(patient).raw_answers["dem_name"] == "Ann Lee"

    def test_is_said_to_be_kept_in_part_where_it_is_too_long(self, patient: Browser) -> None:
        long = patient.answer("basics", {**BASICS, "dem_name": "Ann " * 2000}).words(".//*[@id='summary-title']/..")
        assert "only the beginning of what is too long" in long
        assert "as you typed it" not in long

    def test_is_told_apart_from_what_can_be_read_and_is_still_open(self, patient: Browser) -> None:
        typed = {**BASICS, "dem_name": "", "dem_dob-month": "13"}
        assert "Some of them we could not read" in patient.answer("basics", typed).words(".//*[@id='summary-title']/..")

    def test_includes_two_answers_where_one_is_meant(self, patient: Browser) -> None:
        page = patient.answer("basics", {**BASICS, "dem_weight-kg": "70"})
        assert page.status == 422
        assert "keep one of them" in page.words(".//fieldset[@id='q-dem_weight']")


class TestFollowUps:
    def test_are_shown_before_the_page_is_saved(self, clinic: Clinic, patient: Browser) -> None:
        past_the_basics(patient)
        patient.answer("thunderclap", {"rf_thunderclap": "no"})
        patient.answer("mood", {"mood_thoughts": "no"})
        assert not patient.go("/intake/step/allergies").shows("al_which")
        page = patient.answer("allergies", {"al_any": "yes"})
        assert page.shows("al_which")
        assert page.has(".//div[@role='status']")
        assert "allergies" not in clinic.view(patient).sent_steps
        assert patient.send({"al_which": "Latex"}, form="step", button="continue").path == "/intake/step/listed"
        assert clinic.view(patient).raw_answers["al_which"] == "Latex"

    def test_are_not_asked_where_they_do_not_apply(self, patient: Browser) -> None:
        past_the_basics(patient)
        patient.answer("thunderclap", {"rf_thunderclap": "no"})
        patient.answer("mood", {"mood_thoughts": "no"})
        assert patient.answer("allergies", {"al_any": "no"}).path == "/intake/step/listed"

    def test_come_as_a_fragment_for_the_script(self, clinic: Clinic, patient: Browser) -> None:
        past_the_basics(patient)
        patient.answer("thunderclap", {"rf_thunderclap": "no"})
        patient.answer("mood", {"mood_thoughts": "no"})
        page = patient.go("/intake/step/allergies")
        data = {**page.fields(page.form("step")), "al_any": ["yes"]}
        answer = patient.client.post("/intake/step/allergies/questions", data=data)
        assert 'id="q-al_which"' in answer.text
        assert "<html" not in answer.text
        assert "allergies" not in clinic.view(patient).sent_steps

    def test_that_are_dropped_are_named(self, clinic: Clinic, patient: Browser) -> None:
        past_the_basics(patient)
        patient.answer("thunderclap", {"rf_thunderclap": "no"})
        patient.answer("mood", {"mood_thoughts": "no"})
        patient.answer("allergies", {"al_any": "yes"})
        patient.send({"al_which": "Latex"}, form="step", button="continue")
        page = patient.answer("allergies", {"al_any": "no"})
        assert page.heading == "One thing has changed"
        assert "To which?" in page.text
        assert clinic.view(patient).raw_answers["al_which"] == "Latex"


class TestUrgentAnswers:
    def test_bring_help_at_once_calmly_with_numbers_to_dial(self, clinic: Clinic, patient: Browser) -> None:
        past_the_basics(patient)
        page = patient.answer("thunderclap", {"rf_thunderclap": "yes"})
        assert page.heading == "Please read this first"
        assert "Call 911 now." in page.text
        assert page.has(".//main//a[@href='tel:911']")
        assert not page.has(".//main//a[@href='tel:988']")
        assert page.has(".//main//a[@href='/intake/step/mood']")
        assert "thunderclap" in clinic.view(patient).sent_steps

    def test_tell_no_level_and_no_finding(self, patient: Browser) -> None:
        past_the_basics(patient)
        page = patient.answer("thunderclap", {"rf_thunderclap": "yes"})
        for word in ("R-RF-01", "urgent", "exclude", "eligible"):
            assert word not in page.text


class TestSavingForLater:
    def test_saves_a_page_that_is_whole(self, clinic: Clinic, patient: Browser) -> None:
        page = patient.answer("basics", BASICS, "later")
        assert page.heading == "You can come back later"
        assert "Every page that you saved is kept." in page.text
        assert "basics" in clinic.view(patient).sent_steps

    def test_keeps_a_page_that_is_not_as_it_was_typed(self, clinic: Clinic, patient: Browser) -> None:
        patient.answer("basics", {"dem_name": "Ann Lee", "dem_dob-month": "13"}, "break")
        assert patient.page.heading == "Rest your eyes"
        assert clinic.view(patient).sent_steps == frozenset()
        again = clinic.visitor()
        again.come_in(patient.invitation)
        page = again.go("/intake/step/basics")
        assert page.typed("dem_name") == ["Ann Lee"]
        assert page.typed("dem_dob-month") == ["13"]


class TestAPauseThatWasTooLong:
    def test_costs_nothing_of_what_was_typed(self, clinic: Clinic, patient: Browser) -> None:
        patient.go("/intake/step/basics")
        clinic.later(minutes=45)
        page = patient.send(BASICS, form="step", button="continue")
        assert page.path == "/away"
        patient.send({"code": patient.invitation.code, "born-month": "6", "born-day": "2", "born-year": "1983"})
        assert patient.go("/intake/step/basics").typed("dem_name") == ["Ann Lee"]


class TestASecondTab:
    def test_that_says_the_same_goes_on(self, clinic: Clinic, patient: Browser) -> None:
        patient.go("/intake/step/basics")
        opened = patient.page
        patient.answer("basics", BASICS)
        patient.page = opened
        assert patient.send(BASICS, form="step", button="continue").path == "/intake/step/thunderclap"

    def test_that_says_otherwise_is_shown_both(self, clinic: Clinic, patient: Browser) -> None:
        patient.go("/intake/step/basics")
        opened = patient.page
        patient.answer("basics", BASICS)
        patient.page = opened
        page = patient.send({**BASICS, "dem_name": "Anna Lee"}, form="step", button="continue")
        assert page.status == 409
        assert "Ann Lee" in page.text
        assert "Anna Lee" in page.text
        assert clinic.view(patient).raw_answers["dem_name"] == "Ann Lee"

    def test_may_choose_what_was_just_typed(self, clinic: Clinic, patient: Browser) -> None:
        self.test_that_says_otherwise_is_shown_both(clinic, patient)
        patient.send({}, button="anyway")
        assert clinic.view(patient).raw_answers["dem_name"] == "Anna Lee"


class TestAStepWhoseTurnHasNotCome:
    def test_is_explained_and_not_opened(self, patient: Browser) -> None:
        page = patient.go("/intake/step/listed")
        assert page.path == "/intake/other"
        assert "That page is not open" in page.text

    def test_is_not_saved_either(self, clinic: Clinic, patient: Browser) -> None:
        patient.go("/intake/step/basics")
        token = patient.page.fields(patient.page.form("step"))["csrf_token"][0]
        answer = patient.client.post("/intake/step/listed", data={"csrf_token": token, "med_list-none": "yes"})
        assert answer.location == "/intake/other"
        assert clinic.view(patient).sent_steps == frozenset()

    def test_is_the_same_for_one_that_does_not_apply_or_does_not_exist(self, patient: Browser) -> None:
        past_the_basics(patient)
        patient.answer("thunderclap", {"rf_thunderclap": "no"})
        patient.answer("mood", {"mood_thoughts": "no"})
        assert patient.go("/intake/step/plan").path == "/intake/other"
        assert patient.go("/intake/step/nothing").path == "/intake/other"


class TestAnotherLight:
    def test_keeps_everything_that_was_typed(self, patient: Browser) -> None:
        patient.go("/intake/step/basics")
        page = patient.send({"dem_name": "Ann", "light": "dim-dark"}, form="step")
        assert page.status == 200
        assert page.tree.get("class") == "dim-dark"
        assert page.typed("dem_name") == ["Ann"]
        assert patient.go("/intake").tree.get("class") == "dim-dark"
