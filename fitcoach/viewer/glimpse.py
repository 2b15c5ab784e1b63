"""What the viewer is given of a moment."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fitcoach.pose import Pose
from fitcoach.workout import Moment


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What a camera after the first saw.

    Attributes:
        pose: The person; `None` where nobody is seen.
        pixels: (height, width, 3) RGB; `None` where there is no picture.
    """

    pose: Pose | None = None
    pixels: NDArray[np.uint8] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Glimpse:
    """A frame and what was made of it.

    Attributes:
        index: Number of the frame in the source, from 0.
        moment: What the displays are told.
        size: Height and width of the frame in pixels; `None` where that is not known.
        pixels: (height, width, 3) RGB; `None` where there is no picture.
        mask: (height, width) share of the person in each pixel, 0..1; `None` without segmentation.
        lines: What happened, in words.
        others: What the cameras of a rig after the first saw.
    """

    index: int
    moment: Moment
    size: tuple[int, int] | None = None
    pixels: NDArray[np.uint8] | None = None
    mask: NDArray[np.float32] | None = None
    lines: tuple[str, ...] = ()
    others: tuple[Look, ...] = ()

    def without_pictures(self) -> "Glimpse":
        """The same without pictures and mask."""
        others = tuple(Look(other.pose) for other in self.others)
        return replace(self, pixels=None, mask=None, others=others)

    @property
    def nbytes(self) -> int:
        """Of its pictures and mask."""
        parts = (self.pixels, self.mask, *(other.pixels for other in self.others))
        return sum(part.nbytes for part in parts if part is not None)
