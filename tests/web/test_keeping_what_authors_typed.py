"""At the workshop nothing that was typed is lost, and nothing that others saved is taken back unseen."""

import re

import pytest
from flask import url_for

from screener.services import kept_forms
from screener.services.kept_forms import KEPT
from screener.services.permissions import Role
from tests.web.authors import BASE, Author
from tests.web.clinics import Clinic, Page
from tests.web.conftest import EVERYTHING

MAIN = "questionnaire.yaml"


@pytest.fixture
def author(everything: Clinic) -> Author:
    found = Author(everything)
    found.start()
    return found


@pytest.fixture
def other(everything: Clinic, author: Author) -> Author:
    """Somebody else at the same draft."""
    found = Author(everything, name="Ruth Okafor")
    found.draft_id = author.draft_id
    return found


def value_in(text: str, name: str) -> str:
    """What stands in an input."""
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found, name
    return found[1]


class TestThresholds:
    def test_are_saved_together_whichever_row_is_saved(self, author: Author) -> None:
        page = Page(author.client.get(author.address("thresholds")))
        (form,) = [each for each in page.tree.iter("form") if each.get("action", "").endswith("/thresholds")]
        assert {"value-age_min", "value-bp_high"} <= page.fields(form).keys()
        author.post("thresholds", **{"value-age_min": "19", "value-bp_high": "150"})
        assert "bp_high: {value: 150, unit: mmHg" in author.draft.text
        assert "value: 19" in author.draft.text
        assert "Saved: changed age_min to 19, changed bp_high to 150." in author.get("thresholds")

    @pytest.mark.parametrize("typed", ["abc", "", "1,5", "18 years", "1e3"])
    def test_take_numbers_only_and_keep_what_was_typed(self, author: Author, typed: str) -> None:
        before = author.draft
        text = author.refused("thresholds", "thresholds", **{"value-age_min": "19", "value-bp_high": typed})
        assert "bp_high must be a number such as 12 or 0.5" in text
        assert "Saved" not in text
        assert author.draft.version == before.version
        assert (value_in(text, "value-age_min"), value_in(text, "value-bp_high")) == ("19", typed)
        assert "The draft says now: <q>160</q>" in text
        let_go = {**author.token(), "place": f"{author.draft_id}/thresholds"}
        assert author.client.post(f"{BASE}/kept/forget", data=let_go).status_code == 303
        assert value_in(author.get("thresholds"), "value-age_min") == "18"

    def test_say_what_somebody_else_saved_of_the_same_row(self, author: Author, other: Author) -> None:
        other.post("thresholds", **{"value-bp_high": "150"})
        typed = {"value-age_min": "19", "value-bp_high": "155"}
        author.post("thresholds", version=1, **typed)
        text = author.get("thresholds")
        assert "bp_high was changed to 150 meanwhile" in text
        assert value_in(text, "value-bp_high") == "155"
        assert "value: 150" in author.draft.text
        author.post("thresholds", **typed)
        assert "bp_high: {value: 155" in author.draft.text
        assert "is not saved" not in author.get("thresholds")

    def test_leave_what_somebody_else_saved_of_another_row(self, author: Author, other: Author) -> None:
        other.post("thresholds", **{"value-bp_high": "150"})
        author.post("thresholds", version=1, **{"value-age_min": "19", "value-bp_high": "160"})
        assert "bp_high: {value: 150" in author.draft.text
        assert "value: 19" in author.draft.text

    def test_are_checked_in_their_own_form_too(self, author: Author) -> None:
        fields = author.fields("setting/bp_high")
        text = author.refused("setting/bp_high", "setting/bp_high", **{**fields, "key-value": "abc"})
        assert "“Value” must be a number" in text
        assert value_in(text, "key-value") == "abc"
        assert "value: 160" in author.draft.text


class TestADraftWhoseTextCannotBeRead:
    @pytest.mark.parametrize("text", ["", "slug: ["])
    def test_takes_no_form_and_shows_what_was_typed(self, author: Author, text: str) -> None:
        author.post("text", file="questionnaire.yaml", text=text)
        answer = author.client.post(
            author.address("thresholds"), data={**author.token(), "version": author.draft.version, "value-x": "17"}
        )
        assert answer.status_code == 303
        assert "17" in author.client.get(answer.location, follow_redirects=True).text


class TestAForm:
    def test_leaves_what_somebody_else_saved_of_another_key(self, author: Author, other: Author) -> None:
        mine, theirs = author.fields("rule/R-AGE-01"), other.fields("rule/R-AGE-01")
        other.post("rule/R-AGE-01", **{**theirs, "key-message": "Theirs"})
        author.post("rule/R-AGE-01", version=1, **{**mine, "key-why": "Mine"})
        text = author.get("rule/R-AGE-01")
        assert ">\nTheirs</textarea>" in text
        assert ">\nMine</textarea>" in text
        assert "is not saved" not in text

    def test_asks_about_a_key_that_somebody_else_changed(self, author: Author, other: Author) -> None:
        mine, theirs = author.fields("rule/R-AGE-01"), other.fields("rule/R-AGE-01")
        other.post("rule/R-AGE-01", **{**theirs, "key-message": "Theirs"})
        author.post("rule/R-AGE-01", version=1, **{**mine, "key-message": "Mine", "key-why": "Mine, too"})
        text = author.get("rule/R-AGE-01")
        assert "“What the clinician reads” was changed by somebody else meanwhile" in text
        assert "The draft says now: <q>Theirs</q>" in text
        assert ">\nMine</textarea>" in text
        assert "message: Theirs" in author.draft.text
        author.post("rule/R-AGE-01", **{**mine, "key-message": "Mine", "key-why": "Mine, too"})
        assert "message: Mine\n" in author.draft.text

    def test_of_what_somebody_deleted_is_shown_to_be_copied(self, author: Author, other: Author) -> None:
        mine = author.fields("message/HELP")
        text = author.draft.text.replace("    patient: HELP\n", "")
        other.post("text", file=MAIN, text=re.sub(r"  HELP:\s.*?\n(?=  \w)", "", text, flags=re.DOTALL))
        assert "HELP" not in re.findall(r"^  (\w+): \{?text", other.draft.text, re.MULTILINE)
        author.post("message/HELP", version=1, **{**mine, "key-text": "Words that took long"})
        assert "Words that took long" in author.client.get(f"{BASE}/kept").text

    def test_of_a_draft_that_was_given_up_is_shown_to_be_copied(self, author: Author, other: Author) -> None:
        mine = author.fields("rule/R-AGE-01")
        other.post("drop")
        author.post("rule/R-AGE-01", version=1, **{**mine, "key-message": "Words that took long"})
        assert "Words that took long" in author.client.get(f"{BASE}/kept").text

    def test_that_is_needed_is_not_emptied_in_silence(self, author: Author) -> None:
        fields = author.fields("rule/R-AGE-01")
        text = author.refused("rule/R-AGE-01", "rule/R-AGE-01", **{**fields, "key-message": "", "key-why": "Mine"})
        assert "“What the clinician reads” is needed." in text
        assert ">\nMine</textarea>" in text

    def test_is_shown_to_nobody_else(self, author: Author, other: Author) -> None:
        fields = author.fields("rule/R-AGE-01")
        author.post("rule/R-AGE-01", **{**fields, "key-why": "Mine \x07"})
        assert "Mine" not in other.get("rule/R-AGE-01")
        assert "Mine" in author.get("rule/R-AGE-01")

    def test_is_forgotten_after_a_month(self, author: Author) -> None:
        fields = author.fields("rule/R-AGE-01")
        author.post("rule/R-AGE-01", **{**fields, "key-why": "Mine \x07"})
        author.clinic.later(days=KEPT.days + 1)
        again = Author(author.clinic, name="Another")
        again.draft_id = author.draft_id
        again.post("add/rule", called="R-AGE-01", words="Taken")
        with author.clinic.services.reading() as work:
            assert kept_forms.all_of(work, member_id=author.member.id) == {}


class TestDeleting:
    def test_is_refused_where_somebody_changed_it_meanwhile(self, author: Author, other: Author) -> None:
        theirs = other.fields("rule/R-AGE-01")
        other.post("rule/R-AGE-01", **{**theirs, "key-message": "Theirs"})
        author.post("rule/R-AGE-01/delete", version=1, back=author.address("rules"))
        assert "was changed by somebody else meanwhile" in author.get("rules")
        assert "message: Theirs" in author.draft.text


class TestAdding:
    def test_keeps_what_was_typed_where_it_is_refused(self, author: Author) -> None:
        text = author.refused(
            "add/rule", "rules", called="R-AGE-01", words="My own words", back=author.address("rules")
        )
        assert "There is a rule R-AGE-01 already." in text
        assert value_in(text, "words") == "My own words"

    def test_makes_nothing_up(self, author: Author) -> None:
        author.post("add/rule", called="R-NEW-01", words="Something new")
        assert "…" not in author.draft.text
        text = author.get("rule/R-NEW-01")
        assert "To mend" in text
        author.post("add/question", inside="you_basics", called="hobby", kind="choice", words="Which hobby?")
        assert "The first" not in author.draft.text
        assert "To mend" in author.get("choice/hobby.first")

    @pytest.mark.parametrize("sort", ["rule", "message", "source", "value", "section"])
    def test_asks_for_words(self, author: Author, sort: str) -> None:
        before = author.draft.version
        name = "R-NEW-01" if sort == "rule" else "NEW" if sort in ("message", "source") else "new_one"
        assert "Say it in words" in author.refused(f"add/{sort}", "rules", called=name, back=author.address("rules"))
        assert author.draft.version == before

    def test_of_a_threshold_asks_for_a_number(self, author: Author) -> None:
        text = author.refused("add/setting", "thresholds", called="new_one", words="abc")
        assert "must be a number" in text
        assert value_in(text, "words") == "abc"


class TestTheText:
    def test_is_merged_where_nothing_touches(self, author: Author, other: Author) -> None:
        mine = author.draft.text + "# mine\n"
        other.post("thresholds", **{"value-bp_high": "150"})
        author.post("text", version=1, file=MAIN, text=mine)
        assert "What was saved meanwhile is in it, too." in author.get("text")
        assert "bp_high: {value: 150" in author.draft.text
        assert author.draft.text.endswith("# mine\n")

    def test_asks_where_both_changed_the_same_lines(self, author: Author, other: Author) -> None:
        mine = author.draft.text.replace("bp_high: {value: 160", "bp_high: {value: 155") + "# mine\n"
        other.post("thresholds", **{"value-bp_high": "150"})
        author.post("text", version=1, file=MAIN, text=mine.replace("\n", "\r\n"))
        text = author.get("text")
        assert "Somebody else changed the same lines" in text
        assert "bp_high: {value: 155" in text
        assert "bp_high: {value: 150" in author.draft.text
        sent = {"file": MAIN, "against": value_in(text, "against"), "version": 1}
        author.post("text/choose", **sent)
        assert "Choose for each of them" in author.get("text")
        author.post("text/choose", **sent, **{"keep-0": "mine"})
        assert "bp_high: {value: 155" in author.draft.text
        assert author.draft.text.endswith("# mine\n")
        assert "is not saved" not in author.get("text")

    def test_asks_again_where_somebody_saved_once_more(self, author: Author, other: Author) -> None:
        mine = author.draft.text.replace("bp_high: {value: 160", "bp_high: {value: 155")
        other.post("thresholds", **{"value-bp_high": "150"})
        author.post("text", version=1, file=MAIN, text=mine)
        sent = {"file": MAIN, "against": value_in(author.get("text"), "against"), "version": 1}
        other.post("thresholds", **{"value-bp_high": "140"})
        author.post("text/choose", **sent, **{"keep-0": "mine"})
        text = author.get("text")
        assert "was saved again meanwhile" in text
        assert "bp_high: {value: 140" in text
        assert "bp_high: {value: 140" in author.draft.text

    def test_never_takes_back_silently_what_was_saved_meanwhile(self, author: Author, other: Author) -> None:
        mine = author.draft.text
        other.post("thresholds", **{"value-bp_high": "150"})
        author.post("text", version=1, file=MAIN, text=mine)
        assert "bp_high: {value: 150" in author.draft.text


class TestTranslations:
    def test_keep_what_was_typed_where_somebody_was_faster(self, author: Author, other: Author) -> None:
        name = "text-questions.dem_dob.text"
        other.post("translations/es", **{name: "La de ella"})
        author.post("translations/es?show=all", version=1, **{name: "La mía", "show": "all"})
        text = author.get("translations/es?show=all")
        assert "was translated by somebody else meanwhile" in text
        assert "La mía" in text
        assert b"La de ella" in author.draft.files["es.yaml"]
        author.post("translations/es", **{name: "La mía", "show": "all"})
        assert "La mía".encode() in author.draft.files["es.yaml"]


class TestNotices:
    def test_stand_once_each_in_its_own_tone(self, author: Author) -> None:
        author.post("thresholds", **{"value-bp_high": "150"})
        text = author.get("thresholds")
        assert text.count("Saved: changed bp_high to 150.") == 1
        author.post("undo", version=1)
        text = author.get("")
        assert text.count("has saved this draft meanwhile") == 1
        assert re.search(r'class="notice danger"[^>]*>\s*<p>[^<]*has saved this draft meanwhile', text)
        assert 'class="notice good"' not in text

    def test_of_a_form_with_something_to_mend_are_not_all_well(self, author: Author) -> None:
        fields = author.fields("rule/R-AGE-01")
        author.post("rule/R-AGE-01", **{**fields, "key-when": "agee < 18"})
        assert re.search(r'class="notice warm"[^>]*>\s*<p>[^<]*still to mend', author.get("rule/R-AGE-01"))


class TestPublishing:
    def test_keeps_what_was_typed_where_the_draft_was_saved_meanwhile(self, author: Author, everything: Clinic) -> None:
        director = Author(everything, Role.DIRECTOR, name="Ida Berg")
        director.draft_id = author.draft_id
        author.post("thresholds", **{"value-bp_high": "150"})
        director.post("publish", version=1, reason="A reason that took long")
        assert "A reason that took long" in director.get("compare")


def test_every_view_of_the_workshop_that_takes_a_form_leads_on_to_a_page(author: Author) -> None:
    """No answer to a form has a body: the browser's Back never asks to send it again."""
    bodies = {"authoring.answer_preview", "authoring.check_text"}  # shows a page unsaved; is the script's
    for rule in author.clinic.app.url_map.iter_rules():
        if not rule.endpoint.startswith("authoring.") or "POST" not in (rule.methods or ()) or rule.endpoint in bodies:
            continue
        given = {"draft_id": author.draft_id, "sort": "rule", "name": "R-AGE-01", "slug": EVERYTHING, "language": "es"}
        values = {each: given.get(each, "1") for each in rule.arguments}
        with author.clinic.app.test_request_context():
            address = url_for(rule.endpoint, **values)
        sent = {**author.token(), "version": author.draft.version, "called": "x", "words": "", "key-message": ""}
        answer = author.client.post(address, data=sent)
        assert answer.status_code in (303, 400, 403, 404), (rule.endpoint, answer.status_code)
