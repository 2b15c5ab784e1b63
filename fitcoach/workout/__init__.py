"""From what is seen to a workout: set-up, sets, rests, cues."""

from fitcoach.workout.cues import Cue, Severity
from fitcoach.workout.moment import Moment
from fitcoach.workout.plan import Goal, Plan, read_plan, single
from fitcoach.workout.sets import SetRecord
from fitcoach.workout.sight import Sight
from fitcoach.workout.trainer import Trainer

__all__ = [
    "Cue",
    "Goal",
    "Moment",
    "Plan",
    "SetRecord",
    "Severity",
    "Sight",
    "Trainer",
    "read_plan",
    "single",
]
