"""The subset of Markdown that questionnaires may use, and nothing more."""

import pytest

from screener.web.markdown import markdown


class TestTheSubset:
    def test_has_paragraphs_bold_emphasis_lists_and_headings(self) -> None:
        html = markdown("## Before\n\nA **bold** and *mild* text.\n\n- one\n- two\n\n1. first")
        for part in ("<h2>Before</h2>", "<strong>bold</strong>", "<em>mild</em>", "<li>one</li>", "<ol>"):
            assert part in html

    def test_makes_every_heading_a_second_one(self) -> None:
        assert markdown("# A\n\n### B") == "<h2>A</h2>\n<h2>B</h2>\n"

    @pytest.mark.parametrize(
        "text",
        [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[a](javascript:alert(1))",
            "![a](https://evil.example/x.png)",
            "<https://evil.example>",
            "**a<b onclick=x>**",
            "&lt;script&gt;",
        ],
    )
    def test_shows_anything_else_as_it_is_written(self, text: str) -> None:
        html = markdown(text)
        for tag in ("<script", "<img", "<a ", "<b ", "onclick=x>"):
            assert tag not in html
