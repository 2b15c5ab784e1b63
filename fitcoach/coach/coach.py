"""The coach: takes poses, follows the exercise, counts or times."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from fitcoach.body import JOINT_ANGLES, Array, joint_angle
from fitcoach.classify.smoothing import ExponentialSmoother
from fitcoach.coach.counter import Rep, RepCounter
from fitcoach.coach.hold import Hold, HoldTimer
from fitcoach.exercise import Exercise
from fitcoach.pose import Pose

SMOOTHING: Final = 0.15
"""Time constant of the probabilities in seconds: a tenth of a brisk rep."""

PATIENCE: Final = 0.5
"""Seconds without a reading after which the rep in progress is dropped and rest is asked for."""

SEEN: Final = 0.5
"""A landmark of at least this visibility can be measured from."""


class PhaseClassifier(Protocol):
    """Says how likely each phase of one exercise is."""

    @property
    def classes(self) -> tuple[str, ...]:
        """The phases, and last the class of all other poses."""
        ...

    def probabilities(self, pose: Pose) -> Array:
        """Probability of each class, in the order of `classes`; they add up to 1."""
        ...


@dataclass(frozen=True, slots=True)
class Update:
    """What the coach knows after one moment; every display reads this.

    Attributes:
        timestamp: Seconds from the start of the source.
        pose: The person, `None` where nobody is seen.
        probabilities: Smoothed probability of each phase and of "none", 0..1; empty where the
            exercise's joint cannot be seen.
        phase: The phase held now; `None` between phases.
        angle: Interior degrees of the exercise's joint; `None` where it cannot be seen.
        count: Finished reps; 0 in an exercise that is held.
        rep: The rep that ended at this moment.
        held: Seconds held so far; 0 in an exercise that is repeated.
        hold: The stretch of holding that turned out at this moment to be over.
    """

    timestamp: float
    pose: Pose | None
    probabilities: Mapping[str, float]
    phase: str | None
    angle: float | None
    count: int
    rep: Rep | None
    held: float
    hold: Hold | None


class Coach:
    """Follows one person doing one exercise. Has no clock: time is the timestamp of the poses."""

    def __init__(self, exercise: Exercise, classifier: PhaseClassifier) -> None:
        self.exercise = exercise
        self._classifier = classifier
        self._smoother = ExponentialSmoother(SMOOTHING)
        self._counter = RepCounter(exercise.count) if exercise.count else None
        self._direction = exercise.movement.direction if exercise.movement else 0
        self._timer = HoldTimer(exercise.hold) if exercise.hold else None
        self._last_seen: float | None = None

    def update(self, timestamp: float, pose: Pose | None) -> Update:
        """Takes the pose of the next moment (`None`: nobody seen); timestamps must increase.

        A pose in which the exercise's joint is seen on neither side is no reading either: the
        landmarker invents what it does not see.
        """
        angle = None if pose is None else seen_angle(pose, self.exercise.joint)
        probabilities: dict[str, float] = {}
        if pose is None or angle is None:
            self._miss(timestamp)
        else:
            self._last_seen = timestamp
            smoothed = self._smoother.update(timestamp, self._classifier.probabilities(pose))
            probabilities = dict(zip(self._classifier.classes, smoothed.tolist(), strict=True))
        phase, count, rep, held, hold = None, 0, None, 0.0, None
        if self._counter is not None:
            if angle is not None:
                rep = self._counter.update(timestamp, probabilities, self._direction * angle)
            phase, count = self._counter.phase, self._counter.count
        if self._timer is not None:
            hold = self._timer.update(timestamp, probabilities)
            phase, held = self._timer.phase, self._timer.held
        return Update(timestamp, pose, probabilities, phase, angle, count, rep, held, hold)

    def finish(self) -> Hold | None:
        """Ends the hold in progress, at the end of the source; returns it if there is one."""
        return None if self._timer is None else self._timer.finish()

    def _miss(self, timestamp: float) -> None:
        if self._last_seen is not None and timestamp - self._last_seen > PATIENCE:
            self._smoother.reset()
            if self._counter is not None:
                self._counter.reset()
            self._last_seen = None


def seen_angle(pose: Pose, joint: str) -> float | None:
    """The joint's interior angle in degrees, the mean of the sides of which all landmarks are seen.

    `None` where neither side is seen.
    """
    seen = [
        bool(np.all(pose.visibility[list(landmarks)] >= SEEN)) for landmarks in JOINT_ANGLES[joint]
    ]
    angles = joint_angle(pose.world, joint)[seen]
    return float(angles.mean()) if angles.size else None
