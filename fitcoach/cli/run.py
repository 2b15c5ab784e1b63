"""Where capture and coach meet: runs a clip through the coach."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fitcoach.capture import observe
from fitcoach.coach import Coach, Rep
from fitcoach.errors import FitcoachError

if TYPE_CHECKING:
    from fitcoach.capture import LandmarkerOptions


@dataclass(frozen=True, slots=True)
class ClipCount:
    """What was counted in a clip.

    Attributes:
        reps: The finished repetitions of each coach.
        seconds: Time of the last frame that could be read; `None` if none could.
        error: Why the clip could not be read, or not to its end.
    """

    reps: tuple[tuple[Rep, ...], ...]
    seconds: float | None
    error: FitcoachError | None


def count_clip(
    source: str, coaches: Sequence[Coach], landmarker: "Callable[[], LandmarkerOptions]"
) -> ClipCount:
    """Shows a clip to the coaches, as far as it can be read."""
    reps: list[list[Rep]] = [[] for _ in coaches]
    seconds = None
    error = None
    try:
        with observe(source, landmarker) as observations:
            for observation in observations:
                seconds = observation.timestamp
                for coach, counted in zip(coaches, reps, strict=True):
                    rep = coach.update(seconds, observation.pose).rep
                    if rep is not None:
                        counted.append(rep)
    except FitcoachError as trouble:
        error = trouble
    return ClipCount(tuple(tuple(counted) for counted in reps), seconds, error)
