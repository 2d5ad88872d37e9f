"""QR codes on paper."""

import segno
from markupsafe import Markup, escape


def qr(link: str, title: str) -> Markup:
    """A QR code as inline SVG; what it holds can be read with a seventh of it soiled."""
    square = segno.make(link, error="m", micro=False)
    size = square.symbol_size(border=4)[0]
    path = "".join(
        f"M{column + 4} {line + 4}h1v1h-1z"
        for line, cells in enumerate(square.matrix)
        for column, cell in enumerate(cells)
        if cell
    )
    return Markup(  # noqa: S704 - numbers of ours; the title is escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><title>{escape(title)}</title>'
        f'<path d="{path}" fill="#1d2624"/></svg>'
    )
