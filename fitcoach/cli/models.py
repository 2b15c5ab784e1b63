"""`fitcoach models`: which pose models there are, and getting more."""

import click

from fitcoach.cli.echo import echo


@click.group(invoke_without_command=True)
@click.pass_context
def models(context: click.Context) -> None:
    """Lists the pose models, or fetches one.

    \b
    fitcoach models
    fitcoach models fetch heavy
    """
    if context.invoked_subcommand is None:
        _list()


@models.command()
@click.argument("tier", type=click.Choice(["lite", "full", "heavy"]))
@click.option("--url", help="Fetch it from this address instead of from Google's.")
def fetch(tier: str, url: str | None) -> None:
    """Fetches a pose model: lite is faster, heavy more exact than full, which is there already.

    A download that broke off goes on where it stopped.

    \b
    fitcoach models fetch lite
    fitcoach models fetch heavy
    fitcoach count squats.mp4 --exercise squat --pose-model heavy
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    from fitcoach import models as store

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(f"pose model {tier}", total=None)
        path = store.fetch(
            tier,
            url,
            lambda got, expected: progress.update(task, completed=got, total=expected),
        )
    echo(path)


def _list() -> None:
    from rich.filesize import decimal
    from rich.table import Table

    from fitcoach.cli.terminal import console
    from fitcoach.models import statuses

    table = Table("model", "state", "size", "where")
    for status in statuses():
        if status.path is None or status.size is None:
            table.add_row(status.tier, "missing", "", f"fitcoach models fetch {status.tier}")
        else:
            table.add_row(status.tier, status.state, decimal(status.size), str(status.path))
    console().print(table)
