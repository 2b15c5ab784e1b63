"""The poses of a rep as one smooth motion, to be measured when the rep is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from fitcoach.body import JOINT_ANGLES, Array, joint_angle
from fitcoach.coach.view import faces_one_way, view_of
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
        visible: (n, 33) which landmarks were seen.
    """

    times: Array
    pixels: Array
    world: Array
    visible: NDArray[np.bool_]

    @classmethod
    def of(cls, poses: Sequence[Pose]) -> Self:
        """Through one or more poses of increasing time."""
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

        visible = sampled(np.array([pose.visibility for pose in poses])) >= SEEN
        return cls(
            times,
            smooth(np.array([pose.pixels[:, :2] for pose in poses])),
            smooth(np.array([pose.world for pose in poses])),
            visible & (apart < _GAP)[:, None],
        )

    @property
    def view(self) -> View:
        """The side of the body seen throughout."""
        return view_of(self.world)

    @property
    def faces_one_way(self) -> bool:
        """Whether the body was never seen the other way round; see `view.faces_one_way`."""
        return faces_one_way(self.world)

    def between(self, start: float, end: float) -> NDArray[np.bool_]:
        """Which samples lie between two moments."""
        # Times were rounded on the way; half a sample does no harm.
        return (self.times >= start - 0.5 / RATE) & (self.times <= end + 0.5 / RATE)

    def signal(self, name: str) -> Array:
        """A signal in the picture, (n, columns); NaN where it cannot be seen."""
        return read_signal(name, self.pixels, self.visible)

    def angle_in_space(self, joint: str) -> Array:
        """A joint's interior angle in degrees, (n, 2): left, right; NaN where it is not seen."""
        return where_seen(joint_angle(self.world, joint), self.visible, JOINT_ANGLES[joint])
