"""From which side the camera sees the person."""

from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from fitcoach.body import PARTS, Array
from fitcoach.exercise import View
from fitcoach.pose import Pose

_SIDE: Final = 40.0
"""Degrees that a body may seem turned from the side to be seen from there. It is turned by less
then, see below: by 30 at most, and a right angle looks at most 8 degrees wider or narrower."""

_FRONT: Final = 20.0
"""The same from the front and the back. It is less since the landmarker sees bodies flatter than
they are: mannequins turned by 45 degrees were seen turned by 23 to 41."""

_LEFT, _RIGHT = np.transpose([PARTS["shoulders"], PARTS["hips"]])

_RESTING: Final = 0.3
"""Seconds after the end of a rep in which it is told which way the body faces."""

_ALIKE: Final = 0.5
"""Share of the line through shoulders and hips that must lie along that at the end of a rep, or
against it: a body that is turned by less than 60 degrees."""

_MISREADINGS: Final = 0.25
"""Share of the poses of a rep that may be misread: its measures are medians or smoothed."""


@lru_cache(maxsize=1)
def seen_from(pose: Pose) -> View:
    """The side of the body that faces the camera in one pose.

    The last answer is kept, since several ask about the same pose.
    """
    return view_of(pose.world[None])


def tells(pose: Pose, views: Collection[View]) -> bool:
    """Whether what is told from these views can be told from a pose.

    It can from anywhere where the body was measured and how deep it lies need not be guessed.
    """
    return pose.measured is not None or seen_from(pose) in views


def view_of(world: Array) -> View:
    """The side of the body that faces the camera, told by the line through shoulders and hips.

    Args:
        world: (n, 33, 3) landmarks as in `Pose.world`.
    """
    x, z = across(world).sum(axis=0)
    turned = abs(float(np.degrees(np.arctan2(z, x))))
    if turned < _FRONT:
        return "front"
    if turned > 180.0 - _FRONT:
        return "back"
    return "side" if abs(turned - 90.0) < _SIDE else "oblique"


def facing_as_at(poses: Sequence[Pose], end: float) -> list[Pose]:
    """The poses of a rep with left and right as they are at its end.

    Raised arms that hide the face make the landmarker take front for back, and left for right.
    Nobody turns round within a rep and back again, so what faces the other way was misread.

    Args:
        poses: By increasing time, to the end of the rep or longer.
        end: Of the rep, in seconds.
    """
    return [
        pose.exchanged if along < -_ALIKE else pose
        for pose, along in zip(poses, _along(poses, end), strict=True)
    ]


def wavers(poses: Sequence[Pose], start: float, end: float) -> bool:
    """Whether left and right of a body cannot be told apart for too much of a rep.

    Between front and back the landmarker puts both sides into the middle.

    Args:
        poses: By increasing time, with those of the rep.
        start: Of the rep, in seconds.
        end: Likewise.
    """
    rep = [start <= pose.timestamp <= end for pose in poses]
    return bool(np.mean(np.abs(_along(poses, end)[rep]) < _ALIKE) > _MISREADINGS)


def _along(poses: Sequence[Pose], end: float) -> Array:
    """How much of the line through shoulders and hips lies along that at the end: (n,) shares."""
    lines = across(np.array([pose.world for pose in poses]))
    resting = [end <= pose.timestamp <= end + _RESTING for pose in poses]
    there = np.median(lines[resting], axis=0)
    return np.asarray(lines @ there / np.maximum(there @ there, np.finfo(float).tiny))


def across(world: Array) -> Array:
    """The lines from right to left through shoulders and hips, seen from above: (n, 2) x and z."""
    return np.asarray((world[:, _LEFT] - world[:, _RIGHT]).sum(axis=1)[:, [0, 2]])


class ViewTally:
    """Remembers from which sides a person was seen."""

    def __init__(self) -> None:
        self._views: Counter[View] = Counter()
        self._measured = 0

    def update(self, pose: Pose | None) -> None:
        """Takes the pose of the next moment (`None`: nobody seen)."""
        if pose is not None:
            self._views[seen_from(pose)] += 1
            self._measured += pose.measured is not None

    @property
    def measured(self) -> bool:
        """Whether the body was measured for more than half of the time."""
        return 2 * self._measured > self._views.total()

    @property
    def view(self) -> View | None:
        """The side seen for more than half of the time; `None` if none was."""
        view, count = next(iter(self._views.most_common(1)), (None, 0))
        return view if 2 * count > self._views.total() else None

    def tells(self, views: Collection[View]) -> bool:
        """Whether what is told from these views could be told for most of the time.

        So it is where nobody knows; see `tells`.
        """
        return self.measured or self.view is None or self.view in views
