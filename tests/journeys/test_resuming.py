"""An intake can be left anywhere, in any state, and always be finished."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screener.definition.model import Questionnaire
from screener.definition.names import StepId
from screener.services import intake
from screener.services.intake import IntakeView
from tests.journeys.walking import Walk
from tests.strategies.answers import raw_answers
from tests.web.clinics import Clinic


def view_of(clinic: Clinic, intake_id: Any) -> IntakeView:
    with clinic.services.reading() as work:
        return intake.open_intake(work, intake_id=intake_id, now=clinic.clock.now())


def answer(clinic: Clinic, view: IntakeView, step_id: StepId, draw: st.DataObject) -> None:
    """Saves a step with any answers that its questions take."""
    questions = view.path.questions_of(view.questionnaire.steps[step_id])
    consent = view.questionnaire.consent
    entered = {
        each.id: "yes" if consent and each.id == consent.question else draw.draw(raw_answers(each))
        for each in questions
    }
    with clinic.services.unit_of_work() as work:
        intake.answer(
            work,
            intake_id=view.id,
            step_id=step_id,
            entered=entered,
            version=view.version,
            now=clinic.clock.now(),
        )


def always_finishes(clinic: Clinic, data: st.DataObject) -> None:
    browser = clinic.patient()
    intake_id = clinic.view(browser).id
    for _ in range(data.draw(st.integers(0, 30))):
        view = view_of(clinic, intake_id)
        answer(clinic, view, data.draw(st.sampled_from([step.id for step in view.path.steps])), data)
    clinic.clock.moment += timedelta(hours=data.draw(st.integers(0, 48)))
    for _ in range(2 * len(view_of(clinic, intake_id).questionnaire.steps)):
        view = view_of(clinic, intake_id)
        if not view.missing_steps:
            break
        answer(clinic, view, view.missing_steps[0], data)
    with clinic.services.unit_of_work() as work:
        sent = intake.send(work, intake_id=intake_id, signature="Ann Lee", version=view.version, now=clinic.clock.now())
    assert view_of(clinic, intake_id).submission_reference == sent.reference
    assert browser.come_in(browser.invitation).path in {"/intake/sent", "/intake/about", "/intake"}


FEW = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))


class TestAnIntake:
    @given(data=st.data())
    @FEW
    def test_is_finished_from_wherever_it_was_left(self, clinic: Clinic, data: st.DataObject) -> None:
        always_finishes(clinic, data)

    @pytest.mark.slow
    @given(data=st.data())
    @settings(FEW, max_examples=60)
    def test_is_finished_from_wherever_it_was_left_sixty_times_over(self, clinic: Clinic, data: st.DataObject) -> None:
        always_finishes(clinic, data)

    @pytest.mark.parametrize("number", range(0, 27, 9))
    def test_lands_on_the_page_that_was_being_typed(
        self, clinic: Clinic, questionnaire: Questionnaire, number: int
    ) -> None:
        browser = clinic.patient()
        vignette = next(each for each in questionnaire.vignettes if each.id == "V01")
        walk = Walk(browser, questionnaire, vignette.answers)
        page = browser.go("/intake")
        while len(walk.steps) < number:
            page = walk.one_page(page)
        while not page.has(".//form[@id='step']"):
            page = walk.one_page(page)
        step = page.path
        browser.client.post(f"{step}/draft", data=page.fields(page.form("step")))
        clinic.later(hours=5)
        assert browser.come_in(browser.invitation).path == step
