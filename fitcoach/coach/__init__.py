"""From poses to repetitions and to seconds held."""

from fitcoach.coach.coach import Coach, Update
from fitcoach.coach.counter import Rep, RepCounter
from fitcoach.coach.gates import Attempt
from fitcoach.coach.hold import Hold, HoldTimer
from fitcoach.coach.measures import Measures
from fitcoach.coach.panel import Panel

__all__ = [
    "Attempt",
    "Coach",
    "Hold",
    "HoldTimer",
    "Measures",
    "Panel",
    "Rep",
    "RepCounter",
    "Update",
]
