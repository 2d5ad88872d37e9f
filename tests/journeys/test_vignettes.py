"""Whole intakes over HTTP, without scripts: what is sent gets the same findings as an answers file."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from screener.definition.model import Questionnaire, Vignette
from screener.engine.assessment import assess
from screener.engine.coercion import read_answers
from screener.engine.findings import Assessment
from screener.jobs.running import work_off
from screener.pdf.rendering import render
from screener.services import submissions, summaries
from screener.services.auditing import Actor
from screener.services.permissions import Role
from screener.services.submissions import SubmissionView
from tests.journeys.walking import Walk
from tests.web.clinics import BORN, Clinic
from tests.web.staff import sign_in

CLINICIAN = Actor("clinician", "test")
WALKED = ("V01", "V14", "V24")
"""A clear man; a pregnant woman with much to say; thoughts of suicide."""


def vignette_named(questionnaire: Questionnaire, name: str) -> Vignette | None:
    return next((vignette for vignette in questionnaire.vignettes if vignette.id == name), None)


def born_in(vignette: Vignette) -> date:
    """The birth date that the clinic wrote on the invitation: the patient's own."""
    answered = vignette.answers.get("dem_dob")
    return date.fromisoformat(answered) if isinstance(answered, str) and answered[:1].isdigit() else BORN


def view_sent_by(clinic: Clinic, questionnaire: Questionnaire, vignette: Vignette) -> SubmissionView:
    """What a clinician reads of the vignette's patient, who filled in every page on that day."""
    day = vignette.as_of
    clinic.clock.moment = clinic.clock.moment.replace(year=day.year, month=day.month, day=day.day)
    walk = Walk(clinic.patient(born_in(vignette)), questionnaire, vignette.answers)
    walk.to_the_check()
    page = walk.send()
    assert page.path == "/intake/sent"
    reference = page.words(".//p[@class='reference']")
    with clinic.services.unit_of_work() as work:
        return submissions.by_reference(work, reference=reference, actor=CLINICIAN, now=clinic.clock.now())


def sent_by(clinic: Clinic, questionnaire: Questionnaire, vignette: Vignette) -> Assessment:
    return view_sent_by(clinic, questionnaire, vignette).assessment


def agree(sent: Assessment, questionnaire: Questionnaire, vignette: Vignette) -> None:
    """The same from the pages, from a file, and from whoever wrote the vignette."""
    from_file = assess(questionnaire, read_answers(questionnaire, vignette.answers), vignette.as_of)
    found = {finding.code for finding in sent.findings}
    assert found == {finding.code for finding in from_file.findings}
    assert found == vignette.findings
    assert sent.disposition is vignette.disposition


class TestAPatientWhoFillsInEveryPage:
    @pytest.mark.parametrize("name", WALKED)
    def test_gets_the_findings_of_the_vignette(
        self, either_clinic: Clinic, questionnaire: Questionnaire, name: str
    ) -> None:
        vignette = vignette_named(questionnaire, name)
        assert vignette is not None
        agree(sent_by(either_clinic, questionnaire, vignette), questionnaire, vignette)

    @pytest.mark.parametrize("name", WALKED)
    def test_is_summarized_with_every_finding(self, clinic: Clinic, questionnaire: Questionnaire, name: str) -> None:
        vignette = vignette_named(questionnaire, name)
        assert vignette is not None
        view = view_sent_by(clinic, questionnaire, vignette)
        work_off(clinic.services, clinic.clock)
        clinician = clinic.app.test_client()
        sign_in(clinician, Role.CLINICIAN)
        pdf = clinician.get(f"/staff/submissions/{view.reference}/summary.pdf").data
        assert pdf == render(summaries.of_view(view)), "the kept one is, byte for byte, the one that is rendered anew"
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
        assert vignette.findings
        assert all(code.removesuffix(":unknown") in text for code in vignette.findings)

    def test_is_told_apart_from_whom_the_clinic_invited(self, clinic: Clinic, questionnaire: Questionnaire) -> None:
        vignette = vignette_named(questionnaire, "V01")
        assert vignette is not None
        walk = Walk(clinic.patient(date(1950, 1, 1)), questionnaire, vignette.answers)
        walk.to_the_check()
        reference = walk.send().words(".//p[@class='reference']")
        with clinic.services.unit_of_work() as work:
            now = clinic.clock.now()
            view = submissions.by_reference(work, reference=reference, actor=CLINICIAN, now=now)
        assert view.assessment.findings[0].rule == "IDENTITY"
        assert view.assessment.disposition == "review"
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(render(summaries.of_view(view)))).pages)
        assert "The birth date in the answers is not the one on the invitation." in " ".join(text.split())

    def test_meets_no_more_than_thirty_pages(self, clinic: Clinic, questionnaire: Questionnaire) -> None:
        vignette = vignette_named(questionnaire, "V01")
        assert vignette is not None
        walk = Walk(clinic.patient(), questionnaire, vignette.answers)
        walk.to_the_check()
        assert len(walk.steps) <= 30

    def test_is_shown_help_at_once_where_thoughts_of_suicide_need_it(
        self, clinic: Clinic, questionnaire: Questionnaire
    ) -> None:
        vignette = vignette_named(questionnaire, "V24")
        assert vignette is not None
        walk = Walk(clinic.patient(), questionnaire, {**vignette.answers, "sui_now": "yes"})
        walk.to_the_check()
        assert any("988" in words for words in walk.help)

    @pytest.mark.slow
    def test_gets_the_findings_of_every_vignette(self, clinic: Clinic, questionnaire: Questionnaire) -> None:
        for vignette in questionnaire.vignettes:
            if vignette.findings is not None:
                agree(sent_by(clinic, questionnaire, vignette), questionnaire, vignette)
