"""Agreement: which cameras see a landmark where it is.

Two cameras either agree about a landmark or do not. Of more the majority is right: the place is
taken about which as many as possible agree, and the others are left out for this landmark.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fitcoach.body import Array
from fitcoach.capture.stereo.triangulate import Points, Triangulation
from fitcoach.pose import SEEN, Pose

_TOLERANCE: Final = 0.04
"""Reprojection error as a share of the body's height in the picture above which the cameras do not
mean the same point: usually it is 1 %."""

CORNER: Final = 0.5
"""Pixels from the corner of a picture, where the landmarker counts from, to the middle of the first
pixel, where calibrations do."""

_TWO: Final = 2
"""Cameras that it takes to triangulate; if they disagree nothing tells which of them is wrong."""

Mask = NDArray[np.bool_]


def agreed(triangulation: Triangulation, poses: Sequence[Pose]) -> tuple[Points, Mask]:
    """Triangulates a person from the cameras that agree, for each landmark.

    Args:
        triangulation: With the cameras.
        poses: What each of them sees.

    Returns:
        The landmarks, and (cameras, 33) which of them see one where it is: two at least or none.
    """
    pixels = np.stack([pixels_of(pose) for pose in poses])
    weights = np.stack([pose.visibility for pose in poses])
    allowed = np.array([[_TOLERANCE * body_height(pose)] for pose in poses])
    seen = weights >= SEEN
    enough = _several(seen)
    used = seen & enough
    points = triangulation.points(pixels, weights, used | ~enough)
    doubtful = (used & (_share(points, allowed) > 1.0)).any(axis=0) & (used.sum(axis=0) > _TWO)
    if doubtful.any():
        few = np.ix_(range(len(poses)), doubtful)
        used[few] = _majority(triangulation, pixels[few], weights[few], allowed)
        points = triangulation.points(pixels, weights, used | ~_several(used))
    used &= _share(points, allowed) <= 1.0
    return points, used & _several(used)


def _several(cameras: Mask) -> Mask:
    """For which landmarks (33,) there are two of these (cameras, 33) at least."""
    return np.asarray(cameras.sum(axis=0) >= _TWO)


def _majority(triangulation: Triangulation, pixels: Array, weights: Array, allowed: Array) -> Mask:
    """Which cameras (cameras, n) agree with the two that most agree with, weighted.

    Each two are tried. What the others are off by counts as its square, but no more than what is
    allowed, so that it does not matter how wrong is what is wrong.
    """
    least = np.full(pixels.shape[1], np.inf)
    chosen = np.zeros(weights.shape, dtype=np.bool_)
    for pair in combinations(range(len(pixels)), 2):
        used = np.zeros_like(chosen)
        used[list(pair)] = True
        shares = _share(triangulation.points(pixels, weights, used), allowed)
        cost = (weights * np.minimum(shares, 1.0)) ** 2
        total = np.where((weights[list(pair)] >= SEEN).all(axis=0), cost.sum(axis=0), np.inf)
        better = total < least
        least[better] = total[better]
        chosen[:, better] = ((shares <= 1.0) & (weights >= SEEN))[:, better]
    return chosen


def _share(points: Points, allowed: Array) -> Array:
    """The errors (cameras, n) as shares of those allowed; infinite behind a camera."""
    return np.where(points.depths > 0.0, points.errors / allowed, np.inf)


def pixels_of(pose: Pose) -> Array:
    """The landmarks (33, 2) in the pixels that calibrations count in."""
    return pose.pixels[:, :2] - CORNER


def body_height(pose: Pose) -> float:
    """Of the body in the picture, in pixels; of a body lying down its length."""
    return float(np.ptp(pose.pixels[:, :2], axis=0).max())
