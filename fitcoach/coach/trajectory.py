"""The poses of a rep as one smooth motion, to be measured when the rep is over."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from fitcoach.body import JOINT_ANGLES, Array, joint_angle
from fitcoach.coach.measured import read_measured
from fitcoach.coach.view import view_of
from fitcoach.exercise import View
from fitcoach.pose import SEEN, Pose
from fitcoach.signals import read_signal, where_seen

RATE: Final = 50
"""Samples a second, so that time is read finer than the frames of a camera are apart."""

_SMOOTHING: Final = 0.05
"""Standard deviation of the smoothing in seconds. It looks both ways, so that nothing is late, and
takes 5 % off the swing of the quickest reps (1 s) while it halves the landmarker's noise."""

_GAP: Final = 0.2
"""Seconds between two poses from which on what lies between them was not seen."""


@dataclass(frozen=True, slots=True, eq=False)
class Trajectory:
    """Evenly sampled and smoothed motion of one person.

    Attributes:
        times: (n,) seconds from the start of the source, `1 / RATE` apart.
        pixels: (n, 33, 2) in the picture, x right and y down.
        world: (n, 33, 3) metres, as in `Pose.world`.
        visible: (n, 33) which landmarks were seen; of a body that was measured, which were that.
        view: The side of the body seen throughout.
        measured: Whether `world` was measured, for more than half of the time at least.
    """

    times: Array
    pixels: Array
    world: Array
    visible: NDArray[np.bool_]
    view: View
    measured: bool

    @classmethod
    def of(cls, poses: Sequence[Pose], since: float = -math.inf) -> Self:
        """Through one or more poses of increasing time.

        Where most of them were measured the others, which were not, are gaps.

        Args:
            poses: The poses.
            since: Seconds from when on the view counts: who walks into place may turn there.
        """
        certain = [pose for pose in poses if pose.measured is not None]
        measured = 2 * len(certain) > len(poses)
        poses = certain if measured else poses
        seconds = np.array([pose.timestamp for pose in poses])
        times = seconds[0] + np.arange(int((seconds[-1] - seconds[0]) * RATE) + 1) / RATE
        after = np.clip(np.searchsorted(seconds, times), 1, max(len(seconds) - 1, 1))
        before, after = after - 1, np.minimum(after, len(seconds) - 1)
        apart = np.maximum(seconds[after] - seconds[before], np.finfo(float).tiny)
        share = np.clip((times - seconds[before]) / apart, 0.0, 1.0)

        def sampled(values: Array) -> Array:
            weight = share.reshape(-1, *[1] * (values.ndim - 1))
            return np.asarray((1.0 - weight) * values[before] + weight * values[after])

        def smooth(values: Array) -> Array:
            filtered = gaussian_filter1d(sampled(values), _SMOOTHING * RATE, axis=0, mode="nearest")
            return np.asarray(filtered)

        visible = sampled(np.array([_visibility(pose, measured=measured) for pose in poses]))
        world = smooth(np.array([pose.world for pose in poses]))
        return cls(
            times,
            smooth(np.array([pose.pixels[:, :2] for pose in poses])),
            world,
            (visible >= SEEN) & (apart < _GAP)[:, None],
            view_of(world[times >= since]),
            measured,
        )

    def between(self, start: float, end: float) -> NDArray[np.bool_]:
        """Which samples lie between two moments."""
        # Times were rounded on the way; half a sample does no harm.
        return (self.times >= start - 0.5 / RATE) & (self.times <= end + 0.5 / RATE)

    def tells(self, views: Collection[View]) -> bool:
        """Whether what is told from these views can be told; see `view.tells`."""
        return self.measured or self.view in views

    def signal(self, name: str, views: Collection[View]) -> Array:
        """A signal as it was measured or else in the picture, (n, columns).

        Args:
            name: A key of `SIGNALS`.
            views: From where it can be told.

        Returns:
            NaN where it cannot be seen.
        """
        if self.measured:
            return read_measured(name, self.world, self.visible, views)
        return read_signal(name, self.pixels, self.visible)

    def angle_in_space(self, joint: str) -> Array:
        """A joint's interior angle in degrees, (n, 2): left, right; NaN where it is not seen."""
        return where_seen(joint_angle(self.world, joint), self.visible, JOINT_ANGLES[joint])


def _visibility(pose: Pose, *, measured: bool) -> Array:
    if not measured or pose.measured is None:
        return pose.visibility
    return np.where(pose.measured, pose.visibility, 0.0)
