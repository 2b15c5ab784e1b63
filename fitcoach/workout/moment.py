"""What every display, the journal and the sound are told of a moment."""

from dataclasses import dataclass
from math import ceil
from typing import Literal

from fitcoach.coach import Attempt, Hold, Rep, Update
from fitcoach.exercise import Exercise
from fitcoach.pose import Pose
from fitcoach.workout.cues import Cue
from fitcoach.workout.plan import Goal
from fitcoach.workout.sets import SetRecord

Stage = Literal["setup", "countdown", "work", "rest", "done"]
"""`setup`: into place; `countdown`: three, two, one; `work`: counted; `rest`: between two sets."""

Pause = Literal["asked", "out of view", "no camera"]


@dataclass(frozen=True, slots=True)
class SetBegun:
    """Counting begins."""

    goal: Goal


@dataclass(frozen=True, slots=True)
class RepDone:
    """A rep was counted, or added by hand."""

    rep: Rep


@dataclass(frozen=True, slots=True)
class RepGraded:
    """A rep that was counted has come to rest, and was measured and judged.

    By the rules of that exercise: the next one may be due at the same moment.
    """

    rep: Rep
    exercise: Exercise


@dataclass(frozen=True, slots=True)
class RepUndone:
    """The last rep was taken back by hand."""

    rep: Rep


@dataclass(frozen=True, slots=True)
class AttemptMade:
    """A movement did not count."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class HoldDone:
    """A stretch of holding is over."""

    hold: Hold


@dataclass(frozen=True, slots=True)
class SetDone:
    """A set is over."""

    record: SetRecord


@dataclass(frozen=True, slots=True)
class SetDropped:
    """A set is begun anew, and what was done of it does not count; or nothing was done in it."""

    record: SetRecord


@dataclass(frozen=True, slots=True)
class RestDone:
    """The rest is over."""


@dataclass(frozen=True, slots=True)
class Paused:
    """Counting is paused."""

    reason: Pause


@dataclass(frozen=True, slots=True)
class Resumed:
    """Counting goes on."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """It is known now which exercise is done; the record says what was done of it already."""

    record: SetRecord


Event = (
    SetBegun
    | RepDone
    | RepGraded
    | RepUndone
    | AttemptMade
    | HoldDone
    | SetDone
    | SetDropped
    | RestDone
    | Paused
    | Resumed
    | Recognised
)


@dataclass(frozen=True, slots=True)
class Moment:
    """The state of the workout at one moment.

    Attributes:
        timestamp: Seconds from the start of the source.
        stage: Where in the workout we are.
        paused: Why nothing is counted for now; `None` while it is.
        pose: The person; `None` where nobody is seen.
        exercise: The exercise of this set, in `rest` of the next; `None` while not recognised.
        goal: The goal of this set, in `rest` of the next one.
        set: This set so far, in `rest` and `done` the last one; `None` where there is none.
        update: What the coach of the exercise said last, in set-up too; `None` in `rest`, and
            while the exercise is not recognised.
        left: Seconds that the countdown or the rest still lasts, else 0.
        cue: What to tell the user now.
        finished: The sets that are over.
        events: What happened since the moment before, in order.
    """

    timestamp: float
    stage: Stage
    paused: Pause | None
    pose: Pose | None
    exercise: Exercise | None
    goal: Goal
    set: SetRecord | None
    update: Update | None
    left: float
    cue: Cue | None
    finished: tuple[SetRecord, ...]
    events: tuple[Event, ...]

    @property
    def seconds_left(self) -> int:
        """`left` as a countdown is read: the last second is 1."""
        return ceil(round(self.left, 3))  # what is left over of a sum of seconds is none
