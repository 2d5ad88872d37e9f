"""Drafts: started from what there is, saved whole, never overwritten unseen, and undone save by save."""

import io
import random
import zipfile
from contextlib import suppress

import pytest

from screener.definition.editing import set_key
from screener.definition.problems import QuestionnaireProblems
from screener.definition.reading import check_files, read_published
from screener.definition.things import Thing
from screener.services import authoring, revisions
from screener.services.authoring import DraftView, NoDraftError, StaleDraftError
from screener.services.draft_files import UnusableFilesError, from_upload, slug_in, to_zip
from screener.services.library import Library
from screener.services.revisions import NoRevisionError
from screener.services.unit_of_work import Services
from tests.services.conftest import NOON, OPERATOR, SLUG, sample_files


@pytest.fixture
def draft(services: Services) -> DraftView:
    with services.unit_of_work() as work:
        revisions.publish(work, files=sample_files(), slug=SLUG, now=NOON, actor=OPERATOR)
        return authoring.start_from_published(work, slug=SLUG, now=NOON, actor=OPERATOR)


def save(services: Services, draft: DraftView, title: str, version: int | None = None) -> DraftView:
    main = draft.files["questionnaire.yaml"] + f"# {title}\n".encode()
    with services.unit_of_work() as work:
        return authoring.save(
            work,
            draft_id=draft.id,
            version=draft.version if version is None else version,
            files={**draft.files, "questionnaire.yaml": main},
            what=f"Said {title}",
            now=NOON,
            actor=OPERATOR,
        )


class TestADraft:
    def test_starts_with_what_is_published_byte_for_byte(self, draft: DraftView) -> None:
        assert draft.files == sample_files()
        assert draft.base is not None
        assert draft.base.number == 1

    def test_is_not_started_from_nothing(self, services: Services) -> None:
        with pytest.raises(NoRevisionError), services.unit_of_work() as work:
            authoring.start_from_published(work, slug="nowhere", now=NOON, actor=OPERATOR)

    def test_that_starts_blank_can_be_published_as_it_is(self, services: Services) -> None:
        with services.unit_of_work() as work:
            started = authoring.start_blank(work, slug="new-one", title="A new: one", now=NOON, actor=OPERATOR)
        questionnaire, problems = check_files(started.files, "new-one")
        assert questionnaire is not None, problems
        assert questionnaire.title == "A new: one"

    def test_that_starts_blank_takes_no_name_that_is_taken(self, services: Services, draft: DraftView) -> None:
        for slug in (SLUG, "Not a slug", "../up"):
            with pytest.raises(UnusableFilesError), services.unit_of_work() as work:
                authoring.start_blank(work, slug=slug, title="x", now=NOON, actor=OPERATOR)

    def test_of_a_revision_older_than_a_check_is_stopped_and_the_revision_is_not(
        self, services: Services, draft: DraftView
    ) -> None:
        files = set_key(draft.files, Thing("rule", "R-AGE-01"), "when", "age < settings.age_min or 1 = 1")
        before = read_published(files, SLUG)
        with services.unit_of_work() as work:
            revision = revisions.keep(work, content=before, files=files, now=NOON, actor=OPERATOR)
        services._library = Library()  # as in another process, which reads it for the first time
        with services.reading() as work:
            assert revisions.questionnaire_of(work, revision) == before
        with services.unit_of_work() as work:
            started = authoring.start_from_published(work, slug=SLUG, now=NOON, actor=OPERATOR)
        questionnaire, problems = check_files(started.files, SLUG)
        assert questionnaire is None
        assert any("no answer makes `1 = 1` false" in each.message for each in problems)
        with pytest.raises(QuestionnaireProblems), services.unit_of_work() as work:
            revisions.publish(work, files={**files, "es.yaml": b""}, slug=SLUG, now=NOON, actor=OPERATOR)

    def test_may_say_anything_at_all(self, services: Services, draft: DraftView) -> None:
        with services.unit_of_work() as work:
            broken = authoring.save(
                work,
                draft_id=draft.id,
                version=1,
                files={"questionnaire.yaml": b"\xff: ["},
                what="",
                now=NOON,
                actor=OPERATOR,
            )
        assert dict(broken.files) == {"questionnaire.yaml": b"\xff: ["}

    def test_holds_a_questionnaires_files_and_no_others(self, services: Services, draft: DraftView) -> None:
        for files in ({"evil.exe": b""}, {"../questionnaire.yaml": b""}, {"questionnaire.yaml": b" " * 1_048_577}):
            with pytest.raises(UnusableFilesError), services.unit_of_work() as work:
                authoring.save(work, draft_id=draft.id, version=1, files=files, what="", now=NOON, actor=OPERATOR)

    def test_is_listed_until_it_is_dropped(self, services: Services, draft: DraftView) -> None:
        with services.reading() as work:
            assert [each.id for each in authoring.listing(work)] == [draft.id]
        with services.unit_of_work() as work:
            authoring.drop(work, draft_id=draft.id, version=1, now=NOON, actor=OPERATOR)
        with services.reading() as work:
            assert authoring.listing(work) == ()
        with pytest.raises(NoDraftError):
            save(services, draft, "too late")


class TestSaving:
    def test_is_refused_where_somebody_saved_meanwhile(self, services: Services, draft: DraftView) -> None:
        save(services, draft, "first")
        with pytest.raises(StaleDraftError) as refused:
            save(services, draft, "second", version=1)
        assert refused.value.version == 2
        with services.reading() as work:
            assert b"second" not in authoring.open_draft(work, draft_id=draft.id).files["questionnaire.yaml"]

    def test_the_same_again_is_no_save(self, services: Services, draft: DraftView) -> None:
        with services.unit_of_work() as work:
            again = authoring.save(
                work, draft_id=draft.id, version=1, files=draft.files, what="", now=NOON, actor=OPERATOR
            )
        assert again.version == 1

    def test_keeps_a_file_that_goes_in_its_history(self, services: Services, draft: DraftView) -> None:
        less = {name: content for name, content in draft.files.items() if name != "vignettes.yaml"}
        with services.unit_of_work() as work:
            gone = authoring.save(work, draft_id=draft.id, version=1, files=less, what="", now=NOON, actor=OPERATOR)
            assert "vignettes.yaml" not in gone.files
            back = authoring.undo(work, draft_id=draft.id, version=2, now=NOON, actor=OPERATOR)
        assert back.files == draft.files


class TestUndoing:
    def test_goes_back_one_change_after_another(self, services: Services, draft: DraftView) -> None:
        one = save(services, draft, "one")
        two = save(services, one, "two")
        with services.unit_of_work() as work:
            undone = authoring.undo(work, draft_id=draft.id, version=two.version, now=NOON, actor=OPERATOR)
            assert undone.files == one.files
            undone = authoring.undo(work, draft_id=draft.id, version=undone.version, now=NOON, actor=OPERATOR)
            assert undone.files == draft.files
            assert not undone.can_undo
            still = authoring.undo(work, draft_id=draft.id, version=undone.version, now=NOON, actor=OPERATOR)
        assert still.version == undone.version

    def test_is_itself_in_the_history_and_can_be_taken_back(self, services: Services, draft: DraftView) -> None:
        two = save(services, save(services, draft, "one"), "two")
        with services.unit_of_work() as work:
            undone = authoring.undo(work, draft_id=draft.id, version=two.version, now=NOON, actor=OPERATOR)
            again = authoring.go_back(
                work, draft_id=draft.id, version=undone.version, to=two.version, now=NOON, actor=OPERATOR
            )
            told = authoring.history(work, draft_id=draft.id)
        assert again.files == two.files
        assert [each.what for each in told] == [
            "Went back to save 3",
            "Undid save 3",
            "Said two",
            "Said one",
            "Started from revision 1",
        ]
        assert [each.version for each in told if each.is_current] == [5, 3]


class TestFilesFromOutside:
    def test_come_back_as_they_went(self) -> None:
        files = sample_files()
        assert from_upload("folder.zip", to_zip(SLUG, files)) == files
        assert to_zip(SLUG, files) == to_zip(SLUG, dict(reversed(files.items())))

    def test_may_be_one_yaml_file(self, services: Services) -> None:
        files = from_upload("questionnaire.yaml", sample_files()["questionnaire.yaml"])
        with services.unit_of_work() as work:
            draft = authoring.start_from_files(work, slug=slug_in(files), files=files, now=NOON, actor=OPERATOR)
        assert draft.slug == SLUG

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.zip", b"PK\x03\x04 not really"),
            ("a.pdf", b"%PDF"),
            ("a.yaml", b"  \n"),
            ("a.yaml", b"x" * 1_048_577),
        ],
    )
    def test_that_are_no_questionnaire_are_refused(self, name: str, content: bytes) -> None:
        with pytest.raises(UnusableFilesError):
            from_upload(name, content)

    @pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_that_are_damaged_are_refused_or_read(self, method: int) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", method) as written:
            for name, content in sample_files().items():
                written.writestr(f"q/{name}", content)
        chance = random.Random(method)
        for _ in range(400):
            damaged = bytearray(packed.getvalue())
            for _ in range(chance.randint(1, 6)):
                damaged[chance.randrange(4, len(damaged))] = chance.randrange(256)
            with suppress(UnusableFilesError):
                assert from_upload("a.zip", bytes(damaged))

    def test_are_read_no_further_than_is_allowed(self) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as written:
            written.writestr("q/questionnaire.yaml", b" " * 50_000_000)
        with pytest.raises(UnusableFilesError, match="1 MiB"):
            from_upload("a.zip", packed.getvalue())

    @pytest.mark.parametrize("text", [b"title: x\n", b"slug: [a]\n", b"slug: Not One\n", b"[", b"\xff"])
    def test_without_a_slug_are_refused(self, text: bytes) -> None:
        with pytest.raises(UnusableFilesError):
            slug_in({"questionnaire.yaml": text})
