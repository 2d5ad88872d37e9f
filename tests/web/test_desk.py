"""The clinician's desk over HTTP: queue, submission, decision, patients and invitations."""

from datetime import date

import pytest

from screener.services import intake, invitations, patients, revisions, set_up, triage
from screener.services.permissions import Role
from screener.summary.decision import OUTCOME_WORDS
from tests.services.conftest import TYPICAL, sample_files
from tests.web.clinics import OPERATOR, Browser, Clinic
from tests.web.staff import HASHED, PASSWORD, let_in, sign_in

URGENT = {"thunderclap": {"rf_thunderclap": "yes"}}


def send(clinic: Clinic, name: str = "Ann Lee", *, finish: bool = True, **changed: dict[str, object]) -> str:
    """The reference of what a patient sent, or left unfinished."""
    now = clinic.clock.now()
    with clinic.services.unit_of_work() as work:
        issued = invitations.issue(
            work,
            slug=clinic.slug,
            patient_name=name,
            date_of_birth=date(1983, 6, 2),
            now=now,
            actor=OPERATOR,
            contact="(555) 010-0123",
        )
        intake_id = invitations.redeem(
            work, token_or_code=issued.url_token, date_of_birth_text="1983-06-02", address="192.0.2.1", now=now
        )
        for step, entered in {**TYPICAL, **changed}.items():
            version = intake.open_intake(work, intake_id=intake_id, now=now).version
            intake.answer(work, intake_id=intake_id, step_id=step, entered=entered, version=version, now=now)  # type: ignore[arg-type]
        if finish:
            version = intake.open_intake(work, intake_id=intake_id, now=now).version
            intake.send(work, intake_id=intake_id, signature=name, version=version, now=now)
    return issued.reference


@pytest.fixture
def desk(clinic: Clinic) -> Browser:
    """A clinician's browser."""
    browser = clinic.visitor()
    sign_in(browser.client, Role.CLINICIAN)
    return browser


def press(browser: Browser, words: str) -> None:
    """Presses the button with these words, in whichever form it stands."""
    for form in browser.page.tree.iter("form"):
        for button in form.iter("button"):
            if words in " ".join("".join(button.itertext()).split()):
                browser.take(
                    browser.client.post(str(form.get("action")), data=browser.page.fields(form), follow_redirects=True)
                )
                return
    raise AssertionError(f"no button {words} on {browser.page.path}")


class TestTheQueue:
    def test_shows_who_waits_gravest_first(self, clinic: Clinic, desk: Browser) -> None:
        send(clinic, "Clear Person")
        send(clinic, "Urgent Person", **URGENT)
        text = desk.go("/staff/queue/").text
        assert text.index("Urgent Person") < text.index("Clear Person")

    def test_says_why_each_waits(self, clinic: Clinic, desk: Browser) -> None:
        send(clinic, "Urgent Person", **URGENT)
        assert desk.go("/staff/queue/").words(".//*[@class='gist']") == "Thunderclap headache."

    def test_shows_an_unfinished_one_above_all_with_how_to_reach_the_patient(
        self, clinic: Clinic, desk: Browser
    ) -> None:
        send(clinic, "Urgent Person", **URGENT)
        reference = send(clinic, "Left Early", finish=False, **URGENT)
        text = desk.go("/staff/queue/").text
        assert text.index("Left Early") < text.index("Urgent Person")
        page = desk.go(f"/staff/queue/{reference}")
        assert "(555) 010-0123" in page.text
        assert "Thunderclap headache." in page.text
        press(desk, "I have seen to it")
        assert "Left Early" not in desk.page.text

    def test_finds_by_name_and_says_when_nobody_is_found(self, clinic: Clinic, desk: Browser) -> None:
        send(clinic, "Ada King")
        assert "Ada King" in desk.go("/staff/queue/?words=king").text
        page = desk.go("/staff/queue/?words=nobody")
        assert "Nothing was sent by anybody called so." in page.words(".//*[@class='empty']")

    def test_says_where_else_the_name_is_found(self, clinic: Clinic, desk: Browser) -> None:
        reference = send(clinic, "Ada King")
        desk.go(f"/staff/submissions/{reference}/decision/")
        desk.send({"outcome": "not_now"})
        page = desk.go("/staff/queue/?words=king")
        assert page.words(".//*[@class='elsewhere']") == "Found elsewhere by the same name: Decided (1)."
        assert "Nobody called so is in this part of the queue." in page.text
        assert "Ada King" in desk.go(str(page.tree.find(".//*[@class='elsewhere']/a").get("href"))).text  # type: ignore[union-attr]
        assert not desk.page.has(".//*[@class='elsewhere']")

    def test_says_that_the_rest_of_the_filter_hides_somebody(self, clinic: Clinic, desk: Browser) -> None:
        send(clinic, "Ada King")
        page = desk.go("/staff/queue/?words=king&level=urgent")
        assert page.words(".//*[@class='elsewhere']") == "Found elsewhere by the same name: Everything open (1)."

    @pytest.mark.parametrize(
        "query",
        [
            "after=x",
            "after=W10=",
            "after=WzEsIngiLCJ5IiwieiJd",
            "level=x&view=x&day=2026-02-30&questionnaire=%00",
            "view=decided&after=WzEsIjIwMjYtMDEtMDEiLCIyMDI2LTAxLTAxVDAwOjAwOjAwKzAwOjAwIiwieiJd",
            "words=%00%E2%80%AE",
        ],
    )
    def test_takes_nonsense_for_nothing(self, clinic: Clinic, desk: Browser, query: str) -> None:
        assert desk.go(f"/staff/queue/?{query}").status == 200

    def test_goes_on_page_by_page(self, clinic: Clinic, desk: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(triage, "PAGE", 1)
        names = ["First Person", "Second Person"]
        for name in names:
            send(clinic, name)
            clinic.later(minutes=1)
        seen = [name for name in names if name in desk.go("/staff/queue/").text]
        link = next(link.get("href") for link in desk.page.tree.iter("a") if link.text == "Next page")
        seen += [name for name in names if name in desk.go(str(link)).text]
        assert seen == names

    def test_lets_one_take_and_give_back(self, clinic: Clinic, desk: Browser) -> None:
        reference = send(clinic)
        desk.go("/staff/queue/")
        press(desk, "Take")
        assert desk.page.path == f"/staff/submissions/{reference}"
        press(desk, "Give back")
        assert desk.page.path == "/staff/queue/"

    def test_says_who_was_first(self, clinic: Clinic, desk: Browser) -> None:
        reference = send(clinic)
        other = clinic.visitor()
        sign_in(other.client, Role.CLINICIAN, name="Cas Ortega")
        desk.go("/staff/queue/")
        other.go("/staff/queue/")
        press(other, "Take")
        press(desk, "Take")
        assert "Somebody else took this one first." in desk.page.text
        assert "with Cas Ortega" in desk.page.text
        press(desk, "Take over")
        with clinic.services.reading() as work:
            assert triage.line(work, reference=reference).entry.claimed_by != ""


class TestWhomToCall:
    @pytest.mark.parametrize("finish", [False, True])
    def test_the_number_stands_on_the_line_and_can_be_dialed(
        self, clinic: Clinic, desk: Browser, *, finish: bool
    ) -> None:
        reference = send(clinic, finish=finish, thunderclap={"rf_thunderclap": "yes"})
        for path in ("/staff/queue/", f"/staff/submissions/{reference}"):
            desk.go(path)
            number = desk.page.tree.find(".//main//a[@href='tel:5550100123']")
            assert number is not None, path
            assert number.text == "(555) 010-0123"
            assert "(from the clinic)" in desk.page.words(".//main")

    def test_lines_that_are_not_urgent_open_no_answers(self, clinic: Clinic, desk: Browser) -> None:
        send(clinic)
        desk.go("/staff/queue/")
        assert not desk.page.has(".//main//a[@href='tel:5550100123']")


class TestASubmission:
    def test_says_first_what_matters(self, clinic: Clinic, desk: Browser) -> None:
        page = desk.go(f"/staff/submissions/{send(clinic, **URGENT)}")
        order = ["Urgent: Contact the patient today", "Thunderclap headache.", "What would change it", "Medicines"]
        places = [page.text.index(words) for words in order]
        assert places == sorted(places)

    def test_gives_the_patients_own_answer_the_rule_and_its_source(self, clinic: Clinic, desk: Browser) -> None:
        page = desk.go(f"/staff/submissions/{send(clinic, **URGENT)}")
        finding = " ".join("".join(page.tree.find(".//article").itertext()).split())  # type: ignore[union-attr]
        assert "Did a headache ever reach its worst within a minute? Yes" in finding
        assert "House rule" in finding
        assert "checked Jan 5, 2026" in finding

    def test_says_what_one_answer_would_change(self, clinic: Clinic, desk: Browser) -> None:
        page = desk.go(f"/staff/submissions/{send(clinic, **URGENT)}")
        turns = " ".join("".join(page.tree.find(".//section[@aria-labelledby='turns']").itertext()).split())  # type: ignore[union-attr]
        assert "No: Clear" in turns

    def test_of_somebody_with_another_birth_date_than_the_invited_person_says_so_on_every_page(
        self, clinic: Clinic, desk: Browser
    ) -> None:
        files = sample_files()
        files["questionnaire.yaml"] += b"\nidentity: {name: dem_name, birth date: dem_dob}\n"
        with clinic.services.unit_of_work() as work:
            revisions.publish(work, files=files, slug=clinic.slug, now=clinic.clock.now(), actor=OPERATOR)
        basics = {**TYPICAL["basics"], "dem_dob": "1985-06-02"}
        first = send(clinic, basics=basics)
        clinic.later(minutes=5)
        second = send(clinic, basics=basics, **URGENT)
        with clinic.services.unit_of_work() as work:
            one, other = (triage.line(work, reference=each).entry.patient_id for each in (first, second))
            patients.merge(work, patient_id=other, into=one, now=clinic.clock.now(), actor=OPERATOR)
        page = desk.go(f"/staff/submissions/{second}")
        assert page.status == 200
        assert "the birth date that was answered is not the one on the invitation" in page.text
        assert "The birth date in the answers is not the one" in desk.go(f"/staff/submissions/{second}/earlier").text
        for place in ("decision/", "again", "again/before-infusion", "summary.txt"):
            assert desk.go(f"/staff/submissions/{second}/{place}").status == 200, place

    def test_is_not_there_under_another_reference(self, desk: Browser) -> None:
        assert desk.go("/staff/submissions/HV-2222-2222").status == 404

    def test_stands_beside_what_the_patient_sent_before(self, clinic: Clinic, desk: Browser) -> None:
        first = send(clinic)
        clinic.later(minutes=5)
        second = send(clinic, **URGENT)
        with clinic.services.unit_of_work() as work:
            one, other = (triage.line(work, reference=each).entry.patient_id for each in (first, second))
            patients.merge(work, patient_id=other, into=one, now=clinic.clock.now(), actor=OPERATOR)
        assert "Side by side" in desk.go(f"/staff/submissions/{second}").text
        page = desk.go(f"/staff/submissions/{second}/earlier")
        row = next(
            " ".join("".join(row.itertext()).split())
            for row in page.tree.iter("tr")
            if "R-RF-01" in "".join(row.itertext())
        )
        assert row.endswith("–Urgent")


class TestDeciding:
    def test_is_signed_and_shown(self, clinic: Clinic, desk: Browser) -> None:
        reference = send(clinic)
        desk.go(f"/staff/submissions/{reference}/decision/")
        desk.send({"outcome": "proceed_with_conditions", "note": "Monitor blood pressure."})
        assert desk.page.path == f"/staff/submissions/{reference}"
        assert "Decided: Proceed with conditions" in desk.page.text
        assert "Monitor blood pressure." in desk.page.text

    def test_keeps_what_was_typed_when_something_is_missing(self, clinic: Clinic, desk: Browser) -> None:
        reference = send(clinic, **URGENT)
        desk.go(f"/staff/submissions/{reference}/decision/")
        desk.send({"outcome": "proceed", "note": "Spoke to neurology."})
        assert desk.page.status == 422
        assert desk.page.has(".//*[@id='reason-R-RF-01-fault']")
        desk.send({"reason-R-RF-01": "Imaged yesterday, clean."})
        assert "Imaged yesterday, clean." in desk.page.text
        assert "Spoke to neurology." in desk.page.text

    def test_is_amended_and_keeps_what_was_signed(self, clinic: Clinic, desk: Browser) -> None:
        reference = send(clinic)
        for outcome, note in (("not_now", "Waiting for an ECG."), ("proceed", "The ECG is normal.")):
            desk.go(f"/staff/submissions/{reference}/decision/")
            desk.send({"outcome": outcome, "note": note})
        assert "Decided: Proceed" in desk.page.text
        assert "Before that: Not now" in desk.page.text
        assert "Waiting for an ECG." in desk.page.text

    def test_no_way_out_of_the_form_is_called_as_an_outcome_is(self, clinic: Clinic, desk: Browser) -> None:
        desk.go(f"/staff/submissions/{send(clinic)}/decision/")
        links = {"".join(each.itertext()).strip() for each in desk.page.form().iter("a")}
        assert links == {"Back, without signing"}
        assert links.isdisjoint(OUTCOME_WORDS.values())

    def test_shows_what_somebody_signed_meanwhile(self, clinic: Clinic, desk: Browser) -> None:
        reference = send(clinic)
        other = clinic.visitor()
        sign_in(other.client, Role.CLINICIAN, name="Cas Ortega")
        for browser in (desk, other):
            browser.go(f"/staff/submissions/{reference}/decision/")
        other.send({"outcome": "not_now"})
        desk.send({"outcome": "proceed", "note": "Fine by me."})
        assert desk.page.status == 409
        assert "Cas Ortega" in desk.page.text
        assert "Fine by me." in desk.page.text

    def test_asks_for_the_password_after_a_while_and_loses_nothing(self, clinic: Clinic) -> None:
        desk = clinic.visitor()
        member = sign_in(desk.client, Role.CLINICIAN)
        with clinic.services.unit_of_work() as work:
            set_up.keep_password(work, member_id=member.id, hashed=HASHED, now=clinic.clock.now(), actor=OPERATOR)
        let_in(desk.client, member)
        reference = send(clinic)
        desk.go(f"/staff/submissions/{reference}/decision/")
        clinic.later(minutes=29)
        desk.send({"outcome": "not_now", "note": "Typed before."})
        assert desk.page.has(".//input[@type='password']")
        desk.send({"again-password": PASSWORD})
        assert "Typed before." in desk.page.text
        assert "Decided: Not now" in desk.page.text


class TestPatients:
    def test_are_added_found_and_changed(self, desk: Browser) -> None:
        desk.go("/staff/patients/new")
        desk.send({"name": "Ada King", "born": "1985-12-10", "number": "MRN 17", "appointment": "2026-02-02"})
        assert desk.page.heading == "Ada King"
        assert "Mon, Feb 2, 2026" in desk.page.text
        desk.go(f"{desk.page.path}/change")
        desk.send({"name": "Ada Lovelace"})
        assert "Ada Lovelace" in desk.go("/staff/patients/?words=mrn+17").text

    @pytest.mark.parametrize("born", ["", "2026-02-30", "tomorrow", "2126-01-01"])
    def test_are_refused_with_what_was_typed(self, desk: Browser, born: str) -> None:
        desk.go("/staff/patients/new")
        desk.send({"name": "Ada King", "born": born})
        assert desk.page.status == 422
        assert "Ada King" in desk.page.text

    def test_are_merged_and_split(self, clinic: Clinic, desk: Browser) -> None:
        one, other = send(clinic), send(clinic)
        with clinic.services.reading() as work:
            patient_id = triage.line(work, reference=one).entry.patient_id
        desk.go(f"/staff/patients/{patient_id}")
        press(desk, "Merge into this record")
        assert other in desk.page.text
        form = next(form for form in desk.page.tree.iter("form") if str(form.get("action")).endswith("/split"))
        chosen = next(str(box.get("value")) for box in form.iter("input") if box.get("type") == "checkbox")
        data = {**desk.page.fields(form), "invitation": chosen}
        desk.take(desk.client.post(str(form.get("action")), data=data, follow_redirects=True))
        assert desk.page.path != f"/staff/patients/{patient_id}"
        assert "came from" in desk.page.text

    def test_are_not_merged_with_themselves(self, clinic: Clinic, desk: Browser) -> None:
        with clinic.services.reading() as work:
            patient_id = triage.line(work, reference=send(clinic)).entry.patient_id
        desk.go(f"/staff/patients/{patient_id}")
        data = {**desk.page.fields(desk.page.form()), "other": patient_id}
        page = desk.take(desk.client.post(f"/staff/patients/{patient_id}/merge", data=data))
        assert page.status == 409

    def test_do_not_show_a_level_to_who_may_not_read(self, clinic: Clinic) -> None:
        with clinic.services.reading() as work:
            patient_id = triage.line(work, reference=send(clinic, **URGENT)).entry.patient_id
        manager = clinic.visitor()
        sign_in(manager.client, Role.MANAGER)
        page = manager.go(f"/staff/patients/{patient_id}")
        assert page.status == 200
        assert "Urgent" not in page.text


class TestInviting:
    def test_shows_a_link_once_that_works(self, clinic: Clinic, desk: Browser) -> None:
        self.invite(desk)
        link = desk.page.words(".//p[@id='link']")
        patient = clinic.visitor()
        patient.go(link.removeprefix("http://localhost:8000"))
        patient.confirm(date(1985, 12, 10))
        assert patient.page.path.startswith("/intake")

    def test_follows_it_and_revokes_it(self, clinic: Clinic, desk: Browser) -> None:
        self.invite(desk)
        back = next(
            str(link.get("href"))
            for link in desk.page.tree.iter("a")
            if "/patients/" in str(link.get("href")) and len(str(link.get("href"))) > 20
        )
        assert "not opened yet" in desk.go(back).text
        press(desk, "Revoke")
        desk.go(back)
        assert "revoked" in desk.page.text
        press(desk, "New link")
        assert "The link is new." in desk.page.text

    def test_gives_no_new_link_for_what_was_sent(self, clinic: Clinic, desk: Browser) -> None:
        reference = send(clinic)
        desk.go("/staff/patients/new")
        page = desk.take(
            desk.client.post(f"/staff/invitations/{reference}/link", data=desk.page.fields(desk.page.form()))
        )
        assert page.status == 409

    @pytest.mark.slow
    def test_prints_a_letter(self, clinic: Clinic, desk: Browser) -> None:
        self.invite(desk)
        back = next(
            str(link.get("href"))
            for link in desk.page.tree.iter("a")
            if "/patients/" in str(link.get("href")) and len(str(link.get("href"))) > 20
        )
        desk.go(back)
        form = next(form for form in desk.page.tree.iter("form") if str(form.get("action")).endswith("letter.pdf"))
        answer = desk.client.post(str(form.get("action")), data=desk.page.fields(form))
        assert answer.data.startswith(b"%PDF-")

    def invite(self, desk: Browser) -> None:
        desk.go("/staff/patients/new")
        desk.send({"name": "Ada King", "born": "1985-12-10"})
        press(desk, "Invite")
