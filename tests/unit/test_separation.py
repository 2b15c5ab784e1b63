"""How plainly an exercise's phases differ, on poses whose likeness is known by construction."""

import numpy as np
import pytest

from fitcoach.classify.samples import LabelledSample, Sample
from fitcoach.classify.separation import separation
from fitcoach.errors import FitcoachError
from fitcoach.exercise import find_exercise
from fitcoach.pose import Pose

BASE = np.random.default_rng(7).uniform(-0.9, 0.9, (3, 33, 3))


def labelled(name, base, number, seed):
    rng = np.random.default_rng(seed)
    exercise, phase = name.split("/")
    for i in range(number):
        world = BASE[base] + rng.normal(0, 0.02, (33, 3))
        pose = Pose(0.0, np.zeros((33, 3)), world, np.ones(33), (1, 1))
        yield LabelledSample(exercise, phase, Sample(str(i), pose), f"{name} {i}")


def test_phases_and_exercises_that_differ():
    own = [*labelled("squat/up", 0, 30, 1), *labelled("squat/down", 1, 30, 2)]
    others = [*labelled("lunge/up", 0, 300, 3), *labelled("lunge/down", 2, 300, 4)]
    found = separation(find_exercise("squat"), own, others)
    assert found.samples == {"up": 30, "down": 30}
    assert found.within == {"up": {}, "down": {}}
    assert found.confused() == (("up", "down"), 0.0)
    assert found.likest() == ("lunge", 0.0)
    # However many samples the other has: alike are alike, neither drowns the other.
    assert found.beyond["up"].keys() == {"lunge/up"}
    assert 0.2 < found.beyond["up"]["lunge/up"] < 0.8


def test_phases_that_are_the_same_pose():
    own = [*labelled("squat/up", 0, 40, 1), *labelled("squat/down", 0, 40, 2)]
    found = separation(find_exercise("squat"), own, [])
    (_, share) = found.confused()
    assert 0.3 < share < 0.7
    assert found.within["up"]["down"] + found.within["down"]["up"] == pytest.approx(2 * share)


def test_an_exercise_that_is_like_another_in_every_phase():
    own = [*labelled("squat/up", 0, 30, 1), *labelled("squat/down", 1, 30, 2)]
    twin = [*labelled("lunge/up", 0, 30, 3), *labelled("lunge/down", 1, 30, 4)]
    other, share = separation(find_exercise("squat"), own, twin).likest()
    assert other == "lunge"
    assert 0.2 < share < 0.8


def test_many_samples_are_thinned_and_few_refused():
    own = [*labelled("squat/up", 0, 500, 1), *labelled("squat/down", 1, 90, 2)]
    assert separation(find_exercise("squat"), own, []).samples == {"up": 200, "down": 90}
    with pytest.raises(FitcoachError, match="too few"):
        separation(find_exercise("squat"), own[:4], [])


def test_a_hold_of_one_phase_is_confused_with_no_other():
    plank = find_exercise("plank")
    hold = plank.hold.model_copy(update={"phases": ("hands",)})
    phases = tuple(phase for phase in plank.phase if phase.name == "hands")
    one = plank.model_copy(update={"hold": hold, "phase": phases})
    found = separation(one, list(labelled("plank/hands", 0, 30, 1)), [])
    assert found.confused() == (("", ""), 0.0)
