"""What remains of a workout."""

from fitcoach.session.figures import hold_figures, rep_figures
from fitcoach.session.journal import Journal

__all__ = ["Journal", "hold_figures", "rep_figures"]
