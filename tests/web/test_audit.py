"""The audit page: who opened whose form and when, for those who may read it, and as a table that runs nothing."""

import csv
import io

import pytest

from screener.services import audit_reading, patients
from screener.services.audit_reading import event_words
from screener.services.auditing import Actor
from screener.services.permissions import PERMISSIONS, Permission, Role
from screener.web.audit import harmless
from tests.web.clinics import Browser, Clinic
from tests.web.staff import sign_in
from tests.web.test_intake import walked

PAGE = "/staff/audit/"


@pytest.fixture
def reference(clinic: Clinic, patient: Browser) -> str:
    """Of what a patient sent."""
    walked(patient).go("/intake/check")
    patient.send({"signature": "Ann Lee"})
    return patient.invitation.reference


def staff(clinic: Clinic, role: Role) -> Browser:
    browser = clinic.visitor()
    sign_in(browser.client, role)
    return browser


def rows(browser: Browser, address: str) -> list[list[str]]:
    answer = browser.client.get(address)
    assert answer.mimetype == "text/csv"
    return list(csv.reader(io.StringIO(answer.text)))[1:]


class TestThePage:
    def test_tells_who_opened_a_patients_form_and_when(self, clinic: Clinic, reference: str) -> None:
        clinician, director = staff(clinic, Role.CLINICIAN), staff(clinic, Role.DIRECTOR)
        clinician.go(f"/staff/submissions/{reference}")
        page = director.go(f"{PAGE}?about={reference.lower()}&group=read")
        (line,) = page.tree.findall(".//tbody/tr")
        told = " ".join("".join(line.itertext()).split())
        assert "Somebody opened a submission" in told
        assert reference in told
        assert "Dana Whitfield" in told

    def test_finds_the_same_by_any_invitation_of_the_patient_and_nothing_of_others(
        self, clinic: Clinic, reference: str
    ) -> None:
        director = staff(clinic, Role.DIRECTOR)
        other = clinic.invite().reference
        kinds = {row[5] for row in rows(director, f"{PAGE}export.csv?about={reference}")}
        assert {"submission.sent", "intake.begun", "invitation.issued"} <= kinds
        assert {row[5] for row in rows(director, f"{PAGE}export.csv?about={other}")} == {
            "invitation.issued",
            "patient.added",
        }

    def test_is_itself_recorded(self, clinic: Clinic, reference: str) -> None:
        director = staff(clinic, Role.DIRECTOR)
        director.go(f"{PAGE}?about={reference}")
        rows(director, f"{PAGE}export.csv")
        newest = rows(director, f"{PAGE}export.csv")
        assert [row[5] for row in newest[:2]] == ["audit.exported", "audit.read"]
        assert reference not in {row[4] for row in newest if row[5].startswith("audit.")}

    def test_says_that_nobody_has_such_a_reference(self, clinic: Clinic) -> None:
        page = staff(clinic, Role.DIRECTOR).go(f"{PAGE}?about=nobody")
        assert "No patient has this reference" in page.text

    def test_goes_on_with_earlier_events(self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(audit_reading, "PAGE", 2)
        director = staff(clinic, Role.DIRECTOR)
        seen = []
        address: str | None = PAGE
        for _ in range(2):
            assert address is not None
            page = director.go(address)
            seen += [line.find(".//span").text for line in page.tree.findall(".//tbody/tr")]  # type: ignore[union-attr]
            link = page.tree.find(".//nav[@class='pager']/a[last()]")
            address = None if link is None else link.get("href")
        assert len(set(seen)) == len(seen) == 3

    @pytest.mark.parametrize(
        "query",
        [
            "since=yesterday",
            "until=0001-01-01",
            "before=x",
            "before=99999999999999999999",
            "member='--",
            "group=no",
            "about=%00%F0",
        ],
    )
    def test_takes_any_address(self, clinic: Clinic, query: str) -> None:
        browser = staff(clinic, Role.DIRECTOR)
        assert browser.go(f"{PAGE}?{query}").status == 200

    def test_filters_by_member_and_day(self, clinic: Clinic, reference: str) -> None:
        director = staff(clinic, Role.DIRECTOR)
        day = clinic.clock.now().date()
        assert rows(director, f"{PAGE}export.csv?member=patients&group=submissions")
        assert {row[2] for row in rows(director, f"{PAGE}export.csv?member=patients")} == {"the patient"}
        assert rows(director, f"{PAGE}export.csv?since={day.replace(year=day.year + 1)}") == []


class TestWhoMayReadIt:
    @pytest.mark.parametrize("role", Role)
    def test_is_who_holds_the_permission(self, clinic: Clinic, role: Role) -> None:
        browser = staff(clinic, role)
        may = Permission.READ_AUDIT in PERMISSIONS[role]
        for address in (PAGE, f"{PAGE}export.csv"):
            assert browser.client.get(address).status_code == (200 if may else 403)

    def test_sees_nothing_of_anybodys_health_without_leave_to_read_submissions(
        self, clinic: Clinic, patient: Browser
    ) -> None:
        walked(patient, thunderclap={"rf_thunderclap": "yes"})
        seen = {
            role: {row[5] for row in rows(staff(clinic, role), f"{PAGE}export.csv")}
            for role in (Role.ADMIN, Role.DIRECTOR)
        }
        assert {"urgent.noticed", "alert.raised", "intake.answered"} <= seen[Role.DIRECTOR]
        assert not {kind for kind in seen[Role.ADMIN] if kind.startswith(("urgent", "alert", "case", "intake"))}

    def test_sees_every_event_once_and_no_number_that_tells_of_a_gap(
        self, clinic: Clinic, patient: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        walked(patient, thunderclap={"rf_thunderclap": "yes"})
        admin = staff(clinic, Role.ADMIN)
        exported = rows(admin, f"{PAGE}export.csv")
        assert {row[0] for row in exported} == {""}
        monkeypatch.setattr(audit_reading, "PAGE", 2)
        seen = 0
        address: str | None = PAGE
        while address is not None:
            page = admin.go(address)
            assert not page.has(".//tbody/tr/td/span[@class='small muted']")
            seen += len(page.tree.findall(".//tbody/tr"))
            links = page.tree.findall(".//nav[@class='pager']/a")
            address = next((each.get("href") for each in links if each.text == "Earlier"), None)
        assert seen == len(exported) + 1  # that it was exported


class TestTheTable:
    @pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
    def test_runs_nothing(self, cell: str) -> None:
        assert harmless(cell) == f"'{cell}"

    def test_keeps_a_name_that_looks_like_a_formula_as_text(self, clinic: Clinic) -> None:
        with clinic.services.unit_of_work() as work:
            patients.add(
                work,
                name="Ann",
                date_of_birth=clinic.clock.now().date().replace(year=1980),
                now=clinic.clock.now(),
                actor=Actor("operator", "=cmd"),
            )
        assert "'=cmd, at the server" in {row[2] for row in rows(staff(clinic, Role.DIRECTOR), f"{PAGE}export.csv")}


class TestTheWords:
    def test_are_there_for_every_kind_of_event_and_speak_of_no_field(self) -> None:
        words = event_words()
        assert all(text and text[0].isupper() and "`" not in text and "(" not in text for text in words.values())
