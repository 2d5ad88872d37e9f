"""`screener letter`: an invitation on paper, with a new link."""

from pathlib import Path

import click

from screener.cli.house import CLOCK, as_typed, data_option, open_house, operator, refusals
from screener.cli.printing import UNDECIDED, fail, say
from screener.cli.results import FOR_OWNER, output_option, result_file
from screener.config import Settings
from screener.pdf.safely import Limits, find_rendered
from screener.services import invitations, letters
from screener.services.letters import Letter
from screener.summary.letter import LETTER_WORDS

language_option = click.option(
    "--language", type=click.Choice(list(LETTER_WORDS)), default="en", show_default=True, help="The patient's."
)


@click.command()
@click.argument("reference")
@output_option("The PDF to write.")
@language_option
@data_option
def letter(reference: str, output: Path, language: str, data: Path | None) -> None:
    """Write the letter for the invitation REFERENCE, with a new link.

    Until something is answered the old link leads nowhere any more. Later it
    stays, and the new one opens the answers only with a code of the patient's.
    """
    # The file is opened first: once the link is new, a letter that could not be written would cost the old one.
    with result_file(output, mode=FOR_OWNER) as write, open_house(data) as (settings, services), refusals():
        with services.unit_of_work() as work:
            issued = invitations.renew(work, reference=reference, now=CLOCK.now(), actor=operator())
        with services.reading() as work:
            made = letters.with_link(work, issued, language=language, now=CLOCK.now())
        write(rendered_letter(made, settings, data))
        say(f"{output}: the letter for {made.reference}")


def rendered_letter(made: Letter, settings: Settings, data: Path | None) -> bytes:
    """The letter as a PDF; where it cannot be made, says so and exits with 3."""
    content = find_rendered(made, limits=Limits.of(settings))
    if content is None:
        again = f"{as_typed(f'letter {made.reference} -o letter.pdf', data)} tries again, with a new link."
        fail(f"The letter could not be made within the limits. {again}", code=UNDECIDED)
    return content
