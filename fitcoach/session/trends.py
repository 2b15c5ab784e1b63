"""How the reps of a set changed from the first to the last."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median, stdev
from typing import Final

from fitcoach.coach import Measures
from fitcoach.session.log import RepLog

FEW: Final = 4
"""Reps from which on a first and a last part of a set can be compared."""


@dataclass(frozen=True, slots=True)
class Trends:
    """The last third of a set against the first; `None` where it cannot be told.

    Attributes:
        range_lost: Degrees of range of motion.
        speed_lost: Share of the mean speed against the load, the velocity loss of strength
            training; less than 0 where the reps became faster.
        spread: Standard deviation of the reps' durations as a share of their mean.
        drift: Degrees by which the difference between the sides grew.
    """

    range_lost: float | None
    speed_lost: float | None
    spread: float | None
    drift: float | None

    @property
    def words(self) -> str:
        """What can be told of them, "" where nothing can."""
        told = [
            ("range {:+d}°", self.range_lost, -1),
            ("speed {:+d} %", self.speed_lost, -100),
            ("sides {:+d}° apart", self.drift, 1),
            ("times within {:d} %", self.spread, 100),
        ]
        parts = [
            form.format(round(factor * value)) for form, value, factor in told if value is not None
        ]
        return f"Over the set: {', '.join(parts)}." if parts else ""


def trends(reps: Sequence[RepLog], joint: str | None) -> Trends:
    """Compares the reps of a set.

    Args:
        reps: In order.
        joint: The joint that moves; `None` if that is not known.
    """
    measured = [rep.measures for rep in reps if rep.measures]
    if len(measured) < FEW:
        return Trends(None, None, None, None)
    durations = [measures.under_tension for measures in measured]
    speeds = _parts([measures.speed for measures in measured])
    ranges = _parts([measures.range for measures in measured])
    return Trends(
        range_lost=ranges[0] - ranges[1],
        speed_lost=1.0 - speeds[1] / speeds[0] if speeds[0] else None,
        spread=stdev(durations) / fmean(durations),
        drift=_drift(measured, joint) if joint else None,
    )


def _drift(measured: Sequence[Measures], joint: str) -> float | None:
    differences = [measures.difference(joint) for measures in measured]
    known = [difference for difference in differences if difference is not None]
    if len(known) < len(measured):
        return None
    first, last = _parts(known)
    return last - first


def _parts(values: Sequence[float]) -> tuple[float, float]:
    """Medians of the first and the last third."""
    third = len(values) // 3 or 1
    return median(values[:third]), median(values[-third:])
