"""What the command line keeps of a session, and how it sums it up."""

from pathlib import Path

import click

from fitcoach.cli.terminal import console
from fitcoach.errors import FitcoachError
from fitcoach.session.history import History
from fitcoach.session.journal import Journal
from fitcoach.session.recovery import keep, recover
from fitcoach.session.summary import nothing_before
from fitcoach.session.tables import summary_tables


def conclude(journal: Journal, data_dir: Path | None, seconds: float) -> bool:
    """Keeps the session and sums it up; returns whether it could be kept."""
    history = History(data_dir) if data_dir else None
    log = journal.replay.log()
    number, trouble = None, None
    try:
        number = keep(journal, history)
    except FitcoachError as error:
        trouble = error
    if log is None:
        click.echo(f"Nothing was counted in {seconds:.0f} s")
    else:
        # Where it could not be kept there is nothing to compare it with either.
        before = history.before(log) if history and not trouble else nothing_before
        for table in summary_tables(log, before):
            console().print(table)
    if number is not None:
        click.echo(f"Kept as session {number}; `fitcoach sessions show {number}` shows each rep.")
    if trouble is not None:
        click.echo(f"fitcoach: {trouble}", err=True)
    return trouble is None


def take_over(data_dir: Path) -> None:
    """Takes sessions that broke off into the history, and tells of it; hinders nothing."""
    try:
        for words in recover(data_dir, History(data_dir)):
            click.echo(words, err=True)
    except FitcoachError as error:
        click.echo(f"fitcoach: {error}", err=True)
