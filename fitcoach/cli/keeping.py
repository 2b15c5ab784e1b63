"""What the command line keeps of a session, and how it sums it up."""

from pathlib import Path

import click

from fitcoach.errors import FitcoachError
from fitcoach.session.history import History
from fitcoach.session.journal import Journal
from fitcoach.session.log import SessionLog, SetLog
from fitcoach.session.recovery import keep, recover
from fitcoach.session.review import review
from fitcoach.session.summary import Before, nothing_before, summarise
from fitcoach.session.words import facts, headline, set_amount


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
        for line in session_lines(
            log, history.before(log) if history and number else nothing_before
        ):
            click.echo(line)
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


def session_lines(log: SessionLog, before: Before) -> list[str]:
    """Lines that sum up a session."""
    lines = []
    for summary in summarise(log, before):
        lines.append(headline(summary))
        sets = [each for each in log.sets if each.title == summary.title]
        told = [(f"set {number}", _set_text(each)) for number, each in enumerate(sets, 1)]
        lines += [f"  {label:16}{text}" for label, text in (*told, *facts(summary))]
    return lines


def _set_text(each: SetLog) -> str:
    judged = review(each)
    parts = [f"{set_amount(each)}.", judged.work_on, judged.trends.words]
    return " ".join(part for part in parts if part)
