"""When a set is complete."""

import pytest

from fitcoach.coach import Rep
from fitcoach.exercise import find_exercise
from fitcoach.workout import Goal, SetRecord

SQUAT, PLANK = find_exercise("squat"), find_exercise("plank")


def reps(count):
    return tuple(Rep(number, 0.0, 1.0, 2.0) for number in range(1, count + 1))


@pytest.mark.parametrize(
    ("exercise", "goal", "fields", "complete"),
    [
        (SQUAT, Goal("squat", reps=2), {"reps": reps(1)}, False),
        (SQUAT, Goal("squat", reps=2), {"reps": reps(2)}, True),
        (SQUAT, Goal("squat"), {"reps": reps(2)}, False),
        (PLANK, Goal("plank", seconds=30), {"held": 29.9}, False),
        (PLANK, Goal("plank", seconds=30), {"held": 30.0}, True),
        (PLANK, Goal("plank", reps=2), {"held": 30.0}, False),
        (None, Goal("auto", reps=1), {"reps": reps(1)}, False),
    ],
)
def test_when_a_set_is_complete(exercise, goal, fields, complete):
    assert SetRecord(exercise, goal, 0.0, 9.0, **fields).is_complete is complete
