"""Tells the two phases of a small movement apart by the height of a part of the body."""

from collections import deque
from typing import Final

import numpy as np

from fitcoach.body import PARTS, Array
from fitcoach.coach.phases import PhaseClassifier
from fitcoach.exercise import Rise
from fitcoach.pose import SEEN, Pose

_REST_PERCENTILE: Final = 10.0
"""Of the recent heights, the one taken for rest: the lowest but for single misreadings."""


class RiseClassifier:
    """A phase classifier that believes another one only in what it says of "none".

    What is not "none" is divided between rest and turn-around by how far the part has risen above
    rest. Rest is where it was lowest in the recent past, so that nothing needs to be calibrated.
    """

    def __init__(
        self, rise: Rise, cycle: tuple[str, ...], window: float, classifier: PhaseClassifier
    ) -> None:
        """Takes the rule, the phases (rest, turn-around), seconds to look back, the classifier."""
        self._rise = rise
        self._window = window
        self._classifier = classifier
        self._places = [classifier.classes.index(phase) for phase in cycle]
        self._recent: deque[tuple[float, float, float]] = deque()

    @property
    def classes(self) -> tuple[str, ...]:
        """The phases, and last the class of all other poses."""
        return self._classifier.classes

    def probabilities(self, pose: Pose) -> Array:
        """Probability of each class, in the order of `classes`; they add up to 1."""
        probabilities = np.zeros(len(self.classes))
        probabilities[-1] = self._classifier.probabilities(pose)[-1]
        risen = self._risen(pose)
        if risen is None:
            probabilities[-1] = 1.0
        else:
            probabilities[self._places] = (1.0 - probabilities[-1]) * np.array([1.0 - risen, risen])
        return probabilities

    def _risen(self, pose: Pose) -> float | None:
        """The share of a full rep's rise, 0..1; `None` where a part is not seen."""
        part, base = _place(pose, self._rise.part), _place(pose, self._rise.above)
        shoulders, hips = _place(pose, "shoulders"), _place(pose, "hips")
        if part is None or base is None or shoulders is None or hips is None:
            return None
        trunk = float(np.linalg.norm(shoulders - hips))
        self._recent.append((pose.timestamp, base[1] - part[1], trunk))
        while self._recent[0][0] < pose.timestamp - self._window:
            self._recent.popleft()
        _, heights, trunks = np.transpose(self._recent)
        risen = heights[-1] - np.percentile(heights, _REST_PERCENTILE)
        return float(np.clip(risen / (self._rise.height * trunks.max()), 0.0, 1.0))


def _place(pose: Pose, part: str) -> Array | None:
    """Where in the picture a part is, in pixels (x, y): the middle of what is seen of it."""
    seen = [landmark for landmark in PARTS[part] if pose.visibility[landmark] >= SEEN]
    return np.asarray(pose.pixels[seen, :2].mean(axis=0)) if seen else None
