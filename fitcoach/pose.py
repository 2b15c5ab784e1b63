"""One person's pose in one frame."""

from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from fitcoach.body import MIRROR, Array

SEEN: Final = 0.5
"""A landmark of at least this visibility can be measured from."""


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """The landmarks of one person at one moment.

    Attributes:
        timestamp: Seconds from the start of the source.
        image: (33, 3) as MediaPipe gives them: x as a share of the frame's width (right is
            positive), y as a share of its height (down is positive), z as a share of the width
            (away from the camera is positive, zero at the hips). Outside 0..1 means out of view.
        world: (33, 3) metres from the middle of the hips; x right, y down, z away from the camera.
        visibility: (33,) likelihood that each landmark is seen, 0..1.
        size: Height and width of the frame in pixels.
        measured: (33,) which landmarks of `world` were measured, by the cameras of a rig; `None`
            where how deep they lie is guessed from one picture. Where it is given, `world` is
            level: y points down as gravity does.
        place: (3,) metres where the middle of the hips is in the room (see `fitcoach.rig`); `None`
            where that is not known.
    """

    timestamp: float
    image: Array
    world: Array
    visibility: Array
    size: tuple[int, int]
    measured: NDArray[np.bool_] | None = None
    place: Array | None = None

    @property
    def pixels(self) -> Array:
        """Image landmarks in pixels, (33, 3): undoes the aspect ratio hidden in `image`."""
        height, width = self.size
        return self.image * np.array([width, height, width], dtype=np.float64)

    @property
    def exchanged(self) -> Self:
        """The same pose with left taken for right."""
        return replace(
            self,
            image=self.image[MIRROR],
            world=self.world[MIRROR],
            visibility=self.visibility[MIRROR],
            measured=None if self.measured is None else self.measured[MIRROR],
        )
