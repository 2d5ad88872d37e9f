"""Another revision of a questionnaire: its text with some parts written otherwise."""

from collections.abc import Mapping

Files = Mapping[str, bytes]


def revised(files: Files, *changes: tuple[str, str]) -> dict[str, bytes]:
    """The files with each part that is named, and stands there once, written otherwise; without example patients."""
    text = files["questionnaire.yaml"].decode()
    for before, after in changes:
        assert text.count(before) == 1, (before, text.count(before))
        text = text.replace(before, after)
    return {**files, "questionnaire.yaml": text.encode(), "vignettes.yaml": b"[]\n"}
