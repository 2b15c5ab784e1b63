"""What is measured of a rep: how far it went, how long its parts took, how alike the sides were."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from fitcoach.anatomy import SIDES
from fitcoach.body import JOINT_ANGLES, Array, Side
from fitcoach.coach.measured import read_told
from fitcoach.coach.trajectory import RATE, Trajectory
from fitcoach.exercise import Movement
from fitcoach.pose import Pose

BAND: Final = 3.0
"""Degrees by which the landmarker wavers: a joint that moves by no more has not moved."""

_NEAR: Final = 0.03
"""Share of its range within which a joint is still at the turn-around: a pause is rarely a
standstill. A share, since the landmarker sees some joints bend less than they do, an ankle by a
third."""

_STEADY: Final = 1.0
"""Degrees within which a joint is still there, however small its range."""

_SLOW: Final = 0.1
"""Share of its peak speed on the way below which a joint has stopped at the turn-around."""

_CREEP: Final = 0.1
"""Share of its range over which a joint that has stopped may seem to move on: what the landmarker
tells is smoothed, and takes a moment to settle."""

_STANDSTILL: Final = 0.5
"""Seconds in which a joint at rest moves by less than half of what counts as still there."""

_DRIFT: Final = 10.0
"""Degrees that rest may lie from where it was nearest: more would be a stop on the way."""

_HIDDEN: Final = 0.2
"""Seconds out of view in which a part of the tempo may begin unseen."""


@dataclass(frozen=True, slots=True)
class JointTravel:
    """What one joint did in a rep, in interior degrees.

    Attributes:
        joint: A key of `JOINT_ANGLES`.
        side: Of the body.
        start: At rest, before the rep.
        turn: At the turn-around.
        least: The smallest angle on the way.
        most: The largest.
    """

    joint: str
    side: Side
    start: float
    turn: float
    least: float
    most: float

    @property
    def range(self) -> float:
        """The range of motion in degrees."""
        return self.most - self.least


@dataclass(frozen=True, slots=True)
class Measures:
    """Measures of one rep. Angles are interior degrees of the exercise's joint, times seconds.

    The parts of the tempo are split at the turn-around, not where phases begin: those thresholds
    are passed earlier in a deep rep than in a shallow one.

    Attributes:
        rest: The angle at rest, before the rep.
        turn: The angle at the turn-around.
        pause: At rest before the rep; `None` for the first, which nothing went before, and where it
            was so long that it is not known any more.
        out: From rest to the turn-around.
        hold: At the turn-around.
        back: From the turn-around to rest.
        speed: Mean speed of the joint against the load, in degrees a second.
        peak_speed: The largest.
        joints: All joints of which the whole rep was seen.
    """

    rest: float
    turn: float
    pause: float | None
    out: float
    hold: float
    back: float
    speed: float
    peak_speed: float
    joints: tuple[JointTravel, ...] = ()

    @property
    def range(self) -> float:
        """The range of motion in degrees."""
        return abs(self.turn - self.rest)

    @property
    def under_tension(self) -> float:
        """Seconds from leaving rest until back there."""
        return self.out + self.hold + self.back

    def difference(self, joint: str) -> float | None:
        """Degrees by which the sides' ranges of motion differ; `None` where only one was seen."""
        both = self.of_sides(joint)
        return abs(both[0] - both[1]) if both else None

    def of_sides(self, joint: str) -> tuple[float, float] | None:
        """The left and the right side's range of motion; `None` where only one was seen."""
        ranges = {travel.side: travel.range for travel in self.joints if travel.joint == joint}
        return (ranges["left"], ranges["right"]) if len(ranges) == len(SIDES) else None


@dataclass(frozen=True, slots=True)
class Parts:
    """The moments at which the parts of a rep begin, in seconds from the start of the source.

    Attributes:
        rest: Rest is reached, or the first that is seen of it.
        leave: Rest is left.
        reach: The turn-around is reached.
        turn: The turn-around is left.
        arrive: Rest is reached again.
        whole: Whether the joint was in view all the way from rest to rest. If not, a part may have
            begun unseen.
    """

    rest: float
    leave: float
    reach: float
    turn: float
    arrive: float
    whole: bool = True

    @classmethod
    def of(cls, times: Array, travel: Array, start: float, end: float) -> Self | None:
        """Splits a rep.

        Args:
            times: Seconds, `1 / RATE` apart.
            travel: How far the movement has gone in degrees, larger is further, NaN unknown; from
                the turn-around of the rep before, or from when somebody was seen, until the joint
                has come to rest after the rep.
            start: When the rep left the rest phase.
            end: When it was back in it.

        Returns:
            `None` where the travel does not show the movement.
        """
        known = np.isfinite(travel)
        times, travel = times[known], travel[known]
        inside = (times >= start) & (times <= end)
        if not inside.any():
            return None
        since = times[0]
        top = np.flatnonzero(inside)[np.argmax(travel[inside])]
        before, after = travel[:top], travel[top + 1 :]
        if not before.size or not after.size:
            return None
        way = travel[top] - max(before.min(), after.min())
        if way <= 2 * BAND:
            return None
        band = max(_STEADY, _NEAR * way)
        leave = times[_last_at_rest(before, band)]
        rest = times[top - 1 - _last_at_rest(before[::-1], band)]
        arrive = times[-1 - _last_at_rest(after[::-1], band)]
        inside = (times >= leave) & (times <= arrive)
        times, travel = times[inside], travel[inside]
        at_turn = times[1:-1][_at_turn(times, travel, band)[1:-1]]
        whole = bool(leave > since and np.diff(times).max() < _HIDDEN)
        return cls(rest, leave, at_turn[0], at_turn[-1], arrive, whole)


def _last_at_rest(travel: Array, band: float) -> int:
    """The place of the last moment at rest on the way from rest to the turn-around.

    Rest is where the joint last stood still, and not where it was nearest to rest before: people
    do not stand as straight before every rep, and the landmarker takes a moment to settle on
    somebody who has come into view.
    """
    samples = round(_STANDSTILL * RATE)
    past = np.append(np.full(samples, np.inf), travel)
    still = travel <= sliding_window_view(past, samples + 1).min(axis=1) + 0.5 * band
    last = np.flatnonzero(still & (travel <= travel.min() + _DRIFT))[-1]
    return int(np.flatnonzero(travel <= travel[last] + 0.5 * band)[-1])


def _at_turn(times: Array, travel: Array, band: float) -> NDArray[np.bool_]:
    """When a joint on its way from rest and back is at the turn-around, (n,)."""
    top = np.argmax(travel)
    speed = np.abs(np.gradient(travel, times))
    peak = np.where(np.arange(len(times)) < top, speed[: top + 1].max(), speed[top:].max())
    to_go = travel[top] - travel
    stopped = (speed < _SLOW * peak) & (to_go <= _CREEP * to_go.max())
    return np.asarray(stopped | (to_go <= band))


def movement_angle(trajectory: Trajectory, movement: Movement, side: Side | None) -> Array:
    """Interior degrees (n,) of the joint that moves; NaN where it cannot be seen.

    Of the side that moved. Where both did, the mean of those that were in view all the time: one
    that comes and goes would look like a movement.
    """
    return _of_side(joint_angles(trajectory, movement, movement.joint), side)


def movement_travel(trajectory: Trajectory, movement: Movement, side: Side | None) -> Array:
    """How far the movement has gone in degrees (n,), larger is further; NaN where it is not seen.

    A straight joint may be seen bent the other way by a few degrees. Its interior angle turns back
    there, as if the joint were on its way; here it goes on beyond 180.
    """
    angles = joint_angles(trajectory, movement, movement.joint)
    if trajectory.view in movement.views:
        beyond = _beyond_straight(trajectory, movement.joint, np.isfinite(angles))
        angles = np.where(beyond, 360.0 - angles, angles)
    return movement.direction * _of_side(angles, side)


def _beyond_straight(trajectory: Trajectory, joint: str, seen: NDArray[np.bool_]) -> Array:
    """Where a joint, (n, 2), is past straight: not bent to the side to which it mostly is."""
    a, vertex, b = (trajectory.pixels[:, list(ends)] for ends in np.transpose(JOINT_ANGLES[joint]))
    (ax, ay), (bx, by) = np.moveaxis(a - vertex, -1, 0), np.moveaxis(b - vertex, -1, 0)
    bent = np.where(seen, ax * by - ay * bx, 0.0)
    obtuse = ax * bx + ay * by < 0.0
    return np.asarray(obtuse & (bent * bent.sum(axis=0) < 0.0))


def _of_side(angles: Array, side: Side | None) -> Array:
    if side is not None:
        return np.asarray(angles[:, SIDES.index(side)])
    throughout = np.isfinite(angles).all(axis=0)
    return mean_of_seen(angles[:, throughout] if throughout.any() else angles)


def joint_angles(trajectory: Trajectory, movement: Movement, joint: str) -> Array:
    """Interior degrees (n, 2) of a joint, left and right; NaN where it cannot be seen.

    As it was measured, or in the picture where the exercise's joints bend in its plane, otherwise
    as it was guessed in space.
    """
    if trajectory.tells(movement.views):
        return trajectory.signal(joint, movement.views)
    return trajectory.angle_in_space(joint)


def mean_of_seen(values: Array) -> Array:
    """The mean of the columns that are not NaN, (n,)."""
    seen = np.isfinite(values)
    total = np.where(seen, values, 0.0).sum(axis=1)
    with np.errstate(invalid="ignore"):
        return np.asarray(total / seen.sum(axis=1))


def angle_told(pose: Pose, joint: str) -> float:
    """Interior degrees of a joint in one pose, the mean of the sides seen; NaN where neither is.

    As it was measured, or in the picture.
    """
    return float(mean_of_seen(read_told(joint, pose, ()))[0])


def measure(
    trajectory: Trajectory, movement: Movement, angle: Array, parts: Parts, *, paused: bool
) -> Measures:
    """Measures a rep.

    Args:
        trajectory: From the turn-around of the rep before until rest after this one.
        movement: Of the exercise.
        angle: Its joint's angle, from `movement_angle`.
        parts: Of the rep.
        paused: Whether the trajectory shows all of the pause after the rep before.
    """
    lifting = (parts.turn, parts.arrive)
    if movement.concentric == "out":
        lifting = (parts.leave, parts.reach)
    seen = trajectory.between(*lifting) & np.isfinite(angle)
    moved, took = np.abs(np.diff(angle[seen])), np.diff(trajectory.times[seen])
    return Measures(
        rest=float(np.nanmedian(angle[trajectory.between(parts.rest, parts.leave)])),
        turn=float(np.nanmedian(angle[trajectory.between(parts.reach, parts.turn)])),
        pause=parts.leave - parts.rest if paused else None,
        out=parts.reach - parts.leave,
        hold=parts.turn - parts.reach,
        back=parts.arrive - parts.turn,
        speed=float(moved.sum() / took.sum()) if took.size else 0.0,
        peak_speed=float((moved / took).max(initial=0.0)),
        joints=tuple(_travels(trajectory, movement, parts)),
    )


def _travels(trajectory: Trajectory, movement: Movement, parts: Parts) -> Iterator[JointTravel]:
    whole = trajectory.between(parts.leave, parts.arrive)
    for joint in JOINT_ANGLES:
        for side, angle in zip(SIDES, joint_angles(trajectory, movement, joint).T, strict=True):
            start = angle[trajectory.between(parts.rest, parts.leave)][-1]
            turn = angle[trajectory.between(parts.reach, parts.turn)].mean()
            least, most = angle[whole].min(), angle[whole].max()
            if np.isfinite([start, turn, least, most]).all():
                yield JointTravel(joint, side, *map(float, (start, turn, least, most)))
