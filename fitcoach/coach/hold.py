"""The hold timer: adds up the seconds for which a pose is held."""

from collections.abc import Mapping
from dataclasses import dataclass

from fitcoach.coach.watch import Lapse
from fitcoach.exercise import Timing


@dataclass(frozen=True, slots=True)
class Hold:
    """A stretch of time for which the pose was held; times are seconds from the source's start.

    Attributes:
        number: 1 for the first.
        start: When the pose was reached.
        end: When it was last held.
        lapses: What was not good about it, and for how long; empty while it is in progress.
    """

    number: int
    start: float
    end: float
    lapses: tuple[Lapse, ...] = ()

    @property
    def seconds(self) -> float:
        """How long it lasted."""
        return self.end - self.start


class HoldTimer:
    """Times a hold. A gap longer than the rule's patience pauses the clock at the gap's beginning.

    It goes on when the pose has been held again for long enough to have settled. So that the time
    never runs ahead of what was seen, a gap counts only once the pose is back.
    """

    def __init__(self, rule: Timing) -> None:
        self._rule = rule
        self._phase: str | None = None
        self._start: float | None = None  # of the stretch in progress
        self._end = 0.0  # the last moment of it that the pose was held
        self._finished = 0
        self._seconds = 0.0  # of the finished stretches

    @property
    def held(self) -> float:
        """Seconds held in all, those of the stretch in progress included once it has settled."""
        return self._seconds + (0.0 if self.current is None else self.current.seconds)

    @property
    def phase(self) -> str | None:
        """The phase that is held now; `None` while none is."""
        return self._phase

    @property
    def under_way(self) -> bool:
        """Whether the pose is held, or was a moment ago; it may not have settled yet."""
        return self._start is not None

    def update(self, timestamp: float, probabilities: Mapping[str, float]) -> Hold | None:
        """Takes one moment.

        Args:
            timestamp: Seconds, increasing.
            probabilities: Smoothed probability of each phase that is held, 0..1; empty where there
                is no reading, which is a gap like any other.

        Returns:
            The stretch that is over, at the moment when the patience with a gap has run out.
        """
        self._phase = self._held(probabilities)
        paused = timestamp - self._end > self._rule.patience
        finished = self.finish() if paused else None
        if self._phase is not None:
            if self._start is None:
                self._start = timestamp
            self._end = timestamp
        return finished

    def finish(self) -> Hold | None:
        """Ends the stretch in progress and returns it, if it had settled."""
        hold = self.current
        self._start = None
        if hold is not None:
            self._finished += 1
            self._seconds += hold.seconds
        return hold

    def _held(self, probabilities: Mapping[str, float]) -> str | None:
        """The likeliest of the phases, if one of them is held: together they pass the threshold."""
        likely = {phase: probabilities.get(phase, 0.0) for phase in self._rule.phases}
        together, rule = sum(likely.values()), self._rule
        holding = together > rule.enter if self._phase is None else together >= rule.exit
        return max(likely, key=lambda phase: likely[phase]) if holding else None

    @property
    def current(self) -> Hold | None:
        """The stretch in progress, once it has settled."""
        if self._start is None or self._end - self._start < self._rule.settle:
            return None
        return Hold(self._finished + 1, self._start, self._end)
