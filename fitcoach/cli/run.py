"""Where capture and coach meet: runs a clip through the coach."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fitcoach.capture import observe
from fitcoach.classify.model import PoseModel
from fitcoach.coach import Coach, Hold, Rep
from fitcoach.coach.recognition import Recogniser
from fitcoach.errors import FitcoachError
from fitcoach.exercise import Exercise, exercise_files, load_exercise

if TYPE_CHECKING:
    from fitcoach.capture import LandmarkerOptions


@dataclass(frozen=True, slots=True)
class ClipCount:
    """What was counted and timed in a clip.

    Attributes:
        reps: The finished repetitions by exercise; none in one that is held.
        holds: The stretches of holding by exercise; none in one that is repeated.
        seconds: Time of the last frame that could be read; `None` if none could.
        error: Why the clip could not be read, or not to its end.
    """

    reps: Mapping[str, Sequence[Rep]]
    holds: Mapping[str, Sequence[Hold]]
    seconds: float | None
    error: FitcoachError | None

    @property
    def done(self) -> dict[str, Sequence[Rep | Hold]]:
        """All that was done, by exercise."""
        return {name: [*reps, *self.holds[name]] for name, reps in self.reps.items()}


def count_clip(
    source: str,
    coaches: Sequence[Coach],
    landmarker: "Callable[[], LandmarkerOptions]",
    recogniser: Recogniser | None = None,
) -> ClipCount:
    """Shows a clip to the coaches (and the recogniser, if given) as far as it can be read."""
    reps: dict[str, list[Rep]] = {coach.exercise.name: [] for coach in coaches}
    holds: dict[str, list[Hold]] = {coach.exercise.name: [] for coach in coaches}
    seconds = None
    error = None
    try:
        with observe(source, landmarker) as observations:
            for observation in observations:
                seconds = observation.timestamp
                if recogniser is not None:
                    recogniser.update(seconds, observation.pose)
                for coach in coaches:
                    update = coach.update(seconds, observation.pose)
                    if update.rep is not None:
                        reps[coach.exercise.name].append(update.rep)
                    if update.hold is not None:
                        holds[coach.exercise.name].append(update.hold)
    except FitcoachError as trouble:
        error = trouble
    for coach in coaches:
        last = coach.finish()
        if last is not None:
            holds[coach.exercise.name].append(last)
    return ClipCount(reps, holds, seconds, error)


def learned(model: PoseModel) -> dict[str, Exercise]:
    """The exercises that there are samples of, by name; others may be just being written."""
    return {
        name: load_exercise(path)
        for name, path in exercise_files().items()
        if name in model.exercises
    }
