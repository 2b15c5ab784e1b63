"""From which side the camera sees the person."""

from collections import Counter
from typing import Final

import numpy as np

from fitcoach.body import PARTS
from fitcoach.exercise import View
from fitcoach.pose import Pose

_OBLIQUE: Final = 30.0
"""Degrees that a body may be turned from the front, the side or the back to be seen from there."""


def seen_from(pose: Pose) -> View:
    """The side of the body that faces the camera, told by the line through shoulders and hips."""
    left, right = np.transpose([PARTS["shoulders"], PARTS["hips"]])
    across = (pose.world[left] - pose.world[right]).sum(axis=0)
    turned = abs(float(np.degrees(np.arctan2(across[2], across[0]))))
    if turned < _OBLIQUE:
        return "front"
    if turned > 180.0 - _OBLIQUE:
        return "back"
    return "side" if abs(turned - 90.0) < _OBLIQUE else "oblique"


class ViewTally:
    """Remembers from which sides a person was seen."""

    def __init__(self) -> None:
        self._views: Counter[View] = Counter()

    def update(self, pose: Pose | None) -> None:
        """Takes the pose of the next moment (`None`: nobody seen)."""
        if pose is not None:
            self._views[seen_from(pose)] += 1

    @property
    def view(self) -> View | None:
        """The side seen for more than half of the time; `None` if none was."""
        view, count = next(iter(self._views.most_common(1)), (None, 0))
        return view if 2 * count > self._views.total() else None
