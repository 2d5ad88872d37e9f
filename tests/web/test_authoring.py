"""The workshop's pages: a draft written by forms and as text, looked at, compared, approved and published."""

import io
import re
from datetime import date

import pytest

from screener.definition.editing import set_key
from screener.definition.names import StepId
from screener.definition.reading import folder_files
from screener.definition.things import Thing
from screener.jobs.running import work_off
from screener.services import intake, invitations, revisions
from screener.services.draft_files import from_upload, to_zip
from screener.services.permissions import Role
from tests.web.authors import BASE, SMALL, Author
from tests.web.clinics import OPERATOR, Clinic, Page
from tests.web.conftest import EVERYTHING
from tests.web.staff import sign_in


@pytest.fixture
def author(everything: Clinic) -> Author:
    found = Author(everything)
    found.start()
    return found


@pytest.fixture
def small(everything: Clinic) -> Author:
    """A draft of a small questionnaire that is sound, and published."""
    services, now = everything.services, everything.clock.now()
    with services.unit_of_work() as work:
        revisions.publish(work, files=folder_files(SMALL), slug=SMALL.name, now=now, actor=OPERATOR)
    found = Author(everything)
    found.start(SMALL.name)
    return found


class TestTheList:
    def test_shows_what_is_published_and_what_is_being_written(self, author: Author) -> None:
        text = author.client.get(f"{BASE}/").text
        assert "Headache visit: before you come" in text
        assert author.draft_id in text

    def test_begins_a_blank_draft(self, author: Author) -> None:
        answer = author.client.post(f"{BASE}/new", data={**author.token(), "slug": "new-one", "title": "A new one"})
        assert answer.status_code == 303
        assert "A new one" in author.client.get(answer.location).text

    def test_says_why_it_begins_none(self, author: Author) -> None:
        answer = author.client.post(f"{BASE}/new", data={**author.token(), "slug": EVERYTHING, "title": "x"})
        assert answer.status_code == 303
        page = Page(author.client.get(f"{BASE}/"))
        assert "is published already" in page.text
        assert 'name="title" value="x"' in page.text

    def test_takes_in_what_a_draft_exports(self, author: Author) -> None:
        packed = author.client.get(author.address("folder.zip")).data
        assert from_upload("x.zip", packed) == author.draft.files
        sent = {**author.token(), "folder": (io.BytesIO(packed), "x.zip")}
        answer = author.client.post(f"{BASE}/upload", data=sent, content_type="multipart/form-data")
        author.draft_id = answer.location.rstrip("/").rpartition("/")[2]
        assert to_zip(EVERYTHING, author.draft.files) == packed

    def test_refuses_what_is_no_folder(self, author: Author) -> None:
        sent = {**author.token(), "folder": (io.BytesIO(b"%PDF"), "x.pdf")}
        answer = author.client.post(f"{BASE}/upload", data=sent, content_type="multipart/form-data")
        assert answer.status_code == 303
        assert "Choose a zip file" in author.client.get(f"{BASE}/").text

    def test_is_for_authors(self, everything: Clinic) -> None:
        client = everything.app.test_client()
        sign_in(client, Role.CLINICIAN)
        assert client.get(f"{BASE}/").status_code == 403


class TestEveryPage:
    @pytest.mark.parametrize(
        "path",
        [
            "",
            "rules",
            "thresholds",
            "text",
            "text?file=vignettes.yaml",
            "text?file=es.yaml&line=3",
            "try",
            "try?step=health_medicines&language=es&light=dim-warm",
            "preview?step=you_basics&language=es&light=dim-dark",
            "checks",
            "compare",
            "history",
            "translations/es",
            "translations/es?show=all&from=25",
            "translations/fr",
            "question/hx_conditions",
            "question/intro",
            "question/med_list",
            "step/you_private",
            "section/you",
            "rule/R-AGE-01",
            "setting/bp_high",
            "value/age",
            "message/HELP",
            "source/G2",
            "choice/hx_conditions.angina",
            "row/am_days.triptan",
        ],
    )
    def test_of_a_draft_opens(self, author: Author, path: str) -> None:
        author.get(path)

    @pytest.mark.parametrize("path", ["question/nobody", "nonsense/x", "text?file=../../etc/passwd", "choice/x"])
    def test_of_what_is_not_there_says_so(self, author: Author, path: str) -> None:
        assert author.client.get(author.address(path)).status_code == 404

    def test_of_no_draft_says_so(self, author: Author) -> None:
        assert author.client.get(f"{BASE}/drafts/nothing/").status_code == 404

    def test_opens_when_the_text_is_broken(self, author: Author) -> None:
        author.post("text", file="questionnaire.yaml", text="slug: [")
        for path in ("", "rules", "thresholds", "text", "try", "checks", "compare", "history"):
            assert author.client.get(author.address(path)).status_code == 200, path
        assert author.client.get(author.address("question/intro")).status_code == 303


class TestTheProof:
    def test_says_what_is_broken_and_who_shows_it(self, author: Author) -> None:
        assert "statements</label>" in author.get("checks/proof")  # however far it has come
        author.wait()
        for path in ("checks", "checks/proof"):
            text = author.get(path)
            assert "to mend or accept" in text
            assert "Who shows it" in text
            assert "Accept it as it is" in text


class TestAForm:
    def test_changes_only_what_it_must(self, author: Author) -> None:
        before = author.draft.text
        fields = author.fields("rule/R-AGE-01")
        author.post("rule/R-AGE-01", **{**fields, "key-message": "Too young: under {settings.age_min}."})
        assert author.draft.text != before
        assert lines_changed(before, author.draft.text) <= 2

    def test_sent_as_it_is_changes_nothing(self, author: Author) -> None:
        before = author.draft
        paths = ["question/hx_conditions", "question/preg_now", "question/bp", "question/med_list", "rule/R-AGE-01"]
        for path in (*paths, "step/you_private", "setting/bp_high", "value/bmi", "message/HELP", "section/health"):
            author.post(path, **author.fields(path))
            assert author.draft.files == before.files, path
        assert author.draft.version == before.version

    def test_changes_a_threshold(self, author: Author) -> None:
        author.post("thresholds", **{"value-bp_high": "150"})
        assert "bp_high: {value: 150, unit: mmHg" in author.draft.text

    def test_shows_what_the_check_says_of_it(self, author: Author) -> None:
        fields = author.fields("rule/R-AGE-01")
        author.post("rule/R-AGE-01", **{**fields, "key-when": "agee < 18"})
        text = author.get("rule/R-AGE-01")
        assert "did you mean age?" in text
        assert "agee &lt; 18" in text

    def test_says_a_condition_in_words(self, author: Author) -> None:
        assert "In words: “Age” is less than 18 years." in author.get("rule/R-AGE-01")

    def test_keeps_what_was_typed_where_it_is_refused(self, author: Author) -> None:
        fields = author.fields("rule/R-AGE-01")
        text = author.refused(
            "rule/R-AGE-01", "rule/R-AGE-01", **{**fields, "key-message": "bell\x07", "key-why": "Mine"}
        )
        assert "U+0007" in text
        assert "bell" in text
        for _ in range(2):  # it is told once, and stands there until it is saved or let go
            text = author.get("rule/R-AGE-01")
            assert "U+0007" not in text
            assert "is not saved" in text
            assert ">\nMine</textarea>" in text
        author.post("rule/R-AGE-01", **{**fields, "key-why": "Mine"})
        assert "is not saved" not in author.get("rule/R-AGE-01")

    def test_adds_moves_renames_copies_and_deletes(self, author: Author) -> None:
        author.post("add/question", inside="you_basics", called="hobby", kind="choice", words="Which hobby?")
        for choice, words in (("first", "Stamps"), ("second", "Chess")):
            author.post(f"choice/hobby.{choice}", **{"key-": words})
        author.post("question/hobby/move", where="earlier")
        author.post("question/hobby/move", where="step:you_private")
        author.post("add/choice", inside="hobby", called="third", words="The third")
        author.post("choice/hobby.third/move", where="earlier")
        author.post("question/hobby/rename", called="pastime")
        author.post("question/pastime/copy", called="pastime_2")
        author.post("choice/pastime.third/delete")
        author.post("question/pastime_2/delete")
        author.get("question/pastime")
        assert author.draft.version == 12
        assert "It can be read." in author.get("checks")

    def test_says_who_refers_to_what_cannot_go(self, author: Author) -> None:
        author.post("question/dem_dob/delete", back=author.address("question/dem_dob"))
        assert "cannot be deleted while others refer to it" in author.get("question/dem_dob")

    def test_goes_back_with_the_name_that_is_taken(self, author: Author) -> None:
        author.post("add/rule", called="R-AGE-01", back=author.address("rules"))
        assert "There is a rule R-AGE-01 already." in author.get("rules")


class TestTheText:
    def test_is_kept_byte_for_byte(self, author: Author) -> None:
        before = author.draft
        for name in before.files:
            text = before.files[name].decode().replace("\n", "\r\n")  # as browsers send it
            author.post("text", file=name, text=text)
        assert author.draft.files == before.files
        assert author.draft.version == before.version

    def test_may_be_as_large_as_a_questionnaire(self, author: Author) -> None:
        text = author.draft.text + "# " + "x" * 400_000 + "\n"
        sent = {**author.token(), "version": author.draft.version, "file": "questionnaire.yaml", "text": text}
        answer = author.client.post(author.address("text"), data=sent, content_type="multipart/form-data")
        assert answer.status_code == 303
        assert author.draft.text == text

    def test_is_checked_while_it_is_written(self, author: Author) -> None:
        text = author.draft.text.replace("when: age < settings.age_min", "when: agee < settings.age_min")
        answer = author.client.post(
            author.address("text/check"), data={**author.token(), "file": "questionnaire.yaml", "text": text}
        )
        (problem,) = [each for each in answer.get_json()["problems"] if each["severity"] == "problem"]
        assert "did you mean age?" in problem["message"]
        assert author.draft.version == 1

    def test_has_its_conditions_said_in_words_while_it_is_written(self, author: Author) -> None:
        data = {**author.token(), "file": "questionnaire.yaml", "text": author.draft.text}
        told = author.client.post(author.address("text/check"), data=data).get_json()
        line = author.draft.text[: author.draft.text.index("when: age < settings.age_min")].count("\n") + 1
        (words,) = [each["words"] for each in told["conditions"] if each["first"] <= line <= each["last"]]
        assert "is less than 18 years" in words
        assert "age_min" in told["names"]["setting"]

    def test_that_cannot_be_read_has_no_words(self, author: Author) -> None:
        data = {**author.token(), "file": "questionnaire.yaml", "text": "slug: [\n"}
        told = author.client.post(author.address("text/check"), data=data).get_json()
        assert told["problems"]
        assert "conditions" not in told

    def test_is_completed_by_the_format_s_schema(self, author: Author) -> None:
        schema = author.client.get("/staff/questionnaires/schema").get_json()
        assert "sections" in schema["properties"]

    def test_points_at_the_line(self, author: Author) -> None:
        assert '<span class="marked">    3  ' in author.get("text?file=questionnaire.yaml&line=3")

    def test_can_be_undone(self, author: Author) -> None:
        before = author.draft.files
        author.post("thresholds", **{"value-bp_high": "150"})
        author.post("undo")
        assert author.draft.files == before
        assert "Undid save 2" in author.get("history")


class TestTranslations:
    def test_show_what_is_stale_and_take_what_is_typed(self, author: Author) -> None:
        fields = author.fields("question/dem_dob")
        author.post("question/dem_dob", **{**fields, "key-text": "When is your birthday?"})
        text = author.get("translations/es")
        assert "1 changed since" in text
        assert "When is your birthday?" in text
        before = author.draft.files["es.yaml"].decode()
        author.post("translations/es", **{"text-questions.dem_dob.text": "¿Cuál es su fecha de nacimiento?"})
        after = author.draft.files["es.yaml"].decode()
        assert "¿Cuál es su fecha de nacimiento?" in after
        assert lines_changed(before, after) <= 3
        assert "changed since" not in author.get("translations/es")

    def test_begin_a_language_that_there_was_not(self, author: Author) -> None:
        author.post("translations/fr", **{"text-title": "Visite pour maux de tête"})
        assert b"language: fr" in author.draft.files["fr.yaml"]

    def test_go_out_and_come_back_as_a_po_file(self, author: Author) -> None:
        packed = author.client.get(author.address("translations/es.po")).data
        assert b'msgctxt "questions.dem_name.text"' in packed
        before = author.draft.files
        sent = {**author.token(), "version": author.draft.version, "po": (io.BytesIO(packed), "es.po")}
        author.client.post(author.address("translations/es/po"), data=sent, content_type="multipart/form-data")
        assert author.draft.files == before
        assert "Took in 0 translations" in author.get("translations/es")

    def test_refuse_what_is_no_po_file(self, author: Author) -> None:
        sent = {**author.token(), "version": 1, "po": (io.BytesIO(b"\x00"), "es.po")}
        author.client.post(author.address("translations/es/po"), data=sent, content_type="multipart/form-data")
        assert "was not taken in" in author.get("translations/es")

    def test_are_of_languages_only(self, author: Author) -> None:
        assert author.client.get(author.address("translations/Spanish!")).status_code == 404


class TestTryingOut:
    def test_shows_findings_for_what_was_answered(self, author: Author) -> None:
        text = author.get("preview?step=you_basics")
        sent = {
            **author.token(),
            "page-shown": "dem_dob",
            "dem_dob-month": "1",
            "dem_dob-day": "1",
            "dem_dob-year": "2015",
        }
        answer = author.client.post(author.address("preview?step=you_basics"), data=sent)
        assert "<strong>Exclude</strong>: R-AGE-01." not in text
        assert "<strong>Exclude</strong>: R-AGE-01." in answer.text

    def test_keeps_a_person_as_an_example_patient(self, author: Author) -> None:
        answers = '{"dem_dob": "2015-01-01"}'
        author.post("keep-witness", answers=answers, as_of="2026-01-15", title="A child", called="CHILD")
        assert "- id: CHILD\n  title: A child\n" in author.draft.files["vignettes.yaml"].decode()
        assert "CHILD" not in failing(author.get("checks"))

    @pytest.mark.parametrize("answers", ["", "[", "[]", "1", '{"nobody": 1}', "[" * 50_000])
    def test_refuses_what_is_nobody(self, author: Author, answers: str) -> None:
        author.post("keep-witness", status=400, answers=answers, as_of="2026-01-15")


class TestPublishing:
    def test_is_refused_while_something_stands_in_the_way(self, everything: Clinic) -> None:
        director = Author(everything, Role.DIRECTOR)
        director.start()
        director.post("text", file="questionnaire.yaml", text="slug: [")
        assert "must be mended" in director.refused("publish", "compare")

    def test_needs_a_second_person_and_a_reason_where_it_is_looser(self, small: Author, everything: Clinic) -> None:
        small.post("thresholds", **{"value-age_min": "17"})
        small.wait()
        director = Author(everything, Role.DIRECTOR, name="Ruth Okafor")
        director.draft_id = small.draft_id
        page = director.get("compare")
        assert "Looser" in page
        assert "Somebody who wrote nothing of it must approve it" in director.refused("publish", "compare", reason="x")
        assert 'name="reason" rows="2"' in director.get("compare")
        assert ">\nx</textarea>" in director.get("compare")
        assert "has changed since you opened the page" in director.refused("approve", "compare", seen="something else")
        director.post("approve", seen=re.search(r'name="seen" value="([0-9a-f]+)"', page)[1])  # type: ignore[index]
        assert "say why" in director.refused("publish", "compare")
        director.post("publish", reason="The new guideline says so")
        with everything.services.reading() as work:
            current = revisions.current(work, SMALL.name)
            assert (current.number, current.sha256) == (2, director.draft.sha256)
        listed = director.client.get(f"{BASE}/revisions/{SMALL.name}").text
        assert "The new guideline says so" in listed
        assert "approved by Ruth Okafor" in listed
        assert director.draft.state == "published"

    def test_is_refused_while_a_vignette_fails(self, small: Author, everything: Clinic) -> None:
        small.post("thresholds", **{"value-age_min": "40"})
        small.wait()
        director = Author(everything, Role.DIRECTOR)
        director.draft_id = small.draft_id
        assert "1 vignette must get the findings expected: V1." in director.refused("publish", "compare")

    def test_is_refused_while_a_statement_is_not_proved_and_not_when_it_is_accepted(
        self, small: Author, everything: Clinic
    ) -> None:
        fields = small.fields("rule/R-AGE-01")
        small.post("rule/R-AGE-01", **{**fields, "key-when": "years since born < 200"})
        small.post("text", file="vignettes.yaml", text="[]")
        small.wait()
        assert "Rule R-AGE-01 is never ruled out" in small.get("checks")
        director = Author(everything, Role.DIRECTOR)
        director.draft_id = small.draft_id
        assert "of the proof must be mended" in director.refused("publish", "compare")
        for statement in re.findall(r'name="statement" value="([^"]+)"', small.get("checks")):
            small.post("accept", statement=statement, why="Meant so")
        assert "Meant so (Dana Whitfield, 2026-01-15)" in small.draft.text
        small.wait()
        assert "of the proof must be mended" not in director.refused("publish", "compare")

    def test_is_not_for_the_author_to_approve(self, everything: Clinic) -> None:
        director = Author(everything, Role.DIRECTOR)
        director.start()
        director.post("thresholds", **{"value-bp_high": "150"})
        director.wait()
        assert "You wrote part of this draft" in director.refused("approve", "compare", seen="x")

    def test_is_not_for_authors(self, author: Author) -> None:
        author.post("publish", status=403)
        author.post("approve", status=403)

    def test_goes_back_to_an_earlier_revision_as_a_new_one(self, author: Author, everything: Clinic) -> None:
        files = {**author.draft.files, "questionnaire.yaml": author.draft.files["questionnaire.yaml"] + b"# more\n"}
        services, now = everything.services, everything.clock.now()
        with services.unit_of_work() as work:
            first = revisions.current(work, EVERYTHING)
            revisions.publish(work, files=files, slug=EVERYTHING, now=now, actor=author.member.actor)
        director = Author(everything, Role.DIRECTOR)
        again = f"{BASE}/revisions/{EVERYTHING}/again/{first.id}"
        assert director.client.post(again, data=director.token()).status_code == 303
        assert "Say why" in director.client.get(f"{BASE}/revisions/{EVERYTHING}").text
        assert director.client.post(again, data={**director.token(), "reason": "It was better"}).status_code == 303
        with services.reading() as work:
            current = revisions.current(work, EVERYTHING)
        assert (current.number, current.sha256) == (3, first.sha256)
        assert "Revision 1 again. It was better" in director.client.get(f"{BASE}/revisions/{EVERYTHING}").text


class TestPastSubmissions:
    def test_are_judged_by_the_draft_when_asked(self, author: Author) -> None:
        author.post("thresholds", **{"value-bp_high": "150"})
        author.post("impact")
        author.wait()
        assert "There are no past submissions." in author.get("compare")

    def test_show_how_far_judging_has_come_and_may_be_stopped_and_begun_anew(self, small: Author) -> None:
        sent(small.clinic, "2009-01-01")
        small.post("thresholds", **{"value-age_min": "16"})
        small.wait()
        small.post("impact")
        page = Page(small.client.get(small.address("compare")))
        bar = page.tree.find(".//progress[@id='judged-bar']")
        assert bar is not None
        assert (bar.get("max"), bar.get("value"), bar.text) == ("1", "0", "0 of 1")
        assert small.client.get(small.address("compare/state")).json == {
            "is_waited_for": True,
            "words": "Past submissions: 0 of 1",
        }
        small.post("impact/stop")
        assert "It was stopped at 0 of 1." in small.get("compare")
        assert not small.client.get(small.address("compare/state")).json["is_waited_for"]  # type: ignore[index]
        small.clinic.later(minutes=1)
        small.post("impact", again="yes")
        work_off(small.clinic.services, small.clinic.clock)
        text = small.get("compare")
        assert "the disposition of some, or none, of 1 past submissions." in text
        assert "Judged on Jan 15, 2026" in text
        assert "Judge all of them again" not in text

    def test_are_judged_anew_when_more_have_come(self, small: Author) -> None:
        small.post("thresholds", **{"value-age_min": "16"})
        small.post("impact")
        work_off(small.clinic.services, small.clinic.clock)
        small.clinic.later(minutes=1)
        sent(small.clinic, "2009-01-01")
        assert "1 came since then." in small.get("compare")
        small.post("impact", again="yes")
        work_off(small.clinic.services, small.clinic.clock)
        assert "the disposition of some, or none, of 1 past submissions." in small.get("compare")

    def test_are_recalled_with_a_rule_and_a_reason(self, everything: Clinic) -> None:
        director = Author(everything, Role.DIRECTOR)
        address = f"{BASE}/revisions/{EVERYTHING}/recall"
        half = {**director.token(), "fault": "It was too low"}
        assert director.client.post(address, data=half).status_code == 303
        page = director.client.get(f"{BASE}/revisions/{EVERYTHING}").text
        assert "Choose the rule that was faulty" in page
        assert 'name="fault" value="It was too low"' in page
        answer = director.client.post(address, data={**director.token(), "rule": "R-AGE-01", "fault": "It was too low"})
        assert answer.status_code == 303
        assert "It was too low" in director.client.get(answer.location).text


class TestARecall:
    def test_is_shown_to_clinicians_until_they_have_looked(self, small: Author, everything: Clinic) -> None:
        reference = sent(everything, "2009-01-01")
        director = Author(everything, Role.DIRECTOR)
        services, now = everything.services, everything.clock.now()
        main = set_key(folder_files(SMALL), Thing("setting", "age_min"), "value", "16")
        with services.unit_of_work() as work:
            revisions.publish(work, files={**main, "vignettes.yaml": b"[]"}, slug=SMALL.name, now=now, actor=OPERATOR)
        told = {**director.token(), "rule": "R-AGE-01", "fault": "The line was too high."}
        recall = director.client.post(f"{BASE}/revisions/{SMALL.name}/recall", data=told).location
        work_off(services, everything.clock)
        queue, page = "/staff/queue/", f"/staff/submissions/{reference}"
        assert "1 submission was judged by rule R-AGE-01, which was faulty" in director.client.get(queue).text
        assert "Judged by a rule that was faulty" in director.client.get(page).text
        assert reference in director.client.get(recall).text
        seen = re.search(r'action="([^"]+/seen/[^"]+)"', director.client.get(page).text)
        assert seen
        assert director.client.post(seen[1], data=director.token()).status_code == 303
        assert "which was faulty" not in director.client.get(queue).text
        assert "The line was too high." in director.client.get(page).text
        assert "R-AGE-01: exclude before, nothing now" in director.client.get(recall).text


def sent(clinic: Clinic, born: str) -> str:
    """The reference of a submission to the small questionnaire, by somebody born then."""
    now = clinic.clock.now()
    with clinic.services.unit_of_work() as work:
        issued = invitations.issue(
            work,
            slug=SMALL.name,
            patient_name="Ann Lee",
            date_of_birth=date.fromisoformat(born),
            now=now,
            actor=OPERATOR,
        )
        intake_id = invitations.redeem(
            work, token_or_code=issued.url_token, date_of_birth_text=born, address="192.0.2.1", now=now
        )
        said = intake.answer(
            work, intake_id=intake_id, step_id=StepId("basics"), entered={"born": born}, version=0, now=now
        )
        return intake.send(work, intake_id=intake_id, signature="Ann Lee", version=said.view.version, now=now).reference


def lines_changed(before: str, after: str) -> int:
    """How many lines are not the same."""
    old, new = before.splitlines(), after.splitlines()
    return sum(one != other for one, other in zip(old, new, strict=False)) + abs(len(old) - len(new))


def failing(page: str) -> str:
    """The part of the page of checks that lists example patients which fail."""
    return "".join(re.findall(r'<li class="problem">.*?</li>', page, re.S))
