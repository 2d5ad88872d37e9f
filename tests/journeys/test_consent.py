"""Who says no to the screening, on the real questionnaire: thanked, erased, and told to the clinic."""

import pytest
from sqlalchemy import text

from screener.services import auditing, triage
from screener.services.triage import Filter
from tests.web.clinics import Browser, Clinic

FIRST = "before_start"
NO = {"adm_consent_screen": "no", "adm_emergency_ack": "yes", "adm_who_fills": "self", "adm_decision": "yes"}


@pytest.fixture
def refused(either_clinic: Clinic) -> Browser:
    """A patient who has just said no."""
    patient = either_clinic.patient()
    patient.answer(FIRST, NO, button="anyway")
    return patient


def rows(clinic: Clinic, table: str) -> int:
    with clinic.services.reading() as work:
        return int(work.store.session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608


class TestWhoSaysNo:
    def test_is_thanked_at_once_and_asked_nothing_more(self, refused: Browser) -> None:
        assert refused.page.path == "/intake/declined"
        for page in ("/intake", f"/intake/step/{FIRST}", "/intake/check"):
            assert refused.go(page).path == "/intake/declined"

    def test_leaves_no_answer_behind(self, either_clinic: Clinic, refused: Browser) -> None:
        assert refused.page.status == 200
        assert [rows(either_clinic, table) for table in ("intake_step", "step_save", "page_draft")] == [0, 0, 0]

    def test_is_told_to_the_clinic(self, either_clinic: Clinic, refused: Browser) -> None:
        with either_clinic.services.reading() as work:
            (line,) = triage.look(work, wanted=Filter(), member="m1").lines
        assert (line.entry.reference, line.entry.submission_id) == (refused.invitation.reference, None)
        with either_clinic.services.reading() as work:
            assert auditing.verify(work) == ()
            kinds = work.store.session.execute(text("SELECT kind FROM audit_event ORDER BY seq")).scalars().all()
        assert "intake.declined" in kinds

    def test_can_take_a_slip_back_and_begins_anew(self, either_clinic: Clinic, refused: Browser) -> None:
        form = refused.page.tree.findall(".//main//form")[1]
        page = refused.take(
            refused.client.post("/intake/declined", data=refused.page.fields(form), follow_redirects=True)
        )
        assert page.path == "/intake"
        refused.answer(FIRST, {**NO, "adm_consent_screen": "yes"}, button="anyway")
        assert refused.page.path.startswith("/intake/step/")
        with either_clinic.services.reading() as work:
            assert triage.look(work, wanted=Filter(), member="m1").lines == ()

    def test_stays_so_on_another_day_until_then(self, either_clinic: Clinic, refused: Browser) -> None:
        either_clinic.later(hours=3)
        assert refused.come_in(refused.invitation).path == "/intake/declined"

    def test_nobody_else_ends_there(self, either_clinic: Clinic) -> None:
        patient = either_clinic.patient()
        assert patient.go("/intake/declined").path == "/intake"
