"""`screener work` does what was asked for in the background; `screener jobs` tells how that goes."""

import os
import signal
import threading
import time
from pathlib import Path

import click

from screener.cli.house import CLOCK, data_option, open_house, refusals
from screener.cli.printing import Format, format_option, print_json, say
from screener.cli.progress import progress_bar
from screener.cli.strangers import Strangers
from screener.cli.times import written
from screener.config import Settings
from screener.services import jobs as asked
from screener.services import reassessing
from screener.services.jobs import Work
from screener.services.reassessing import Reassessment
from screener.services.unit_of_work import Services

NICENESS = 2
"""On a busy machine, who fills in a form goes first. With more than this, a rendering would hardly get on there."""


@click.command()
@click.option("--threads", type=click.IntRange(1, 8), default=1, show_default=True, help="Jobs done at once.")
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
@data_option
@click.pass_obj
def work(strangers: Strangers, threads: int, once: bool, data: Path | None) -> None:
    """Render, send mail, and do what else waits, until Ctrl-C or SIGTERM. Run it beside `screener serve`."""
    with open_house(data) as (_, services):
        if once:
            say(f"{strangers.worker_of_now()(services, CLOCK)} jobs done.")
            return
        stop = threading.Event()
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: stop.set())
        os.nice(NICENESS)
        with strangers.start_workers()(services, CLOCK, threads=threads):
            say("Working until Ctrl-C.")
            stop.wait()


@click.command()
@click.option("--retry", "job_id", help="The id of a failed job to try from the beginning.")
@click.option("--watch", is_flag=True, help="Wait, with a bar on a terminal, until past submissions are judged.")
@format_option
@data_option
def jobs(job_id: str | None, watch: bool, form: Format, data: Path | None) -> None:
    """Tell how much waits to be done, how far what takes longer has come, and what went wrong."""
    with open_house(data) as (settings, services), refusals():
        if job_id is not None:
            with services.unit_of_work() as unit:
                asked.ask_again(unit, job_id=job_id, now=CLOCK.now())
        if watch:
            _watch(services)
        with services.reading() as unit:
            found, judging = asked.in_trouble(unit), reassessing.running(unit)
    if form == "json":
        print_json(_json(settings, found) | {"judging": [_json_of(each) for each in judging]})
        return
    for kind in sorted({*found.waiting, *found.failed}):
        click.echo(f"{kind}: {found.waiting.get(kind, 0)} waiting, {found.failed.get(kind, 0)} failed")
    for each in judging:
        click.echo(f"{each.purpose} of {each.slug}: {each.done:,} of {each.total:,} past submissions judged")
    for job in found.trouble:
        click.echo(f"{job.id}  {job.kind} {job.subject}: {job.state} after {job.attempts} tries, {job.fault}")
    if not found.waiting and not found.failed:
        say("Nothing waits.")


def _watch(services: Services) -> None:
    """Until all that is being judged now is at its end."""
    with services.reading() as unit:
        judging = reassessing.running(unit)
    with progress_bar("Judging past submissions") as tell:
        while any(each.is_running for each in judging):
            time.sleep(1)
            with services.reading() as unit:
                judging = tuple(reassessing.by_id(unit, reassessment_id=each.id) for each in judging)
            if tell is not None:
                tell(sum(each.done for each in judging), sum(each.total for each in judging))


def _json_of(judging: Reassessment) -> dict[str, object]:
    return {
        "id": judging.id,
        "purpose": judging.purpose,
        "slug": judging.slug,
        "done": judging.done,
        "total": judging.total,
    }


def _json(settings: Settings, found: Work) -> dict[str, object]:
    return {
        "waiting": dict(found.waiting),
        "failed": dict(found.failed),
        "trouble": [
            {
                "id": job.id,
                "kind": job.kind,
                "subject": job.subject,
                "state": job.state,
                "attempts": job.attempts,
                "fault": job.fault,
                "due_at": written(settings, job.due_at),
            }
            for job in found.trouble
        ],
    }
