"""What capture hands on: one observation per frame."""

import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fitcoach.pose import Pose

_LUMA = np.array([0.299, 0.587, 0.114]) / 255
_FINE_ENOUGH = 32  # pixels across the shorter side, to tell how bright a picture is


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A decoded picture.

    Attributes:
        index: Number of the frame in the source, from 0.
        timestamp: Seconds from the start of the source.
        pixels: (height, width, 3) RGB, 8 bits.
        path: The picture's own file; `None` where the source is a single file or a camera.
        arrived: When it was to be had, in seconds of `time.monotonic()`: grabbed by the camera, due
            in a paced clip, otherwise read.
    """

    index: int
    timestamp: float
    pixels: NDArray[np.uint8]
    path: Path | None = None
    arrived: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """A moment of the source and whom the landmarker saw in it.

    Attributes:
        index: Number of the frame in the source, from 0.
        timestamp: Seconds from the start of the source.
        pose: The person followed; `None` where nobody is seen.
        frame: The picture; `None` where recorded poses are replayed and while the source is lost.
        mask: (height, width) share of the followed person in each pixel, 0..1, where segmentation
            was asked for.
        arrived: See `Frame.arrived`; of a recorded pose, when it was replayed.
        people: How many people were found, at most as many as the landmarker was asked for; another
            one counts too while `ObservationStream.count_people` is on. Of a recorded pose, 0 or 1.
        lost: Why no pictures come; only from a source that is kept (see `observe`).
        others: From a rig, what the cameras after the first saw at that moment; `None` for one that
            shows nothing of it.
    """

    index: int
    timestamp: float
    pose: Pose | None
    frame: Frame | None = None
    mask: NDArray[np.float32] | None = None
    arrived: float = field(default_factory=time.monotonic)
    people: int = 0
    lost: str | None = None
    others: "tuple[Observation | None, ...]" = ()

    @property
    def brightness(self) -> float | None:
        """Mean luma of the picture, 0 (black) to 1; `None` without a picture."""
        if self.frame is None:
            return None
        pixels = self.frame.pixels  # some of them: of all it would take milliseconds
        step = max(1, min(pixels.shape[:2]) // _FINE_ENOUGH)
        return float(pixels[::step, ::step].mean(axis=(0, 1)) @ _LUMA)
