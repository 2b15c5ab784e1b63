"""Looking back at a set."""

from dataclasses import replace

import pytest

from fitcoach.body import PARTS
from fitcoach.coach import Attempt, Hold, Lapse, Measures, Rep
from fitcoach.coach.form import Form, Judgement, Level
from fitcoach.coach.measures import JointTravel
from fitcoach.exercise import find_exercise
from fitcoach.session.log import rep_log, set_log
from fitcoach.session.review import review
from fitcoach.session.trends import trends
from fitcoach.signals import NOISE
from fitcoach.workout import Goal, SetRecord

SQUAT, PLANK = find_exercise("squat"), find_exercise("plank")


def reps(ranges, seconds=(), sides=()):
    """Reps of given ranges of motion in degrees."""
    made = []
    for i, degrees in enumerate(ranges):
        lasts = seconds[i] if seconds else 2.0
        measures = None
        if degrees is not None:
            speed = degrees / lasts
            parts = (0.5, lasts / 2, 0.0, lasts / 2)
            measures = Measures(170, 170 - degrees, *parts, speed, 2 * speed)
        side = sides[i] if sides else None
        made.append(Rep(i + 1, 3.0 * i, 3.0 * i + 1, 3.0 * i + lasts, side, measures))
    return tuple(made)


def logs(ranges):
    return [rep_log(rep) for rep in reps(ranges)]


def record(**fields):
    return SetRecord(SQUAT, Goal("squat"), 0.0, 60.0, **fields)


def test_best_and_worst():
    judged = review(set_log(record(reps=reps([80, 100, None, 85]))))
    assert (judged.best, judged.worst) == (1, 0)


def test_within_the_noise_none_is_best():
    judged = review(set_log(record(reps=reps([80, 80 + NOISE["degrees"] - 1]))))
    assert (judged.best, judged.worst) == (None, None)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reps": reps([100, 100, 98, 90, 82, 80])}, "19° less far"),
        ({"reps": reps([90] * 6, seconds=[2, 2, 2, 2, 3, 3])}, "33 % of your speed"),
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
    assert words in review(set_log(record(**fields))).work_on


def test_a_hold_is_judged_by_its_breaks():
    held = replace(record(), exercise=PLANK, held=20.0)
    once = replace(held, holds=(Hold(1, 0.0, 20.0),))
    twice = replace(held, holds=(Hold(1, 0.0, 10.0), Hold(2, 12.0, 22.0)))
    assert review(set_log(once)).work_on == "Held without a break."
    assert "let go once" in review(set_log(twice)).work_on


def judged(level, rule="depth"):
    rules = {rule.id: rule for rule in SQUAT.form}
    return Form("side", (Judgement(rules[rule], level, 120.0, 95.0),))


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ([Level.FAULT, Level.FAIR, Level.GOOD, Level.GOOD], "thighs are level: 2 of 4 reps."),
        ([Level.FAIR, Level.GOOD, Level.GOOD, Level.GOOD, Level.GOOD], "Steady"),
        ([Level.GOOD, Level.GOOD, Level.GOOD, Level.GOOD], "Steady"),
    ],
)
def test_a_fault_that_comes_often_is_what_to_work_on(levels, words):
    done = reps([90] * len(levels))
    done = tuple(replace(r, form=judged(level)) for r, level in zip(done, levels, strict=True))
    assert words in review(set_log(record(reps=done))).work_on


def test_attempts_are_told_together_whatever_was_measured():
    attempts = tuple(Attempt(t, f"not far enough: {110 + t}°, needs 110°", ()) for t in (1, 2))
    text = review(set_log(record(attempts=attempts))).work_on
    assert text == "2 attempts did not count: not far enough."


def test_a_hold_is_judged_by_what_lasted_longest():
    sag, pike = PLANK.form
    lapses = (Lapse(pike, 3.0, -40.0, -20.0), Lapse(sag, 9.0, 25.0, 12.0))
    held = replace(record(), exercise=PLANK, held=20.0, holds=(Hold(1, 0.0, 20.0, lapses),))
    assert review(set_log(held)).work_on == "Lift your hips: body in one line: 9 of 20 s."


def test_trends_of_a_set():
    change = trends(logs([100, 100, 98, 90, 82, 80]), "knee")
    assert change.range_lost == 19
    assert change.speed_lost == pytest.approx(0.19)
    assert change.spread == 0.0
    assert change.drift is None
    assert trends(logs([100, 80]), "knee").range_lost is None


def test_the_sides_drift_apart():
    def rep(right):
        sides = (("left", 90), ("right", right))
        travels = tuple(JointTravel("knee", side, 170, 80, 170 - r, 170) for side, r in sides)
        return replace(reps([90])[0].measures, joints=travels)

    done = tuple(Rep(i + 1, 0.0, 1.0, 2.0, measures=rep(90 - 5 * i)) for i in range(6))
    assert trends([rep_log(rep) for rep in done], "knee").drift == pytest.approx(20)


def test_trends_in_words():
    words = trends(logs([100, 100, 98, 90, 82, 80]), "knee").words
    assert words == "Over the set: range -19°, speed -19 %, times within 0 %."
    assert trends(logs([100, 80]), "knee").words == ""
