"""Tempo and range of motion of the last rep, and how they drift over the set."""

from rich.table import Table
from textual.widgets import Static

from fitcoach.coach import Measures, Rep
from fitcoach.exercise import Exercise
from fitcoach.workout import SetRecord

_TWO = 2


class LastRep(Static):
    """Numbers of the last rep."""

    def __init__(self, **options: str | None) -> None:
        """Empty at first; takes `id` and `classes`."""
        super().__init__(**options)  # type: ignore[arg-type]
        self._shown: tuple[Rep, ...] | None = None

    def show(self, record: SetRecord | None) -> None:
        """Shows the last rep of a set, and the difference to the first one."""
        reps = record.reps if record else ()
        if reps == self._shown:
            return
        self._shown = reps
        measured = [rep.measures for rep in reps if rep.measures]
        if record is None or record.exercise is None or not measured:
            self.update("")
            return
        self.update(_table(record.exercise, measured))


def _table(exercise: Exercise, measured: list[Measures]) -> Table:
    last, first = measured[-1], measured[0]
    out, back = directions(exercise)
    table = Table.grid(padding=(0, 2))
    table.add_row("tempo", f"{out} {last.out:.1f}  hold {last.hold:.1f}  {back} {last.back:.1f} s")
    table.add_row("range", f"{last.rest:.0f}° to {last.turn:.0f}°, {last.range:.0f}° in all")
    if len(measured) >= _TWO:
        longer = _seconds(last) - _seconds(first)
        table.add_row("drift", f"range {last.range - first.range:+.0f}°  time {longer:+.1f} s")
    return table


def directions(exercise: Exercise) -> tuple[str, str]:
    """What the way to the turn-around and the way back are called: by where they lead."""
    cycle = exercise.count.cycle if exercise.count else ()
    return (cycle[1], cycle[0]) if len(cycle) == _TWO else ("out", "back")


def _seconds(measures: Measures) -> float:
    return measures.out + measures.hold + measures.back
