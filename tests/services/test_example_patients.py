"""A submission becomes an example patient of a draft: recorded with ids alone, refused wherever it would be another."""

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from screener.definition.editing import set_key
from screener.definition.model import Vignette
from screener.definition.reading import read_files
from screener.definition.source_files import VIGNETTES
from screener.definition.things import Thing
from screener.engine.example import Example, said_otherwise
from screener.engine.vignettes import rehearse
from screener.services import authoring, example_patients, revisions
from screener.services.auditing import verify
from screener.services.authoring import DraftView, NoDraftError, StaleDraftError
from screener.services.example_patients import NEW, SHIFTS, NotAnExampleError, Offer, Source
from screener.services.submissions import SubmissionView
from tests.services.conftest import OPERATOR, SLUG, Clinic, sample_files

TODAY = date(2026, 1, 15)
BASICS: dict[str, object] = {"dem_name": "Ann Lee of Sample Street", "dem_dob": "1983-06-02", "dem_weight": 80}
ALLERGIC: dict[str, dict[str, object]] = {"allergies": {"al_any": "yes", "al_which": "Sample cream"}}
TYPED = ("Ann", "Lee", "Sample", "1983-06-02", "Imitrex", "50 mg")


def sent(clinic: Clinic, **changed: dict[str, object]) -> SubmissionView:
    intake_id = clinic.begin()
    clinic.walk(intake_id, **{"basics": BASICS, **ALLERGIC, **changed})
    return clinic.send(intake_id)


def look(clinic: Clinic, reference: str) -> Source:
    with clinic.services.unit_of_work() as work:
        return example_patients.look(work, reference=reference, actor=OPERATOR, now=clinic.now)


@dataclass(frozen=True)
class Made:
    """What is left of a submission, and the draft that it may go into."""

    view: SubmissionView
    offer: Offer
    example: Example


def made_of(clinic: Clinic, view: SubmissionView, draft_id: str | None = None) -> Made:
    source = look(clinic, view.reference)
    offer = source.offer(draft_id)
    return Made(source.view, offer, example_patients.made(source, offer, today=TODAY))


def write(made: Made, **words: str) -> dict[str, bytes]:
    said = {"name": "REAL1", "title": "An allergy", "narrative": "", **words}
    return example_patients.written(made.view, made.offer, made.example, today=TODAY, **said)


def keep(clinic: Clinic, made: Made, name: str = "REAL1") -> DraftView:
    files = write(made, name=name)
    with clinic.services.unit_of_work() as work:
        return example_patients.keep(
            work,
            made.view,
            made.offer.draft_id,
            version=made.offer.version,
            files=files,
            name=name,
            now=clinic.now,
            actor=OPERATOR,
        )


def draft(clinic: Clinic, files: dict[str, bytes] | None = None) -> DraftView:
    with clinic.services.unit_of_work() as work:
        started = authoring.start_from_published(work, slug=SLUG, now=clinic.now, actor=OPERATOR)
        if files is None:
            return started
        return authoring.save(
            work, draft_id=started.id, version=1, files=files, what="", now=clinic.now, actor=OPERATOR
        )


def newest(kept: DraftView) -> Vignette:
    return read_files(kept.files, SLUG).vignettes[-1]


class TestAnExamplePatient:
    def test_goes_into_a_draft_that_is_started_for_it(self, clinic: Clinic) -> None:
        kept = keep(clinic, made_of(clinic, sent(clinic)))
        assert kept.base is not None
        assert (kept.base.number, kept.version) == (1, 2)
        assert kept.files[VIGNETTES].startswith(sample_files()[VIGNETTES])
        assert newest(kept).findings == frozenset({"R-ALL-01"})

    def test_goes_into_a_draft_that_is_being_written(self, clinic: Clinic) -> None:
        written = draft(clinic, {**sample_files(), VIGNETTES: sample_files()[VIGNETTES] + b"# The last.\n"})
        kept = keep(clinic, made_of(clinic, sent(clinic)))
        assert (kept.id, kept.version) == (written.id, written.version + 1)
        assert b"# The last." in kept.files[VIGNETTES]

    def test_says_nothing_that_was_typed(self, clinic: Clinic) -> None:
        kept = keep(clinic, made_of(clinic, sent(clinic)))
        added = kept.files[VIGNETTES].removeprefix(sample_files()[VIGNETTES]).decode()
        assert [word for word in TYPED if word in added] == []
        assert "sumatriptan" in added

    def test_moves_every_date_by_the_same_number_of_days_and_keeps_the_age(self, clinic: Clinic) -> None:
        view = sent(clinic)
        example = made_of(clinic, view).example
        by = timedelta(days=example.days)
        assert example.days in SHIFTS
        assert example.after.as_of == view.assessment.as_of + by
        assert example.raw["dem_dob"] == (date(1983, 6, 2) + by).isoformat()
        assert example.after.values == example.before.values

    def test_moves_dates_by_another_number_each_time(self, clinic: Clinic) -> None:
        view = sent(clinic)
        assert len({made_of(clinic, view).example.days for _ in range(12)}) > 1

    def test_passes_the_rehearsal_of_its_draft(self, clinic: Clinic) -> None:
        kept = keep(clinic, made_of(clinic, sent(clinic)))
        assert all(each.is_passed for each in rehearse(read_files(kept.files, SLUG)).vignettes)

    def test_gets_what_the_draft_says_now(self, clinic: Clinic) -> None:
        draft(clinic, set_key(sample_files(), Thing("setting", "age_min"), "value", "50"))
        made = made_of(clinic, sent(clinic))
        assert [(name, after) for name, _, after in said_otherwise(made.view.assessment, made.example.before)] == [
            ("R-AGE-01", "exclude")
        ]
        assert newest(keep(clinic, made)).findings == frozenset({"R-AGE-01", "R-ALL-01"})

    def test_leaves_out_that_the_clinic_knows_another_birth_date(self, clinic: Clinic) -> None:
        view = sent(clinic, basics={**BASICS, "dem_dob": "1984-06-02"})
        made = made_of(clinic, view)
        assert said_otherwise(view.assessment, made.example.before) == ()
        assert newest(keep(clinic, made)).findings == frozenset({"R-ALL-01"})

    def test_is_recorded_with_ids_and_nothing_else(self, clinic: Clinic) -> None:
        view = sent(clinic)
        kept = keep(clinic, made_of(clinic, view))
        with clinic.services.reading() as work:
            rows = work.store.session.execute(text("SELECT kind, actor, subjects FROM audit_event ORDER BY seq")).all()
            assert verify(work) == ()
        assert [kind for kind, _, _ in rows][-3:] == ["submission.read", "draft.started", "draft.example_made"]
        assert rows[-1].actor == str(OPERATOR)
        assert json.loads(rows[-1].subjects) == {"submission": view.id, "draft": kept.id}

    def test_leaves_the_submission_as_it_was(self, clinic: Clinic) -> None:
        view = sent(clinic)
        keep(clinic, made_of(clinic, view))
        again = look(clinic, view.reference).view
        assert replace(again, public_url="") == replace(view, public_url="")


class TestItIsRefused:
    def test_in_a_draft_of_another_revision(self, clinic: Clinic) -> None:
        view, older = sent(clinic), draft(clinic)
        files = sample_files()
        files["questionnaire.yaml"] += b"# another\n"
        with clinic.services.unit_of_work() as work:
            revisions.publish(work, files=files, slug=SLUG, now=clinic.now, actor=OPERATOR)
        with pytest.raises(NotAnExampleError, match="revision 1, and the draft was started from revision 2"):
            made_of(clinic, view, NEW)
        assert made_of(clinic, view).offer.draft_id == older.id

    def test_where_another_revision_is_published_meanwhile(self, clinic: Clinic) -> None:
        made, files = made_of(clinic, sent(clinic)), sample_files()
        files["questionnaire.yaml"] += b"# another\n"
        with clinic.services.unit_of_work() as work:
            revisions.publish(work, files=files, slug=SLUG, now=clinic.now, actor=OPERATOR)
        with pytest.raises(NotAnExampleError, match="published meanwhile"):
            keep(clinic, made)
        with clinic.services.reading() as work:
            assert authoring.listing(work) == ()

    def test_where_the_draft_does_not_ask_what_was_answered(self, clinic: Clinic) -> None:
        files = sample_files()
        files["questionnaire.yaml"] = files["questionnaire.yaml"].replace(b"dem_weight", b"body_weight")
        files[VIGNETTES] = b"[]"
        draft(clinic, files)
        with pytest.raises(NotAnExampleError, match=r"How much do you weigh\? \(dem_weight\)") as refused:
            made_of(clinic, sent(clinic))
        assert not [word for word in TYPED if word in str(refused.value)]

    def test_where_the_draft_cannot_be_read(self, clinic: Clinic) -> None:
        draft(clinic, {"questionnaire.yaml": b"slug: ["})
        with pytest.raises(NotAnExampleError, match="mend its problems first"):
            made_of(clinic, sent(clinic))

    def test_under_a_name_that_is_taken_or_cannot_be(self, clinic: Clinic) -> None:
        made = made_of(clinic, sent(clinic))
        for name in ("V1", "not a name", "", "Ann-1"):
            with pytest.raises(NotAnExampleError) as refused:
                keep(clinic, made, name)
            assert refused.value.field == "called"

    @pytest.mark.parametrize("field", ["title", "narrative"])
    def test_with_words_that_say_who_it_is(self, clinic: Clinic, field: str) -> None:
        view = sent(clinic)
        made = made_of(clinic, view)
        for words in ("What ann had", "Ms. LEE's allergy", f"See {view.reference.lower()}"):
            with pytest.raises(NotAnExampleError, match="name, or the submission's reference") as refused:
                write(made, **{field: words})
            assert refused.value.field == field

    def test_where_the_rules_would_say_something_else(self, clinic: Clinic) -> None:
        two = b"count of different each.name in med_list where (each.name is known) >= 2"
        files = sample_files()
        before = b"any medicine in med_list where (medicine.classes includes maoi)"
        files["questionnaire.yaml"] = files["questionnaire.yaml"].replace(before, two)
        files[VIGNETTES] = b"[]"
        draft(clinic, files)
        made = made_of(clinic, sent(clinic, listed={"med_list": [{"name": "Imitrex"}, {"name": "sumatriptan"}]}))
        assert ("R-MED-01", "review", "nothing") in made.example.differences
        with pytest.raises(NotAnExampleError, match="say something else"):
            keep(clinic, made)

    def test_where_the_draft_was_saved_meanwhile(self, clinic: Clinic) -> None:
        written = draft(clinic)
        made = made_of(clinic, sent(clinic))
        with clinic.services.unit_of_work() as work:
            authoring.save(
                work, draft_id=written.id, version=1, files={**written.files, "es.yaml": b"#"}, what="",
                now=clinic.now, actor=OPERATOR,
            )  # fmt: skip
        with pytest.raises(StaleDraftError):
            keep(clinic, made)

    def test_in_a_draft_that_was_dropped(self, clinic: Clinic) -> None:
        written, view = draft(clinic), sent(clinic)
        with clinic.services.unit_of_work() as work:
            authoring.drop(work, draft_id=written.id, version=1, now=clinic.now, actor=OPERATOR)
        with pytest.raises(NoDraftError):
            made_of(clinic, view, written.id)


class TestHowRareItIs:
    def test_is_counted_among_the_newest_submissions(self, clinic: Clinic) -> None:
        for _ in range(4):
            sent(clinic, allergies={"al_any": "no"})
        made = made_of(clinic, sent(clinic))
        with clinic.services.reading() as work:
            found = example_patients.counted(work, made.view, made.example)
        assert (found.of_all, found.alike) == (5, 1)
        assert [(str(trait.question), trait.words, count) for trait, count in found.rare] == [("al_any", "Yes", 1)]

    def test_counts_whoever_is_older_than_those_as_well(self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(example_patients, "COMPARED", 2)
        first = sent(clinic)
        for _ in range(3):
            clinic.later(minutes=1)
            sent(clinic)
        made = made_of(clinic, first)
        with clinic.services.reading() as work:
            found = example_patients.counted(work, made.view, made.example)
        assert (found.of_all, found.alike) == (3, 3)
