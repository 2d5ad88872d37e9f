"""What a picture of a page, or the page as it is laid out, is measured for."""

import io
from dataclasses import dataclass, field

from PIL import Image, ImageChops

from screener.web.appearance import Light

BRIGHTEST = {Light.STANDARD: 0.95, Light.DIM_WARM: 0.08, Light.DIM_DARK: 0.05, Light.HIGH_CONTRAST: 0.1}
"""How bright a page may be on average, as a share of white. 0.08 is what was promised for dim dark."""

LINEAR = tuple(value / 3294.6 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in range(256))
WEIGHTS = (0.2126, 0.7152, 0.0722)

TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

CUT_OFF = """() => [...document.querySelectorAll("body *")]
  .filter(one => one.checkVisibility() && !one.closest(".aside, .skip, svg, option") && one.textContent.trim())
  .filter(one => { const place = one.getBoundingClientRect(); return place.width > 0 && (
    place.left < -0.5 || place.right > innerWidth + 0.5 ||
    (getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1)) })
  .map(one => one.outerHTML.slice(0, 100))"""
"""What is laid out beyond the window, or cut off within its own box."""

SMALL_TARGETS = """() => [...document.querySelectorAll(
    ["a", "button", "input", "summary", "select"].map(tag => `main ${tag}`) + ",header button,header summary")]
  .filter(one => one.closest("p, li") === null || one.tagName === "BUTTON")
  .map(one => one.closest("label.choice") ?? one)
  .filter(one => one.checkVisibility() && !one.matches(".aside"))
  .map(one => [one.outerHTML.slice(0, 80), Math.round(one.getBoundingClientRect().height)])
  .filter(([, height]) => height < 44)"""


def mean_luminance(picture: bytes) -> float:
    """The average relative luminance of a picture (WCAG 2), from 0 to 1."""
    image = Image.open(io.BytesIO(picture)).convert("RGB").reduce(2)
    counts = image.histogram()
    pixels = image.width * image.height
    return sum(
        weight * sum(counts[256 * band + value] * LINEAR[value] for value in range(256)) / pixels
        for band, weight in enumerate(WEIGHTS)
    )


def has_white(picture: bytes) -> bool:
    """Whether any pixel is pure white."""
    red, green, blue = Image.open(io.BytesIO(picture)).convert("RGB").split()
    return ImageChops.darker(ImageChops.darker(red, green), blue).getextrema()[1] == 255


@dataclass
class Brightness:
    """How bright the pages were, by name."""

    means: dict[str, float] = field(default_factory=dict)
    white: list[str] = field(default_factory=list)

    def measure(self, name: str, picture: bytes) -> None:
        self.means[name] = mean_luminance(picture)
        if has_white(picture):
            self.white.append(name)

    def over(self, most: float) -> dict[str, float]:
        return {name: round(mean, 3) for name, mean in self.means.items() if mean > most}

    def __str__(self) -> str:
        values = self.means.values()
        return f"mean luminance {sum(values) / len(values):.4f}, brightest page {max(values):.4f} ({len(values)} pages)"
