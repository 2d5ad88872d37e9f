"""Files of a draft from outside and to outside: a folder as a zip file, a single YAML file, or nothing yet."""

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Final

from screener.definition.scalars import SLUG_PATTERN
from screener.definition.source_files import MAIN, MOST_FILES, is_ours
from screener.definition.source_text import MOST_BYTES, decode
from screener.definition.spans import MappingSpan, ScalarSpan, UnreadableYamlError, read_spans
from screener.definition.yaml_text import Plain, to_yaml
from screener.errors import Refusal

_STARTED: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every file in a zip: the same files are the same bytes."""


class UnusableFilesError(Refusal):
    """What was handed in is no questionnaire's folder."""


def from_upload(name: str, content: bytes) -> dict[str, bytes]:
    """The files in an uploaded zip, or the one YAML file. Raises `UnusableFilesError`."""
    if content[:2] == b"PK":
        return _from_zip(content)
    if len(content) > MOST_BYTES:
        raise UnusableFilesError("The file has more than 1 MiB, which is more than is read.")
    if not content.strip():
        raise UnusableFilesError("The file is empty.")
    if name.endswith((".yaml", ".yml")):
        return {MAIN: content}
    raise UnusableFilesError("Choose a zip file of a questionnaire's folder, or a questionnaire.yaml.")


def _from_zip(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = [each for each in packed.infolist() if is_ours(each.filename.rpartition("/")[2])]
            if len(members) > MOST_FILES:
                raise UnusableFilesError(f"The zip file holds more than {MOST_FILES} files.")
            files = {each.filename.rpartition("/")[2]: _content(packed, each) for each in members}
    except UnusableFilesError:
        raise
    # A damaged file makes zipfile and its decompressors raise a dozen kinds, hardly one of them documented.
    except Exception:  # noqa: BLE001
        raise UnusableFilesError("The zip file cannot be read.") from None
    if MAIN not in files:
        raise UnusableFilesError(f"There is no {MAIN} in the zip file.")
    if len(files) < len(members):
        raise UnusableFilesError("The zip file holds two questionnaires: pack one folder.")
    return files


def _content(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """A file of it, read no further than is allowed whatever its head says."""
    with packed.open(member) as opened:
        content = opened.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UnusableFilesError(f"{member.filename} has more than 1 MiB, which is more than is read.")
    return content


def to_zip(slug: str, files: Mapping[str, bytes]) -> bytes:
    """The folder as a zip file: the same bytes for the same files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as written:
        for name in sorted(files):
            written.writestr(zipfile.ZipInfo(f"{slug}/{name}", _STARTED), files[name], zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def slug_in(files: Mapping[str, bytes]) -> str:
    """The slug that the main file gives itself. Raises `UnusableFilesError`.

    Ask before a transaction is open: a large file takes long, and nobody else can write meanwhile.
    """
    source, _ = decode(MAIN, files[MAIN])
    try:
        root = read_spans(source) if source else None
    except UnreadableYamlError as error:
        raise UnusableFilesError(str(error)) from None
    entry = root.find("slug") if isinstance(root, MappingSpan) else None
    if entry is None or not isinstance(entry[1], ScalarSpan):
        raise UnusableFilesError(
            "The questionnaire says no slug: its first line must be, say, `slug: my-questionnaire`."
        )
    return checked_slug(entry[1].text)


def checked_slug(slug: str) -> str:
    """The slug. Raises `UnusableFilesError` where a questionnaire cannot be called so."""
    if len(slug) > 60 or not re.fullmatch(SLUG_PATTERN.strip("^$"), slug, re.ASCII):
        raise UnusableFilesError("A short name is made of small letters, digits and single dashes, a letter first.")
    return slug


def blank(slug: str, title: str, time_zone: str) -> dict[str, bytes]:
    """The least that can be published: one page with one question, and no rule yet."""
    question: Plain = {"id": "first_question", "kind": "yes-no", "text": "Is this your first visit?"}
    step: Plain = {"id": "first_page", "title": "The first page", "questions": [question]}
    document: dict[str, Plain] = {
        "slug": slug,
        "title": title,
        "language": "en",
        "time zone": time_zone,
        "about": "What patients should know before they begin.",
        "agreement": "I have answered as well as I can.",
        "after sending": "A clinician reads your answers.",
        "sections": [{"id": "first_section", "title": "The first section", "steps": [step]}],
    }
    return {MAIN: to_yaml(document).encode()}
