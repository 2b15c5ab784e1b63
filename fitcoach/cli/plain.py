"""A workout in plain lines, where there is no terminal for the dashboard."""

from typing import TYPE_CHECKING

from fitcoach.cli.words import seconds_held, total
from fitcoach.session.log import exercise_log, rep_log
from fitcoach.session.words import verdict
from fitcoach.workout.cues import Severity
from fitcoach.workout.moment import (
    AttemptMade,
    HoldDone,
    Paused,
    Recognised,
    RepDone,
    RepGraded,
    RepUndone,
    Resumed,
    SetBegun,
    SetDone,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from fitcoach.coach import Hold, Rep
    from fitcoach.dashboard.controls import Traffic
    from fitcoach.exercise import Exercise
    from fitcoach.workout import Cue, Goal, Moment, SetRecord
    from fitcoach.workout.moment import Event


class Commentary:
    """Says what happens as it happens."""

    def __init__(self, say: "Callable[[str], None]") -> None:
        """Takes what writes a line."""
        self._say = say
        self._introduced: Exercise | None = None
        self._cue: Cue | None = None

    def show(self, moment: "Moment", _: "Traffic") -> None:
        """Tells a moment."""
        # With the end of a set the moment is of the next exercise already, what ended is not.
        over = any(isinstance(event, SetDone) for event in moment.events)
        if not over:
            self._introduce(moment.exercise)
        for event in moment.events:
            for line in told(event):
                self._say(line)
        if over:
            self._introduce(moment.exercise)
        if moment.cue != self._cue:
            self._cue = moment.cue
            # What is only good to know is no matter for a log; attempts and form are events.
            known = any(isinstance(event, AttemptMade | RepGraded) for event in moment.events)
            if moment.cue is not None and moment.cue.severity > Severity.NOTE and not known:
                self._say(moment.cue.text)

    def _introduce(self, exercise: "Exercise | None") -> None:
        if exercise is not None and exercise != self._introduced:
            self._introduced = exercise
            for line in (exercise.title, exercise.instruction, exercise.camera.advice):
                self._say(line)


def told(event: "Event") -> list[str]:
    """An event in words; some are not worth any."""
    lines: list[str] = []
    match event:
        case SetBegun(goal) if _is_one_of_many(goal):
            lines = [f"set {goal.number}"]
        case RepDone(rep):
            lines = [_rep_line(rep)]
        case RepGraded(rep, exercise) if rep.form is not None and rep.form.grade:
            lines = [f"rep {rep.number}, {verdict(rep_log(rep), exercise_log(exercise))}"]
        case RepUndone(rep):
            lines = [f"rep {rep.number} taken back"]
        case Recognised(record):
            lines = [*map(_rep_line, record.reps), *map(_hold_line, record.holds)]
        case HoldDone(hold):
            lines = [_hold_line(hold)]
        case AttemptMade(attempt):
            lines = [f"not counted at {attempt.end:.1f} s: {attempt.reason}"]
        case SetDone(record) if _is_one_of_many(record.goal):
            lines = [f"set {record.goal.number} done: {_amount(record)}"]
        case Paused(reason):
            lines = ["paused" if reason == "asked" else f"paused: {reason}"]
        case Resumed():
            lines = ["going on"]
        case _:
            pass
    return lines


def _is_one_of_many(goal: "Goal") -> bool:
    return goal.number > 1 or (goal.sets or 1) > 1


def _rep_line(rep: "Rep") -> str:
    if rep.by_hand:
        return f"rep {rep.number}: added by hand"
    side = "" if rep.side is None else f" {rep.side}"
    return f"rep {rep.number}{side}: {rep.end - rep.start:.1f} s, ended at {rep.end:.1f} s"


def _hold_line(hold: "Hold") -> str:
    return f"hold {hold.number}: {hold.seconds:.1f} s, ended at {hold.end:.1f} s"


def _amount(record: "SetRecord") -> str:
    if record.is_held:
        return seconds_held(record.held)
    return total(record.reps)
