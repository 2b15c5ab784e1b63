"""The coach: takes poses, follows the exercise, counts or times."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np

from fitcoach.body import JOINT_ANGLES, joint_angle
from fitcoach.classify.smoothing import ExponentialSmoother
from fitcoach.coach.counter import Rep
from fitcoach.coach.form import Judgement, Strictness
from fitcoach.coach.gates import Attempt
from fitcoach.coach.hold import Hold, HoldTimer
from fitcoach.coach.phases import PhaseClassifier
from fitcoach.coach.repetitions import Ended, Repetitions
from fitcoach.coach.rise import RiseClassifier
from fitcoach.coach.watch import FormWatch
from fitcoach.exercise import Exercise
from fitcoach.pose import SEEN, Pose

SMOOTHING: Final = 0.15
"""Time constant of the probabilities in seconds: a tenth of a brisk rep."""

PATIENCE: Final = 0.5
"""Seconds without a reading after which the rep in progress is dropped and rest is asked for."""


@dataclass(frozen=True, slots=True)
class Update:
    """What the coach knows after one moment; every display reads this.

    Attributes:
        timestamp: Seconds from the start of the source.
        pose: The person, `None` where nobody is seen.
        probabilities: Smoothed probability of each phase and of "none", 0..1; empty where the
            exercise's joint cannot be seen.
        phase: The phase held now; `None` between phases.
        angle: Interior degrees of the exercise's joint; `None` where it cannot be seen.
        progress: How far the movement has gone, 0 at rest, 1 at the turn-around of a full rep, also
            beyond; `None` where the joint cannot be seen, and in an exercise that is held.
        count: Finished reps; 0 in an exercise that is held.
        rep: The rep that ended at this moment, not measured yet.
        graded: A rep that ended before and has come to rest now, with measures and form.
        attempt: What ended at this moment and was no rep, though it passed through the phases.
        held: Seconds held so far; 0 in an exercise that is repeated.
        hold: The stretch of holding that turned out at this moment to be over.
        live: What the rules of form say of the hold in progress, or of what broke it.
    """

    timestamp: float
    pose: Pose | None
    probabilities: Mapping[str, float]
    phase: str | None
    angle: float | None
    progress: float | None
    count: int
    rep: Rep | None
    graded: Rep | None
    attempt: Attempt | None
    held: float
    hold: Hold | None
    live: tuple[Judgement, ...] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """What was still in progress at the end of the source.

    Attributes:
        hold: See `Update.hold`.
        graded: See `Update.graded`.
    """

    hold: Hold | None
    graded: Rep | None


class Coach:
    """Follows one person doing one exercise. Has no clock: time is the timestamp of the poses."""

    def __init__(
        self,
        exercise: Exercise,
        classifier: PhaseClassifier,
        strictness: Strictness = "normal",
    ) -> None:
        self.exercise = exercise
        self._classifier = _classifier(exercise, classifier)
        self._smoother = ExponentialSmoother(SMOOTHING)
        self._repetitions = (
            Repetitions(exercise, exercise.count, exercise.movement, strictness)
            if exercise.count and exercise.movement
            else None
        )
        self._timer = HoldTimer(exercise.hold) if exercise.hold else None
        self._watch = FormWatch(exercise.form, strictness)
        self._last_seen: float | None = None

    @property
    def hold(self) -> Hold | None:
        """The stretch of holding in progress, once it has settled."""
        return None if self._timer is None else self._timer.current

    def update(self, timestamp: float, pose: Pose | None, *, attempts: bool = True) -> Update:
        """Takes the pose of the next moment (`None`: nobody seen); timestamps must increase.

        A pose in which the exercise's joint is seen on neither side is no reading either: the
        landmarker invents what it does not see. Movements that fell short are looked for only if
        `attempts` are asked for.
        """
        angle = None if pose is None else seen_angle(pose, self.exercise.joint)
        probabilities: dict[str, float] = {}
        ended = Ended()
        if pose is None or angle is None:
            ended = Ended(graded=self._miss(timestamp))
        else:
            self._last_seen = timestamp
            smoothed = self._smoother.update(timestamp, self._classifier.probabilities(pose))
            probabilities = dict(zip(self._classifier.classes, smoothed.tolist(), strict=True))
        phase, count, held, hold = None, 0, 0.0, None
        if self._repetitions is not None:
            if pose is not None and angle is not None:
                ended = self._repetitions.update(
                    timestamp, pose, probabilities, angle, attempts=attempts
                )
            phase, count = self._repetitions.phase, self._repetitions.count
        live: tuple[Judgement, ...] = ()
        if self._timer is not None:
            hold = self._with_lapses(self._timer.update(timestamp, probabilities))
            phase, held = self._timer.phase, self._timer.held
            if pose is not None:
                live = self._watch.update(pose, held=phase is not None)
            if not self._timer.under_way:
                self._watch.finish()
        return Update(
            timestamp=timestamp,
            pose=pose,
            probabilities=probabilities,
            phase=phase,
            angle=angle,
            progress=self._progress(angle, probabilities),
            count=count,
            rep=ended.rep,
            graded=ended.graded,
            attempt=ended.attempt,
            held=held,
            hold=hold,
            live=live,
        )

    def finish(self) -> Ending:
        """Ends what is in progress, at the end of the source."""
        return Ending(
            None if self._timer is None else self._with_lapses(self._timer.finish()),
            None if self._repetitions is None else self._repetitions.reset(),
        )

    def _with_lapses(self, hold: Hold | None) -> Hold | None:
        """The hold that is over, if one is, and what was not good about it."""
        return hold if hold is None else replace(hold, lapses=self._watch.finish())

    def _progress(self, angle: float | None, probabilities: Mapping[str, float]) -> float | None:
        movement, rule = self.exercise.movement, self.exercise.count
        if movement is None or rule is None or angle is None:
            return None
        if self.exercise.rise is not None:  # a movement too small for the joint to tell
            return probabilities[rule.cycle[1]]
        return (angle - movement.rest) / (movement.turn - movement.rest)

    def _miss(self, timestamp: float) -> Rep | None:
        """Returns a rep that is graded by what was seen of it, if one is waiting for that."""
        if self._last_seen is None or timestamp - self._last_seen <= PATIENCE:
            return None
        self._last_seen = None
        self._smoother.reset()
        return None if self._repetitions is None else self._repetitions.reset()


@lru_cache(maxsize=len(JOINT_ANGLES))
def seen_angle(pose: Pose, joint: str) -> float | None:
    """The joint's interior angle in degrees, the mean of the sides of which all landmarks are seen.

    `None` where neither side is seen. The last answers are kept, since several coaches ask.
    """
    seen = [
        bool(np.all(pose.visibility[list(landmarks)] >= SEEN)) for landmarks in JOINT_ANGLES[joint]
    ]
    angles = joint_angle(pose.world, joint)[seen]
    return float(angles.mean()) if angles.size else None


def _classifier(exercise: Exercise, classifier: PhaseClassifier) -> PhaseClassifier:
    if exercise.rise is None or exercise.count is None:
        return classifier
    rule = exercise.count
    return RiseClassifier(exercise.rise, rule.cycle, rule.slowest, classifier)
