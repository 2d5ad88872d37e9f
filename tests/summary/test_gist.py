"""A question in few words."""

import pytest

from screener.summary.gist import gist, label


class TestGist:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("How tall are you? (Use feet and inches.)", "How tall are you?"),
            ("Pain wears down. Has life felt not worth it?", "Has life felt not worth it?"),
            ("List every medicine you take. Include patches.", "List every medicine you take."),
            ("This form is not watched. Is it ok?", "This form is not watched. Is it ok?"),
            ("Is the dose 0.5 mg or more? Look at the box.", "Is the dose 0.5 mg or more?"),
            ("No end", "No end"),
            ("", ""),
        ],
    )
    def test_it_is_the_sentence_that_asks_unless_that_cannot_stand_alone(self, text, expected):
        assert gist(text) == expected

    def test_a_label_leaves_its_examples_out(self):
        assert label("Triptans (such as sumatriptan)") == "Triptans"
        assert label("Plain pain pills: Advil") == "Plain pain pills"
