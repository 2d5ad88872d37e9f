"""Judging past submissions anew: how many a second, and what that costs somebody who fills in a form meanwhile.

Each submission is sealed as any other is, and unsealed to be judged.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.engine import FOLDER
from bench.measuring import Figure, calibration_loop, median
from bench.pages import BENCH, _clinic, _save
from screener.clock import SystemClock
from screener.definition.editing import set_key
from screener.definition.model import Questionnaire
from screener.definition.reading import folder_files, read_folder
from screener.definition.things import Thing
from screener.engine.assessment import assess
from screener.engine.coercion import read_answers, write_answers
from screener.services import authoring, invitations, reassessing, revisions
from screener.services.reassessing import Judge, Reassessment
from screener.services.unit_of_work import Services
from screener.store import intakes, submissions
from screener.store.names import InvitationId, RevisionId, SubmissionId, new_id
from screener.store.patients import Patient
from screener.store.submissions import SubmissionContent

MANY = int(os.environ.get("SUBMISSIONS", "5000"))
"""Set SUBMISSIONS=100000 for the long run."""
PIECE = 500


def figures() -> Iterator[Figure]:
    """One submission judged in the background, and a step saved before and meanwhile."""
    with tempfile.TemporaryDirectory() as folder, _clinic(Path(folder)) as (services, intake_id):
        questionnaire = read_folder(FOLDER)
        _fill(services, questionnaire)
        before = [_timed(services, intake_id) for _ in range(100)]
        started = _start(services)
        command = [sys.executable, "-m", "screener", "work", "--data", folder]
        worker = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
        while not _look(services, started).done:
            time.sleep(0.01)
        begun, judged, during = time.perf_counter(), _look(services, started).done, []
        while not _look(services, started).is_done:
            during.append(_timed(services, intake_id))
        taken = time.perf_counter() - begun
        worker.terminate()
        worker.wait()
        calibration = median(calibration_loop, 7)
        each = taken / (MANY - judged)
        yield Figure(f"judge one of {MANY:,} past submissions, while forms are filled in", each, calibration, MANY)
        yield Figure("the same, of a core's time", _core_seconds(services, questionnaire), calibration, 1, "< 1 ms")
        yield Figure("save a step, p95, with nothing else to do", _p95(before), calibration, len(before))
        yield Figure("save a step, p95, meanwhile", _p95(during), calibration, len(during), "< twice that")


def _core_seconds(services: Services, questionnaire: Questionnaire) -> float:
    """What one takes of a core: unsealed, judged, and kept where it is judged otherwise."""
    started = _start(services)
    with services.reading() as work:
        judging = reassessing.judge_of(work, reassessment_id=started.id)
    judge, begun, judged = Judge(judging or questionnaire), time.process_time(), 0
    while True:
        with services.reading() as work:
            piece = reassessing.judge_piece(work, reassessment_id=started.id, judge=judge)
        if piece is None:
            return (time.process_time() - begun) / judged
        judged += piece.judged
        with services.unit_of_work() as work:
            reassessing.keep_piece(work, piece, now=SystemClock().now())


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _timed(services: Services, intake_id: intakes.IntakeId) -> float:
    """How long saving takes, for somebody who thinks in between."""
    time.sleep(0.05)
    start = time.perf_counter()
    _save(services, intake_id)
    return time.perf_counter() - start


def _start(services: Services) -> Reassessment:
    now = SystemClock().now()
    files = set_key(folder_files(FOLDER), Thing("setting", "bp_exclude_sys"), "value", "150")
    with services.unit_of_work() as work:
        draft = authoring.start_from_published(work, slug=FOLDER.name, now=now, actor=BENCH)
        draft = authoring.save(work, draft_id=draft.id, version=1, files=files, what="", now=now, actor=BENCH)
        base = revisions.current(work, FOLDER.name)
        return reassessing.start_impact(
            work, draft_id=draft.id, slug=FOLDER.name, sha256=draft.sha256, base=base, now=now, actor=BENCH
        )


def _look(services: Services, started: Reassessment) -> Reassessment:
    with services.reading() as work:
        return reassessing.by_id(work, reassessment_id=started.id)


def _fill(services: Services, questionnaire: Questionnaire) -> None:
    """Submissions of the example patients, over and over, each under a key of its own."""
    people = []
    for vignette in questionnaire.vignettes:
        answers = read_answers(questionnaire, vignette.answers)
        people.append((write_answers(answers), assess(questionnaire, answers, vignette.as_of), vignette.as_of))
    for start in range(0, MANY, PIECE):
        with services.unit_of_work() as work:
            revision = revisions.current(work, questionnaire.slug)
            now = SystemClock().now()
            for number in range(start, min(start + PIECE, MANY)):
                raw, assessment, born = people[number % len(people)]
                issued = invitations.issue(
                    work,
                    slug=questionnaire.slug,
                    patient_name=f"Bench {number}",
                    date_of_birth=born,
                    now=now,
                    actor=BENCH,
                )
                intake_id = intakes.add(
                    work.store,
                    invitation_id=InvitationId(issued.id),
                    revision_id=RevisionId(revision.id),
                    now=now,
                    expires_at=now,
                )
                row = intakes.find(work.store, intake_id)
                assert row is not None
                submissions.add(
                    work.store,
                    row,
                    submission_id=SubmissionId(new_id()),
                    reference=issued.reference,
                    content=SubmissionContent(Patient(f"Bench {number}", born), raw, assessment, "Bench"),
                    sent_at=now,
                    audit_head="0:",
                )
