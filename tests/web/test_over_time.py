"""Numbers over what a patient sent, on the screen and on the way to paper: of the made-up patient who has a series."""

import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from screener.cli.demo_patients import EARLIER, send_series
from screener.definition.reading import read_folder
from screener.jobs.rendering import render as render_in_background
from screener.pdf.rendering import render
from screener.services import submissions, summaries
from screener.services.permissions import Role
from tests.web.clinics import OPERATOR, Clinic, make_settings, publish
from tests.web.staff import sign_in

FOLDER = Path(__file__).parents[2] / "questionnaires" / "ketamine-migraine"


@pytest.fixture(scope="module")
def clinic(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    file = tmp_path_factory.mktemp("series") / "screener.db"
    shutil.copyfile(sqlite_template, file)
    settings = make_settings(f"sqlite:///{file}")
    publish(settings, FOLDER)
    with Clinic.opened(settings, FOLDER.name) as opened:
        yield opened


@pytest.fixture(scope="module")
def reference(clinic: Clinic) -> str:
    """Of the newest of a series."""
    questionnaire = read_folder(FOLDER)
    vignette = next(one for one in questionnaire.vignettes if one.id in EARLIER)
    now = clinic.clock.now()
    return send_series(clinic.services, questionnaire, vignette, name="Ann Lee", now=now, actor=OPERATOR)


class TestASeries:
    def test_is_drawn_with_its_gaps_and_told_in_words(self, clinic: Clinic, reference: str) -> None:
        desk = clinic.visitor()
        sign_in(desk.client, Role.CLINICIAN)
        page = desk.go(f"/staff/submissions/{reference}/earlier")
        (top,) = (one for one in page.tree.iter("figure") if "top number" in "".join(one.itertext()))
        (head_pain,) = (one for one in page.tree.iter("figure") if "head pain" in "".join(one.itertext()))
        assert "178, 171, 166, 160 mmHg" in " ".join("".join(top.itertext()).split())
        assert "26, 24, Left blank, 20 days a month" in " ".join("".join(head_pain.itertext()).split())
        gaps = [len([ring for ring in one.iter() if ring.get("class") == "gap"]) for one in (top, head_pain)]
        assert gaps == [0, 1]

    def test_stands_in_the_kept_pdf_which_is_byte_for_byte_the_one_rendered_anew(
        self, clinic: Clinic, reference: str
    ) -> None:
        with clinic.services.reading() as work:
            submission_id = submissions.standing(work, reference).id
        render_in_background(clinic.services, submission_id, clinic.clock.now())
        desk = clinic.visitor()
        sign_in(desk.client, Role.CLINICIAN)
        pdf = desk.client.get(f"/staff/submissions/{reference}/summary.pdf").data
        with clinic.services.reading() as work:
            view = submissions.view_of(work, submissions.record_of(work, reference))
            paper = summaries.on_paper(work, view)
        assert pdf == render(paper.summary)
        text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages).split())
        assert "178, 171, 166, 160" in text
        assert "26, 24, Left blank, 20" in text
        assert paper.summary.over_time is not None
        assert all(f"{one.reference} {one.when}" in text for one in paper.summary.over_time.covered)
