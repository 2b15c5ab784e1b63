"""The side that did a rep, on elbows bent by known angles."""

from dataclasses import replace

import numpy as np
import pytest

from fitcoach.body import Landmark as Lm
from fitcoach.body import joint_angle
from fitcoach.coach import Coach
from fitcoach.coach.sides import moving_side, working_side
from fitcoach.exercise import Sides, find_exercise
from fitcoach.pose import Pose

TOGETHER = Sides(joint="elbow", together=True)
APART = Sides(joint="elbow")


def bent(left, right, unseen=()):
    """A pose with the elbows bent by so many degrees."""
    world = np.zeros((33, 3))
    for side, degrees in (("LEFT", left), ("RIGHT", right)):
        bend = np.radians(degrees)
        world[Lm[f"{side}_SHOULDER"]] = 0, -1, 0
        world[Lm[f"{side}_WRIST"]] = np.sin(bend), np.cos(bend), 0
    visibility = np.ones(33)
    visibility[list(unseen)] = 0.2
    return Pose(0.0, np.zeros((33, 3)), world, visibility, (480, 640))


def rep(left, right, unseen=()):
    course = np.concatenate([np.linspace(0, 1, 15), np.linspace(1, 0, 15)])
    return [bent(10 + left * c, 10 + right * c, unseen) for c in course]


@pytest.mark.parametrize(
    ("sides", "poses", "side"),
    [
        (TOGETHER, rep(120, 0), "left"),
        (TOGETHER, rep(20, 110), "right"),
        (TOGETHER, rep(120, 120), None),
        (TOGETHER, rep(120, 70), None),  # the far arm is seen to move less
        (APART, rep(120, 70), "left"),
        (APART, rep(40, 50), "right"),
        (APART, rep(120, 0, [Lm.RIGHT_WRIST]), "left"),
        (APART, rep(5, 0, [Lm.RIGHT_WRIST]), "right"),  # the hidden one
        (APART, rep(0, 5, [Lm.LEFT_WRIST]), "left"),
        (APART, rep(120, 0, [Lm.LEFT_WRIST, Lm.RIGHT_WRIST]), None),
        (TOGETHER, rep(120, 0, [Lm.RIGHT_WRIST]), None),
    ],
)
def test_working_side(sides, poses, side):
    assert working_side(sides, poses) == side


def test_a_single_misreading_names_no_side():
    poses = rep(0, 100)
    poses[3] = bent(150, 30)
    assert working_side(APART, poses) == "right"


def test_both_knees_move_in_a_lunge_whichever_leg_steps():
    for name, side in (("lunge", None), ("side-lunge", "left"), ("biceps-curl", "left")):
        exercise = find_exercise(name)
        assert moving_side(exercise.sides, exercise.movement, "left") == side
    assert moving_side(None, find_exercise("squat").movement, None) is None


class Late:
    """Takes the left arm for resting until it has done two thirds of its way."""

    classes = ("down", "up", "none")

    def probabilities(self, pose):
        up = float(joint_angle(pose.world, "elbow")[0] < 100)
        return np.array([1 - up, up, 0.0])


def test_what_a_joint_does_before_the_phase_of_rest_is_over_counts_as_well():
    coach = Coach(find_exercise("biceps-curl"), Late())
    course = [0.0] * 30 + [*np.linspace(0, 1, 30), *np.linspace(1, 0, 30)] + [0.0] * 30
    reps = []
    for i, share in enumerate(course):
        pose = bent(10 + 110 * share, 10 + 30 * max(0.0, 3 * share - 2))
        update = coach.update(i / 30, replace(pose, timestamp=i / 30))
        reps += [update.rep] if update.rep else []
    assert [rep.side for rep in reps] == ["left"]
