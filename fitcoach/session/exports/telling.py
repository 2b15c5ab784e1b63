"""A session as it is told to people: what notes and the report have in common."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from fitcoach.session.log import RepLog, SessionLog, SetLog
from fitcoach.session.summary import tempo
from fitcoach.session.verdicts import SEEN_FROM, to_improve
from fitcoach.words import duration

NOTHING: Final = "\u2013"
"""A dash, which stands where nothing was measured."""

_HEADS: Final = (
    "side", "range", "left", "right", "eccentric", "turn-around", "concentric", "speed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RepRow:
    """A rep in a table.

    Attributes:
        rep: Its number.
        cells: What was measured, by the heads of columns: side, range of motion, that of either
            side, parts of the tempo, mean speed against the load.
        grade: How good it was, or why that is not known.
        improve: What to do better, the worst first.
    """

    rep: str
    cells: dict[str, str]
    grade: str
    improve: tuple[str, ...]


def rep_rows(each: SetLog) -> list[RepRow]:
    """The reps of a set."""
    return [_row(each, rep) for rep in each.reps]


def heads(rows: Sequence[RepRow]) -> list[str]:
    """The columns in which anything stands."""
    return [head for head in _HEADS if any(row.cells[head] != NOTHING for row in rows)]


def title(log: SessionLog) -> str:
    """What the session is called; one without a plan is called by the name of its exercise."""
    titles = {each.exercise.name: each.title for each in log.sets if each.exercise}
    return titles.get(log.title, log.title)


def circumstances(log: SessionLog) -> Iterator[str]:
    """When, how long and how it was."""
    yield f"{log.began:%A}, {log.began.day} {log.began:%B %Y, %H:%M}"
    yield duration(log.seconds)
    seen = dict.fromkeys(rep.view for each in log.sets for rep in each.reps if rep.view)
    if seen:
        yield "seen " + ", ".join(SEEN_FROM[view] for view in seen)
    yield f"judged with {log.strictness} strictness"
    if log.recovered:
        yield "broke off, recovered from its journal"


def side_ranges(each: SetLog, rep: RepLog) -> tuple[float, float] | None:
    """The range of motion of the left and of the right side, where both were seen."""
    joint = each.exercise.joint if each.exercise else None
    return rep.measures.of_sides(joint) if rep.measures and joint else None


def _row(each: SetLog, rep: RepLog) -> RepRow:
    return RepRow(
        rep=str(rep.number),
        cells=dict.fromkeys(_HEADS, NOTHING) | _cells(each, rep),
        grade="added by hand" if rep.by_hand else rep.grade or "not judged",
        improve=tuple(to_improve(each, rep)),
    )


def _cells(each: SetLog, rep: RepLog) -> dict[str, str]:
    cells: dict[str, str] = {"side": rep.side} if rep.side else {}
    measures, sides = rep.measures, side_ranges(each, rep)
    if measures is not None:
        cells |= {"range": f"{measures.range:.0f}°", "speed": f"{measures.speed:.0f}°/s"}
    if measures is not None and each.exercise is not None:
        parts = tempo(measures, each.exercise)
        cells |= {
            "eccentric": f"{parts.eccentric:.1f} s",
            "turn-around": f"{parts.turn:.1f} s",
            "concentric": f"{parts.concentric:.1f} s",
        }
    if sides is not None:
        cells |= {"left": f"{sides[0]:.0f}°", "right": f"{sides[1]:.0f}°"}
    return cells
