"""From poses to repetitions and to seconds held."""

from fitcoach.coach.coach import Coach, Update
from fitcoach.coach.counter import Rep, RepCounter
from fitcoach.coach.form import Form, Judgement, Level, Strictness
from fitcoach.coach.gates import Attempt
from fitcoach.coach.hold import Hold, HoldTimer
from fitcoach.coach.measures import Measures
from fitcoach.coach.panel import Panel
from fitcoach.coach.watch import Lapse

__all__ = [
    "Attempt",
    "Coach",
    "Form",
    "Hold",
    "HoldTimer",
    "Judgement",
    "Lapse",
    "Level",
    "Measures",
    "Panel",
    "Rep",
    "RepCounter",
    "Strictness",
    "Update",
]
