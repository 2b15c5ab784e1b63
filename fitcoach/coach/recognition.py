"""Which exercise was it? Judged afterwards, by the poses and what was counted or held of each."""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import numpy as np

from fitcoach.body import Array
from fitcoach.coach.counter import Rep
from fitcoach.coach.hold import Hold
from fitcoach.coach.phases import PhaseClassifier
from fitcoach.exercise import Exercise
from fitcoach.pose import Pose

_LEAST: Final = 1e-6
"""Votes that are none: differences of sums are rounded."""


class Recogniser:
    """Remembers how much the poses look like each exercise.

    Standing, lying and many other poses belong to several exercises. Only what was done while reps
    were counted, or the pose was held, tells them apart: the exercise is the one that got the most
    votes during its reps and holds.
    """

    def __init__(self, classifier: PhaseClassifier, exercises: Collection[Exercise]) -> None:
        """Takes the classifier of all exercises, its classes called `exercise/phase`, and those."""
        self._classifier = classifier
        self._places = {exercise.name: i for i, exercise in enumerate(exercises)}
        owners = {f"{e.name}/{phase}": e.name for e in exercises for phase in e.done_phases}
        self._owned = np.array(
            [[owners.get(c) == name for name in self._places] for c in classifier.classes], float
        )
        self._timestamps: list[float] = []
        self._sums = [np.zeros(len(self._places))]  # of the votes before each of the timestamps

    def update(self, timestamp: float, pose: Pose | None) -> None:
        """Takes the pose of the next moment (`None`: nobody seen); timestamps must increase."""
        if pose is None:
            return
        votes = self._classifier.probabilities(pose) @ self._owned
        self._timestamps.append(timestamp)
        self._sums.append(self._sums[-1] + votes)

    def recognise(self, done: Mapping[str, Sequence[Rep | Hold]]) -> str | None:
        """Names the exercise, given what was done of each; `None` if it was none of them."""
        scores = {name: self._votes_during(name, parts) for name, parts in done.items()}
        best = max(scores, key=lambda name: scores[name])
        return best if scores[best] > _LEAST else None

    def _votes_during(self, exercise: str, parts: Sequence[Rep | Hold]) -> float:
        place = self._places[exercise]
        return sum(
            float(self._sum_at(part.end)[place] - self._sum_at(part.start)[place]) for part in parts
        )

    def _sum_at(self, timestamp: float) -> Array:
        return self._sums[bisect_left(self._timestamps, timestamp)]
