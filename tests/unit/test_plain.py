"""What is said of a workout: in plain lines, and aloud."""

from types import SimpleNamespace

import numpy as np
from scripted import REP, Gym, Oracle

from fitcoach.cli.announcer import Announcer
from fitcoach.cli.plain import Commentary
from fitcoach.coach import Coach, Panel
from fitcoach.exercise import find_exercise
from fitcoach.workout import Goal, Plan, single


class Sitting:
    """Sees somebody who sits at the wall, whatever he does."""

    classes = ("sit", "stand", "none")

    def probabilities(self, _):
        return np.array([1.0, 0.0, 0.0])


def panel(name):
    return Panel([Coach(find_exercise(name), Sitting() if name == "wall-sit" else Oracle())])


def lines(gym):
    said = []
    commentary = Commentary(said.append)
    for moment in gym.moments:
        commentary.show(moment, None)
    return said


def heard(gym):
    said = []
    announcer = Announcer(SimpleNamespace(play=lambda _: None, say=said.append))
    for moment in gym.moments:
        announcer.follow(moment)
    return said


def test_the_last_rep_of_an_exercise_is_told_by_its_own_rules():
    plan = Plan("two", (Goal("squat", reps=1, rest=5), Goal("wall-sit", seconds=5)))
    gym = Gym(plan, panel=panel)
    gym.do([*REP, (0.5, 0.0)])
    said = lines(gym)
    rules = {rule.id: rule.cue for rule in find_exercise("squat").form}
    (graded,) = [line for line in said if line.startswith("rep 1, ")]
    assert any(cue in graded for cue in rules.values())
    assert "good is at least" in graded
    assert said.index(graded) < said.index("Wall sit")


def test_a_hold_is_heard_in_seconds():
    gym = Gym(single("wall-sit", seconds=6), panel=panel)
    gym.do([(8.0, 1.0)])
    assert heard(gym)[-1] == "Set done, 6 seconds"
    gym = Gym(single("squat", reps=1), panel=panel)
    gym.do([*REP, (0.5, 0.0)])
    assert "Set done, 1" in heard(gym)
