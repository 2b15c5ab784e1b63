"""The side that did a rep, on elbows bent by known angles."""

import numpy as np
import pytest

from fitcoach.body import Landmark as Lm
from fitcoach.coach.sides import working_side
from fitcoach.exercise import Sides
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
