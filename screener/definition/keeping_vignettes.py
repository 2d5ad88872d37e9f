"""One example patient more in a questionnaire's files; what stands there already stays, byte for byte."""

from collections.abc import Iterable

from screener.definition.editing import Files, changed, must_be_showable, must_say, open_file
from screener.definition.model import Vignette
from screener.definition.placing import NotEditableError
from screener.definition.plain_values import value_at, with_value
from screener.definition.source_files import VIGNETTES
from screener.definition.source_text import SourceText
from screener.definition.spans import ListSpan, plain_of, read_spans
from screener.definition.writing import vignette_entries, write_vignettes


def next_name(vignettes: Iterable[Vignette]) -> str:
    """A name that no example patient has."""
    taken = {each.id for each in vignettes}
    return next(name for number in range(1, len(taken) + 2) if (name := f"F{number:02}") not in taken)


def with_vignette(files: Files, vignette: Vignette) -> dict[str, bytes]:
    """The files with one example patient more, behind the others.

    Raises `UnreadableYamlError`, and `NotEditableError` where the text is laid out so that this cannot be had.
    """
    entries = vignette_entries(vignette)
    must_be_showable(entries)
    text = write_vignettes([vignette])
    before = files.get(VIGNETTES, b"")
    if before.strip() == b"[]":
        before = b""
    if _has_only_remarks(before):
        gap = b"\n" if before and not before.endswith(b"\n") else b""
        return {**files, VIGNETTES: before + gap + text.encode()}
    written = open_file(files, VIGNETTES)
    if not isinstance(written.root, ListSpan):
        raise NotEditableError(f"{VIGNETTES} is not a list of example patients: mend it in the text first.")
    number = len(written.root.items)
    told = value_at(plain_of(read_spans(SourceText(VIGNETTES, text))), (0,))
    wanted = with_value(plain_of(written.root), (number,), told)
    return must_say(changed(files, VIGNETTES, written, [written.insert((), number, entries)]), VIGNETTES, wanted)


def _has_only_remarks(content: bytes) -> bool:
    return all(line.lstrip()[:1] in (b"", b"#") for line in content.splitlines())
