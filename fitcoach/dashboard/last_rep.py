"""Tempo and range of motion of the last rep, and how they drift over the set."""

from rich.table import Table
from textual.widgets import Static

from fitcoach.coach import Form, Level, Measures, Rep
from fitcoach.exercise import Exercise
from fitcoach.workout import SetRecord

_TWO = 2
_SIGNS = {Level.GOOD: "✓", Level.FAIR: "~", Level.FAULT: "✗"}
"""Colour is never the only sign."""


class LastRep(Static):
    """Numbers of the last rep."""

    def __init__(self) -> None:
        """Empty at first."""
        super().__init__()
        self._shown: tuple[Rep, ...] | None = None

    def show(self, record: SetRecord | None) -> None:
        """Shows the last rep of a set, and the difference to the first one."""
        reps = record.reps if record else ()
        if reps == self._shown:
            return
        self._shown = reps
        judged = [(rep.measures, rep.form) for rep in reps if rep.form is not None]
        if record is None or record.exercise is None or not judged:
            self.update("")
            return
        self.update(_table(record.exercise, judged))


def _table(exercise: Exercise, reps: list[tuple[Measures | None, Form]]) -> Table:
    last, form = reps[-1]
    table = Table.grid(padding=(0, 2))
    if form.judgements:
        grade = form.grade
        words = "not judged from here" if grade is None else f"{_SIGNS[grade]} {grade.name.lower()}"
        table.add_row("form", words)
    if last is None:
        in_plane = exercise.movement is not None and form.view in exercise.movement.views
        table.add_row("range", "not seen well enough" if in_plane else "not measured from here")
        return table
    measured = [measures for measures, _ in reps if measures is not None]
    first = measured[0]
    out, back = directions(exercise)
    table.add_row("tempo", f"{out} {last.out:.1f}  hold {last.hold:.1f}  {back} {last.back:.1f} s")
    table.add_row("range", f"{last.rest:.0f}° to {last.turn:.0f}°, {last.range:.0f}° in all")
    if len(measured) >= _TWO:
        further = round(last.range - first.range)
        longer = round(last.under_tension - first.under_tension, 1) + 0.0  # no "-0.0"
        table.add_row("drift", f"range {further:+d}°  time {longer:+.1f} s")
    return table


def directions(exercise: Exercise) -> tuple[str, str]:
    """What the way to the turn-around and the way back are called: by where they lead."""
    cycle = exercise.count.cycle if exercise.count else ()
    return (cycle[1], cycle[0]) if len(cycle) == _TWO else ("out", "back")
