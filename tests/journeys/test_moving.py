"""A whole intake that goes on with a newer revision half-way: nothing that fits is asked again, and it can be sent."""

from datetime import date, timedelta

import pytest

from screener.definition.model import Questionnaire
from screener.definition.reading import folder_files, read_files
from screener.services import last_days, revisions, submissions
from screener.services.submissions import SubmissionView
from tests.journeys.conftest import QUESTIONNAIRE
from tests.journeys.test_vignettes import CLINICIAN, born_in, vignette_named
from tests.journeys.walking import Walk
from tests.revised import revised
from tests.web.clinics import OPERATOR, Browser, Clinic

NEW_PAGE = """
  - id: headaches
    title: Your headaches
    steps:
      - id: headache_places
        title: Where it hurts
        questions:
          - id: ha_side
            kind: yes-no
            text: Is the pain on one side?
"""
OLD_HEAD = "\n  - id: headaches\n    title: Your headaches\n    steps:\n"
REWORDED = ("Have your headaches changed in the last 3 months?", "In the last 3 months, have your headaches changed?")
FILES = revised(folder_files(QUESTIONNAIRE), REWORDED, (OLD_HEAD, NEW_PAGE))
NEW = read_files(FILES, QUESTIONNAIRE.name)


def publish_the_next(clinic: Clinic, last: date) -> None:
    now = clinic.clock.now()
    with clinic.services.unit_of_work() as work:
        revisions.publish(work, files=FILES, slug=QUESTIONNAIRE.name, now=now, actor=OPERATOR)
        last_days.put(work, slug=QUESTIONNAIRE.name, day=last, now=now, actor=OPERATOR)


def sent_by(clinic: Clinic, browser: Browser, walk: Walk) -> SubmissionView:
    walk.to_the_check()
    assert walk.send().path == "/intake/sent"
    with clinic.services.unit_of_work() as work:
        return submissions.by_reference(
            work, reference=browser.invitation.reference, actor=CLINICIAN, now=clinic.clock.now()
        )


def far(walk: Walk, pages: int) -> None:
    """Goes through so many pages."""
    page = walk.browser.go("/intake")
    while len(walk.steps) < pages:
        page = walk.one_page(page)


class TestAMovedIntake:
    @pytest.mark.slow
    @pytest.mark.parametrize("name", ["V01", "V14"])
    def test_is_sent_as_if_it_had_begun_on_the_newer_revision(
        self, either_clinic: Clinic, questionnaire: Questionnaire, name: str
    ) -> None:
        clinic, vignette = either_clinic, vignette_named(questionnaire, name)
        assert vignette is not None
        answers = {**vignette.answers, "ha_side": "no"}
        browser = clinic.patient(born_in(vignette))
        walk = Walk(browser, questionnaire, answers)
        far(walk, 9)
        done = set(walk.steps)
        publish_the_next(clinic, clinic.clock.now().date())
        clinic.clock.moment += timedelta(days=2)

        browser.come_in(browser.invitation)
        page = browser.go("/intake")
        assert page.path == "/intake/moved"
        browser.send({})
        rest = Walk(browser, NEW, answers)
        moved = sent_by(clinic, browser, rest)
        assert done & set(rest.steps) == {"warning_changes"}
        assert "headache_places" in rest.steps

        other = clinic.patient(born_in(vignette))
        straight = sent_by(clinic, other, Walk(other, NEW, answers))
        assert moved.revision.number == straight.revision.number == 2
        assert dict(moved.raw_answers) == dict(straight.raw_answers)
        assert moved.assessment.findings == straight.assessment.findings
