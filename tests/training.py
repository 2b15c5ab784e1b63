"""Sessions that were trained, for the tests of what is kept of them."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from fitcoach.coach import Measures
from fitcoach.session.log import (
    AttemptLog,
    ExerciseLog,
    HoldLog,
    Judged,
    LapseLog,
    RepLog,
    RuleLog,
    SessionLog,
    SetLog,
)

BEGAN = datetime(2026, 11, 21, 7, 30, tzinfo=UTC)

SQUAT = ExerciseLog(
    name="squat",
    title="Squat",
    held=False,
    joint="knee",
    concentric="back",
    rules={"depth": RuleLog(cue="Lower your hips", unit="degrees", good=95.0, warn=110.0)},
)
PLANK = ExerciseLog(
    name="plank",
    title="Plank",
    held=True,
    joint=None,
    concentric=None,
    rules={"sag": RuleLog(cue="Lift your hips", unit="degrees", good=12.0, warn=25.0)},
)


def rep(number, turn=80.0, grade="good", side=None):
    """A rep of four seconds."""
    start = 5.0 * number
    return RepLog(
        number=number,
        start=start,
        turn=start + 2.0,
        end=start + 4.0,
        side=side,
        by_hand=False,
        measures=Measures(170.0, turn, 0.5, 2.0, 0.5, 1.5, 50.0, 90.0),
        view="side",
        grade=grade,
        form={"depth": Judged(level=grade, value=turn, good=95.0)},
    )


def set_of(*reps, exercise=SQUAT, number=1, goal_reps=None, **fields):
    """A set; by default of three reps."""
    fields = {"reps": reps or (rep(1), rep(2), rep(3)), **fields}
    return SetLog(
        exercise=exercise, number=number, goal_reps=goal_reps, goal_seconds=None,
        start=3.0, end=60.0, **fields,
    )  # fmt: skip


def hold_of(seconds, *lapses):
    hold = HoldLog(number=1, start=4.0, end=4.0 + seconds, lapses=lapses)
    return set_of(exercise=PLANK, reps=(), holds=(hold,))


def session(*sets, days=0, **fields):
    """A session so many days after the first."""
    return SessionLog(
        id=uuid4().hex, began=BEGAN + timedelta(days=days), title="squat", source="camera 0",
        strictness="normal", version="1", seconds=70.0, **{"sets": sets or (set_of(),), **fields},
    )  # fmt: skip


LAPSE = LapseLog(rule="sag", seconds=9.0, worst=30.0, good=12.0)
ATTEMPT = AttemptLog(end=50.0, reason="not far enough: 120°, needs 110°")
