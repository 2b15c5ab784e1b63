"""Whom to watch when several people are in view."""

from collections.abc import Sequence

import numpy as np

from fitcoach.body import Array
from fitcoach.pose import Pose

_VISIBLE = 0.5
_FEW = 3  # fewer landmarks make a box of hardly any area, which overlaps with nothing
_SAME_PERSON = (
    0.1  # overlap of two boxes; a person in one place keeps far more of it, even at 5 fps
)


class PersonFollower:
    """Picks the largest person at first, and then stays with that one.

    The same person is the one whose box overlaps most with the last box. When the person is not
    there, nobody is picked until `patience` has passed since they were last seen; then the largest
    one is, as at first.
    """

    def __init__(self, patience: float = 1.0) -> None:
        """Starts with nobody.

        Args:
            patience: Seconds to wait for the followed person to come back.
        """
        self._patience = patience
        self._box: Array | None = None
        self._seen = 0.0

    def pick(self, poses: Sequence[Pose], timestamp: float) -> int | None:
        """Picks the person to watch.

        Args:
            poses: Everybody in the frame.
            timestamp: Of the frame, in seconds.

        Returns:
            The index of the person in `poses`, or `None` if nobody is there to watch.
        """
        if self._box is not None and timestamp - self._seen >= self._patience:
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


def _box(pose: Pose) -> Array:
    """Left, top, right, bottom in pixels of the landmarks seen (of all if hardly any is)."""
    points = pose.pixels[:, :2]
    seen = pose.visibility >= _VISIBLE
    points = points[seen] if np.count_nonzero(seen) > _FEW else points
    return np.concatenate([points.min(axis=0), points.max(axis=0)])


def _area(box: Array) -> float:
    width, height = np.maximum(box[2:] - box[:2], 0)
    return float(width * height)


def _overlap(a: Array, b: Array) -> float:
    """Area of the intersection over area of the union, 0..1."""
    common = _area(np.concatenate([np.maximum(a[:2], b[:2]), np.minimum(a[2:], b[2:])]))
    union = _area(a) + _area(b) - common
    return common / union if union > 0 else 0.0
