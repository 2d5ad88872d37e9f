"""The three views of a published questionnaire, and the figures about it."""

import pytest
from flask.testing import FlaskClient

from screener.services.permissions import Role
from tests.web.clinics import Clinic
from tests.web.staff import sign_in


@pytest.fixture
def member(clinic: Clinic) -> FlaskClient:
    client = clinic.app.test_client()
    sign_in(client, Role.CLINICIAN)
    return client


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.text


class TestTheViews:
    def test_the_table_has_questions_rules_and_who_reads_what(self, member: FlaskClient) -> None:
        text = page(member, "/staff/codebooks/everything/")
        assert "When were you born?" in text
        assert '<a href="#rule-R-AGE-01"' in text
        assert "“Age” is less than 18 years." in text

    def test_the_map_says_in_words_what_it_draws(self, member: FlaskClient) -> None:
        text = page(member, "/staff/codebooks/everything/paths")
        assert "<svg" in text
        assert "This page, if “Age” is 18 years or more, or “Age” is not known." in text

    def test_the_form_on_paper_has_room_for_every_answer(self, member: FlaskClient) -> None:
        text = page(member, "/staff/codebooks/everything/paper")
        assert '<html lang="en">' in text
        assert text.count('class="tick"') > 20
        assert "nothing on paper is screened" in text

    def test_the_form_on_paper_is_in_the_patients_language(self, member: FlaskClient) -> None:
        text = page(member, "/staff/codebooks/everything/paper?language=es")
        assert '<html lang="es">' in text
        assert "¿Cuándo nació?" in text
        assert "mes / día / año" in text

    @pytest.mark.parametrize("view", ["", "paths", "paper"])
    def test_of_what_is_not_published_there_are_none(self, member: FlaskClient, view: str) -> None:
        assert member.get(f"/staff/codebooks/nothing/{view}").status_code == 404


class TestTheFigures:
    def test_are_shown_for_each_questionnaire(self, member: FlaskClient, clinic: Clinic) -> None:
        text = page(member, "/staff/analytics/?questionnaire=everything&days=7")
        assert "<strong>0</strong> <span>begun</span>" in text
        assert '<option value="7" selected>' in text

    def test_pass_over_what_nobody_offers(self, member: FlaskClient) -> None:
        text = page(member, "/staff/analytics/?questionnaire=%00&days=99999999999")
        assert '<option value="90" selected>' in text
