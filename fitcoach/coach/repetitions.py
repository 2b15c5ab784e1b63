"""Follows the repetitions of an exercise: counts them, judges them, tells the sides apart."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from fitcoach.coach.counter import Rep, RepCounter
from fitcoach.coach.gates import refusal
from fitcoach.coach.sides import working_side
from fitcoach.exercise import Count, Exercise
from fitcoach.pose import Pose


@dataclass(frozen=True, slots=True)
class Refused:
    """A movement that passed through the phases and is no rep all the same.

    Attributes:
        reason: In words.
    """

    reason: str


class Repetitions:
    """A rep counter that also looks at the whole of each movement, from rest to rest."""

    def __init__(self, exercise: Exercise, rule: Count) -> None:
        self._exercise = exercise
        self._counter = RepCounter(rule)
        self._path: list[Pose] = []  # since rest

    @property
    def count(self) -> int:
        """Finished reps."""
        return self._counter.count

    @property
    def phase(self) -> str | None:
        """The phase held now; `None` between phases."""
        return self._counter.phase

    def update(
        self, timestamp: float, pose: Pose, probabilities: Mapping[str, float], travel: float
    ) -> Rep | Refused | None:
        """Takes one moment, see `RepCounter.update`; returns what ended at it."""
        self._path.append(pose)
        rep = self._counter.update(timestamp, probabilities, travel)
        ended = None if rep is None else self._judged(rep)
        if self._counter.at_rest or not self._counter.under_way:
            self._path = [pose]
        return ended

    def reset(self) -> None:
        """Drops the rep in progress and waits for rest; the count stays."""
        self._counter.reset()

    def _judged(self, rep: Rep) -> Rep | Refused:
        reason = refusal(self._exercise.gate, self._path)
        if reason is not None:
            self._counter.undo()
            return Refused(reason)
        sides = self._exercise.sides
        return rep if sides is None else replace(rep, side=working_side(sides, self._path))
