"""Counting clips: where capture and coaches meet."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from fitcoach.capture import LandmarkerOptions, Observation, ObservationStream, observe
from fitcoach.classify.model import PoseModel
from fitcoach.coach import Coach, Panel, Strictness
from fitcoach.coach.recognition import Recogniser
from fitcoach.coach.view import ViewTally
from fitcoach.errors import FitcoachError
from fitcoach.exercise import Exercise, View, find_exercise, load_exercise
from fitcoach.models import pose_model as find_pose_model
from fitcoach.resources import exercise_files, pose_classifier
from fitcoach.session.log import SetLog, set_log
from fitcoach.workout import Goal, Moment, SetRecord
from fitcoach.workout.moment import AttemptMade, Event, HoldDone, RepDone, RepGraded

if TYPE_CHECKING:
    from fitcoach.capture.stereo.check import Report
    from fitcoach.coach import Update

AUTO = "auto"
"""Stands for the name of an exercise that is to be recognised."""


class Coaching:
    """What is needed to have a coach, or all of them, for each clip."""

    def __init__(
        self, model: PoseModel, exercises: dict[str, Exercise], strictness: Strictness = "normal"
    ) -> None:
        """Takes the classifier of poses and the exercises there may be a coach for."""
        self._strictness = strictness
        self.exercises = exercises
        self._classifiers = {name: model.for_exercise(e) for name, e in exercises.items()}
        self._overall = model.overall()

    @classmethod
    def of(cls, exercise: str, model: PoseModel, strictness: Strictness = "normal") -> "Coaching":
        """Of one exercise, by name or path of its definition, or of all for `AUTO`.

        Raises:
            FitcoachError: There is no such exercise, or no samples of it.
        """
        if exercise == AUTO:
            return cls(model, learned(model), strictness)
        found = find_exercise(exercise)
        return cls(model, {found.name: found}, strictness)

    def panel(self, *names: str, recognise: bool = False) -> Panel:
        """Coaches who have seen nothing yet, for all exercises unless named."""
        coaches = [
            Coach(self.exercises[name], self._classifiers[name], self._strictness)
            for name in names or self.exercises
        ]
        recogniser = Recogniser(self._overall, self.exercises.values()) if recognise else None
        return Panel(coaches, recogniser)


@dataclass(frozen=True, slots=True)
class ClipEnd:
    """How far a clip could be read.

    Attributes:
        seconds: Time of the last frame that could be read; `None` if none could.
        view: The side of the person seen for most of the time; `None` if none was.
        error: Why the clip could not be read, or not to its end.
        report: Of a rig, how its cameras went together.
        measured: Whether the body was measured for most of the time, so that the view is no matter.
    """

    seconds: float | None
    view: View | None
    error: FitcoachError | None
    report: "Report | None" = None
    measured: bool = False


class Watcher(Protocol):
    """What is told of a clip while it is counted."""

    def begin(self, stream: ObservationStream) -> None:
        """Called once the clip is open."""
        ...

    def take(self, observation: Observation, moment: Moment) -> None:
        """Called for each frame."""
        ...


def count(
    source: str | Path,
    exercise: str = AUTO,
    *,
    strictness: Strictness = "normal",
    pose_model: str = "full",
    classifier: Path | None = None,
) -> SetLog:
    """Counts the repetitions in a clip and judges them, or times what is held in it.

    Args:
        source: A video, a folder of pictures, or recorded poses (`.npz`).
        exercise: By name or as path of a definition (`.toml`); `auto` recognises it.
        strictness: How strictly form is judged.
        pose_model: `lite`, `full`, `heavy`, or the path of a `.task` bundle.
        classifier: Made by `fitcoach train`, if not the one that the command line would take.

    Returns:
        What was done, with times in seconds from the start of the clip. Its `exercise` is `None`
        where none was recognised.

    Raises:
        FitcoachError: Something of this is not there, or the clip cannot be read to its end.
    """
    model = PoseModel.load(classifier or pose_classifier())
    panel = Coaching.of(exercise, model, strictness).panel(recognise=exercise == AUTO)

    def landmarker() -> LandmarkerOptions:
        return LandmarkerOptions(find_pose_model(pose_model))

    clip = watch_clip(lambda: observe(str(source), landmarker), panel)
    if clip.error is not None:
        raise clip.error
    return set_log(done_in(panel, clip.seconds or 0.0))


def watch_clip(
    opened: Callable[[], ObservationStream], panel: Panel, watcher: Watcher | None = None
) -> ClipEnd:
    """Shows a clip to the coaches as far as it can be read.

    Args:
        opened: Opens the clip.
        panel: The coaches.
        watcher: What shows or records it meanwhile.
    """
    seconds = None
    error = report = None
    tally = ViewTally()
    try:
        with opened() as observations:
            report = observations.report
            if watcher is not None:
                watcher.begin(observations)
            for observation in observations:
                seconds = observation.timestamp
                updates = panel.update(seconds, observation.pose)
                if watcher is not None:
                    watcher.take(observation, _moment(observation, panel.exercise, updates))
                tally.update(observation.pose)
    except FitcoachError as trouble:
        error = trouble
    panel.finish()
    return ClipEnd(seconds, tally.view, error, report, tally.measured)


def _moment(
    observation: Observation, exercise: Exercise | None, updates: "dict[str, Update]"
) -> Moment:
    """A moment of a clip, as displays are told it."""
    update = None
    events: list[Event] = []
    if exercise is not None:
        update = updates[exercise.name]
        events += [RepDone(update.rep)] if update.rep else []
        events += [RepGraded(update.graded, exercise)] if update.graded else []
        events += [AttemptMade(update.attempt)] if update.attempt else []
        events += [HoldDone(update.hold)] if update.hold else []
    return Moment(
        timestamp=observation.timestamp,
        stage="work",
        paused=None,
        pose=observation.pose,
        exercise=exercise,
        goal=Goal(AUTO if exercise is None else exercise.name),
        set=None,
        update=update,
        left=0.0,
        cue=None,
        finished=(),
        events=tuple(events),
    )


def done_in(panel: Panel, seconds: float) -> SetRecord:
    """What the coaches saw in a clip of so many seconds, of the exercise that was done in it."""
    exercise = panel.exercise
    if exercise is None:
        return SetRecord(None, Goal(AUTO), 0.0, seconds)
    holds = tuple(panel.holds[exercise.name])
    return SetRecord(
        exercise,
        Goal(exercise.name),
        0.0,
        seconds,
        reps=tuple(panel.reps[exercise.name]),
        attempts=tuple(panel.attempts[exercise.name]),
        holds=holds,
        held=sum(hold.seconds for hold in holds),
    )


def learned(model: PoseModel) -> dict[str, Exercise]:
    """The exercises that there are samples of, by name; others may be just being written."""
    return {
        name: load_exercise(path)
        for name, path in exercise_files().items()
        if name in model.exercises
    }
