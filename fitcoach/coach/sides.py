"""Which side of the body did a rep."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from fitcoach.body import JOINT_ANGLES, Side, joint_angle
from fitcoach.coach.extent import extent
from fitcoach.exercise import Sides
from fitcoach.pose import SEEN, Pose

_TOGETHER: Final = 0.5
"""Both sides did a rep where the one moved at least this share of what the other did. Limbs that
move together are seen to do so unequally, the far one of a body side-on above all."""


def working_side(sides: Sides, poses: Sequence[Pose]) -> Side | None:
    """The side that did a rep; `None` if both did, or if one of them was not seen.

    Args:
        sides: The rule of the exercise.
        poses: All poses of the rep, from rest to rest.
    """
    visibility = np.mean([pose.visibility for pose in poses], axis=0)
    if min(visibility[list(side)].min() for side in JOINT_ANGLES[sides.joint]) < SEEN:
        return None
    angles = joint_angle(np.array([pose.world for pose in poses]), sides.joint)
    left, right = extent(angles).tolist()
    if sides.together and min(left, right) >= _TOGETHER * max(left, right):
        return None
    return "left" if left > right else "right"
