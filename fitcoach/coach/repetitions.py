"""Follows the repetitions of an exercise: counts them, judges them, tells the sides apart."""

from collections.abc import Mapping
from dataclasses import replace

from fitcoach.coach.counter import Rep, RepCounter
from fitcoach.coach.gates import Attempt, refusal
from fitcoach.coach.measures import measure
from fitcoach.coach.sides import working_side
from fitcoach.exercise import Count, Exercise, Movement
from fitcoach.pose import Pose


class Repetitions:
    """A rep counter that also looks at the whole of each movement, from rest to rest."""

    def __init__(self, exercise: Exercise, rule: Count, movement: Movement) -> None:
        self._exercise = exercise
        self._direction = movement.direction
        self._counter = RepCounter(rule)
        self._path: list[Pose] = []  # since rest
        self._trace: list[tuple[float, float]] = []  # of the joint, since the last turn-around

    @property
    def count(self) -> int:
        """Finished reps."""
        return self._counter.count

    @property
    def phase(self) -> str | None:
        """The phase held now; `None` between phases."""
        return self._counter.phase

    def update(
        self, timestamp: float, pose: Pose, probabilities: Mapping[str, float], angle: float
    ) -> Rep | Attempt | None:
        """Takes one moment; returns what ended at it.

        Args:
            timestamp: Seconds, increasing.
            pose: The person.
            probabilities: Smoothed probability of each phase, 0..1.
            angle: Interior degrees of the exercise's joint.
        """
        self._path.append(pose)
        self._trace.append((timestamp, angle))
        rep = self._counter.update(timestamp, probabilities, self._direction * angle)
        ended = None if rep is None else self._judged(rep)
        if self._counter.at_rest or not self._counter.under_way:
            self._path = [pose]
        return ended

    def reset(self) -> None:
        """Drops the rep in progress and waits for rest; the count stays."""
        self._counter.reset()
        self._trace.clear()

    def _judged(self, rep: Rep) -> Rep | Attempt:
        measures = measure(self._trace, self._direction, rep.turn, rep.end)
        self._trace = [moment for moment in self._trace if moment[0] >= rep.turn]
        attempt = refusal(self._exercise.gate, self._path)
        if attempt is not None:
            self._counter.undo()
            return attempt
        sides = self._exercise.sides
        side = None if sides is None else working_side(sides, self._path)
        return replace(rep, side=side, measures=measures)
