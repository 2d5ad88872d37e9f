"""`screener letter`: an invitation on paper, with a new link."""

from pathlib import Path

import click

from screener.cli.house import CLOCK, data_option, open_house, operator, refusals
from screener.cli.printing import fail, say
from screener.pdf.safely import find_rendered
from screener.services import letters
from screener.services.letters import Letter
from screener.summary.letter import LETTER_WORDS

language_option = click.option(
    "--language", type=click.Choice(list(LETTER_WORDS)), default="en", show_default=True, help="The patient's."
)


@click.command()
@click.argument("reference")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The PDF to write.")
@language_option
@data_option
def letter(reference: str, output: Path, language: str, data: Path | None) -> None:
    """Write the letter for the invitation REFERENCE. It has a new link: the old one leads nowhere any more."""
    with open_house(data) as (_, services), refusals():
        with services.unit_of_work() as work:
            made = letters.anew(work, reference=reference, language=language, now=CLOCK.now(), actor=operator())
        write_letter(made, output)


def write_letter(made: Letter, output: Path) -> None:
    """Render the letter into a file that only its owner reads: it holds a private link."""
    content = find_rendered(made)
    if content is None:
        fail("The letter could not be made within the limits. Issue the link again.")
    try:
        output.touch(mode=0o600)
        output.write_bytes(content)
    except OSError as error:
        fail(f"{output}: {error.strerror}. Issue the link again.")
    say(f"{output}: the letter for {made.reference}")
