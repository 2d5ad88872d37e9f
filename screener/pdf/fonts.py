"""The fonts on disk, told to fontconfig by name, so that no stylesheet has to fetch one.

Fira Sans: a plain zero in `140/90` and, where codes are read out, a slashed
one (`font-feature-settings: "zero"`); static files, compact enough for a page
that must say everything. What it lacks comes from the system's fonts.
"""

import functools
from importlib.resources import as_file, files

from weasyprint.text.ffi import ffi, fontconfig, pangoft2
from weasyprint.text.fonts import FontConfiguration

_PACKAGE = "fontpkg_fira_sans"
_FACES = ("Regular", "Italic", "Medium", "SemiBold", "Bold")


@functools.cache
def font_configuration() -> FontConfiguration:
    """The one configuration of this process; making another for each document costs 30 ms."""
    configuration = FontConfiguration()
    for face in _FACES:
        with as_file(files(_PACKAGE) / "files" / f"FiraSans-{face}.ttf") as path:
            _add(configuration, str(path))
    pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", configuration.font_map))
    return configuration


def _add(configuration: FontConfiguration, path: str) -> None:
    """What an `@font-face` rule ends in, too, after its fetch; this has none."""
    if not fontconfig.FcConfigAppFontAddFile(configuration._config, path.encode()):
        raise FileNotFoundError(path)
