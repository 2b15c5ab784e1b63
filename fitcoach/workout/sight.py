"""What is seen at one moment."""

from dataclasses import dataclass

from fitcoach.pose import Pose


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What the trainer is told of a moment.

    Attributes:
        timestamp: Seconds from the start of the source, increasing.
        pose: The person followed; `None` where nobody is seen.
        people: How many people are in view; 0 where nobody was looked for.
        brightness: Mean brightness of the picture, 0..1; `None` where there is no picture.
        lost: Why there is no picture, where the camera is gone; else `None`.
    """

    timestamp: float
    pose: Pose | None
    people: int = 1
    brightness: float | None = None
    lost: str | None = None
