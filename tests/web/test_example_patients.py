"""A submission becomes an example patient: the page that shows it first, and every way in which it is refused."""

import pytest

from screener.definition.editing import set_key
from screener.definition.reading import read_files
from screener.definition.source_files import VIGNETTES
from screener.definition.things import Thing
from screener.engine import rarity
from screener.services import authoring, revisions
from screener.services.authoring import DraftView
from screener.services.permissions import Role
from tests.services.conftest import sample_files
from tests.web.clinics import OPERATOR, Browser, Clinic
from tests.web.staff import sign_in
from tests.web.test_desk import press, send

NAME = "Ann Lee"
TYPED = ("Rowan Sample", "Sample cream", "Sample mg", "1983-06-02", "Imitrex", NAME)
PERSON: dict[str, dict[str, object]] = {
    "basics": {"dem_name": "Rowan Sample", "dem_dob": "1983-06-02", "dem_weight": 80},
    "allergies": {"al_any": "yes", "al_which": "Sample cream"},
    "listed": {"med_list": [{"name": "Imitrex", "dose": "Sample mg"}]},
}


@pytest.fixture
def director(clinic: Clinic) -> Browser:
    """The browser of somebody who may both read submissions and write questionnaires."""
    browser = clinic.visitor()
    sign_in(browser.client, Role.DIRECTOR)
    return browser


def address(reference: str) -> str:
    return f"/staff/submissions/{reference}/example"


def drafts(clinic: Clinic) -> tuple[DraftView, ...]:
    with clinic.services.reading() as work:
        return authoring.listing(work)


def start(clinic: Clinic) -> DraftView:
    with clinic.services.unit_of_work() as work:
        return authoring.start_from_published(work, slug=clinic.slug, now=clinic.clock.now(), actor=OPERATOR)


def save(clinic: Clinic, files: dict[str, bytes]) -> None:
    (draft,) = drafts(clinic)
    with clinic.services.unit_of_work() as work:
        authoring.save(
            work,
            draft_id=draft.id,
            version=draft.version,
            files=files,
            what="x",
            now=clinic.clock.now(),
            actor=OPERATOR,
        )


def keep(browser: Browser, **typed: str) -> None:
    """Fills in the form that keeps it, and sends it."""
    forms = [each for each in browser.page.tree.iter("form") if each.get("method") == "post"]
    form = next(each for each in forms if str(each.get("action")).endswith("/example"))
    data = {**browser.page.fields(form), "title": "An allergy", **typed}
    browser.take(browser.client.post(str(form.get("action")), data=data, follow_redirects=True))


class TestThePreview:
    def test_is_a_link_on_the_submissions_page_for_who_may_both_read_and_write(
        self, clinic: Clinic, director: Browser
    ) -> None:
        reference = send(clinic, NAME, **PERSON)
        assert address(reference) in director.go(f"/staff/submissions/{reference}").text
        clinician = clinic.visitor()
        sign_in(clinician.client, Role.CLINICIAN)
        assert address(reference) not in clinician.go(f"/staff/submissions/{reference}").text

    @pytest.mark.parametrize("role", [Role.CLINICIAN, Role.AUTHOR, Role.MANAGER, Role.ADMIN])
    def test_is_shut_to_who_may_only_do_one_of_them(self, clinic: Clinic, role: Role) -> None:
        reference = send(clinic, NAME, **PERSON)
        browser = clinic.visitor()
        sign_in(browser.client, role)
        page = browser.go(address(reference))
        assert page.status == 403
        assert "Rowan" not in page.text
        assert browser.client.post(address(reference)).status_code in (400, 403)

    def test_opens_to_who_has_a_role_for_each(self, clinic: Clinic) -> None:
        browser = clinic.visitor()
        sign_in(browser.client, Role.CLINICIAN, Role.AUTHOR)
        assert browser.go(address(send(clinic, NAME, **PERSON))).status == 200

    def test_says_what_goes_what_moves_and_what_the_rules_say(self, clinic: Clinic, director: Browser) -> None:
        text = director.go(address(send(clinic, NAME, **PERSON))).text
        assert 'What is your name? <span class="muted">(what was typed)' in text
        assert 'To which? <span class="muted">(what was typed)' in text
        assert "When were you born?" in text
        assert "Every rule and every value comes out the same" in text
        assert "R-ALL-01" in text
        assert "sumatriptan" in text
        for typed in ("Rowan Sample", "Sample cream", "Sample mg", "Imitrex"):
            assert typed not in text

    def test_warns_of_what_few_have_said(
        self, clinic: Clinic, director: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reference = send(clinic, NAME, **PERSON)
        assert "only 1 submission to compare with" in director.go(address(reference)).text
        monkeypatch.setattr(rarity, "ENOUGH", 5)
        for _ in range(4):
            send(clinic, "Other Person", allergies={"al_any": "no"})
        text = director.go(address(reference)).text
        assert "Some of this is rare" in text
        assert "No other submission has just these findings, of 5" in text
        assert "<b>Yes</b>, 1 of 5" in text
        for _ in range(4):
            send(clinic, "Other Person", **PERSON)
        text = director.go(address(reference)).text
        assert "Nothing that was counted is rare" in text
        assert "no proof that nobody can be recognized" in text

    def test_keeps_nothing(self, clinic: Clinic, director: Browser) -> None:
        director.go(address(send(clinic, NAME, **PERSON)))
        assert drafts(clinic) == ()

    def test_of_no_submission_says_so(self, clinic: Clinic, director: Browser) -> None:
        assert director.go(address("KM-0000-0000")).status == 404
        assert director.go(address(send(clinic, NAME, finish=False))).status == 404


class TestKeepingIt:
    def test_starts_a_draft_and_leads_to_it(self, clinic: Clinic, director: Browser) -> None:
        director.go(address(send(clinic, NAME, **PERSON)))
        keep(director, called="REAL1", narrative="Found at the desk.")
        assert director.page.status == 200
        assert "Kept REAL1 as an example patient" in director.page.text
        (draft,) = drafts(clinic)
        *before, made = read_files(draft.files, clinic.slug).vignettes
        assert (made.id, made.title, made.narrative) == ("REAL1", "An allergy", "Found at the desk.")
        assert len(before) == 4
        added = draft.files[VIGNETTES].removeprefix(sample_files()[VIGNETTES]).decode()
        assert not [typed for typed in TYPED if typed in added]

    def test_writes_into_the_draft_that_was_chosen(self, clinic: Clinic, director: Browser) -> None:
        first, second = start(clinic), start(clinic)
        reference = send(clinic, NAME, **PERSON)
        director.go(f"{address(reference)}?draft={second.id}")
        keep(director)
        assert {draft.id: draft.version for draft in drafts(clinic)} == {first.id: 1, second.id: 2}

    def test_proposes_an_id_that_is_free(self, clinic: Clinic, director: Browser) -> None:
        reference = send(clinic, NAME, **PERSON)
        for _ in range(2):
            director.go(address(reference))
            keep(director)
        (draft,) = drafts(clinic)
        assert [each.id for each in read_files(draft.files, clinic.slug).vignettes][-2:] == ["F01", "F02"]

    def test_logs_nothing_of_the_person(
        self, clinic: Clinic, director: Browser, capsys: pytest.CaptureFixture[str]
    ) -> None:
        reference = send(clinic, NAME, **PERSON)
        director.go(address(reference))
        keep(director, called="V1")
        keep(director, called="REAL1")
        assert drafts(clinic)
        logged = "".join(capsys.readouterr())
        assert "/staff/submissions/<reference>/example" in logged
        for word in (*TYPED, reference, "REAL1", "An allergy", "sumatriptan"):
            assert word not in logged


class TestItIsRefused:
    def test_where_the_answers_do_not_fit_the_draft(self, clinic: Clinic, director: Browser) -> None:
        files = dict(start(clinic).files)
        files["questionnaire.yaml"] = files["questionnaire.yaml"].replace(b"dem_weight", b"body_weight")
        save(clinic, {**files, VIGNETTES: b"[]"})
        page = director.go(address(send(clinic, NAME, **PERSON)))
        assert "It cannot go there" in page.text
        assert "How much do you weigh? (dem_weight)" in page.text
        assert "Keep it in" not in page.text

    def test_where_the_draft_came_to_ask_otherwise_meanwhile(self, clinic: Clinic, director: Browser) -> None:
        files = dict(start(clinic).files)
        director.go(address(send(clinic, NAME, **PERSON)))
        files["questionnaire.yaml"] = files["questionnaire.yaml"].replace(b"dem_weight", b"body_weight")
        save(clinic, {**files, VIGNETTES: b"[]"})
        keep(director)
        assert director.page.status == 422
        assert "The draft does not ask this any more" in director.page.text

    def test_where_the_draft_is_of_another_revision(self, clinic: Clinic, director: Browser) -> None:
        reference = send(clinic, NAME, **PERSON)
        with clinic.services.unit_of_work() as work:
            files = set_key(sample_files(), Thing("setting", "age_min"), "why", "Another reason.")
            revisions.publish(work, files=files, slug=clinic.slug, now=clinic.clock.now(), actor=OPERATOR)
        page = director.go(address(reference))
        assert "These answers were given to revision 1, and the draft was started from revision 2" in page.text
        assert "(does not fit)" in page.text
        assert "Keep it in" not in page.text

    def test_where_the_rules_would_say_something_else(self, clinic: Clinic, director: Browser) -> None:
        files = dict(start(clinic).files)
        reference = send(clinic, NAME, **{**PERSON, "listed": {"med_list": [{"name": "Imitrex"}, {"name": "suma"}]}})
        director.go(address(reference))
        before = b"any medicine in med_list where (medicine.classes includes maoi)"
        names = b"count of different each.name in med_list where (each.name is known) >= 2"
        files["questionnaire.yaml"] = files["questionnaire.yaml"].replace(before, names)
        save(clinic, {**files, VIGNETTES: b"[]"})
        keep(director)
        assert director.page.status == 422
        for page in (director.page, director.go(address(reference))):
            assert "It cannot be kept" in page.text
            assert "<code>R-MED-01</code>: review of the person, nothing of what is left" in page.text
            assert "Keep it in" not in page.text

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"called": "V1"}, "There is an example patient V1 already"),
            ({"called": "a b"}, "An id is made of"),
            ({"title": ""}, "Say in a few words"),
            ({"title": "What Lee had"}, "name, or the submission"),
            ({"narrative": "\u202e"}, "U+202E"),
        ],
    )
    def test_where_what_was_typed_cannot_be(
        self, clinic: Clinic, director: Browser, typed: dict[str, str], words: str
    ) -> None:
        director.go(address(send(clinic, NAME, **PERSON)))
        keep(director, **{"called": "REAL1", "narrative": "Kept as typed.", **typed})
        assert director.page.status == 422
        assert words in director.page.text
        assert drafts(clinic) == ()
        assert "REAL1" in director.page.text or "called" in typed

    def test_where_the_draft_was_saved_meanwhile_and_kept_when_sent_again(
        self, clinic: Clinic, director: Browser
    ) -> None:
        files = start(clinic).files
        director.go(address(send(clinic, NAME, **PERSON)))
        save(clinic, {**files, VIGNETTES: files[VIGNETTES] + b"# to come\n"})
        keep(director, called="REAL1")
        assert director.page.status == 409
        assert "has saved this draft meanwhile" in director.page.text
        assert "An allergy" in director.page.text
        press(director, "Keep it in the draft")
        (draft,) = drafts(clinic)
        assert (draft.version, b"# to come\n" in draft.files[VIGNETTES]) == (3, True)
        assert b"id: REAL1" in draft.files[VIGNETTES]

    def test_where_the_draft_is_gone(self, clinic: Clinic, director: Browser) -> None:
        draft = start(clinic)
        reference = send(clinic, NAME, **PERSON)
        director.go(address(reference))
        with clinic.services.unit_of_work() as work:
            authoring.drop(work, draft_id=draft.id, version=1, now=clinic.clock.now(), actor=OPERATOR)
        keep(director)
        assert director.page.status == 404
        assert director.go(f"{address(reference)}?draft={draft.id}").status == 404

    @pytest.mark.parametrize("days", ["", "0", "-365", "x", "40"])
    def test_with_dates_moved_as_no_page_moves_them(self, clinic: Clinic, director: Browser, days: str) -> None:
        director.go(address(send(clinic, NAME, **PERSON)))
        keep(director, days=days)
        assert director.page.status == 400
        assert drafts(clinic) == ()
