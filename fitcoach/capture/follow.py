"""Whom to watch when several people are in view."""

from collections.abc import Sequence

import numpy as np

from fitcoach.pose import SEEN, Pose

Box = tuple[float, float, float, float]
"""Left, top, right, bottom as shares of the picture: how two overlap is the same in pixels."""

_PATIENCE = 1.0  # seconds to wait for the person who was followed to come back
_FEW = 3  # fewer landmarks make a box of hardly any area, which overlaps with nothing
_SAME_PERSON = (
    0.1  # overlap of two boxes; a person in one place keeps far more of it, even at 5 fps
)


class PersonFollower:
    """Picks the largest person at first, and then stays with that one.

    The same person is the one whose box overlaps most with the last box. When the person is not
    there, nobody is picked for a second after they were last seen; then the largest one is, as at
    first.
    """

    def __init__(self) -> None:
        self._box: Box | None = None
        self._seen = 0.0

    def pick(self, poses: Sequence[Pose], timestamp: float) -> int | None:
        """Picks the person to watch.

        Args:
            poses: Everybody in the frame.
            timestamp: Of the frame, in seconds.

        Returns:
            The index of the person in `poses`, or `None` if nobody is there to watch.
        """
        if self._box is not None and timestamp - self._seen >= _PATIENCE:
            self._box = None
        if not poses:
            return None
        boxes = [_box(pose) for pose in poses]
        if self._box is None:
            index = int(np.argmax([_area(box) for box in boxes]))
        else:
            overlaps = [_overlap(box, self._box) for box in boxes]
            index = int(np.argmax(overlaps))
            if overlaps[index] < _SAME_PERSON:
                return None
        self._box, self._seen = boxes[index], timestamp
        return index


def _box(pose: Pose) -> Box:
    """Of the landmarks seen (of all if hardly any is)."""
    points = pose.image[pose.visibility >= SEEN]
    x, y, _ = (points if len(points) > _FEW else pose.image).T.tolist()
    return min(x), min(y), max(x), max(y)


def _area(box: Box) -> float:
    left, top, right, bottom = box
    return max(right - left, 0.0) * max(bottom - top, 0.0)


def _overlap(a: Box, b: Box) -> float:
    """Area of the intersection over area of the union, 0..1."""
    common = _area((max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])))
    union = _area(a) + _area(b) - common
    return common / union if union > 0 else 0.0
