"""The clinician's desk: the queue, a submission, a decision."""

import pytest

from screener.services.permissions import Role
from tests.web.clinics import Browser, Clinic
from tests.web.staff import PASSWORD, add_member, let_in, sign_in
from tests.web.test_intake import walked
from tests.web.test_inviting import act


def sent(clinic: Clinic, **changed: dict[str, str]) -> str:
    """The reference of what a patient has just sent."""
    patient = walked(clinic.patient(), **changed)
    patient.go("/intake/check")
    patient.send({"signature": "Ann Lee"})
    return patient.invitation.reference


@pytest.fixture
def clinician(clinic: Clinic) -> Browser:
    """A clinician, signed in."""
    browser = clinic.visitor()
    member = add_member(clinic.app.extensions["screener"], Role.CLINICIAN, has_password=True)
    let_in(browser.client, member)
    return browser


GRAVE = {"thunderclap": {"rf_thunderclap": "yes"}}


class TestTheQueue:
    def test_has_the_gravest_first(self, clinic: Clinic, clinician: Browser) -> None:
        mild, grave = sent(clinic), sent(clinic, **GRAVE)
        page = clinician.go("/staff/queue/")
        listed = [link.get("href") for link in page.tree.findall(".//tbody//th/a")]
        assert listed == [f"/staff/submissions/{grave}", f"/staff/submissions/{mild}"]

    def test_has_an_unfinished_form_with_an_urgent_answer_above_all(self, clinic: Clinic, clinician: Browser) -> None:
        sent(clinic, **GRAVE)
        patient = clinic.patient()
        patient.answer("basics", {"dem_name": "Ann Lee"}, button="anyway")
        patient.answer("thunderclap", GRAVE["thunderclap"])
        page = clinician.go("/staff/queue/")
        assert page.words(".//tbody//td") == "Unfinished"
        page = clinician.go(f"/staff/submissions/{patient.invitation.reference}")
        assert "This form was not sent" in page.text
        act(clinician, "I have seen to it")
        assert patient.invitation.reference not in clinician.go("/staff/queue/").text

    def test_is_filtered_and_searched(self, clinic: Clinic, clinician: Browser) -> None:
        reference = sent(clinic)
        for address, is_there in (
            ("?level=urgent", False),
            ("?words=Ann+Lee", True),
            ("?words=lee", True),
            ("?words=Smith", False),
            (f"?words={reference.lower()}", True),
            ("?view=decided", False),
            ("?day=2026-01-01", False),
            ("?view=nonsense&level=x&day=y&after=%00", True),
        ):
            assert (reference in clinician.go(f"/staff/queue/{address}").text) == is_there, address

    def test_gives_a_line_to_one_clinician(self, clinic: Clinic, clinician: Browser) -> None:
        reference = sent(clinic)
        clinician.go("/staff/queue/")
        other = clinic.visitor()
        sign_in(other.client, Role.CLINICIAN, name="Kim Okafor")
        other.go("/staff/queue/")
        act(clinician, "Take")
        assert clinician.page.path == f"/staff/submissions/{reference}"
        act(other, "Take")
        assert other.page.status == 409
        assert "Somebody else took this one first." in other.page.text
        act(clinician, "Give back")
        assert "Take" in clinician.page.text


class TestASubmission:
    def test_says_first_what_is_proposed_and_why(self, clinic: Clinic, clinician: Browser) -> None:
        reference = sent(clinic, **GRAVE)
        page = clinician.go(f"/staff/submissions/{reference}")
        finding = page.words(".//article/h3")
        assert finding.startswith("Urgent")
        assert "Did a headache ever reach its worst within a minute? Yes" in page.words(".//article/p")
        assert page.text.index("What the rules propose") < page.text.index("Findings") < page.text.index("All answers")

    def test_says_which_single_answer_would_change_it(self, clinic: Clinic, clinician: Browser) -> None:
        page = clinician.go(f"/staff/submissions/{sent(clinic, **GRAVE)}")
        turns = page.words(".//section[@aria-labelledby='turns']")
        assert "Did a headache ever reach its worst within a minute? No" in turns

    def test_of_nothing_is_not_there(self, clinician: Browser) -> None:
        assert clinician.go("/staff/submissions/HV-2222-2222").status == 404


class TestADecision:
    def decide(self, browser: Browser, reference: str, **typed: str) -> None:
        browser.go(f"/staff/submissions/{reference}")
        form = next(each for each in browser.page.tree.iter("form") if (each.get("action") or "").endswith("/decision"))
        data = {**browser.page.fields(form), **{name.replace("_", "-"): [text] for name, text in typed.items()}}
        browser.take(browser.client.post(form.get("action") or "", data=data, follow_redirects=True))

    def test_is_signed_and_leaves_the_queue(self, clinic: Clinic, clinician: Browser) -> None:
        reference = sent(clinic)
        self.decide(clinician, reference, outcome="not_now", note="Call back in spring.")
        assert "Not now" in clinician.page.words(".//section[@class='card']")
        assert "Dana Whitfield" in clinician.page.text
        assert reference not in clinician.go("/staff/queue/").text
        assert reference in clinician.go("/staff/queue/?view=decided").text

    def test_goes_past_a_grave_finding_only_with_a_reason(self, clinic: Clinic, clinician: Browser) -> None:
        reference = sent(clinic, **GRAVE)
        self.decide(clinician, reference, outcome="proceed", note="")
        assert clinician.page.status == 422
        problems = clinician.page.words(".//div[@class='summary']")
        assert "write why it does not stand against proceeding" in problems
        rule = clinician.page.words(".//article/h3/span[@class='code']")
        self.decide(clinician, reference, outcome="proceed", **{f"reason-{rule}": "Imaging was clean."})
        assert clinician.page.status == 200
        assert "Overridden:" in clinician.page.text

    def test_needs_a_fresh_sign_in_and_loses_nothing_by_it(self, clinic: Clinic, clinician: Browser) -> None:
        reference = sent(clinic)
        clinician.go(f"/staff/submissions/{reference}")
        clinic.later(minutes=20)
        self.decide(clinician, reference, outcome="not_now", note="Call back in spring.")
        assert "password" in clinician.page.text.lower()
        form = clinician.page.form()
        data = {**clinician.page.fields(form), "again-password": [PASSWORD]}
        page = clinician.take(clinician.client.post(form.get("action") or "", data=data, follow_redirects=True))
        assert "Call back in spring." in page.text

    def test_is_added_to_and_never_changed(self, clinic: Clinic, clinician: Browser) -> None:
        reference = sent(clinic)
        self.decide(clinician, reference, outcome="not_now", note="Call back in spring.")
        self.decide(clinician, reference, outcome="proceed", note="Spring has come.")
        card = clinician.page.words(".//section[@class='card']")
        assert "Spring has come." in card
        assert "Before: Not now." in card
        assert "Call back in spring." in card

    def test_by_two_at_once_is_one(self, clinic: Clinic, clinician: Browser) -> None:
        reference = sent(clinic)
        page = clinician.go(f"/staff/submissions/{reference}")
        form = next(each for each in page.tree.iter("form") if (each.get("action") or "").endswith("/decision"))
        data = {**page.fields(form), "outcome": ["not_now"], "note": ["Not yet."]}
        first, second = (clinician.client.post(form.get("action") or "", data=data) for _ in range(2))
        assert (first.status_code, second.status_code) == (303, 409)
