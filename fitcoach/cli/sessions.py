"""`fitcoach sessions`: what was done in the past."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from fitcoach.cli.completion import exercises
from fitcoach.cli.echo import echo
from fitcoach.cli.options import data_option, json_option
from fitcoach.session.formats import FORMATS, Format, format_of
from fitcoach.words import duration, many, share

if TYPE_CHECKING:
    from fitcoach.session.history import Entry, History

_LATEST = 20
_TEXTS = ("json", "csv", "md")


class Day(click.ParamType[date]):
    """A day of the calendar."""

    name = "YYYY-MM-DD"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """See `ParamType.convert`."""
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is no day; write it as 2026-11-21.", param, ctx)


exercise_filter = click.option(
    "-e", "--exercise", metavar="NAME", help="Only sessions with this exercise.",
    shell_complete=exercises,
)  # fmt: skip
since_filter = click.option(
    "--since", type=Day(), metavar="YYYY-MM-DD", help="Only sessions of this day and later."
)


# One may say it before the subcommand or after it.
own_data_option = click.option(
    "--data-dir", metavar="DIR", type=click.Path(file_okay=False, path_type=Path),
    help="Where sessions are kept; see `fitcoach sessions --help`.",
)  # fmt: skip


def of_history(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a subcommand the history, to which what broke off has been added."""

    @own_data_option
    @click.pass_obj
    @wraps(command)
    def with_history(folder: Path, /, data_dir: Path | None, **others: object) -> None:
        command(history=_open(data_dir or folder), **others)

    return with_history


def _open(folder: Path) -> "History":
    from fitcoach.session.history import History
    from fitcoach.session.places import journal_files

    if journal_files(folder):  # else what reads them need not be loaded, which takes long
        from fitcoach.cli.keeping import take_over

        take_over(folder)
    return History(folder)


@click.group(invoke_without_command=True)
@exercise_filter
@since_filter
@click.option(
    "--limit", type=click.IntRange(1), default=_LATEST, show_default=True,
    help="No more than so many, the latest.",
)  # fmt: skip
@json_option
@data_option
@click.pass_context
def sessions(
    context: click.Context,
    *,
    exercise: str | None,
    since: date | None,
    limit: int,
    as_json: bool,
    data_dir: Path,
) -> None:
    """Lists the sessions of the past, the latest first.

    \b
    fitcoach sessions
    fitcoach sessions --exercise squat --since 2026-11-01
    fitcoach sessions show last
    fitcoach sessions stats
    fitcoach sessions export 12 -o monday.html
    """
    context.obj = data_dir
    if context.invoked_subcommand is not None:
        _refuse_options(context, context.invoked_subcommand)
        return
    history = _open(data_dir)
    entries = history.entries(exercise=exercise, since=since, limit=limit)
    if as_json:
        echo(json.dumps([_as_json(entry) for entry in entries], indent=2))
    elif not entries:
        _say_none(history)
    else:
        _list(entries)
        count = history.count(exercise=exercise, since=since)
        if count > len(entries):
            echo(f"{len(entries)} of {count}; --limit {count} lists all.")


def _refuse_options(context: click.Context, subcommand: str) -> None:
    """Says which options of the list would have no effect before a subcommand."""
    command = sessions.get_command(context, subcommand)
    known = {option.name for option in command.params} if command else set()
    for option in sessions.params:
        source = context.get_parameter_source(option.name or "")
        if source is ParameterSource.COMMANDLINE and option.name != "data_dir":
            name = option.opts[-1]
            raise click.UsageError(
                f"Here {name} would have no effect; give {name} after `{subcommand}`."
                if option.name in known
                else f"{name} does not go with `{subcommand}`."
            )


def _say_none(history: "History") -> None:
    if history.count():
        echo("No session is like that; `fitcoach sessions` lists them all.")
    else:
        echo("No sessions yet; `fitcoach live --exercise squat` makes one.")


@sessions.command()
@click.argument("session", metavar="NUMBER|last")
@of_history
def show(session: str, history: "History") -> None:
    """Shows a session: what was done, how well, and each rep.

    \b
    fitcoach sessions show last
    fitcoach sessions show 12
    """
    from fitcoach.cli.terminal import console
    from fitcoach.session.summary import numbered_sets
    from fitcoach.session.tables import rep_table, summary_tables

    kept = history.number(session)
    log = history.load(kept)
    broke_off = ", broke off" if log.recovered else ""
    echo(f"{log.title}, {log.began:%A %Y-%m-%d %H:%M}, from {log.source}{broke_off}")
    for table in summary_tables(log, history.before(log)):
        console().print(table)
    for path in history.recordings(kept):
        echo(f"recorded in {path}")
    for number, each in numbered_sets(log):
        if each.reps:
            echo()
            console().print(rep_table(number, each))


@sessions.command()
@exercise_filter
@since_filter
@of_history
def stats(exercise: str | None, since: date | None, history: "History") -> None:
    """Shows progress over the weeks, personal bests, and how regular it was.

    \b
    fitcoach sessions stats
    fitcoach sessions stats --exercise squat --since 2026-01-01
    """
    from fitcoach.cli.stats import exercise_table, headline, plots
    from fitcoach.cli.terminal import console
    from fitcoach.session.statistics import statistics

    found = statistics(history, date.today(), exercise=exercise, since=since)
    if not found.exercises:
        _say_none(history)
        return
    echo(headline(found))
    console().print(exercise_table(found.exercises))
    for plot in plots(found.weeks):
        echo(plot)


@sessions.command()
@click.argument("chosen", metavar="NUMBER|last|all...", nargs=-1, required=True)
@click.option(
    "--format", "kind", type=click.Choice(FORMATS), help="In place of what the file's suffix says."
)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
    help="Without it json, csv and md are printed.",
)  # fmt: skip
@of_history
def export(
    chosen: tuple[str, ...], kind: Format | None, output: Path | None, history: "History"
) -> None:
    """Writes sessions as JSON, CSV (a row for each rep), Markdown, HTML, or FIT.

    \b
    fitcoach sessions export last -o monday.html
    fitcoach sessions export all -o training.csv
    fitcoach sessions export 12 --format md >> notes.md
    """
    from fitcoach.session import exports

    if output is None and kind not in _TEXTS:
        raise click.UsageError("Say where to with -o, or print it with --format json, csv or md.")
    if kind is None:
        assert output is not None
        kind = format_of(output)
    logs = [history.load(number) for number in _numbers(chosen, history)]
    if output is None:
        echo(exports.render(logs, kind, history.before).decode(), nl=False)
    else:
        exports.export(logs, output, kind, history.before)
        echo(f"{output}: {many(len(logs), 'session')}")


@sessions.command("import")
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@of_history
def import_sessions(files: tuple[Path, ...], history: "History") -> None:
    """Takes in sessions that were exported as JSON, but those that are there already.

    \b
    fitcoach sessions import from-my-other-laptop.json
    fitcoach sessions import monday.json tuesday.json
    """
    from fitcoach.session.exports.document import read_sessions

    for file in files:
        logs = read_sessions(file)
        there = {log.id for log in logs if history.find(log.id) is not None}
        numbers = history.add(*(log for log in logs if log.id not in there))
        known = f", {len(there)} were there already" if there else ""
        span = f": {', '.join(map(str, numbers))}" if numbers else ""
        echo(f"{file}: {many(len(numbers), 'session')} taken in{span}{known}")


def _numbers(chosen: tuple[str, ...], history: "History") -> list[int]:
    """The sessions that are meant, the earliest first where all are."""
    if chosen == ("all",):
        return [entry.number for entry in reversed(history.entries())]
    return [history.number(session) for session in chosen]


@sessions.command()
@click.argument("chosen", metavar="NUMBER|last...", nargs=-1, required=True)
@click.option("-y", "--yes", is_flag=True, help="Without asking.")
@of_history
def delete(chosen: tuple[str, ...], yes: bool, history: "History") -> None:
    """Deletes sessions for good, with what was recorded of them.

    \b
    fitcoach sessions delete last
    fitcoach sessions delete 11 12 --yes
    """
    numbers = [history.number(session) for session in chosen]
    for number in numbers:
        if yes or click.confirm(f"Delete session {number} for good?"):
            history.delete(number)
            echo(f"Session {number} is deleted.")


def _list(entries: "list[Entry]") -> None:
    from rich.table import Table

    from fitcoach.cli.terminal import console

    table = Table(box=None, pad_edge=False)
    table.add_column("session", justify="right")
    table.add_column("began", no_wrap=True)
    table.add_column("lasted", justify="right", no_wrap=True)
    table.add_column("exercises", overflow="fold")
    for heading in ("sets", "reps", "held", "good form"):
        table.add_column(heading, justify="right")
    for entry in entries:
        table.add_row(
            str(entry.number),
            f"{entry.began:%Y-%m-%d %H:%M}",
            duration(entry.seconds),
            ", ".join(entry.exercises),
            str(entry.sets),
            str(entry.reps) if entry.reps else "",
            duration(entry.held) if entry.held else "",
            share(entry.good, entry.graded),
        )
    console().print(table)


def _as_json(entry: "Entry") -> dict[str, object]:
    return {**asdict(entry), "began": entry.began.isoformat()}
