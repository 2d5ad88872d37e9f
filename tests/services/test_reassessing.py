"""Past submissions judged anew: counted right, piece by piece, whatever happens in between."""

import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from screener.clock import Clock, FixedClock, SystemClock
from screener.definition.editing import set_key
from screener.definition.model import Disposition
from screener.definition.reading import read_files
from screener.definition.refactoring import rename
from screener.definition.things import Thing
from screener.engine.carrying import Carrier
from screener.jobs.reassessing import reassess
from screener.jobs.worker import Worker
from screener.services import authoring, jobs, judging, reassessing, revisions
from screener.services.jobs import JobKind
from screener.services.judging import Judge
from screener.services.reassessing import NoReassessmentError, Reassessment
from screener.services.unit_of_work import Services
from screener.store import reassessments as store
from tests.services.conftest import OPERATOR, SLUG, Clinic, sample_files

TOP = Path(__file__).parents[2]
OLDER = set_key(sample_files(), Thing("setting", "age_min"), "value", "50")
"""The least age raised, so that a typical patient is too young."""


DYING = """
import sys
from screener.clock import SystemClock
from screener.jobs import reassessing as handler
from screener.services import judging
from screener.services.unit_of_work import Services
from tests.services.conftest import make_settings
from tests.services.test_reassessing import judge_all

judging.PIECE = 2
handler.KEPT_AT_ONCE = 2
keep = judging.keep_piece

kept = 0

def keep_two(work, piece, *, now):
    global kept
    if kept == 2:
        print("two pieces", flush=True)
        sys.stdin.read()  # killed here, with a transaction open
    kept += 1
    return keep(work, piece, now=now)

judging.keep_piece = keep_two
judge_all(Services(make_settings(sys.argv[1])), SystemClock())
"""


def judge_all(services: Services, clock: Clock) -> None:
    """As a worker that has nothing else to do."""
    worker = Worker(services, clock, {JobKind.REASSESS: reassess, JobKind.RENDER: lambda *_: None})
    while worker.do_one():
        pass


def start(clinic: Clinic, files: dict[str, bytes]) -> Reassessment:
    with clinic.services.unit_of_work() as work:
        draft = authoring.start_from_published(work, slug=SLUG, now=clinic.now, actor=OPERATOR)
        draft = authoring.save(work, draft_id=draft.id, version=1, files=files, what="", now=clinic.now, actor=OPERATOR)
        base = revisions.current(work, SLUG)
        return reassessing.start_impact(
            work, draft_id=draft.id, slug=SLUG, sha256=draft.sha256, base=base, now=clinic.now, actor=OPERATOR
        )


def ask(clinic: Clinic, *, again: bool = False) -> Reassessment:
    """Asks for the draft's impact once more, an hour later."""
    with clinic.services.unit_of_work() as work:
        draft = authoring.listing(work)[0]
        return reassessing.start_impact(
            work,
            draft_id=draft.id,
            slug=SLUG,
            sha256=draft.sha256,
            base=revisions.current(work, SLUG),
            now=clinic.now + timedelta(hours=1),
            actor=OPERATOR,
            again=again,
        )


def look(clinic: Clinic, started: Reassessment) -> Reassessment:
    with clinic.services.reading() as work:
        return reassessing.by_id(work, reassessment_id=started.id)


def run(services: Services, started: Reassessment, judge: Judge) -> Reassessment:
    while True:
        with services.reading() as work:
            piece = judging.judge_piece(work, reassessment_id=started.id, judge=judge)
        if piece is None:
            break
        with services.unit_of_work() as work:
            judging.keep_piece(work, piece, now=started.started_at)
    with services.reading() as work:
        return reassessing.by_id(work, reassessment_id=started.id)


class TestImpact:
    def test_counts_whose_disposition_changes_and_says_why(self, clinic: Clinic) -> None:
        for born in ("1983-06-02", "1983-06-02", "1950-01-01"):
            intake_id = clinic.begin()
            clinic.walk(intake_id, basics={"dem_name": "A", "dem_dob": born, "dem_weight": 80})
            clinic.send(intake_id)
        done = run(clinic.services, start(clinic, OLDER), Judge(read_files(OLDER, SLUG)))
        assert done.is_done
        assert done.sentence == "Publishing this changes the disposition of 2 of 3 past submissions."
        with clinic.services.reading() as work:
            listed = reassessing.judged_otherwise(work, reassessment_id=done.id)
        assert all("R-AGE-01" in [rule for rule, _, _ in each.why] for each in listed)

    def test_of_a_draft_that_says_the_same_is_nothing(self, clinic: Clinic) -> None:
        clinic.sent()
        files = sample_files()
        files["questionnaire.yaml"] += b"# nothing else\n"
        done = run(clinic.services, start(clinic, files), Judge(read_files(files, SLUG)))
        assert (done.changed, done.total, done.moves) == (0, 1, ())

    def test_goes_on_where_it_stopped_and_keeps_no_piece_twice(
        self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(judging, "PIECE", 2)
        for _ in range(5):
            clinic.sent()
        started, judge = start(clinic, OLDER), Judge(read_files(OLDER, SLUG))
        with clinic.services.reading() as work:
            piece = judging.judge_piece(work, reassessment_id=started.id, judge=judge)
        assert piece is not None
        with clinic.services.unit_of_work() as work:
            assert judging.keep_piece(work, piece, now=clinic.now)
            assert not judging.keep_piece(work, piece, now=clinic.now)
            assert reassessing.by_id(work, reassessment_id=started.id).done == 2
        done = run(clinic.services, started, judge)
        assert (done.done, done.total, done.changed) == (5, 5, 5)

    def test_leaves_out_what_was_sent_after_it_began(self, clinic: Clinic) -> None:
        clinic.sent()
        started = start(clinic, OLDER)
        clinic.later(minutes=1)
        clinic.sent()
        assert run(clinic.services, started, Judge(read_files(OLDER, SLUG))).done == 1

    def test_goes_past_what_is_none_of_it(self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(judging, "PIECE", 2)
        monkeypatch.setattr(store, "LOOKED_AT", 1)
        for _ in range(3):
            clinic.sent()
        started = start(clinic, OLDER)
        clinic.later(minutes=1)
        for _ in range(6):
            clinic.sent()
        done = run(clinic.services, started, Judge(read_files(OLDER, SLUG)))
        assert (done.state, done.done, done.changed) == ("done", 3, 3)

    def test_carries_what_was_said_as_far_as_it_is_still_asked(self, clinic: Clinic) -> None:
        sent = clinic.sent()
        renamed = rename(sample_files(), Thing("question", "dem_weight"), "body_weight")
        answers = Carrier(read_files(renamed, SLUG)).answers(sent.raw_answers)
        assert "body_weight" not in answers.by_question
        assert "dem_weight" not in answers.by_question
        assert answers.by_question.keys() == sent.answers.by_question.keys() - {"dem_weight"}

    def test_is_the_same_one_for_the_same_files(self, clinic: Clinic) -> None:
        started = start(clinic, OLDER)
        assert ask(clinic).id == started.id
        assert ask(clinic, again=True).id == started.id
        run(clinic.services, started, Judge(read_files(OLDER, SLUG)))
        assert ask(clinic).id == started.id

    def test_is_the_same_one_for_another_draft_that_says_the_same(self, clinic: Clinic) -> None:
        assert start(clinic, OLDER).id == start(clinic, OLDER).id

    def test_is_one_for_many_who_ask_at_once(self, clinic: Clinic) -> None:
        start(clinic, OLDER)
        with clinic.services.unit_of_work() as work:
            (first,) = reassessing.running(work)
            reassessing.stop(work, reassessment_id=first.id, now=clinic.now)
        found: list[str] = []
        crew = [threading.Thread(target=lambda: found.append(ask(clinic).id)) for _ in range(6)]
        for each in crew:
            each.start()
        for each in crew:
            each.join()
        assert (len(found), len(set(found))) == (6, 1)

    def test_that_is_done_is_begun_anew_when_asked_again(self, clinic: Clinic) -> None:
        clinic.sent()
        done = run(clinic.services, start(clinic, OLDER), Judge(read_files(OLDER, SLUG)))
        clinic.later(minutes=1)
        clinic.sent()
        with clinic.services.reading() as work:
            assert reassessing.sent_since(work, done, now=clinic.now) == 1
        again = ask(clinic, again=True)
        assert (again.id != done.id, again.total, again.done) == (True, 2, 0)

    def test_that_was_stopped_is_left_as_it_is_and_begun_anew_when_asked(
        self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(judging, "PIECE", 1)
        clinic.sent()
        clinic.sent()
        started, judge = start(clinic, OLDER), Judge(read_files(OLDER, SLUG))
        with clinic.services.reading() as work:
            piece = judging.judge_piece(work, reassessment_id=started.id, judge=judge)
        with clinic.services.unit_of_work() as work:
            reassessing.stop(work, reassessment_id=started.id, now=clinic.now)
        assert piece is not None
        with clinic.services.unit_of_work() as work:
            assert not judging.keep_piece(work, piece, now=clinic.now)
        judge_all(clinic.services, FixedClock(clinic.now))
        stopped = look(clinic, started)
        assert (stopped.state, stopped.done) == ("stopped", 0)
        assert ask(clinic).id != started.id

    def test_that_went_wrong_too_often_says_so_and_is_begun_anew_when_asked(self, clinic: Clinic) -> None:
        started = start(clinic, OLDER)
        for _ in range(jobs.MOST_ATTEMPTS):
            clinic.later(hours=3)
            with clinic.services.unit_of_work() as work:
                job = jobs.take(work, worker="w", now=clinic.now)
                assert job is not None
                jobs.failed(work, job, worker="w", fault="BrokenSealError", now=clinic.now)
        assert look(clinic, started).state == "failed"
        assert ask(clinic).id != started.id

    def test_is_forgotten_after_a_while_some_at_a_time(self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
        for _ in range(3):
            clinic.sent()
        done = run(clinic.services, start(clinic, OLDER), Judge(read_files(OLDER, SLUG)))
        monkeypatch.setattr(jobs, "CLEARED_AT_ONCE", 2)
        left = []
        for days in (59, 2, 0):
            clinic.later(days=days)
            with clinic.services.unit_of_work() as work:
                reassessing.forget(work, clinic.now)
                left.append(len(reassessing.judged_otherwise(work, reassessment_id=done.id)))
        assert left == [3, 1, 0]
        with clinic.services.reading() as work, pytest.raises(NoReassessmentError):
            reassessing.by_id(work, reassessment_id=done.id)


class TestARecall:
    def test_finds_whom_the_faulty_rule_misjudged_and_leaves_what_was_sent(self, clinic: Clinic) -> None:
        sent = clinic.sent()
        with clinic.services.unit_of_work() as work:
            mended = {**OLDER, "vignettes.yaml": b"[]"}
            revisions.publish(work, files=mended, slug=SLUG, now=clinic.now, actor=OPERATOR)
            recall = reassessing.start_recall(
                work, slug=SLUG, rule="R-AGE-01", reason="The least age was too low", now=clinic.now, actor=OPERATOR
            )
        done = run(clinic.services, recall, Judge(read_files(OLDER, SLUG)))
        assert done.is_done
        with clinic.services.unit_of_work() as work:
            (found,) = reassessing.judged_otherwise(work, reassessment_id=done.id)
            assert found.reference == sent.reference
            assert not found.is_seen
            reassessing.mark_seen(
                work, reassessment_id=done.id, submission_id=found.submission_id, now=clinic.now, actor=OPERATOR
            )
            assert reassessing.judged_otherwise(work, reassessment_id=done.id)[0].is_seen
            assert [each.rule for each in reassessing.recalls(work, slug=SLUG)] == ["R-AGE-01"]
        assert found.old is sent.assessment.disposition
        assert found.new is Disposition.EXCLUDE


class TestTheWorker:
    def test_judges_them_all_in_the_background(self, clinic: Clinic) -> None:
        clinic.sent()
        started = start(clinic, OLDER)
        judge_all(clinic.services, FixedClock(clinic.now))
        with clinic.services.reading() as work:
            found = reassessing.by_id(work, reassessment_id=started.id)
        assert (found.is_done, found.changed, found.total) == (True, 1, 1)

    def test_judges_by_the_draft_as_it_was_when_that_was_asked_for(self, clinic: Clinic) -> None:
        clinic.sent()
        started = start(clinic, OLDER)
        with clinic.services.unit_of_work() as work:
            draft = authoring.listing(work)[0]
            authoring.undo(work, draft_id=draft.id, version=draft.version, now=clinic.now, actor=OPERATOR)
        judge_all(clinic.services, FixedClock(clinic.now))
        with clinic.services.reading() as work:
            assert reassessing.by_id(work, reassessment_id=started.id).changed == 1

    def test_that_is_killed_half_way_leaves_the_rest_to_the_next(self, database_url: str, clinic: Clinic) -> None:
        for _ in range(7):
            clinic.sent()
        started = start(clinic, OLDER)
        command = [sys.executable, "-c", DYING, database_url]
        process = subprocess.Popen(command, cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stdin is not None
        assert process.stdout is not None
        while process.stdout.readline() != "two pieces\n":
            assert process.poll() is None
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()
        assert look(clinic, started).done == 4
        judge_all(clinic.services, FixedClock(SystemClock().now() + jobs.LEASE * 2))
        found = look(clinic, started)
        assert (found.state, found.done, found.changed) == ("done", 7, 7)
        with clinic.services.reading() as work:
            listed = reassessing.judged_otherwise(work, reassessment_id=started.id)
        assert len({each.submission_id for each in listed}) == len(listed) == 7
