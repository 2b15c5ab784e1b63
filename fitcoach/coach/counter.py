"""The repetition counter: a hysteresis state machine over the phases of an exercise."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fitcoach.body import Side
from fitcoach.coach.form import Form
from fitcoach.coach.measures import Measures
from fitcoach.exercise import Count

OPENING: Final = 1.0
"""For so many seconds from the start of the source rest is taken as seen: a clip may begin inside a
rep, and nobody walks into the picture and starts as quickly."""


@dataclass(frozen=True, slots=True)
class Rep:
    """A finished repetition; times are seconds from the start of the source.

    Attributes:
        number: 1 for the first.
        start: The last moment at rest before the movement, or the first of a source that begins
            inside the rep.
        turn: The turn-around, where the movement was furthest from rest.
        end: Back at rest.
        side: The side that did it; `None` if both did, or where it is not known.
        measures: How far it went and how long its parts took; `None` until it has come to rest, and
            where that cannot be told: from this view, or since the joint was out of view meanwhile.
        form: How good it was; `None` likewise.
        by_hand: Whether the user added it; its times are then all that of the moment.
    """

    number: int
    start: float
    turn: float
    end: float
    side: Side | None = None
    measures: Measures | None = None
    form: Form | None = None
    by_hand: bool = False


class RepCounter:
    """Counts a rep when the phases have been passed in order and rest is reached again.

    Counting on the return, and only after rest was seen, keeps a rep that is abandoned half-way, or
    a walk into the picture, from being counted.
    """

    def __init__(self, count: Count) -> None:
        self._rule = count
        self._rest = count.cycle[0]
        self._phase: str | None = None
        self._passed = 0  # phases of the cycle passed so far; 0 until rest has been seen
        self._opening = True  # the source has just begun and rest has not been seen yet
        self._start = 0.0
        self._turn = 0.0
        self._furthest = float("-inf")
        self._count = 0

    @property
    def count(self) -> int:
        """Finished reps."""
        return self._count

    @property
    def at_rest(self) -> bool:
        """Whether the next rep has not begun yet."""
        return self.phase == self._rest

    @property
    def under_way(self) -> bool:
        """Whether a rep may be in progress: rest was seen, and what began there is not given up."""
        return self._passed > 0

    @property
    def phase(self) -> str | None:
        """The phase held now; `None` between phases."""
        return self._phase

    def update(
        self, timestamp: float, probabilities: Mapping[str, float], travel: float
    ) -> Rep | None:
        """Takes one moment.

        Args:
            timestamp: Seconds, increasing.
            probabilities: Smoothed probability of each phase of the cycle, 0..1.
            travel: How far the movement has gone; larger is further.

        Returns:
            The rep that ended at this moment, if one did.
        """
        self._phase = self._held(probabilities)
        if self._opening:
            self._open(timestamp)
        if self._passed and timestamp - self._start > self._rule.slowest:
            self._passed = 0
        rep = None
        if self._phase == self._rest:
            rep = self._finish(timestamp)
            self._begin(timestamp)
            self._opening = False
        elif self._next is not None and probabilities[self._next] > self._rule.reach:
            self._passed += 1
        if travel > self._furthest:
            self._furthest, self._turn = travel, timestamp
        return rep

    def reset(self) -> None:
        """Drops the rep in progress and waits for rest; the count stays."""
        self._phase = None
        self._passed = 0
        self._opening = False

    def undo(self) -> None:
        """Takes back the last rep."""
        self._count -= 1

    def _open(self, timestamp: float) -> None:
        if timestamp > OPENING:
            self._opening = False
            if self._passed == 1:
                self._passed = 0
        elif not self._passed:
            self._begin(timestamp)

    def _begin(self, timestamp: float) -> None:
        self._passed = 1
        self._start = self._turn = timestamp
        self._furthest = float("-inf")

    @property
    def _next(self) -> str | None:
        """The phase that the rep in progress has to pass next."""
        cycle = self._rule.cycle
        return cycle[self._passed] if 0 < self._passed < len(cycle) else None

    def _held(self, probabilities: Mapping[str, float]) -> str | None:
        for phase in self._rule.cycle:
            if probabilities[phase] > self._rule.enter:
                return phase
        if self._phase is not None and probabilities[self._phase] < self._rule.exit:
            return None
        return self._phase

    def _finish(self, timestamp: float) -> Rep | None:
        if self._passed < len(self._rule.cycle):
            return None
        if timestamp - self._start < self._rule.fastest:
            return None
        self._count += 1
        return Rep(self._count, self._start, self._turn, timestamp)
