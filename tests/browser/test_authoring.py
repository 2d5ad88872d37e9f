"""The workshop in a browser: from a changed threshold to what patients get, and back; by pointer, and by keys alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from screener.clock import SystemClock
from screener.definition.names import StepId
from screener.jobs.running import work_off
from screener.services import authoring, intake, invitations, publications
from screener.services.accounts import StaffMember
from screener.services.permissions import Role
from screener.web.authoring.workrooms import NAME
from tests.browser.conftest import KETAMINE, House, Screen
from tests.browser.hands import Hand, Keys, Pointer, stops
from tests.web.clinics import BORN, SAMPLES, publish
from tests.web.staff import PASSWORD, add_member

OpenScreen = Callable[..., Screen]
BASE = "/staff/questionnaires"
BASICS = StepId("basics")

PASTE = """(one, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  one.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true })) }"""
"""As if the text came from the clipboard."""


def at_the_workshop(
    open_screen: OpenScreen, house: House, *roles: Role, name: str, scheme: str = "light", **wishes: object
) -> tuple[Screen, StaffMember]:
    """A member at the list of questionnaires."""
    member = add_member(house.app.extensions["screener"], *roles, name=name, has_password=True)
    screen = open_screen(width=1280, height=900, color_scheme=scheme, **wishes)
    screen.go(f"/staff/sign-in?then={BASE}/")
    screen.page.fill("#email", member.email)
    screen.page.fill("#password", PASSWORD)
    screen.follow("main button:has-text('Sign in')")
    return screen, member


def published(house: House, slug: str, folder: Path) -> None:
    """The small sample under another name, published and once sent, so that each test has its own."""
    folder = folder / slug
    folder.mkdir()
    for file in (SAMPLES / "small-visit").iterdir():
        folder.joinpath(file.name).write_text(file.read_text().replace("small-visit", slug))
    publish(house.services.settings, folder)
    issued, now = house.invite(slug), SystemClock().now()
    with house.services.unit_of_work() as work:
        intake_id = invitations.redeem(
            work, token_or_code=issued.url_token, date_of_birth_text=BORN.isoformat(), address="192.0.2.1", now=now
        )
        entered = {"born": BORN.isoformat()}
        said = intake.answer(work, intake_id=intake_id, step_id=BASICS, entered=entered, version=0, now=now)
        intake.send(work, intake_id=intake_id, signature="Ann Lee", version=said.view.version, now=now)


def there(house: House, screen: Screen) -> str:
    """The page of the comparison once everything on it is there; in words."""
    screen.page.reload()
    assert house.app.extensions[NAME].wait(60)
    screen.page.reload()
    return screen.page.inner_text("main")


def open_draft(screen: Screen, house: House, slug: str, hand: Hand) -> str:
    """Starts a draft; gives its address."""
    hand.press(screen, f"form[action$='/start/{slug}'] button")
    with house.services.reading() as work:
        draft = next(each for each in authoring.listing(work) if each.slug == slug)
    return f"{BASE}/drafts/{draft.id}"


def write(screen: Screen, text: str, hand: Hand) -> None:
    """Gives the editor of a file another text; by keys it is left as its hint says."""
    page = screen.page
    if isinstance(hand, Keys):
        next(None for _ in stops(page) if page.evaluate("document.activeElement.matches('.editor')"))
    else:
        page.click(".cm-content")
    page.keyboard.press("Control+a")
    page.eval_on_selector(".cm-content", PASTE, text)
    if isinstance(hand, Keys):
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")


class TestFromDraftToPatients:
    @pytest.mark.parametrize(
        "hand",
        [
            pytest.param(Pointer(), id="by pointer"),
            pytest.param(Keys(), id="by the keys alone", marks=pytest.mark.slow),
        ],
    )
    def test_and_back(self, open_screen: OpenScreen, house: House, tmp_path: Path, hand: Hand) -> None:
        slug = "by-pointer" if isinstance(hand, Pointer) else "by-keys"
        published(house, slug, tmp_path)
        patient = open_screen()
        patient.come_in(slug=slug)

        author, _ = at_the_workshop(open_screen, house, Role.AUTHOR, name="Quinn Harlow")
        draft = open_draft(author, house, slug, hand)
        hand.press(
            author, ".tabs a:text-is('Thresholds')" if isinstance(hand, Pointer) else ".tabs a[href$='/thresholds']"
        )
        hand.press(author, "a[href$='/setting/age_min']")
        hand.fill(author, {"key-value": ["45"]})
        hand.press(author, "main form.card button.button:not(.second)")
        author.look_through("a threshold, changed")
        hand.press(author, ".tabs a[href$='/checks']")
        assert "must not find R-AGE-01 and does" in author.page.inner_text("main")
        hand.press(author, ".tabs a[href$='/compare']")
        there(house, author)  # until then the page opens itself anew, under the hand
        hand.press(author, "form[action$='/impact'] button")
        work_off(house.services, SystemClock())
        said = there(house, author)
        assert "Publishing this changes the disposition of some, or none, of 1 past submissions." in said
        assert "Stricter" in said
        assert "nothing before, exclude now" in said
        author.look_through("a comparison with a witness and an impact")

        director, _ = at_the_workshop(open_screen, house, Role.DIRECTOR, name="Ruth Okafor")
        director.go(f"{draft}/compare")
        hand.press(director, "form[action$='/publish'] button")
        assert "1 vignette must get the findings expected: V1." in director.page.inner_text(".summary")
        director.look_through("refused")

        hand.press(author, ".tabs a[href$='/text']")
        hand.press(author, ".files a[href*='vignettes.yaml']")
        before = author.page.input_value("#text")
        mended = before.replace("born: 1990-01-01", "born: 1970-01-01")
        write(author, mended, hand)
        hand.press(author, "#writing button:text-is('Save')" if isinstance(hand, Pointer) else "#writing button")
        author.look_through("a file, saved")

        director.go(f"{draft}/compare")
        assert "must be mended" not in there(house, director)
        hand.press(director, "form[action$='/approve'] button")
        hand.fill(director, {"reason": ["The new guideline says so."]})
        hand.press(director, "form[action$='/publish'] button")
        assert "Published as revision 2" in director.page.inner_text("main")
        director.look_through("published")
        with house.services.reading() as work:
            assert [(each.number, each.count) for each in publications.mid_form(work, slug=slug)] == [(1, 1)]

        patient.go("/intake/step/basics")
        for part, value in (("month", BORN.month), ("day", BORN.day), ("year", BORN.year)):
            patient.page.fill(f"#born-{part}", str(value))
        patient.press("continue")
        patient.go("/intake/check")
        patient.look_through("the patient goes on")

        again = "form[action*='/again/']"
        if isinstance(hand, Pointer):
            director.page.click("summary:has-text('Publish again')")
        else:
            director.page.eval_on_selector("summary", "one => one.focus()")
            director.page.keyboard.press("Enter")
        hand.fill(director, {"reason": ["It was better before."]}) if isinstance(hand, Keys) else director.page.fill(
            f"{again} input[name=reason]", "It was better before."
        )
        hand.press(director, f"{again} button")
        assert "Published again, as revision 3" in director.page.inner_text("main")


class TestEveryPage:
    @pytest.mark.slow
    def test_has_nothing_for_axe_and_fits_a_phone(self, open_screen: OpenScreen, house: House) -> None:
        screen, _ = at_the_workshop(open_screen, house, Role.DIRECTOR, name="Ruth Okafor")
        draft = open_draft(screen, house, "everything", Pointer())
        screen.go(f"{draft}/compare")
        there(house, screen)
        pages = (f"{BASE}/", f"{BASE}/revisions/everything")
        paths = (
            *("", "rules", "thresholds", "text", "text?file=es.yaml&line=9", "checks", "compare", "history"),
            *(
                "translations/es?show=all",
                "try",
                "preview?step=health_conditions&language=es&light=dim-warm",
                "question/hx_conditions",
            ),
            *("question/med_list", "rule/R-AGE-01", "step/you_private", "setting/bp_high", "choice/pv_tried.never"),
        )
        for page in (*pages, *(f"{draft}/{path}" for path in paths)):
            screen.go(page)
            screen.look_every_way(page)

    def test_checks_the_text_while_it_is_written(self, open_screen: OpenScreen, house: House) -> None:
        screen, _ = at_the_workshop(open_screen, house, Role.AUTHOR, name="Quinn Harlow")
        draft = open_draft(screen, house, KETAMINE.name, Pointer())
        page = screen.go(f"{draft}/text")
        text = page.input_value("#text")
        changed = text.replace("when: age < settings.age_min", "when: agee < settings.age_min")
        write(screen, changed, Pointer())
        page.wait_for_selector("#problems li.problem")
        assert "did you mean age?" in page.inner_text("#problems")
        page.click("#problems li.problem a")
        assert "agee < settings.age_min" in page.inner_text(".cm-activeLine")
        screen.look_through("a text with a problem")
