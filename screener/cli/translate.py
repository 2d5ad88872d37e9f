"""`screener translate`: a questionnaire's texts out to translators as a PO file, and their words back in."""

from pathlib import Path

import click

from screener.cli.folders import files_read, folder_argument
from screener.cli.house import refusals
from screener.cli.printing import fail, say
from screener.cli.results import output_option, replace_whole, result_file
from screener.definition.po import from_po, to_po
from screener.definition.reading import folder_files
from screener.definition.translations import Translated, file_of, translated_texts, with_texts

po_argument = click.argument("po", metavar="FILE.po", type=click.Path(path_type=Path))
language_argument = click.argument("language", metavar="LANGUAGE")


@click.group()
def translate() -> None:
    """Hand a questionnaire's texts to translators, and take their words in."""


@translate.command("export")
@folder_argument
@language_argument
@output_option("The PO file to write.")
def export(folder: Path, language: str, output: Path) -> None:
    """Write every text that patients read, with its translation as far as there is one."""
    with result_file(output, sources=files_read(folder)) as write:
        _, texts = _open(folder, language)
        write(to_po(texts, slug=folder.resolve().name, language=language))
    missing, stale = sum(text.translation is None for text in texts), sum(text.is_stale for text in texts)
    say(f"{output}: {len(texts)} texts, {missing} not translated, {stale} to be looked at again.")


@translate.command("import")
@folder_argument
@language_argument
@po_argument
def take_in(folder: Path, language: str, po: Path) -> None:
    """Put the translations of a PO file into the questionnaire; what did not change stays byte for byte."""
    files, texts = _open(folder, language)
    try:
        content = po.read_bytes()
    except OSError as error:
        fail(f"{po}: {error.strerror}")
    with refusals():
        taken = from_po(content, texts, language=language)
        changed = with_texts(files, language, taken.texts)
    name = file_of(language)
    if changed.get(name) != files.get(name):
        try:
            replace_whole(folder / name, changed[name])
        except OSError as error:
            fail(f"{folder / name}: {error.strerror}")
    say(f"{folder / name}: {len(taken.texts)} new or changed, {len(taken.left)} left as they were.")
    for path in taken.stale:
        say(f"{path}: the text has changed since the PO file was written; look at its translation again.")


def _open(folder: Path, language: str) -> tuple[dict[str, bytes], tuple[Translated, ...]]:
    try:
        file_of(language)
    except ValueError as error:
        raise click.UsageError(f"{error}.") from None
    with refusals():
        files = folder_files(folder)
        return files, translated_texts(files, language)
