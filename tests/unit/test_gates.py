"""Gates, on a standing body whose parts are moved about."""

import numpy as np
import pytest

from fitcoach.body import Landmark as Lm
from fitcoach.coach.gates import refusal
from fitcoach.exercise import Gate
from fitcoach.pose import Pose

TRUNK = 100.0
"""Pixels; in the world it is 0.5 m."""


def standing(shift=(0.0, 0.0), feet=0.2, yaw=0.0, moved=None, unseen=()):
    """A pose.

    Args:
        shift: Of the whole body, in lengths of the trunk.
        feet: Distance between them in metres.
        yaw: Degrees by which the body is turned.
        moved: Landmark to lengths of the trunk by which it alone is shifted.
        unseen: Landmarks of no visibility.
    """
    world = np.zeros((33, 3))
    for side, x in (("LEFT", 0.15), ("RIGHT", -0.15)):
        world[Lm[f"{side}_SHOULDER"]] = x, -0.5, 0
        world[Lm[f"{side}_WRIST"]] = 1.5 * x, 0, 0
        world[Lm[f"{side}_HIP"]] = x, 0, 0
        world[Lm[f"{side}_ANKLE"]] = np.sign(x) * feet / 2, 0.9, 0
    c, s = np.cos(np.radians(yaw)), np.sin(np.radians(yaw))
    world = world @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    image = 200 + np.append(shift, 0) * TRUNK + world * TRUNK / 0.5
    for landmark, lengths in (moved or {}).items():
        image[landmark, 0] += lengths * TRUNK
    visibility = np.ones(33)
    visibility[list(unseen)] = 0.1
    return Pose(0.0, image / [640, 480, 640], world, visibility, (480, 640))


STILL = 0.4
CURL = Gate(still=dict.fromkeys(("shoulders", "hips", "feet"), STILL), turn=45)
FOOT = {Lm.LEFT_ANKLE: STILL + 0.1}


@pytest.mark.parametrize(
    ("gate", "middle", "end", "reason"),
    [
        (CURL, standing(), standing(), None),
        (CURL, standing((STILL - 0.1, 0)), standing(), None),
        (CURL, standing((STILL + 0.1, 0)), standing(), "shoulders"),
        (CURL, standing(moved=FOOT), standing(), "feet"),
        (CURL, standing(moved=FOOT, unseen=FOOT), standing(), None),
        (CURL, standing(yaw=80), standing(yaw=10), None),
        (CURL, standing(), standing(yaw=60), "turned"),
        (CURL, standing(), standing(yaw=-60), "turned"),
        (Gate(), standing((3, 0)), standing((3, 0), yaw=180), None),
        (Gate(shift=0.75), standing((2, 0)), standing(), None),
        (Gate(shift=0.75), standing(), standing((0.8, 0)), "end where it began"),
        (Gate(spread=0.5), standing(feet=0.5), standing(), None),
        (Gate(spread=0.5), standing(feet=0.4), standing(), "apart"),
    ],
)
def test_what_is_a_rep(gate, middle, end, reason):
    attempt = refusal(gate, [standing(), *[middle] * 10, end])
    assert (attempt is None) if reason is None else (reason in attempt.reason)


def test_a_single_misreading_moves_nothing():
    poses = [standing()] * 12 + [standing(moved=FOOT)] + [standing()] * 12
    assert refusal(CURL, poses) is None


def test_one_moment_can_be_judged():
    assert refusal(CURL, [standing()]) is None


def test_left_taken_for_right_moves_nothing():
    """Raised arms hide the face, and the front is taken for the back."""
    turned, half = standing(feet=0.6, yaw=180), standing(feet=0.6, yaw=150)
    poses = [standing(feet=0.6)] * 10 + [half] + [turned] * 10 + [half] + [standing(feet=0.6)] * 10
    gate = CURL.model_copy(update={"turn": None})
    assert refusal(gate, poses) is None


def test_feet_that_pass_each_other_step():
    """Side-on, each takes the place of the other by way of the middle."""
    poses = [standing(feet=0.6 * float(np.cos(t))) for t in np.linspace(0, np.pi, 30)]
    assert "feet" in refusal(CURL, poses).reason
