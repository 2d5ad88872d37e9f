"""PDFs on a busy machine: later, but all of them, and each of its own patient."""

import pytest

from bench.papers import papers


@pytest.mark.slow
class TestABusyMachine:
    def test_makes_every_pdf_by_every_way(self) -> None:
        made = papers(load=6, commands=2, by_worker=2, pages=2)
        assert [len(each.results) for each in made] == [2, 2, 2]
        assert [fault for each in made for fault in each.faults] == []
