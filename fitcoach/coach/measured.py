"""Signals of bodies that were measured in space, by several cameras.

Angles of joints are those in space. What rules say about a body in a picture, such as how far the
knees lie apart, is read off a picture taken squarely from the side that the rule asks for: from
there nobody stood, but how everything would look from there is known.
"""

from collections.abc import Collection
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fitcoach.body import JOINT_ANGLES, Array, joint_angle
from fitcoach.coach.view import across
from fitcoach.exercise import View
from fitcoach.pose import SEEN, Pose
from fitcoach.signals import read_pose, read_signal, where_seen

_SQUARE: Final[dict[View, float]] = {"side": 90.0, "front": 0.0, "back": 0.0, "oblique": 45.0}
"""Degrees from the front that each view is taken from; the picture of a back is that of a front,
mirrored, and no signal minds that."""


def read_told(name: str, pose: Pose, views: Collection[View]) -> Array:
    """Reads a signal off a single pose, (1, columns), in its picture or as it was measured.

    Args:
        name: A key of `SIGNALS`.
        pose: The person.
        views: From where it can be told.
    """
    if pose.measured is None:
        return read_pose(name, pose)
    visible = (pose.visibility >= SEEN) & pose.measured
    return read_measured(name, pose.world[None], visible[None], views)


def read_measured(
    name: str, world: Array, measured: NDArray[np.bool_], views: Collection[View]
) -> Array:
    """Reads a signal.

    Args:
        name: A key of `SIGNALS`.
        world: (n, 33, 3) as in `Pose.world`, level.
        measured: (n, 33) which landmarks were measured.
        views: From where it can be told.

    Returns:
        (n, columns) in the signal's unit; NaN where it was not measured.
    """
    if name in JOINT_ANGLES:
        return where_seen(joint_angle(world, name), measured, JOINT_ANGLES[name])
    return read_signal(name, _picture(world, views), measured)


def _picture(world: Array, views: Collection[View]) -> Array:
    """How a body looks from one of these views, (n, 33, 2): metres right and down."""
    square = next(view for view in _SQUARE if view in views)
    x, z = across(world).sum(axis=0)
    turn = np.arctan2(z, x) + np.radians(_SQUARE[square])
    right = np.cos(turn) * world[..., 0] + np.sin(turn) * world[..., 2]
    return np.stack([right, world[..., 1]], axis=-1)
