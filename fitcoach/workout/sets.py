"""What was done in a set, and what there is to say about it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from fitcoach.coach import Attempt, Hold, Rep
from fitcoach.exercise import Exercise
from fitcoach.workout.plan import Goal

NOISE: Final = 10.0
"""Degrees below which two ranges of motion are the same: about what the landmarker errs by."""

SLOWER: Final = 0.25
"""A set slowed down if its last reps took longer than the first by this share: between the losses
of speed that strength training aims for (10 to 20 %) and those of exhaustion (40 %)."""

_FEW: Final = 4
"""Reps from which on a first and a last part of a set can be compared."""


@dataclass(frozen=True, slots=True)
class SetRecord:
    """A set, finished or in progress. Times are seconds from the start of the source.

    Attributes:
        exercise: What was done; `None` while it is not recognised.
        goal: What was to be done.
        start: When counting began.
        end: When the set was over, or the last moment of it so far.
        reps: The repetitions, numbered from 1, those added by hand among them.
        attempts: What passed through the phases and did not count.
        holds: The stretches of holding that are over.
        held: Seconds held in all, in an exercise that is held.
    """

    exercise: Exercise | None
    goal: Goal
    start: float
    end: float
    reps: tuple[Rep, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    holds: tuple[Hold, ...] = ()
    held: float = 0.0

    @property
    def is_empty(self) -> bool:
        """Whether nothing was done."""
        return not (self.reps or self.attempts or self.held)

    @property
    def is_complete(self) -> bool:
        """Whether the goal is reached; never where it was left open."""
        if self.exercise is None:
            return False
        if self.exercise.hold is not None:
            return self.goal.seconds is not None and self.held >= self.goal.seconds
        return self.goal.reps is not None and len(self.reps) >= self.goal.reps

    @property
    def ranges(self) -> list[float | None]:
        """The range of motion of each rep in degrees; `None` where it was not measured."""
        return [rep.measures.range if rep.measures else None for rep in self.reps]


@dataclass(frozen=True, slots=True)
class Review:
    """A look back at a set.

    Attributes:
        best: Index of the rep with the largest range of motion; `None` where all are alike.
        worst: Index of the one with the smallest.
        work_on: The one thing to work on, or what was good, in a sentence.
    """

    best: int | None
    worst: int | None
    work_on: str


def review(record: SetRecord) -> Review:
    """Looks back at a set; ranges are judged only where they differ by more than is noise."""
    ranges = [(value, i) for i, value in enumerate(record.ranges) if value is not None]
    best, worst = max(ranges, default=None), min(ranges, default=None)
    if best is None or worst is None or best[0] - worst[0] < NOISE:
        return Review(None, None, _work_on(record))
    return Review(best[1], worst[1], _work_on(record))


def _work_on(record: SetRecord) -> str:
    if record.exercise is not None and record.exercise.hold is not None:
        return _on_hold(record)
    if record.attempts:
        reason, count = Counter(attempt.reason for attempt in record.attempts).most_common(1)[0]
        times = "One attempt" if count == 1 else f"{count} attempts"
        return f"{times} did not count: {reason}."
    return _on_range(record) or _on_pace(record.reps) or _on_sides(record.reps) or _steady(record)


def _on_hold(record: SetRecord) -> str:
    breaks = len(record.holds) - 1
    if breaks > 0:
        return f"You let go {'once' if breaks == 1 else f'{breaks} times'}: hold in one stretch."
    return "Held without a break."


def _on_range(record: SetRecord) -> str | None:
    first, last = _parts([value for value in record.ranges if value is not None])
    if first is None or last is None or first - last < NOISE:
        return None
    return f"The last reps went {first - last:.0f}° less far: stop earlier or take less weight."


def _on_pace(reps: Sequence[Rep]) -> str | None:
    first, last = _parts([rep.end - rep.start for rep in reps if rep.measures])
    if first is None or last is None or last < first * (1 + SLOWER):
        return None
    return f"The last reps were {100 * (last / first - 1):.0f} % slower: you are near your limit."


def _on_sides(reps: Sequence[Rep]) -> str | None:
    sides = Counter(rep.side for rep in reps if rep.side is not None)
    left, right = sides["left"], sides["right"]
    if abs(left - right) <= 1 or not (left and right):
        return None
    weaker = "left" if left < right else "right"
    return f"{left} left, {right} right: do more with the {weaker}."


def _steady(record: SetRecord) -> str:
    ranges = [value for value in record.ranges if value is not None]
    if len(ranges) < _FEW:
        return "Well done."
    return f"Steady: all reps within {max(ranges) - min(ranges):.0f}° of each other."


def _parts(values: Sequence[float]) -> tuple[float | None, float | None]:
    """Medians of the first and the last third; `None` where there are too few values."""
    if len(values) < _FEW:
        return None, None
    third = len(values) // 3 or 1
    return median(values[:third]), median(values[-third:])
