"""QR codes as pictures within a page."""

import segno


def qr_code(text: str) -> str:
    """The text as a `data:` address of an SVG, dark on light in either theme: not every reader takes the reverse."""
    return segno.make(text, error="m", micro=False).svg_data_uri(scale=5, border=4, dark="#1f2b2b", light="#e9e7de")
