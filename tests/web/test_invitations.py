"""Coming in: by link or code, with the birth date."""

from datetime import date

import pytest

from tests.web.clinics import BORN, Browser, Clinic


class TestOpeningALink:
    def test_tells_nothing_and_changes_nothing(self, clinic: Clinic, visitor: Browser) -> None:
        invitation = clinic.invite()
        real = visitor.client.get(f"/i/{invitation.url_token}").text.replace(invitation.url_token, "")
        no_link = visitor.client.get("/i/nothing").text.replace("nothing", "")
        assert real == no_link
        assert clinic.visitor().come_in(invitation).path == "/intake/about"

    def test_sends_its_token_to_no_address_that_is_kept(self, clinic: Clinic, visitor: Browser) -> None:
        token = clinic.invite().url_token
        page = visitor.go(f"/i/{token}")
        assert page.form().get("action") == "/confirm"
        addresses = [element.get(name, "") for element in page.tree.iter() for name in ("href", "src", "action")]
        assert not any(token in address for address in addresses)


class TestTheRightBirthDate:
    def test_opens_what_the_patient_should_know_first(self, clinic: Clinic, visitor: Browser) -> None:
        page = visitor.come_in(clinic.invite())
        assert (page.path, page.heading) == ("/intake/about", "What you should know")

    def test_opens_the_list_of_pages_when_coming_back(self, clinic: Clinic, patient: Browser) -> None:
        patient.answer("basics", {}, "anyway")
        assert clinic.visitor().come_in(patient.invitation).path == "/intake"

    def test_may_come_with_a_code_typed_from_paper(self, clinic: Clinic, visitor: Browser) -> None:
        invitation = clinic.invite()
        visitor.go("/code")
        assert visitor.confirm(BORN, code=invitation.code.lower().replace("-", " ")).path == "/intake/about"

    @pytest.mark.parametrize("month", ["June", "junio", "jun."])
    def test_may_name_its_month(self, clinic: Clinic, visitor: Browser, month: str) -> None:
        visitor.go(f"/i/{clinic.invite(date(1983, 6, 2)).url_token}")
        assert visitor.confirm(date(1983, 6, 2), **{"born-month": month}).path == "/intake/about"


class TestWhatDoesNotMatch:
    def test_is_asked_again_with_what_was_typed(self, clinic: Clinic, visitor: Browser) -> None:
        visitor.go(f"/i/{clinic.invite().url_token}")
        page = visitor.confirm(date(1990, 1, 1))
        assert page.status == 422
        assert "do not open a form" in page.words(".//div[@role='alert']")
        assert page.fields(page.form())["born-year"] == ["1990"]
        assert visitor.confirm(BORN).path == "/intake/about"

    def test_says_the_same_of_a_wrong_link_and_a_wrong_date(self, clinic: Clinic, visitor: Browser) -> None:
        visitor.go(f"/i/{clinic.invite().url_token}")
        wrong_date = visitor.confirm(date(1990, 1, 1)).words(".//div[@role='alert']")
        visitor.go("/i/nothing")
        assert visitor.confirm(BORN).words(".//div[@role='alert']") == wrong_date

    def test_costs_no_try_where_it_is_no_date(self, clinic: Clinic, visitor: Browser) -> None:
        visitor.go(f"/i/{clinic.invite().url_token}")
        for _ in range(20):
            assert visitor.send({"born-month": "13", "born-day": "1", "born-year": "83"}).status == 422
        assert visitor.confirm(BORN).path == "/intake/about"

    def test_closes_the_link_for_a_time_with_a_way_out(self, clinic: Clinic, visitor: Browser) -> None:
        visitor.go(f"/i/{clinic.invite().url_token}")
        for _ in range(5):
            page = visitor.confirm(date(1990, 1, 1))
        visitor.go("/code") if page.status == 429 else visitor.confirm(BORN)
        assert page.status == 429 or visitor.page.status == 429
        assert "They changed nothing in any form." in (page.text + visitor.page.text)


class TestALinkThatHasEnded:
    def test_says_so_to_who_knows_the_birth_date(self, clinic: Clinic, visitor: Browser) -> None:
        invitation = clinic.invite()
        clinic.later(days=30)
        page = visitor.come_in(invitation)
        assert (page.status, page.heading) == (410, "This link has ended")
