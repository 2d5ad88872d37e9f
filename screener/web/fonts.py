"""The typeface, served from here: made for reading, from the package that carries it.

Nothing of it is kept in this repository. Each face is cut down to the letters
of Western languages and packed once a process, in about a tenth of a second.
"""

import functools
import io
from importlib.resources import files

FACES = {"regular": "Regular", "bold": "Bold", "italic": "Italic"}
LETTERS = (
    *range(0x20, 0x180),
    *(0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x2032, 0x2033, 0x20AC, 0x2212, 0x2264, 0x2265),
)


@functools.cache
def woff2(face: str) -> bytes:
    """One face as WOFF2; raises `KeyError` for a face there is not."""
    from fontTools.subset import Options, Subsetter  # slow to import, and needed once
    from fontTools.ttLib import TTFont

    whole = files("fontpkg_atkinson_hyperlegible") / "files" / f"AtkinsonHyperlegible-{FACES[face]}.ttf"
    options = Options(layout_features=["*"])
    font = TTFont(io.BytesIO(whole.read_bytes()))
    cutter = Subsetter(options)
    cutter.populate(unicodes=LETTERS)
    cutter.subset(font)
    font.flavor = "woff2"
    packed = io.BytesIO()
    font.save(packed)
    return packed.getvalue()
