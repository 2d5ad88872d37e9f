from sqlalchemy import text

from screener.services import kept_pdfs
from screener.services.kept_pdfs import SubmissionId
from tests.services.conftest import NOON, OPERATOR, Clinic

PDF = b"%PDF-1.7 thunderclap"


def keep(clinic: Clinic, submission_id: SubmissionId, pdf: bytes, program: str = "1.0") -> None:
    with clinic.services.unit_of_work() as work:
        kept_pdfs.keep(
            work,
            submission_id=submission_id,
            audience="clinician",
            state="undecided",
            program=program,
            pdf=pdf,
            now=NOON,
        )


def read(clinic: Clinic, submission_id: SubmissionId, program: str = "1.0") -> bytes | None:
    with clinic.services.unit_of_work() as work:
        return kept_pdfs.read(
            work,
            submission_id=submission_id,
            audience="clinician",
            state="undecided",
            program=program,
            actor=OPERATOR,
            now=NOON,
        )


class TestAKeptPdf:
    def test_comes_back_byte_for_byte(self, clinic: Clinic) -> None:
        sent = clinic.sent()
        keep(clinic, sent.id, PDF)
        assert read(clinic, sent.id) == PDF

    def test_stays_the_first_one_rendered(self, clinic: Clinic) -> None:
        sent = clinic.sent()
        keep(clinic, sent.id, PDF)
        keep(clinic, sent.id, b"%PDF-1.7 another")
        assert read(clinic, sent.id) == PDF

    def test_is_of_one_version_of_the_program(self, clinic: Clinic) -> None:
        sent = clinic.sent()
        keep(clinic, sent.id, PDF)
        assert read(clinic, sent.id, program="1.1") is None

    def test_is_sealed_and_its_reading_recorded(self, clinic: Clinic) -> None:
        sent = clinic.sent()
        keep(clinic, sent.id, PDF)
        read(clinic, sent.id)
        with clinic.services.reading() as work:
            (pdf,) = work.store.session.execute(text("SELECT pdf FROM kept_pdf")).one()
            kinds = work.store.session.execute(text("SELECT kind FROM audit_event ORDER BY seq")).scalars().all()
        assert b"thunderclap" not in bytes(pdf)
        assert kinds[-1] == "pdf.read"
