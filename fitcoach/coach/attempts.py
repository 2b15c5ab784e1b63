"""Attempts: movements away from rest and back that did not go all the way."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from fitcoach.coach.form import Strictness, limits
from fitcoach.coach.gates import Attempt, refusal
from fitcoach.coach.measures import angle_told, movement_angle
from fitcoach.coach.trajectory import Trajectory
from fitcoach.coach.view import tells
from fitcoach.exercise import Exercise, Movement
from fitcoach.pose import Pose

_AWAY: Final = 0.5
"""Share of a full rep's way from which a movement was more than fidgeting."""

_BACK: Final = 0.2
"""Share of it below which the joint is back at rest."""

_DOUBT: Final = 0.5
"""Seconds after which it is certain that no rep is counted for it: probabilities are smoothed and
come later than the joint."""

_EVEN: Final = 0.5
"""Share of what one side moved that the other must have moved as well: in walking it is less."""


class Excursions:
    """Follows the joint of an exercise between rest and wherever it turned around."""

    def __init__(self, movement: Movement) -> None:
        self._movement = movement
        self.forget()

    def forget(self) -> None:
        """Drops the one in progress, for instance since it was counted as a rep."""
        self._rested: float | None = None  # when the joint was last at rest
        self._away = False
        self._over: tuple[float, float] | None = None

    def update(self, pose: Pose, angle: float) -> tuple[float, float] | None:
        """Takes the next pose, and the joint's interior angle in space in degrees.

        Returns:
            Start and end in seconds of a movement that is over and was not forgotten meanwhile.
        """
        timestamp, over = pose.timestamp, self._over
        if over is not None and timestamp - over[1] > _DOUBT:
            self._over = None
            return over
        movement = self._movement
        if tells(pose, movement.views):  # better than the landmarker's guess
            angle = angle_told(pose, movement.joint)
        way = (angle - movement.rest) / (movement.turn - movement.rest)
        if way < _BACK:
            if self._away and self._rested is not None:
                self._over = self._rested, timestamp
            self._rested, self._away = timestamp, False
        elif way > _AWAY:
            self._away = True
        return None


def shortfall(
    exercise: Exercise, movement: Movement, poses: Sequence[Pose], strictness: Strictness
) -> Attempt | None:
    """Says how far an excursion went; `None` where it was not meant as a rep.

    Args:
        exercise: What was to be done.
        movement: Of the exercise.
        poses: From rest to rest.
        strictness: How far a rep must go is told by the rules of form.
    """
    trajectory = Trajectory.of(poses)
    if not trajectory.tells(movement.views) or refusal(exercise.gate, poses) is not None:
        return None
    angle = movement_angle(trajectory, movement, None)
    if not np.isfinite(angle).any():
        return None
    if exercise.sides is None and not _is_even(trajectory, movement):
        return None
    direction = movement.direction
    furthest = direction * float(np.nanmax(direction * angle))
    asked = _asked(exercise, movement, strictness)
    missed = [limit for limit in asked if direction * furthest < direction * limit]
    reason = f"not recognised as a rep: {furthest:.0f}°"
    if missed:
        reason = f"not far enough: {furthest:.0f}°, needs {missed[0]:.0f}°"
    return Attempt(poses[-1].timestamp, reason, ())


def _is_even(trajectory: Trajectory, movement: Movement) -> bool:
    """Whether both sides moved alike, of what is seen."""
    angles = trajectory.signal(movement.joint, movement.views)
    seen = angles[:, np.isfinite(angles).all(axis=0)]
    moved = np.ptp(seen, axis=0) if seen.size else np.zeros(1)
    return bool(moved.min() >= _EVEN * moved.max())


def _asked(exercise: Exercise, movement: Movement, strictness: Strictness) -> tuple[float, ...]:
    """The angles that the joint has to reach to be fair, and to be good."""
    for rule in exercise.form:
        if rule.measure == movement.joint and rule.when == "turn":
            good, warn = limits(rule, strictness)
            return warn, good
    return (movement.turn,)
