import json

import pytest
from sqlalchemy import text

from screener.engine.assessment import assess
from screener.engine.coercion import read_answers
from screener.services import auditing, submissions
from screener.services.auditing import Actor
from screener.services.submissions import NoSubmissionError, SubmissionLine, SubmissionView
from screener.store.database import Store
from screener.store.sealing import BrokenSealError
from tests.services.conftest import BORN, NOON, OPERATOR, Clinic

CLINICIAN = Actor("clinician", "c1")


def read(clinic: Clinic, reference: str) -> SubmissionView:
    with clinic.services.unit_of_work() as work:
        return submissions.by_reference(work, reference=reference, actor=CLINICIAN, now=NOON)


def listed(clinic: Clinic) -> tuple[SubmissionLine, ...]:
    with clinic.services.unit_of_work() as work:
        return submissions.listing(work, actor=OPERATOR, now=NOON)


class TestASubmission:
    def test_reads_back_as_it_was_sent(self, clinic: Clinic) -> None:
        sent = clinic.sent()
        assert read(clinic, sent.reference) == sent

    def test_keeps_the_assessment_that_was_made_when_it_was_sent(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        clinic.walk(
            intake_id,
            mood={"mood_thoughts": "yes"},
            plan={"mood_plan": "not_sure"},
            listed={"med_list": [{"name": "Nardill"}, {"name": "blue pill"}]},
        )
        sent = clinic.send(intake_id)
        again = assess(
            sent.questionnaire,
            read_answers(sent.questionnaire, sent.raw_answers),
            sent.assessment.as_of,
            number=sent.revision.number,
        )
        assert read(clinic, sent.reference).assessment == again
        assert again.findings[0].code == "R-SUI-01:unknown"

    def test_is_found_by_its_reference_as_people_say_it(self, clinic: Clinic) -> None:
        sent = clinic.sent()
        for said in (sent.reference.lower(), sent.reference.replace("-", ""), f" {sent.reference.replace('-', ' ')} "):
            assert read(clinic, said).id == sent.id

    @pytest.mark.parametrize("wrong", ["", "HV-2222-2222", "'; DROP TABLE submission; --", "é" * 300, "\ud800", "\x00"])
    def test_is_not_found_by_another(self, clinic: Clinic, wrong: str) -> None:
        with pytest.raises(NoSubmissionError):
            read(clinic, wrong)

    def test_cannot_be_read_without_leaving_a_record(self, clinic: Clinic) -> None:
        sent = clinic.sent()
        read(clinic, sent.reference)
        with clinic.services.reading() as work:
            last = work.store.session.execute(text("SELECT * FROM audit_event ORDER BY seq DESC LIMIT 1")).one()
        assert (last.kind, last.actor) == ("submission.read", "clinician:c1")
        assert json.loads(last.subjects) == {"submission": sent.id}
        with pytest.raises(RuntimeError, match="unit_of_work"), clinic.services.reading() as work:
            submissions.by_reference(work, reference=sent.reference, actor=CLINICIAN, now=NOON)

    def test_holds_the_head_of_the_audit_chain_when_it_was_sent(self, clinic: Clinic) -> None:
        sent = clinic.sent()
        with clinic.services.reading() as work:
            assert auditing.head(work) == sent.audit_head
        read(clinic, sent.reference)
        assert read(clinic, sent.reference).audit_head == sent.audit_head

    def test_can_be_read_by_its_patient(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        with pytest.raises(NoSubmissionError), clinic.services.reading() as work:
            submissions.own(work, intake_id=intake_id)
        clinic.walk(intake_id)
        sent = clinic.send(intake_id)
        with clinic.services.reading() as work:
            assert submissions.own(work, intake_id=intake_id) == sent

    def test_keeps_no_answer_in_the_open(self, clinic: Clinic) -> None:
        intake_id = clinic.begin()
        clinic.walk(intake_id, allergies={"al_any": "yes", "al_which": "xylocaine-marker"})
        clinic.send(intake_id, signature="Zebulon Quartermain")
        with clinic.services.reading() as work:
            kept = everything(work.store)
        for marker in (b"xylocaine", b"Zebulon", b"Ann Lee", b"Imitrex", b"1983-06-02", b"R-ALL-01"):
            assert marker not in kept

    def test_is_refused_when_its_answers_are_another_ones(self, clinic: Clinic) -> None:
        one, other = clinic.sent(), clinic.sent()
        with clinic.services.unit_of_work() as work:
            without_triggers(work.store, "submission")
            work.store.session.execute(
                text(
                    "UPDATE submission SET answers = (SELECT answers FROM submission WHERE id = :other) WHERE id = :one"
                ),
                {"one": one.id, "other": other.id},
            )
        with pytest.raises(BrokenSealError):
            read(clinic, one.reference)
        assert read(clinic, other.reference) == other


class TestTheList:
    def test_has_the_newest_first(self, clinic: Clinic) -> None:
        first = clinic.sent()
        clinic.later(minutes=1)
        second = clinic.sent()
        lines = listed(clinic)
        assert [line.reference for line in lines] == [second.reference, first.reference]
        assert (lines[0].patient_name, lines[0].date_of_birth, lines[0].disposition) == ("Ann Lee", BORN, "clear")

    def test_is_empty_at_first(self, clinic: Clinic) -> None:
        assert listed(clinic) == ()


class TestTheChain:
    def test_cut_off_behind_a_submission_shows(self, clinic: Clinic) -> None:
        sent = clinic.sent()
        with clinic.services.unit_of_work() as work:
            without_triggers(work.store, "audit_event")
            work.store.session.execute(text("DELETE FROM audit_event WHERE kind = 'submission.sent'"))
        with clinic.services.reading() as work:
            fault, *added = auditing.verify(work)
        assert fault.startswith(f"submission {sent.reference}: ")
        assert [each.partition(" ")[0] for each in added] == ["submission", "queue_entry"]
        assert all("was added; no event tells of it" in each for each in added)


class TestWhatIsKeptForEver:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE submission SET disposition = 'clear'",
            "UPDATE step_save SET step_id = 'x'",
            "UPDATE revision_file SET path = 'x'",
            "DELETE FROM revision_file",
        ],
    )
    def test_is_refused_by_the_database_itself(self, clinic: Clinic, statement: str) -> None:
        clinic.sent()
        with pytest.raises(Exception, match="append-only"), clinic.services.unit_of_work() as work:
            work.store.session.execute(text(statement))


def without_triggers(store: Store, table: str) -> None:
    """As somebody would who owns the database."""
    if store.dialect == "postgresql":
        store.session.execute(text("SET LOCAL session_replication_role = replica"))
        return
    names = store.session.execute(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :t"), {"t": table}
    )
    for name in names.scalars().all():
        store.session.execute(text(f"DROP TRIGGER {name}"))


def everything(store: Store) -> bytes:
    """Every value of every table."""
    from screener.store.tables import Base

    parts: list[bytes] = []
    for table in Base.metadata.tables:
        if table == "revision_file":  # the questionnaire itself is no secret
            continue
        for row in store.session.execute(text(f"SELECT * FROM {table}")):  # noqa: S608
            parts += [bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode() for value in row]
    return b"\n".join(parts)
