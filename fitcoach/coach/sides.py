"""Which side of the body did a rep."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from fitcoach.body import JOINT_ANGLES, Side, joint_angle
from fitcoach.coach.extent import extent
from fitcoach.exercise import Movement, Sides
from fitcoach.pose import SEEN, Pose

_TOGETHER: Final = 0.5
"""Both sides did a rep where the one moved at least this share of what the other did. Limbs that
move together are seen to do so unequally, the far one of a body side-on above all."""


_WORKED: Final = 30.0
"""Degrees from which on a joint has worked, where the other side is hidden: three times what the
landmarker errs by."""


def working_side(sides: Sides, poses: Sequence[Pose]) -> Side | None:
    """The side that did a rep; `None` if both did, or if it cannot be told.

    Seen side-on, the far limb is hidden: if the near one did not move, it was the other.

    Args:
        sides: The rule of the exercise.
        poses: All poses of the rep, from rest to rest.
    """
    visibility = np.mean([pose.visibility for pose in poses], axis=0)
    left_seen, right_seen = (
        visibility[list(side)].min() >= SEEN for side in JOINT_ANGLES[sides.joint]
    )
    angles = joint_angle(np.array([pose.world for pose in poses]), sides.joint)
    left, right = extent(angles).tolist()
    if left_seen != right_seen and not sides.together:
        left_worked = left >= _WORKED if left_seen else right < _WORKED
        return "left" if left_worked else "right"
    if not (left_seen and right_seen):
        return None
    if sides.together and min(left, right) >= _TOGETHER * max(left, right):
        return None
    return "left" if left > right else "right"


def moving_side(sides: Sides | None, movement: Movement, side: Side | None) -> Side | None:
    """The side whose joint a rep moves, of a rep that `side` did; `None` if both sides' moves.

    That is so where the sides are told by another joint: in a lunge one hip bends, whichever leg
    steps, and both knees.
    """
    return side if sides is not None and sides.joint == movement.joint else None
