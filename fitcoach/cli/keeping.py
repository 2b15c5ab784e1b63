"""What the command line keeps of a session, and how it sums it up."""

from pathlib import Path

from fitcoach.cli.echo import echo
from fitcoach.cli.terminal import console
from fitcoach.errors import FitcoachError
from fitcoach.session.exports import export, no_past
from fitcoach.session.formats import format_of
from fitcoach.session.history import History
from fitcoach.session.journal import Journal
from fitcoach.session.recovery import keep, recover
from fitcoach.session.tables import summary_tables


def conclude(
    journal: Journal, data_dir: Path | None, seconds: float, export_path: Path | None
) -> bool:
    """Keeps the session, sums it up and writes it to a file, if one is wanted.

    Returns:
        Whether all that was to be kept could be.
    """
    history = History(data_dir) if data_dir else None
    log = journal.replay.log()
    number, troubles = None, []
    try:
        number = keep(journal, history)
    except FitcoachError as error:
        troubles.append(error)
    # Where it could not be kept there is nothing to compare it with either.
    before = history.before if history and not troubles else no_past
    if log is not None and export_path is not None:
        try:
            export([log], export_path, format_of(export_path), before)
        except FitcoachError as error:
            troubles.append(error)
            export_path = None
    # Words come last: if the terminal is gone they fail.
    if log is None:
        echo(f"Nothing was counted in {seconds:.0f} s")
    else:
        for table in summary_tables(log, before(log)):
            console().print(table)
        if export_path is not None:
            echo(f"Written to {export_path}")
    if number is not None:
        echo(f"Kept as session {number}; `fitcoach sessions show {number}` shows each rep.")
    for trouble in troubles:
        echo(f"fitcoach: {trouble}", err=True)
    return not troubles


def take_over(data_dir: Path) -> None:
    """Takes sessions that broke off into the history, and tells of it; hinders nothing."""
    try:
        for words in recover(data_dir, History(data_dir)):
            echo(words, err=True)
    except FitcoachError as error:
        echo(f"fitcoach: {error}", err=True)
