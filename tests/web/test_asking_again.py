"""Asking some questions again: the link asks just those, and what comes back is the next submission."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from screener.cli.demo_patients import send_one
from screener.definition.names import QuestionId
from screener.definition.reading import folder_files, read_folder
from screener.services import alerts, asking_again, intake, invitations, revisions, submissions
from screener.services.asking_again import NothingToAskError
from screener.services.auditing import verify
from screener.services.intake import Answered, IntakeView
from screener.services.permissions import Role
from screener.store.follow_ups import Sort
from tests.revised import revised
from tests.web.clinics import BORN, OPERATOR, SAMPLES, Browser, Clinic, make_settings, publish
from tests.web.staff import sign_in
from tests.web.test_desk import press, send

KETAMINE = Path(__file__).parents[2] / "questionnaires" / "ketamine-migraine"


@pytest.fixture
def desk(clinic: Clinic) -> Browser:
    """A clinician's browser."""
    browser = clinic.visitor()
    sign_in(browser.client, Role.CLINICIAN)
    return browser


class Again:
    """The pass of a patient who is asked again."""

    def __init__(
        self, clinic: Clinic, reference: str, *questions: str, born: date = BORN, sort: Sort = "ask again"
    ) -> None:
        self.clinic = clinic
        now = clinic.clock.now()
        with clinic.services.unit_of_work() as work:
            self.issued = asking_again.ask(
                work, reference=reference, questions=questions, now=now, actor=OPERATOR, sort=sort
            )
            self.intake_id = invitations.redeem(
                work,
                token_or_code=self.issued.url_token,
                date_of_birth_text=born.isoformat(),
                address="192.0.2.1",
                now=now,
            )

    @property
    def view(self) -> IntakeView:
        with self.clinic.services.reading() as work:
            return intake.open_intake(work, intake_id=self.intake_id, now=self.clinic.clock.now())

    def answer(self, step: str, **entered: object) -> Answered:
        with self.clinic.services.unit_of_work() as work:
            return intake.answer(
                work,
                intake_id=self.intake_id,
                step_id=step,  # type: ignore[arg-type]
                entered=entered,
                version=self.view.version,
                now=self.clinic.clock.now(),
            )

    def send(self) -> submissions.SubmissionView:
        with self.clinic.services.unit_of_work() as work:
            return intake.send(
                work,
                intake_id=self.intake_id,
                signature="Ann Lee",
                version=self.view.version,
                now=self.clinic.clock.now(),
            )


def alerts_raised(clinic: Clinic) -> int:
    with clinic.services.reading() as work:
        return len(alerts.newest(work))


class TestAskingAgain:
    def test_asks_just_what_was_chosen(self, clinic: Clinic) -> None:
        view = Again(clinic, send(clinic), "rf_thunderclap").view
        assert [step.id for step in view.steps] == ["thunderclap"]
        assert view.missing_steps == ("thunderclap",)

    def test_asks_one_question_of_a_page_and_keeps_the_others(self, clinic: Clinic) -> None:
        again = Again(clinic, send(clinic), "dem_weight")
        assert [question.id for question in again.view.questions_of(again.view.steps[0])] == ["dem_weight"]
        again.answer("basics", dem_weight=70)
        sent = again.send()
        assert sent.raw_answers["dem_weight"] == 70
        assert sent.raw_answers["dem_name"] == "Ann Lee"

    def test_asks_what_hangs_on_it_too(self, clinic: Clinic) -> None:
        earlier = send(clinic, allergies={"al_any": "yes", "al_which": "Latex"})
        view = Again(clinic, earlier, "al_any").view
        assert {"al_any", "al_which"}.isdisjoint(view.carried)

    def test_asks_what_the_new_answer_brings_up(self, clinic: Clinic) -> None:
        again = Again(clinic, send(clinic), "mood_thoughts")
        again.answer("mood", mood_thoughts="yes")
        assert again.view.missing_steps == ("plan",)
        again.answer("plan", mood_plan="no")
        assert again.send().raw_answers["mood_plan"] == "no"

    def test_judges_the_whole_anew_and_keeps_the_earlier_as_it_was(self, clinic: Clinic) -> None:
        earlier = send(clinic)
        again = Again(clinic, earlier, "rf_thunderclap")
        again.answer("thunderclap", rf_thunderclap="yes")
        newer = again.send()
        assert newer.assessment.disposition == "urgent"
        assert newer.raw_answers["med_list"]
        with clinic.services.unit_of_work() as work:
            before = submissions.by_reference(work, reference=earlier, actor=OPERATOR, now=clinic.clock.now())
            assert before.assessment.disposition != "urgent"
            assert asking_again.chain(work, reference=earlier).newer == newer.reference
            assert asking_again.chain(work, reference=newer.reference).earlier == earlier
            assert verify(work) == ()

    def test_alerts_nobody_again_to_an_old_answer(self, clinic: Clinic) -> None:
        again = Again(clinic, send(clinic, thunderclap={"rf_thunderclap": "yes"}), "dem_weight")
        before = alerts_raised(clinic)
        assert again.answer("basics", dem_weight=70).urgent == ()
        assert again.send().assessment.disposition == "urgent"
        assert alerts_raised(clinic) == before

    def test_alerts_again_to_the_same_answer_given_anew(self, clinic: Clinic) -> None:
        again = Again(clinic, send(clinic, thunderclap={"rf_thunderclap": "yes"}), "rf_thunderclap")
        before = alerts_raised(clinic)
        assert again.answer("thunderclap", rf_thunderclap="yes").urgent == ("HELP",)
        assert alerts_raised(clinic) == before + 1

    def test_can_follow_on_what_was_asked_again(self, clinic: Clinic) -> None:
        first = Again(clinic, send(clinic), "dem_weight")
        first.answer("basics", dem_weight=70)
        second = Again(clinic, first.send().reference, "rf_thunderclap")
        second.answer("thunderclap", rf_thunderclap="no")
        assert second.send().raw_answers["dem_weight"] == 70

    def test_asks_again_what_a_newer_revision_does_not_take(self, clinic: Clinic) -> None:
        earlier, now = send(clinic), clinic.clock.now()
        in_pounds = (
            "            unit: kg\n            plausible: 30 to 300\n            entry: weight",
            "            unit: lb",
        )
        with clinic.services.unit_of_work() as work:
            files = revised(folder_files(SAMPLES / clinic.slug), in_pounds)
            revisions.publish(work, files=files, slug=clinic.slug, now=now, actor=OPERATOR)
        view = Again(clinic, earlier, "rf_thunderclap").view
        assert [question.id for step in view.steps for question in view.questions_of(step)] == [
            "dem_weight",
            "rf_thunderclap",
        ]

    def test_needs_a_question_that_there_is(self, clinic: Clinic) -> None:
        earlier = send(clinic)
        for chosen in ((), ("nothing",)):
            with pytest.raises(NothingToAskError):
                Again(clinic, earlier, *chosen)

    def test_never_offers_the_consent(self) -> None:
        questionnaire = read_folder(KETAMINE)
        assert questionnaire.consent is not None
        assert questionnaire.consent.question not in set(asking_again.offered(questionnaire))

    def test_asks_what_a_birthday_has_brought_up_since(self, sqlite_url: str) -> None:
        """At fifty there is a question more, on a page that was otherwise taken over whole."""
        settings = make_settings(sqlite_url)
        publish(settings, KETAMINE)
        questionnaire = read_folder(KETAMINE)
        typical = next(each for each in questionnaire.vignettes if each.id == "V01")
        with Clinic.opened(settings, KETAMINE.name) as clinic:
            now = clinic.clock.now()
            almost = now.date().replace(year=now.year - 50) + timedelta(days=5)
            answers = {**typical.answers, QuestionId("dem_dob"): almost.isoformat()}
            vignette = replace(typical, answers=answers)
            earlier = send_one(clinic.services, questionnaire, vignette, name="Ann Lee", now=now, actor=OPERATOR)
            clinic.later(days=6)
            view = Again(clinic, earlier, "dem_weight_how", born=almost).view
        asked = {question.id for step in view.steps for question in view.questions_of(step)}
        assert asked == {"dem_weight_how", "rf_gca"}
        assert {view.questionnaire.questions[each].step for each in asked} == set(view.missing_steps)


class TestThePages:
    def test_lead_from_the_submission_to_the_next(self, clinic: Clinic, desk: Browser) -> None:
        earlier = send(clinic)
        desk.go(f"/staff/submissions/{earlier}/again")
        form = desk.page.form()
        desk.take(desk.client.post(desk.page.path, data={**desk.page.fields(form), "question": ["dem_weight"]}))
        link = re.search(r"/i/[\w-]{20,}", desk.page.text)
        assert link
        patient = clinic.visitor()
        patient.go(link[0])
        patient.send({"born-month": "6", "born-day": "2", "born-year": "1983"})
        page = patient.go("/intake")
        assert "0 of 1" in page.text
        page = patient.go("/intake/step/basics")
        assert page.has(".//input[@name='dem_weight']") or "dem_weight" in page.text
        assert not page.has(".//input[@name='dem_name']")
        assert "Asked again as" in desk.go(f"/staff/submissions/{earlier}").text

    def test_tell_which_one_is_newer(self, clinic: Clinic, desk: Browser) -> None:
        earlier = send(clinic)
        again = Again(clinic, earlier, "dem_weight")
        again.answer("basics", dem_weight=70)
        newer = again.send().reference
        assert newer in desk.go(f"/staff/submissions/{earlier}").text
        assert "There is a newer one" in desk.page.text
        assert earlier in desk.go(f"/staff/submissions/{newer}").text

    def test_show_only_what_was_asked_again_before_signing(self, clinic: Clinic, desk: Browser) -> None:
        again = Again(clinic, send(clinic), "dem_weight")
        again.answer("basics", dem_weight=70)
        patient = clinic.visitor()
        patient.go(f"/i/{again.issued.url_token}")
        patient.send({"born-month": "6", "born-day": "2", "born-year": "1983"})
        page = patient.go("/intake/check")
        assert "stay as you sent them before" in page.text
        assert "Imitrex" not in page.text
        patient.send({"signature": "Ann Lee"})
        assert patient.page.path == "/intake/sent"

    def test_tick_what_could_not_be_ruled_out(self, clinic: Clinic, desk: Browser) -> None:
        earlier = send(clinic, thunderclap={"rf_thunderclap": "not_sure"})
        desk.go(f"/staff/submissions/{earlier}/again")
        ticked = [each.get("value") for each in desk.page.tree.iter("input") if each.get("checked") is not None]
        assert ticked == ["rf_thunderclap"]

    def test_say_that_nothing_was_chosen(self, clinic: Clinic, desk: Browser) -> None:
        desk.go(f"/staff/submissions/{send(clinic)}/again")
        press(desk, "Make a link to these")
        assert desk.page.status == 422
        assert "Choose at least one question" in desk.page.text
