"""Statistics over past sessions as text and plots for the terminal."""

from collections.abc import Iterator, Sequence

import plotext
from rich.table import Table
from rich.text import Text

from fitcoach.session.statistics import (
    Best,
    ExerciseStatistics,
    Statistics,
    Streak,
    Week,
)
from fitcoach.words import duration, many, share

_WEEKS = 26
"""As many weeks are drawn, the latest: half a year."""

_HEIGHT = 10
_WIDTH = 78


def headline(all_of_it: Statistics) -> str:
    """How much and how regularly."""
    done = many(all_of_it.sessions, "session")
    weeks, days = all_of_it.weeks_in_row, all_of_it.days_in_row
    return f"{done}. In a row: {_streak(weeks, 'week')}, {_streak(days, 'day')}."


def exercise_table(exercises: Sequence[ExerciseStatistics]) -> Table:
    """One exercise a row, with its bests."""
    table = Table(box=None, pad_edge=False)
    table.add_column("exercise")
    for heading in ("sessions", "sets", "done", "good form", "most in a set", "most range"):
        table.add_column(heading, justify="right")
    table.add_column("last")
    for each in exercises:
        table.add_row(
            each.title,
            str(each.sessions),
            str(each.sets),
            many(each.reps, "rep") if each.reps else duration(each.held),
            share(each.good, each.graded),
            _most(each),
            _when(f"{each.range.value:.0f}°", each.range) if each.range else "",
            each.last.isoformat(),
        )
    return table


def plots(weeks: Sequence[Week]) -> Iterator[str]:
    """The last weeks: what was done, and how far the joint moved where it is one exercise."""
    shown = weeks[-_WEEKS:]
    if any(week.reps for week in shown):
        yield _bars("Reps a week", shown, [week.reps for week in shown])
    if any(week.held for week in shown):
        yield _bars("Seconds held a week", shown, [round(week.held) for week in shown])
    ranges = [(week, week.range) for week in shown if week.range is not None]
    if len(ranges) > 1:
        yield _line("Range of motion, degrees", ranges)


def _most(each: ExerciseStatistics) -> Text | str:
    if each.most_reps is not None:
        return _when(many(int(each.most_reps.value), "rep"), each.most_reps)
    if each.longest is not None:
        return _when(duration(each.longest.value), each.longest)
    return ""


def _when(amount: str, best: Best) -> Text:
    return Text.assemble(amount, " ", (str(best.day), "dim"))


def _streak(streak: Streak, unit: str) -> str:
    now = f"{many(streak.current, unit)}" if streak.current else f"no {unit} now"
    return f"{now} (longest {streak.longest})"


def _bars(title: str, weeks: Sequence[Week], values: Sequence[int]) -> str:
    plotext.clear_figure()
    plotext.bar([_label(week) for week in weeks], values, width=0.6)
    most = max(values)
    plotext.yticks([0, most // 2, most])
    return _drawn(title)


def _line(title: str, ranges: Sequence[tuple[Week, float]]) -> str:
    plotext.clear_figure()
    positions = range(len(ranges))
    plotext.plot(positions, [value for _, value in ranges], marker="braille")
    plotext.xticks(positions, [_label(week) for week, _ in ranges])
    return _drawn(title)


def _drawn(title: str) -> str:
    plotext.theme("clear")
    plotext.title(title)
    plotext.plotsize(_WIDTH, _HEIGHT)
    return str(plotext.uncolorize(plotext.build()))


def _label(week: Week) -> str:
    return f"{week.monday:%d %b}"
