"""`screener prove`: is everything in a questionnaire possible that should be, and nothing that should not?"""

import os
import stat
import tempfile
from datetime import date
from pathlib import Path

import click

from screener.cli.dates import AsOf, today_in
from screener.cli.folders import folder_argument, open_folder
from screener.cli.printing import PROBLEM, UNDECIDED, Format, format_option, print_json, say
from screener.cli.progress import progress_bar
from screener.definition.condition_places import condition_places
from screener.definition.source_files import gather
from screener.proof.proof_json import to_json
from screener.proof.proving import SECONDS
from screener.proof.proving import prove as prove_questionnaire
from screener.proof.remembering import from_text, to_text
from screener.proof.words import Teller


@click.command()
@folder_argument
@click.option("--as-of", type=AsOf(), help="The day that dates lie around; today where the clinic is if left out.")
@click.option(
    "--limit", type=click.FloatRange(min=0.1), default=SECONDS, show_default=True, help="Seconds for one statement."
)
@click.option("--fresh", is_flag=True, help="Prove everything anew, whatever was proved before.")
@format_option
def prove(folder: Path, as_of: date | None, limit: float, fresh: bool, form: Format) -> None:
    """Prove the questionnaire in DIR.

    Every question can be asked and every rule can fire, be ruled out and be
    left open; no path goes round a rule; silence never clears.
    """
    questionnaire = open_folder(folder)
    files, _ = gather(folder)
    kept = _kept()
    remembered = {} if fresh else from_text(_read(kept))
    with progress_bar("Proving") as progress:
        proof = prove_questionnaire(
            questionnaire,
            as_of or today_in(questionnaire.time_zone),
            limit=limit,
            progress=progress,
            remembered=remembered,
        )
    _write(kept, to_text(remembered))
    places = condition_places(files)
    if form == "json":
        print_json(to_json(proof, places))
    else:
        for line in Teller(proof, places).lines():
            click.echo(line)
    counts = proof.counts
    say(
        f"{questionnaire.slug}: {len(proof.statements)} statements, {counts['proved']} proved, "
        f"{counts['accepted']} accepted, {counts['broken']} broken, {counts['not decided']} not decided."
    )
    if proof.broken or proof.unused:
        raise SystemExit(PROBLEM)
    if proof.undecided:
        raise SystemExit(UNDECIDED)


def _kept() -> Path:
    """Where proofs are kept: with this user's other things that can be made again."""
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(home).expanduser() / "screener" / "proofs.json"


def _read(file: Path) -> str:
    """What was kept; nothing where somebody else may have written it."""
    try:
        about = file.stat()
        if about.st_uid != os.geteuid() or about.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            return ""
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _write(file: Path, text: str) -> None:
    """Whole or not at all, as two runs may end at the same time; a directory that takes no files is let be."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=file.parent, delete=False, encoding="utf-8") as kept:
            kept.write(text)
        Path(kept.name).replace(file)
    except OSError as error:
        say(f"What was proved could not be kept: {error.strerror}.")
