"""What capture hands on: one observation per frame."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fitcoach.pose import Pose


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A decoded picture.

    Attributes:
        index: Number of the frame in the source, from 0.
        timestamp: Seconds from the start of the source.
        pixels: (height, width, 3) RGB, 8 bits.
        path: The picture's own file; `None` where the source is a single file or a camera.
    """

    index: int
    timestamp: float
    pixels: NDArray[np.uint8]
    path: Path | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """A moment of the source and whom the landmarker saw in it.

    Attributes:
        index: Number of the frame in the source, from 0.
        timestamp: Seconds from the start of the source.
        pose: The person followed; `None` where nobody is seen.
        frame: The picture; `None` where recorded poses are replayed.
        mask: (height, width) share of the followed person in each pixel, 0..1, where segmentation
            was asked for.
    """

    index: int
    timestamp: float
    pose: Pose | None
    frame: Frame | None = None
    mask: NDArray[np.float32] | None = None
