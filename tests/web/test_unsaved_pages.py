"""Pages that were typed and not saved: in two tabs, on two devices, before and after signing in anew."""

import pytest
from sqlalchemy import text

from screener.services import drafts, invitations
from screener.services.auditing import Actor
from screener.services.drafts import Draft
from screener.services.invitations import IssuedInvitation
from tests.web.clinics import Browser, Clinic, Page
from tests.web.test_intake import walked
from tests.web.test_steps import BASICS

STEP = "basics"
PATH = f"/intake/step/{STEP}"


def kept(clinic: Clinic, patient: Browser) -> Draft | None:
    with clinic.services.reading() as work:
        return drafts.find(work, intake_id=clinic.view(patient).id, step_id=STEP)  # type: ignore[arg-type]


def all_kept(clinic: Clinic, patient: Browser) -> tuple[Draft, ...]:
    with clinic.services.reading() as work:
        return drafts.of_step(work, intake_id=clinic.view(patient).id, step_id=STEP)  # type: ignore[arg-type]


def other_device(clinic: Clinic, patient: Browser) -> Browser:
    """The same patient, come in on another device as well."""
    device = clinic.visitor()
    device.come_in(patient.invitation)
    return device


def typed_on(patient: Browser, **typed: str) -> dict[str, list[str]]:
    """What the page as it stands would send, with more typed on it."""
    return {**patient.page.fields(patient.page.form("step")), **{name: [text] for name, text in typed.items()}}


def name_saved(clinic: Clinic, patient: Browser) -> object:
    return clinic.view(patient).raw_answers["dem_name"]


class TestADraft:
    def test_goes_with_its_page_however_often_that_was_shown_again(self, clinic: Clinic, patient: Browser) -> None:
        patient.answer(STEP, {"dem_name": "Ann Lee"})
        assert patient.page.status == 422
        assert kept(clinic, patient) is not None
        patient.send({}, form="step", button="anyway")
        assert kept(clinic, patient) is None

    def test_goes_with_its_page_after_a_change_of_language(self, clinic: Clinic, patient: Browser) -> None:
        patient.go(PATH)
        patient.send({**BASICS, "language": "es"}, form="step")
        assert kept(clinic, patient) is not None
        patient.send({"language": []}, form="step", button="continue")
        assert kept(clinic, patient) is None

    def test_says_that_it_is_not_saved(self, patient: Browser) -> None:
        patient.answer(STEP, {"dem_name": "Ann Lee"})
        assert "not saved yet" in patient.go(PATH).words(".//main")
        patient.answer(STEP, BASICS)
        assert "not saved yet" not in patient.go(PATH).words(".//main")

    def test_never_overwrites_unasked_what_another_device_saved_since(self, clinic: Clinic, patient: Browser) -> None:
        tablet = other_device(clinic, patient)
        tablet.go(PATH)
        patient.go(PATH)
        patient.client.post(f"{PATH}/draft", data=typed_on(patient, **{**BASICS, "dem_name": "Ann of the phone"}))
        tablet.answer(STEP, {**BASICS, "dem_name": "Ann of the tablet"})
        patient.go(PATH)
        assert patient.page.typed("dem_name") == ["Ann of the phone"]
        page = patient.send({}, form="step", button="continue")
        assert (page.status, page.heading) == (409, "Which answers are right?")
        assert name_saved(clinic, patient) == "Ann of the tablet"

    @pytest.mark.parametrize("is_saved", [False, True])
    def test_stays_where_more_was_typed_since_another_page_went_on_from_it(
        self, clinic: Clinic, patient: Browser, is_saved: bool
    ) -> None:
        patient.go(PATH)
        first = typed_on(patient, **BASICS, goals="First")
        patient.client.post(f"{PATH}/draft", data=first)
        patient.go(PATH)
        second = typed_on(patient, goals="First, and on the second page")
        patient.client.post(f"{PATH}/draft", data=second)
        assert len(all_kept(clinic, patient)) == 1
        first["goals"] = ["First, and more on the first page"]
        assert patient.client.post(f"{PATH}/draft", data=first).status_code == 204
        patient.client.post(PATH if is_saved else f"{PATH}/draft", data={**second, "then": ["continue"]})
        assert "First, and more on the first page" in {each.answers["goals"][0] for each in all_kept(clinic, patient)}

    def test_stays_where_more_was_typed_than_stood_beside_what_was_saved(
        self, clinic: Clinic, patient: Browser
    ) -> None:
        patient.go(PATH)
        here = typed_on(patient, **{**BASICS, "dem_name": "Ann of the phone"})
        other_device(clinic, patient).answer(STEP, {**BASICS, "dem_name": "Ann of the tablet"})
        beside = patient.send({**BASICS, "dem_name": "Ann of the phone"}, form="step", button="continue")
        assert beside.heading == "Which answers are right?"
        here["dem_name"] = ["Ann of the phone, and more"]
        patient.client.post(f"{PATH}/draft", data=here)
        patient.send({}, button="saved")
        assert [each.answers["dem_name"] for each in all_kept(clinic, patient)] == [("Ann of the phone, and more",)]


class TestTwoTabs:
    def clash(self, clinic: Clinic, patient: Browser) -> Page:
        """The page that asks which answers are right; what was typed here was kept as a draft before."""
        tablet = other_device(clinic, patient)
        patient.go(PATH)
        data = typed_on(patient, **{**BASICS, "dem_name": "Ann of the phone"})
        patient.client.post(f"{PATH}/draft", data=data)
        tablet.go(PATH)
        tablet.send({**BASICS, "dem_name": "Ann of the tablet"}, form="step", button="continue")
        return patient.take(patient.client.post(PATH, data={**data, "then": ["continue"]}, follow_redirects=True))

    def test_may_keep_what_was_saved(self, clinic: Clinic, patient: Browser) -> None:
        self.clash(clinic, patient)
        page = patient.send({}, button="saved")
        assert page.path == "/intake/step/thunderclap"
        assert name_saved(clinic, patient) == "Ann of the tablet"
        assert patient.go(PATH).typed("dem_name") == ["Ann of the tablet"]

    def test_may_use_what_was_typed(self, clinic: Clinic, patient: Browser) -> None:
        self.clash(clinic, patient)
        patient.send({}, button="anyway")
        assert name_saved(clinic, patient) == "Ann of the phone"
        assert patient.go(PATH).typed("dem_name") == ["Ann of the phone"]
        assert "not saved yet" not in patient.page.words(".//main")


class TestTwoTabsThatAreBothUnsaved:
    def test_may_have_gone_on_from_the_same_draft(self, clinic: Clinic, patient: Browser) -> None:
        patient.go(PATH)
        patient.client.post(f"{PATH}/draft", data=typed_on(patient, dem_name="Ann"))
        both = []
        for name in ("Ann of the first", "Ann of the second"):
            patient.go(PATH)
            both.append(typed_on(patient, dem_name=name))
        for data in both:
            patient.client.post(f"{PATH}/draft", data=data)
        with clinic.services.reading() as work:
            found = drafts.of_step(work, intake_id=clinic.view(patient).id, step_id=STEP)  # type: ignore[arg-type]
        assert sorted(each.typed["dem_name"][0] for each in found) == ["Ann of the first", "Ann of the second"]

    def test_keep_what_was_typed_on_each(self, clinic: Clinic, patient: Browser) -> None:
        patient.go(PATH)
        first = typed_on(patient, **{**BASICS, "dem_name": "Ann of the first"})
        patient.go(PATH)
        second = typed_on(patient, **{**BASICS, "dem_name": "Ann of the second"})
        for data in (first, second):
            assert patient.client.post(f"{PATH}/draft", data=data).status_code == 204
        page = patient.go(PATH)
        shown = page.typed("dem_name")
        assert "Something else was typed on this page, too" in page.words(".//main")
        other = patient.go(
            next(link.get("href", "") for link in page.tree.iter("a") if "page=" in link.get("href", ""))
        )
        assert sorted([*shown, *other.typed("dem_name")]) == ["Ann of the first", "Ann of the second"]

    def test_leave_nothing_behind_where_both_say_the_same(self, clinic: Clinic, patient: Browser) -> None:
        patient.go(PATH)
        patient.client.post(f"{PATH}/draft", data=typed_on(patient, **BASICS))
        patient.answer(STEP, BASICS)
        assert kept(clinic, patient) is None


class TestTheCheck:
    def typed_beside(self, clinic: Clinic, patient: Browser) -> None:
        """The whole form saved, and something else typed in another tab."""
        walked(patient)
        patient.go(PATH)
        patient.client.post(f"{PATH}/draft", data=typed_on(patient, dem_name="Ann of the other tab"))

    def test_names_the_pages_with_something_unsaved(self, clinic: Clinic, patient: Browser) -> None:
        self.typed_beside(clinic, patient)
        page = patient.go("/intake/check")
        assert "Something is typed and not saved" in page.words(".//main")
        assert page.has(f".//a[@href='{PATH}?from=check']")

    def test_is_shown_once_more_before_anything_unsaved_is_left_out(self, clinic: Clinic, patient: Browser) -> None:
        walked(patient).go("/intake/check")
        check = patient.page
        self.typed_beside(clinic, patient)
        patient.page = check
        page = patient.send({"signature": "Ann Lee"})
        assert (page.path, page.status) == ("/intake/check", 409)
        assert "Something is typed and not saved" in page.words(".//main")
        assert patient.send({"signature": "Ann Lee"}).path == "/intake/sent"


class TestAPageLeftOpenWhileItsPatientSignedInAnew:
    def test_is_found_as_it_was_typed_and_can_then_be_saved(self, clinic: Clinic, patient: Browser) -> None:
        patient.go(PATH)
        data = typed_on(patient, **BASICS)
        clinic.later(minutes=40)
        patient.come_in(patient.invitation)
        page = patient.take(patient.client.post(PATH, data={**data, "then": ["continue"]}, follow_redirects=True))
        assert (page.path, page.typed("dem_name")) == (PATH, ["Ann Lee"])
        assert "Not saved yet" in page.words(".//main")
        assert clinic.view(patient).sent_steps == frozenset()
        patient.send({}, form="step", button="continue")
        assert name_saved(clinic, patient) == "Ann Lee"

    def test_is_kept_for_a_script_as_well(self, clinic: Clinic, patient: Browser) -> None:
        patient.go(PATH)
        data = typed_on(patient, **BASICS)
        patient.come_in(patient.invitation)
        assert patient.client.post(f"{PATH}/draft", data=data).status_code == 204
        assert patient.go(PATH).typed("dem_name") == ["Ann Lee"]


class TestAPageThatComesAfterItsSession:
    def left(self, clinic: Clinic, patient: Browser, how: str) -> dict[str, list[str]]:
        """What stood on a page, once its session had ended."""
        patient.go(PATH)
        data = typed_on(patient, **BASICS)
        match how:
            case "idle":
                clinic.later(minutes=40)
            case "two days":
                clinic.later(days=2)
            case "signed out":
                form = {"csrf_token": data["csrf_token"]}
                patient.client.post("/leave", data=form)
            case "browser closed":
                patient.client.delete_cookie("session")
        return data

    @pytest.mark.parametrize("how", ["idle", "two days", "signed out", "browser closed"])
    @pytest.mark.parametrize("path", [PATH, f"{PATH}/photo"])
    def test_is_kept_and_found_after_the_door(self, clinic: Clinic, patient: Browser, how: str, path: str) -> None:
        data = self.left(clinic, patient, how)
        page = patient.take(patient.client.post(path, data={**data, "then": "continue"}, follow_redirects=True))
        assert page.path == "/away"
        assert "is kept, too" in page.words(".//main")
        page = patient.come_in(patient.invitation)
        assert (page.path, page.typed("dem_name")) == (PATH, ["Ann Lee"])
        assert "sent from here or from another device" in page.words(".//main")
        assert clinic.view(patient).sent_steps == frozenset()

    @pytest.mark.parametrize("how", ["idle", "signed out"])
    def test_tells_a_script_whether_it_is_kept(self, clinic: Clinic, patient: Browser, how: str) -> None:
        data = self.left(clinic, patient, how)
        assert patient.client.post(f"{PATH}/draft", data=data).status_code == 204
        assert patient.client.post(f"{PATH}/draft", data={**data, "page-pass": "x"}).status_code in {400, 409}

    @pytest.mark.parametrize(
        "forged", [{"page-pass": "junk"}, {"page-pass": "é"}, {"page-mark": "0" * 16}, {"page-of": "KM-7F3K-22Q9"}]
    )
    def test_is_let_go_where_it_was_not_made_here(
        self, clinic: Clinic, patient: Browser, forged: dict[str, str]
    ) -> None:
        data = self.left(clinic, patient, "idle")
        page = patient.take(patient.client.post(PATH, data={**data, **forged}, follow_redirects=True))
        assert "could not be kept" in page.words(".//main")
        assert kept(clinic, patient) is None

    def test_is_let_go_where_its_form_was_erased_or_is_over(self, clinic: Clinic, patient: Browser) -> None:
        data = self.left(clinic, patient, "idle")
        clinic.later(days=400)
        page = patient.take(patient.client.post(PATH, data=data, follow_redirects=True))
        assert "could not be kept" in page.words(".//main")

    def test_fills_no_more_than_its_own_place(self, clinic: Clinic, patient: Browser) -> None:
        data = self.left(clinic, patient, "signed out")
        for number in range(5):
            patient.client.post(PATH, data={**data, "dem_name": f"Ann {number}"})
        with clinic.services.reading() as work:
            found = drafts.of_step(work, intake_id=clinic.view(patient).id, step_id=STEP)  # type: ignore[arg-type]
        assert [each.typed["dem_name"] for each in found] == [("Ann 4",)]

    def test_is_kept_also_where_it_was_saved_before(self, clinic: Clinic, patient: Browser) -> None:
        patient.go(PATH)
        data = typed_on(patient, **BASICS, then="continue")
        patient.client.post(PATH, data=data)
        clinic.later(minutes=40)
        page = patient.take(patient.client.post(PATH, data={**data, "dem_name": "Ann of later"}, follow_redirects=True))
        assert "is kept, too" in page.words(".//main")
        assert patient.come_in(patient.invitation).typed("dem_name") == ["Ann of later"]

    def test_goes_with_what_the_form_held(self, clinic: Clinic, patient: Browser) -> None:
        self.test_fills_no_more_than_its_own_place(clinic, patient)
        with clinic.services.unit_of_work() as work:
            invitations.withdraw(
                work, reference=patient.invitation.reference, now=clinic.clock.now(), actor=Actor("operator", "test")
            )
            assert work.store.session.execute(text("SELECT count(*) FROM page_draft")).scalar_one() == 0


class TestTwoPatientsInOneBrowser:
    def crossed(self, clinic: Clinic, patient: Browser, path: str = PATH) -> tuple[Page, IssuedInvitation]:
        """The first one's page, sent while the second one is signed in."""
        patient.go(PATH)
        first, data = patient.invitation, typed_on(patient, **BASICS)
        patient.come_in(clinic.invite())
        return patient.take(patient.client.post(path, data=data, follow_redirects=True)), first

    def test_are_told_so_on_a_page_that_names_neither(self, clinic: Clinic, patient: Browser) -> None:
        page, first = self.crossed(clinic, patient)
        assert (page.path, page.heading) == ("/other-form", "This page is of another form")
        assert "is kept for the person whose page it is" in page.words(".//main")
        for word in ("Ann Lee", first.reference, patient.invitation.reference):
            assert word not in page.text

    def test_lose_nothing_and_see_nothing_of_each_other(self, clinic: Clinic, patient: Browser) -> None:
        _, first = self.crossed(clinic, patient)
        assert kept(clinic, patient) is None
        assert patient.go(PATH).typed("dem_name") == [""]
        assert patient.come_in(first).typed("dem_name") == ["Ann Lee"]

    def test_are_told_apart_by_the_page_itself_also_with_a_good_form_token(
        self, clinic: Clinic, patient: Browser
    ) -> None:
        patient.go(PATH)
        first, data = patient.invitation, typed_on(patient, **BASICS)
        patient.come_in(clinic.invite())
        data["csrf_token"] = patient.go(PATH).fields(patient.page.form("step"))["csrf_token"]
        page = patient.take(patient.client.post(PATH, data={**data, "then": "anyway"}, follow_redirects=True))
        assert page.path == "/other-form"
        assert clinic.view(patient).sent_steps == frozenset()
        assert patient.come_in(first).typed("dem_name") == ["Ann Lee"]


class TestTheDoorAfterASession:
    def words(self, clinic: Clinic, patient: Browser) -> str:
        return patient.go("/intake").words(".//main")

    def test_says_that_it_was_not_used_where_it_was_not(self, clinic: Clinic, patient: Browser) -> None:
        clinic.later(minutes=40)
        assert "closed because it was not used for a while. Every page that you saved" in self.words(clinic, patient)
        assert "typed" not in patient.page.words(".//main/p")

    def test_says_that_it_was_open_for_long_where_it_was_in_use(self, clinic: Clinic, patient: Browser) -> None:
        for _ in range(48):
            clinic.later(minutes=29)
            patient.go("/intake/about")
        assert "had been open for a long time" in self.words(clinic, patient)

    def test_says_neither_of_somebody_who_signed_out_or_never_came_in(self, clinic: Clinic, patient: Browser) -> None:
        page = patient.go("/intake/leave")
        patient.client.post("/leave", data=page.fields(page.tree))
        for browser in (patient, clinic.visitor()):
            words = self.words(clinic, browser)
            assert "The form is closed here." in words
            assert "not used" not in words
            assert "kept" not in words
