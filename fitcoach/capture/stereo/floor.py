"""The floor: found under the feet of somebody who walks about."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fitcoach.body import Array, L
from fitcoach.errors import FitcoachError
from fitcoach.pose import SEEN, Pose
from fitcoach.rig import FIELDS, Rig
from fitcoach.schema import checked

_FEET: Final = [L.LEFT_HEEL, L.LEFT_FOOT_INDEX, L.RIGHT_HEEL, L.RIGHT_FOOT_INDEX]

_PLANTED: Final = 0.3
"""Metres a second below which a foot stands on the floor rather than swings over it."""

_LEAST: Final = 20
"""Places at which a heel or toe must have stood."""

_SPREAD: Final = 0.15
"""Metres (standard deviation) over which they must lie in each direction: landmarks err by 2 cm,
and the floor is to be level within 5 degrees."""

_OFF: Final = 0.05
"""Metres from the floor from which what seemed to stand did not."""

_ROUNDS: Final = 5


def find_floor(rig: Rig, poses: Sequence[Pose]) -> Rig:
    """Finds the floor.

    Args:
        rig: The cameras.
        poses: Of somebody who walks about, made with that rig.

    Returns:
        The rig, with which way is up and how high the floor is.

    Raises:
        FitcoachError: The feet were not seen in enough places, or no rig can have such a floor.
    """
    points, bodies = _footsteps(rig, poses)
    if len(points) < _LEAST:
        raise FitcoachError(
            f"Feet were seen standing on the floor {len(points)} times only, {_LEAST} are needed; "
            "walk about slowly where two cameras see your feet."
        )
    kept = points
    for _ in range(_ROUNDS):
        middle = kept.mean(axis=0)
        _, spread, axes = np.linalg.svd(kept - middle, full_matrices=False)
        off = np.abs((points - middle) @ axes[2])
        kept = points[off <= max(_OFF, float(np.median(off)))]
    if spread[1] / np.sqrt(len(kept)) < _SPREAD:
        raise FitcoachError(
            "The feet stood in one place or along one line only, so that it cannot be told how the "
            "floor lies; walk about in a circle."
        )
    normal = axes[2]
    up = normal if (bodies - middle).mean(axis=0) @ normal > 0.0 else -normal
    found = {**dict(rig), "up": tuple(up.tolist()), "floor": float(up @ middle)}
    return checked("The floor that was found", found, Rig, FIELDS)


def _footsteps(rig: Rig, poses: Sequence[Pose]) -> tuple[Array, Array]:
    """Where heels and toes stood, (n, 3), and where the hips were, (m, 3), in the rig's frame."""
    points, bodies = [], []
    certain = [pose for pose in poses if pose.measured is not None and pose.place is not None]
    for before, after in pairwise(certain):
        seconds = after.timestamp - before.timestamp
        here, there = _in_rig(rig, before), _in_rig(rig, after)
        moved = np.linalg.norm(there - here, axis=1)
        known = _known(before) & _known(after)
        planted = [foot for foot in _FEET if known[foot] and moved[foot] < _PLANTED * seconds]
        points += [here[foot] for foot in planted]
        bodies.append(here[[L.LEFT_HIP, L.RIGHT_HIP]].mean(axis=0))
    return np.array(points).reshape(-1, 3), np.array(bodies).reshape(-1, 3)


def _in_rig(rig: Rig, pose: Pose) -> Array:
    assert pose.place is not None
    return np.asarray((pose.world + pose.place) @ rig.level + rig.origin)


def _known(pose: Pose) -> NDArray[np.bool_]:
    assert pose.measured is not None
    return np.asarray(pose.measured & (pose.visibility >= SEEN))
