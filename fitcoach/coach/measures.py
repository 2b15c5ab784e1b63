"""What is measured of a rep: how far it went, and how long its parts took."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

BAND: Final = 3.0
"""Degrees about an extreme within which the joint counts as still there: the landmarker wavers, and
a pause is rarely a standstill."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Measures of one rep. Angles are interior degrees of the exercise's joint, times seconds.

    Attributes:
        rest: The angle at rest, before the rep.
        turn: The angle at the turn-around.
        out: From rest to the turn-around.
        hold: At the turn-around.
        back: From the turn-around to rest.
    """

    rest: float
    turn: float
    out: float
    hold: float
    back: float

    @property
    def range(self) -> float:
        """The range of motion in degrees."""
        return abs(self.turn - self.rest)


def measure(
    trace: Sequence[tuple[float, float]], direction: int, turn: float, end: float
) -> Measures | None:
    """Measures the last rep of a trace.

    The parts are split at the turn-around, not where phases begin: those thresholds are passed
    earlier in a deep rep than in a shallow one.

    Args:
        trace: (seconds, degrees) of the joint since the turn-around of the rep before.
        direction: 1 where the joint opens towards the turn-around, -1 where it closes.
        turn: When the rep turned around.
        end: When it was over.

    Returns:
        `None` where the trace does not show the movement.
    """
    moments = [(time, direction * angle) for time, angle in trace if time <= end]
    before = [travel for time, travel in moments if time < turn]
    after = [travel for time, travel in moments if time >= turn]
    if not before or not after:
        return None
    least, most = min(before), after[0]
    if most - least <= 2 * BAND:
        return None
    begin = max(time for time, travel in moments if time < turn and travel <= least + BAND)
    at_turn = [time for time, travel in moments if time > begin and travel >= most - BAND]
    return Measures(
        rest=direction * least,
        turn=direction * most,
        out=at_turn[0] - begin,
        hold=at_turn[-1] - at_turn[0],
        back=end - at_turn[-1],
    )
