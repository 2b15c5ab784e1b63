"""How the dashboard puts things."""

from collections import Counter

from fitcoach.session.log import set_log
from fitcoach.words import duration, many
from fitcoach.workout import Goal, Moment, SetRecord

_MINUTE = 60


def clock(seconds: float) -> str:
    """Seconds as `9`, or as `1:05` from a minute on."""
    whole = int(seconds)
    return str(whole) if whole < _MINUTE else f"{whole // _MINUTE}:{whole % _MINUTE:02}"


def title(moment: Moment) -> str:
    """The exercise."""
    return moment.exercise.title if moment.exercise else "Which exercise is it?"


def target(goal: Goal) -> str:
    """What the set is to be: `12 reps`, `30 s`, or nothing where that is open."""
    if goal.seconds is not None:
        return duration(goal.seconds)
    if goal.reps is not None:
        return many(goal.reps, "rep")
    return ""


def place(goal: Goal) -> str:
    """Which set it is: `set 2 of 3`."""
    return f"set {goal.number}" if goal.sets is None else f"set {goal.number} of {goal.sets}"


def heading(record: SetRecord) -> str:
    """What was done in a set: `Squat, set 2 of 3: 12 reps`."""
    return f"{set_log(record).title}, {place(record.goal)}: {_done(record)}"


def sides(record: SetRecord) -> str:
    """The reps of each side, where the sides took turns."""
    counts = Counter(rep.side for rep in record.reps if rep.side is not None)
    return f"left {counts['left']}   right {counts['right']}" if counts else ""


def _done(record: SetRecord) -> str:
    if record.is_held:
        return duration(record.held)
    return many(len(record.reps), "rep")
