"""Light: chosen before anything bright is painted, remembered, and readable in every theme."""

import re
from collections.abc import Mapping

import pytest

from screener.web.appearance import PAPERS, Light, page_before
from screener.web.pages import STATIC
from tests.web.clinics import Browser, Clinic

CSS = (STATIC / "calm.css").read_text()


def tokens(selector: str) -> Mapping[str, str]:
    """The colors that a block of the style sheet sets."""
    block = CSS.split(f"{selector} {{", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


def selector(light: Light) -> str:
    return ":root" if light is Light.STANDARD else f":root.{light}"


def luminance(color: str) -> float:
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


class TestTheThemes:
    @pytest.mark.parametrize("light", Light)
    def test_keep_text_readable_on_every_ground(self, light: Light) -> None:
        theme = tokens(selector(light))
        for ground in ("paper", "card"):
            assert contrast(theme["ink"], theme[ground]) >= 7
            for text in ("muted", "link", "danger", "warm"):
                assert contrast(theme[text], theme[ground]) >= 4.5, (text, ground)
        for text, ground in (("ink", "soft"), ("link", "soft"), ("danger", "danger-soft"), ("warm", "warm-soft")):
            assert contrast(theme[text], theme[ground]) >= 4.5, (text, ground)
        assert contrast(theme["on-fill"], theme["fill"]) >= 4.5

    @pytest.mark.parametrize("light", Light)
    def test_keep_lines_and_focus_visible(self, light: Light) -> None:
        theme = tokens(selector(light))
        for ground in ("paper", "card"):
            assert contrast(theme["line"], theme[ground]) >= 3
            assert contrast(theme["focus"], theme[ground]) >= 3
            assert contrast(theme["accent"], theme[ground]) >= 3

    @pytest.mark.parametrize("light", Light)
    def test_hold_no_pure_white(self, light: Light) -> None:
        assert all(luminance(color) < 0.97 for color in tokens(selector(light)).values())

    @pytest.mark.parametrize("light", [Light.DIM_WARM, Light.DIM_DARK])
    def test_that_are_dim_are_dim(self, light: Light) -> None:
        theme = tokens(selector(light))
        assert luminance(theme["paper"]) < 0.03
        assert luminance(theme["ink"]) < 0.65

    @pytest.mark.parametrize("light", Light)
    def test_tell_the_browser_the_color_of_their_paper(self, light: Light) -> None:
        assert PAPERS[light] == tokens(selector(light))["paper"]

    def test_follow_the_browsers_wish_for_dark_with_the_dim_dark_colors(self) -> None:
        wished = CSS.split("@media (prefers-color-scheme: dark)", 1)[1].split("{", 2)[2].split("}", 1)[0]
        assert dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", wished)) == tokens(selector(Light.DIM_DARK))


class TestTheStyleSheet:
    def test_moves_nothing(self) -> None:
        assert "@keyframes" not in CSS
        assert set(re.findall(r"(?:animation|transition)[a-z-]*: ([^;]+);", CSS)) == {"none !important"}

    def test_fetches_nothing_from_elsewhere(self) -> None:
        assert all(address.startswith("/fonts/") for address in re.findall(r"url\(([^)]*)\)", CSS))

    def test_is_small(self) -> None:
        assert len(CSS) < 20_000


class TestChoosingALight:
    def test_paints_every_page_in_it_from_the_first_byte(self, visitor: Browser) -> None:
        page = visitor.go("/code")
        assert page.tree.get("class") is None
        form = next(form for form in page.tree.iter("form") if form.get("action") == "/appearance")
        data = {**page.fields(form), "light": "dim-warm"}
        answer = visitor.client.post("/appearance", data=data)
        assert (answer.status_code, answer.location) == (303, "/code")
        page = visitor.go("/")
        assert page.tree.get("class") == "dim-warm"
        assert page.tree.find(".//meta[@name='color-scheme']").get("content") == "dark"  # type: ignore[union-attr]

    def test_of_no_known_name_is_refused(self, clinic: Clinic, visitor: Browser) -> None:
        clinic.app.config["WTF_CSRF_ENABLED"] = False
        visitor.go("/")
        assert visitor.client.post("/appearance", data={"light": "neon"}).status_code == 400
        visitor.client.set_cookie("light", '"><script>')
        assert visitor.go("/").tree.get("class") is None

    @pytest.mark.parametrize(
        ("back", "place"),
        [
            ("/intake/step/basics?from=check", "/intake/step/basics?from=check"),
            ("//evil.example", "/"),
            ("https://evil.example", "/"),
            ("/\\evil.example", "/"),
            ("/a\r\nSet-Cookie: x=1", "/"),
            ("", "/"),
        ],
    )
    def test_leads_back_to_a_page_of_ours_alone(self, clinic: Clinic, back: str, place: str) -> None:
        with clinic.app.test_request_context("/appearance", method="POST", data={"back": back}):
            assert page_before() == place


class TestTheFirstPage:
    def test_weighs_under_60_kilobytes_without_its_fonts(self, clinic: Clinic, visitor: Browser) -> None:
        page = visitor.go(f"/i/{clinic.invite().url_token}")
        links = [link.get("href", "") for link in page.tree.iter("link") if link.get("as") != "font"]
        scripts = [script.get("src", "") for script in page.tree.iter("script")]
        files = [visitor.client.get(address) for address in links + scripts]
        assert all(file.status_code == 200 for file in files)
        assert len(page.answer.data) + sum(len(file.data) for file in files) < 60_000

    def test_takes_its_typeface_from_here(self, visitor: Browser) -> None:
        font = visitor.client.get("/fonts/regular.woff2")
        assert font.data[:4] == b"wOF2"
        assert len(font.data) < 25_000
        assert visitor.client.get("/fonts/nothing.woff2").status_code == 404
