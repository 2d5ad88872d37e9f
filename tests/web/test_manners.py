"""The careful client refuses what it should refuse."""

import pytest

from tests.manners import faults_of

PAGE = "<!doctype html><html lang=en><head><title>T</title></head><body><h1>H</h1>{}</body></html>"


class TestManners:
    def test_find_nothing_wrong_with_a_good_page(self) -> None:
        good = (
            '<label for="a">A</label><input id="a" name="a"><fieldset><legend>L</legend></fieldset><a href="#a">A</a>'
        )
        assert list(faults_of(PAGE.format(good))) == []

    @pytest.mark.parametrize(
        "rude",
        [
            "<h1>Two</h1>",
            '<p id="a"></p><p id="a"></p>',
            '<input name="a">',
            '<label for="a"></label><input id="a">',
            "<fieldset><p>No legend</p></fieldset>",
            "<fieldset><legend> </legend></fieldset>",
            '<p aria-describedby="gone"></p>',
            '<label for="gone">A</label>',
            '<a href="#gone">A</a>',
            '<p style="color: red"></p>',
            "<script>1</script>",
            '<p onclick="x()"></p>',
            '<p tabindex="1"></p>',
            "<button></button>",
            '<img src="x">',
            "<p><div></p>",
        ],
    )
    def test_find_each_fault(self, rude: str) -> None:
        assert list(faults_of(PAGE.format(rude)))
