"""The reps of a session in tables for the terminal."""

from collections.abc import Iterator

from rich import box
from rich.table import Table

from fitcoach.session.log import RepLog, SessionLog, SetLog
from fitcoach.session.summary import tempo
from fitcoach.session.words import set_amount, verdict


def rep_tables(log: SessionLog) -> Iterator[Table]:
    """A table for each set that has any."""
    for each in log.sets:
        if each.reps:
            yield _table(each)


def _table(each: SetLog) -> Table:
    table = Table(
        title=f"{each.title}, set {each.number}: {set_amount(each)}",
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
    )
    sided = any(rep.side for rep in each.reps)
    table.add_column("rep", justify="right")
    if sided:
        table.add_column("side")
    for heading in ("at", "range", "eccentric", "turn", "concentric"):
        table.add_column(heading, justify="right")
    table.add_column("form")
    for rep in each.reps:
        side = [rep.side or ""] if sided else []
        table.add_row(str(rep.number), *side, *_measured(rep, each), verdict(rep, each.exercise))
    return table


def _measured(rep: RepLog, each: SetLog) -> list[str]:
    if rep.by_hand:
        return ["added by hand", "", "", "", ""]
    begun = f"{rep.start:.1f} s"
    if rep.measures is None or each.exercise is None:
        return [begun, "", "", "", ""]
    parts = tempo(rep.measures, each.exercise)
    seconds = (parts.eccentric, parts.turn, parts.concentric)
    return [begun, f"{rep.measures.range:.0f}°", *(f"{part:.1f} s" for part in seconds)]
