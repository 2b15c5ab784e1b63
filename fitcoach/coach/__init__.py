"""From poses to repetitions and to seconds held."""

from fitcoach.coach.coach import Coach, Update
from fitcoach.coach.counter import Rep, RepCounter
from fitcoach.coach.hold import Hold, HoldTimer
from fitcoach.coach.panel import Panel

__all__ = ["Coach", "Hold", "HoldTimer", "Panel", "Rep", "RepCounter", "Update"]
