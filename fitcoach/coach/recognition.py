"""Which exercise was it? Judged afterwards, by the poses and what was counted or held of each."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from fitcoach.coach.counter import Rep
from fitcoach.coach.hold import Hold
from fitcoach.coach.phases import PhaseClassifier
from fitcoach.exercise import Exercise
from fitcoach.pose import Pose


class Recogniser:
    """Remembers how much the poses look like each exercise.

    Standing, lying and many other poses belong to several exercises. Only what was done while reps
    were counted, or the pose was held, tells them apart: the exercise is the one that got the most
    votes during its reps and holds.
    """

    def __init__(self, classifier: PhaseClassifier, exercises: Iterable[Exercise]) -> None:
        """Takes the classifier of all exercises, its classes called `exercise/phase`, and those."""
        self._classifier = classifier
        self._owners = {
            f"{exercise.name}/{phase}": exercise.name
            for exercise in exercises
            for phase in exercise.done_phases
        }
        self._timestamps: list[float] = []
        self._votes: list[dict[str, float]] = []

    def update(self, timestamp: float, pose: Pose | None) -> None:
        """Takes the pose of the next moment (`None`: nobody seen); timestamps must increase."""
        if pose is None:
            return
        votes: dict[str, float] = {}
        probabilities = self._classifier.probabilities(pose).tolist()
        for name, probability in zip(self._classifier.classes, probabilities, strict=True):
            exercise = self._owners.get(name)
            if exercise is not None:
                votes[exercise] = votes.get(exercise, 0.0) + probability
        self._timestamps.append(timestamp)
        self._votes.append(votes)

    def recognise(self, done: Mapping[str, Sequence[Rep | Hold]]) -> str | None:
        """Names the exercise, given what was done of each; `None` if it was none of them."""
        scores = {name: self._votes_during(name, parts) for name, parts in done.items()}
        best = max(scores, key=lambda name: scores[name])
        return best if scores[best] > 0 else None

    def _votes_during(self, exercise: str, parts: Sequence[Rep | Hold]) -> float:
        edges = [
            np.searchsorted(self._timestamps, (part.start, part.end)).tolist() for part in parts
        ]
        return sum(
            votes.get(exercise, 0.0) for first, last in edges for votes in self._votes[first:last]
        )
