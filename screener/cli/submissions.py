"""`screener submissions`: what patients have sent."""

from pathlib import Path

import click

from screener.cli.house import CLOCK, data_option, open_house, operator
from screener.cli.printing import Format, format_option, print_json, print_json_line
from screener.cli.times import told, written
from screener.config import Settings
from screener.engine.assessment import to_json
from screener.services import submissions as service
from screener.services.submissions import SubmissionLine, SubmissionView
from screener.services.unit_of_work import Services


@click.command()
@click.option("--reference", help="Show this one, with its assessment.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True)
@data_option
@format_option
def submissions(*, reference: str | None, limit: int, data: Path | None, form: Format) -> None:
    """List what was sent, newest first, or show one submission. Recorded in the audit."""
    with open_house(data) as (settings, services):
        if reference is not None:
            _show(settings, services, reference, form)
        else:
            _list(settings, services, limit, form)


def _list(settings: Settings, services: Services, limit: int, form: Format) -> None:
    with services.unit_of_work() as work:
        lines = service.listing(work, actor=operator(), now=CLOCK.now(), limit=limit)
    for line in lines:
        if form == "json":
            print_json_line(_line_json(settings, line))
        else:
            click.echo(f"{line.reference}  {told(settings, line.sent_at)}  {line.disposition:<8} {line.patient_name}")


def _show(settings: Settings, services: Services, reference: str, form: Format) -> None:
    with services.reading() as work:
        service.view_of(work, service.record_of(work, reference))  # reading a questionnaire takes long: not below
    with services.unit_of_work() as work:
        view = service.by_reference(work, reference=reference, actor=operator(), now=CLOCK.now())
    if form == "json":
        print_json(_view_json(settings, view))
        return
    # Imported here: listing needs no words for findings.
    from screener.cli.assessment_text import assessment_text

    sent = told(settings, view.sent_at)
    click.echo(f"{view.reference}  {view.patient_name}, born {view.date_of_birth}, sent {sent}")
    click.echo(assessment_text(view.questionnaire, view.assessment))


def _line_json(settings: Settings, line: SubmissionLine) -> dict[str, object]:
    return {
        "reference": line.reference,
        "questionnaire": line.slug,
        "revision": line.revision_number,
        "patient_name": line.patient_name,
        "date_of_birth": line.date_of_birth.isoformat(),
        "disposition": line.disposition.value,
        "sent_at": written(settings, line.sent_at),
        "state": line.state.value,
    }


def _view_json(settings: Settings, view: SubmissionView) -> dict[str, object]:
    return {
        "reference": view.reference,
        "patient_name": view.patient_name,
        "date_of_birth": view.date_of_birth.isoformat(),
        "sent_at": written(settings, view.sent_at),
        "signature": view.signature,
        "state": view.state.value,
        "answers": dict(view.raw_answers),
        "assessment": to_json(view.questionnaire, view.assessment),
    }
