"""What the clinic or the door knows is shown for confirming, and asked of nobody twice."""

from xml.etree.ElementTree import Element

from screener.services import invitations
from tests.web.clinics import BORN, OPERATOR, Browser, Clinic

STEP = "/intake/step/you_basics"


def come_in(clinic: Clinic, contact: str = "") -> Browser:
    browser = clinic.visitor()
    with clinic.services.unit_of_work() as work:
        issued = invitations.issue(
            work,
            slug=clinic.slug,
            patient_name="Ann Lee",
            date_of_birth=BORN,
            now=clinic.clock.now(),
            actor=OPERATOR,
            contact=contact,
        )
    browser.come_in(issued)
    return browser


def box(browser: Browser, name: str) -> Element:
    found = browser.page.tree.find(f".//input[@id='{name}']")
    assert found is not None
    return found


class TestWhatIsKnown:
    def test_stands_in_its_fields_and_says_so(self, everything: Clinic) -> None:
        browser = come_in(everything)
        browser.go(STEP)
        assert box(browser, "dem_name").get("value") == "Ann Lee"
        assert [box(browser, f"dem_dob-{part}").get("value") for part in ("month", "day", "year")] == ["6", "2", "1983"]
        assert browser.page.words(".//*[@id='dem_name-known']").startswith("This is known already.")
        assert "dem_name-known" in str(box(browser, "dem_name").get("aria-describedby"))

    def test_is_no_answer_before_the_page_is_sent(self, everything: Clinic) -> None:
        browser = come_in(everything)
        assert "dem_name" not in everything.view(browser).raw_answers

    def test_is_the_answer_once_the_page_is_sent(self, everything: Clinic) -> None:
        browser = come_in(everything)
        browser.answer("you_basics", {}, button="anyway")
        answers = everything.view(browser).raw_answers
        assert (answers["dem_name"], answers["dem_dob"]) == ("Ann Lee", "1983-06-02")

    def test_can_be_corrected_and_stays_corrected(self, everything: Clinic) -> None:
        browser = come_in(everything)
        browser.answer("you_basics", {"dem_name": "Anna Lee"}, button="anyway")
        page = browser.go(STEP)
        assert box(browser, "dem_name").get("value") == "Anna Lee"
        assert not page.has(".//*[@id='dem_name-known']")

    def test_that_was_taken_away_stays_away(self, everything: Clinic) -> None:
        browser = come_in(everything)
        browser.answer("you_basics", {"dem_name": ""}, button="anyway")
        browser.go(STEP)
        assert box(browser, "dem_name").get("value") == ""


class TestFieldsThatBrowsersFillIn:
    def test_say_what_they_are_for(self, everything: Clinic) -> None:
        browser = come_in(everything)
        browser.go(STEP)
        assert box(browser, "dem_name").get("autocomplete") == "name"
        parts = ("month", "day", "year")
        assert [box(browser, f"dem_dob-{part}").get("autocomplete") for part in parts] == [
            f"bday-{part}" for part in parts
        ]
