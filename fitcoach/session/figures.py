"""A set in figures, by which sessions are listed and compared."""

from collections import Counter
from statistics import median
from typing import Any

from fitcoach.session.log import SetLog


def set_figures(each: SetLog) -> dict[str, Any]:
    """The figures of a set, by the names of their columns in the history."""
    grades = Counter(rep.grade for rep in each.reps)
    ranges = [value for value in each.ranges if value is not None]
    return {
        "exercise": each.exercise.name if each.exercise else None,
        "title": each.title,
        "reps": len(each.reps),
        "attempts": len(each.attempts),
        "held": each.held,
        "good": grades["good"],
        "fair": grades["fair"],
        "fault": grades["fault"],
        "range": median(ranges) if ranges else None,
    }
