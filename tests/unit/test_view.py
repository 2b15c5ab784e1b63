"""From which side a person is seen."""

from dataclasses import replace

import numpy as np
import pytest

from fitcoach.body import Landmark as Lm
from fitcoach.cli.words import wrong_view
from fitcoach.coach.view import ViewTally, facing_as_at, seen_from, wavers
from fitcoach.exercise import find_exercise
from fitcoach.pose import Pose


def turned(degrees):
    """Somebody turned about the vertical; 0 faces the camera, with the left side on its right."""
    world = np.zeros((33, 3))
    for side, x in (("LEFT", 0.2), ("RIGHT", -0.2)):
        for joint in ("SHOULDER", "HIP"):
            c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
            world[Lm[f"{side}_{joint}"]] = x * c, 0, x * s
    return Pose(0.0, np.zeros((33, 3)), world, np.ones(33), (480, 640))


@pytest.mark.parametrize(
    ("degrees", "view"),
    [
        (0, "front"),
        (-20, "front"),
        (45, "oblique"),
        (80, "side"),
        (-100, "side"),
        (135, "oblique"),
        (165, "back"),
        (-179, "back"),
    ],
)
def test_seen_from(degrees, view):
    assert seen_from(turned(degrees)) == view


@pytest.mark.parametrize(
    ("degrees", "exchanged"),
    [
        ([0, 20, 60, 20, 0], []),
        ([0, 175, -170, 5, 0], [1, 2]),
        ([180, 175, -5, 178], [2]),
        ([90, 90, -80, 90], [2]),
        ([0, 0, 180], [0, 1]),
    ],
)
def test_who_is_taken_for_turned_round_is_seen_as_at_the_end_of_the_rep(degrees, exchanged):
    poses = [replace(turned(each), timestamp=i) for i, each in enumerate(degrees)]
    end = poses[-1].timestamp
    for i, (pose, found) in enumerate(zip(poses, facing_as_at(poses, end), strict=True)):
        assert (found is not pose) == (i in exchanged)
        if i in exchanged:
            assert (found.world[Lm.LEFT_HIP] == pose.world[Lm.RIGHT_HIP]).all()


@pytest.mark.parametrize(("misread", "unsure"), [(0, False), (5, False), (6, True)])
def test_who_is_seen_between_front_and_back_for_a_quarter_of_a_rep_is_not_judged(misread, unsure):
    poses = [replace(turned(0), timestamp=i / 20) for i in range(30)]
    for i in range(misread):
        poses[i + 3].world[:, 0] *= 0.2
    assert wavers(poses, 0.0, 1.0) == unsure


def test_the_view_of_most_of_the_time():
    tally = ViewTally()
    assert tally.view is None
    for degrees in (0, 0, 0, 90):
        tally.update(turned(degrees))
    tally.update(None)
    assert tally.view == "front"
    for degrees in (90, 90):
        tally.update(turned(degrees))
    assert tally.view is None


def test_a_wrong_view_is_said_with_the_right_ones():
    calf_raise = find_exercise("calf-raise")
    assert wrong_view(calf_raise, "side") is None
    assert wrong_view(calf_raise, None) is None
    assert wrong_view(calf_raise, "front") == (
        "seen from the front; Calf raise should be seen from the side or obliquely, "
        "or counts go wrong."
    )
