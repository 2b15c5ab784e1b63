"""Whether somebody else is in view, where the landmarker looks for one person only."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from fitcoach.capture.landmarker import Landmarker
from fitcoach.capture.observation import Frame
from fitcoach.capture.options import LandmarkerOptions
from fitcoach.pose import Pose

_INTERVAL = 1.0  # seconds
_SURE = 2  # looks
_MARGIN = 0.2  # of a person's larger side; landmarks end at the face, the wrists and the ankles


class HeadCount:
    """Looks for another person once a second while it is on.

    It looks at the picture without those who are known. Asked for two people at once, mediapipe
    finds half as many second ones, and tracking one of two it searches in every frame, which takes
    half as long again.
    """

    def __init__(self, options: LandmarkerOptions) -> None:
        """Takes the options of the landmarker that knows people; off at first."""
        self.on = False
        self._options = replace(options, mode="image", poses=1, segmentation=False)
        self._landmarker: Landmarker | None = None
        self._due = 0.0
        self._looks = 0  # in a row that found another

    def look(self, frame: Frame, known: Sequence[Pose]) -> int:
        """Counts the people in view.

        Args:
            frame: The picture.
            known: Those found in it.

        Returns:
            How many are known, and while it is on one more if there was another at the last two
            looks: a machine is taken for a person now and then.
        """
        if not self.on:
            self.close()
            return len(known)
        if self._landmarker is None:
            self._landmarker = Landmarker(self._options)
            self._due = frame.timestamp
        if frame.timestamp >= self._due:
            self._due = frame.timestamp + _INTERVAL
            found = self._landmarker.detect(_without(known, frame))
            self._looks = self._looks + 1 if found else 0
        return len(known) + (self._looks >= _SURE)

    def close(self) -> None:
        """Lets go of the model."""
        if self._landmarker is not None:
            self._landmarker.close()
            self._landmarker = None
            self._looks = 0


def _without(people: Sequence[Pose], frame: Frame) -> Frame:
    """Paints over the people."""
    pixels = frame.pixels.copy()
    for person in people:
        points = person.pixels[:, :2]
        low, high = points.min(axis=0), points.max(axis=0)
        margin = _MARGIN * (high - low).max()
        left, top = np.maximum(low - margin, 0).astype(int)
        right, bottom = np.maximum(high + margin, 0).astype(int)
        pixels[top:bottom, left:right] = 0
    return replace(frame, pixels=pixels)
