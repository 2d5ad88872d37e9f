"""Rendering in a process of its own, with limits."""

import io

import pypdf
import pytest

from screener.pdf import safely
from screener.pdf.rendering import render
from screener.pdf.safely import Limits, render_safely
from tests.summary.builders import fired, summary

GRAVE = summary(fired("R-CV-01", "artery"), answers={"artery": "yes"})


class TestRenderSafely:
    def test_it_gives_the_same_bytes_as_rendering_here(self):
        rendered = render_safely(GRAVE)
        assert rendered.is_pdf
        assert rendered.content == render(GRAVE)

    @pytest.mark.parametrize(
        "limits",
        [Limits(memory=128 * 1024**2), Limits(seconds=0)],
        ids=["too little memory", "too little time"],
    )
    def test_it_gives_plain_text_when_the_limits_are_reached(self, limits):
        rendered = render_safely(GRAVE, limits=limits)
        assert rendered.media_type == "text/plain; charset=utf-8"
        text = rendered.content.decode()
        assert "[EXCLUDE] R-CV-01 Aneurysm: do not infuse." in text
        assert "No PDF could be made" in text

    def test_the_child_gets_no_secret(self):
        handed = safely._environment({"SCREENER_KEY": "secret", "PATH": "/usr/bin", "HOME": "/root"})
        assert handed == {"PATH": "/usr/bin", "HOME": "/root"}

    def test_its_pdf_can_be_read(self):
        reader = pypdf.PdfReader(io.BytesIO(render_safely(GRAVE).content))
        assert "Aneurysm" in reader.pages[0].extract_text()
