"""Looking back at a set, and what is measured of a rep."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitcoach.body import PARTS
from fitcoach.coach import Attempt, Hold, Measures, Rep
from fitcoach.coach.measures import BAND, measure
from fitcoach.exercise import find_exercise
from fitcoach.workout import Goal, SetRecord, review
from fitcoach.workout.sets import NOISE

SQUAT, PLANK = find_exercise("squat"), find_exercise("plank")


def reps(ranges, seconds=(), sides=()):
    """Reps of given ranges of motion in degrees."""
    made = []
    for i, degrees in enumerate(ranges):
        lasts = seconds[i] if seconds else 2.0
        measures = None if degrees is None else Measures(170, 170 - degrees, lasts / 2, 0.0, 1.0)
        side = sides[i] if sides else None
        made.append(Rep(i + 1, 3.0 * i, 3.0 * i + 1, 3.0 * i + lasts, side, measures))
    return tuple(made)


def record(**fields):
    return SetRecord(SQUAT, Goal("squat"), 0.0, 60.0, **fields)


def test_best_and_worst():
    judged = review(record(reps=reps([80, 100, None, 85])))
    assert (judged.best, judged.worst) == (1, 0)


def test_within_the_noise_none_is_best():
    judged = review(record(reps=reps([80, 80 + NOISE - 1])))
    assert (judged.best, judged.worst) == (None, None)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reps": reps([100, 100, 98, 90, 82, 80])}, "19° less far"),
        ({"reps": reps([90] * 6, seconds=[2, 2, 2, 2, 3, 3])}, "50 % slower"),
        ({"reps": reps([90] * 6, sides=["left", "right", "left", "left", "left", "left"])},
         "5 left, 1 right: do more with the right"),
        ({"reps": reps([90, 92, 91, 90])}, "Steady: all reps within 2°"),
        ({"reps": reps([90])}, "Well done"),
        ({"reps": reps([100, 100, 98, 90, 82, 80]),
          "attempts": (Attempt(1.0, "the feet moved", PARTS["feet"]),)},
         "One attempt did not count: the feet moved."),
    ],
)  # fmt: skip
def test_the_one_thing_to_work_on(fields, words):
    assert words in review(record(**fields)).work_on


def test_a_hold_is_judged_by_its_breaks():
    held = replace(record(), exercise=PLANK, held=20.0)
    once = replace(held, holds=(Hold(1, 0.0, 20.0),))
    twice = replace(held, holds=(Hold(1, 0.0, 10.0), Hold(2, 12.0, 22.0)))
    assert review(once).work_on == "Held without a break."
    assert "let go once" in review(twice).work_on


@pytest.mark.parametrize(
    ("exercise", "goal", "fields", "complete"),
    [
        (SQUAT, Goal("squat", reps=2), {"reps": reps([90])}, False),
        (SQUAT, Goal("squat", reps=2), {"reps": reps([90, 90])}, True),
        (SQUAT, Goal("squat"), {"reps": reps([90, 90])}, False),
        (PLANK, Goal("plank", seconds=30), {"held": 29.9}, False),
        (PLANK, Goal("plank", seconds=30), {"held": 30.0}, True),
        (PLANK, Goal("plank", reps=2), {"held": 30.0}, False),
        (None, Goal("auto", reps=1), {"reps": reps([90])}, False),
    ],
)
def test_when_a_set_is_complete(exercise, goal, fields, complete):
    assert SetRecord(exercise, goal, 0.0, 9.0, **fields).is_complete is complete


def trace(out, hold, back, *, rest=170.0, turn=80.0, lead=1.0):
    """(seconds, degrees) at 100 Hz: still, out, hold, back, at even speeds."""
    moments, t = [], 0.0
    for seconds, begin, end in (
        (lead, rest, rest), (out, rest, turn), (hold, turn, turn), (back, turn, rest),
    ):  # fmt: skip
        steps = max(1, round(seconds * 100))
        for i in range(steps):
            moments.append((t, begin + (end - begin) * i / steps))
            t += 0.01
    return moments, t


@given(st.floats(0.3, 4.0), st.floats(0.0, 3.0), st.floats(0.3, 4.0), st.booleans())
def test_the_parts_of_a_rep(out, hold, back, opens):
    rest, turn = (60.0, 160.0) if opens else (170.0, 80.0)
    moments, end = trace(out, hold, back, rest=rest, turn=turn)
    measured = measure(moments, 1 if opens else -1, 1.0 + out + hold / 2, end)
    assert measured.rest == pytest.approx(rest)
    assert measured.turn == pytest.approx(turn, abs=1)
    band = BAND / abs(turn - rest)
    assert measured.out == pytest.approx(out * (1 - 2 * band), abs=0.05)
    assert measured.hold == pytest.approx(hold + (out + back) * band, abs=0.05)
    assert measured.back == pytest.approx(back * (1 - band), abs=0.05)


def test_no_movement_is_not_measured():
    moments, end = trace(1.0, 0.0, 1.0, rest=170.0, turn=166.0)
    assert measure(moments, -1, 2.0, end) is None
    assert measure([], -1, 0.0, 1.0) is None
