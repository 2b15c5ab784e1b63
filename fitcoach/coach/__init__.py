"""From poses to repetitions."""

from fitcoach.coach.coach import Coach, Update
from fitcoach.coach.counter import Rep, RepCounter

__all__ = ["Coach", "Rep", "RepCounter", "Update"]
