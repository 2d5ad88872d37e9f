"""`screener schema`: the questionnaire format for editors."""

import click

from screener.cli.printing import print_json
from screener.definition.json_schema import json_schema


@click.command()
def schema() -> None:
    """Print the JSON Schema of questionnaire.yaml."""
    print_json(json_schema())
