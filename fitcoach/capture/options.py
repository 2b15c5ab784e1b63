"""How the landmarker is to look."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from fitcoach.errors import FitcoachError

Mode = Literal["image", "video", "live-stream"]


@dataclass(frozen=True)
class LandmarkerOptions:
    """What the landmarker is asked for.

    Attributes:
        model: The pose model, a `.task` bundle (see `fitcoach.models.pose_model`).
        mode: `image` finds people anew in each frame; `video` tracks them from frame to frame;
            `live-stream` also tracks, but skips frames rather than falling behind.
        poses: How many people are looked for, at least 1; one of them is followed.
        min_detection: Confidence, 0..1, from which a person counts as found.
        min_presence: Confidence, 0..1, below which a tracked person counts as gone.
        min_tracking: Confidence, 0..1, below which tracking gives way to finding anew.
        segmentation: Whether to ask for the person's mask as well.

    Raises:
        FitcoachError: An option is out of its range.
    """

    model: Path
    mode: Mode = "video"
    poses: int = 1
    min_detection: float = 0.5
    min_presence: float = 0.5
    min_tracking: float = 0.5
    segmentation: bool = False

    def __post_init__(self) -> None:
        if self.mode not in get_args(Mode):
            raise FitcoachError(
                f"Landmarker option 'mode' is '{self.mode}'; "
                f"it must be one of {', '.join(get_args(Mode))}."
            )
        if self.poses < 1:
            raise FitcoachError(
                f"Landmarker option 'poses' is {self.poses}; it must be at least 1."
            )
        for name in ("min_detection", "min_presence", "min_tracking"):
            value = getattr(self, name)
            if not 0 <= value <= 1:  # also refuses NaN
                raise FitcoachError(
                    f"Landmarker option '{name}' is {value:g}; it must be between 0 and 1."
                )
