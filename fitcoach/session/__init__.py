"""What remains of a workout."""

from fitcoach.session.journal import Journal

__all__ = ["Journal"]
