"""Bodies that were measured in space are judged from everywhere."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rigs import standing

from fitcoach.body import JOINT_ANGLES, L, joint_angle
from fitcoach.coach.measured import read_measured, read_told
from fitcoach.coach.trajectory import Trajectory
from fitcoach.coach.view import ViewTally, tells
from fitcoach.exercise import find_exercise
from fitcoach.pose import Pose
from fitcoach.signals import read_pose
from fitcoach.workout.advice import advise
from fitcoach.workout.sight import Sight

ALL = np.ones(33, bool)


def pose_of(body, measured=None, timestamp=0.0):
    hips = body[[L.LEFT_HIP, L.RIGHT_HIP]].mean(axis=0)
    image = body / 4 + 0.5  # looking along z, without perspective
    return Pose(timestamp, image, body - hips, np.ones(33), (480, 480), measured)


def turned(body, degrees):
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return body @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]).T


def leaning():
    """Leans forward by 30 degrees from the hips, on tiptoe, knees apart."""
    body = standing()
    hips = np.array([0.0, -0.9, 0.0])
    c, s = np.cos(np.radians(30)), np.sin(np.radians(30))
    tip = np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
    upper = body[:, 1] < -0.85
    upper[[L.LEFT_HIP, L.RIGHT_HIP]] = False
    body[upper] = (body[upper] - hips) @ tip.T + hips
    body[[L.LEFT_HEEL, L.RIGHT_HEEL], 1] -= 0.1
    body[L.LEFT_KNEE, 0] += 0.1
    return body


SIGNALS = [
    ("trunk_lean", ("side",)), ("trunk_lean", ("front",)), ("heel_lift", ("side", "oblique")),
    ("knee_width", ("front",)), ("foot_width", ("front", "back")), ("hand_height", ("oblique",)),
    ("sag", ("side",)), ("chin_height", ("back",)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "views"), SIGNALS)
def test_a_signal_is_what_a_picture_from_there_would_show(name, views):
    squarely = {"side": 90.0, "front": 0.0, "back": 0.0, "oblique": 45.0}
    view = next(each for each in squarely if each in views)
    expected = read_pose(name, pose_of(turned(leaning(), squarely[view])))
    for degrees in (0, 37, 90, 200):
        told = read_told(name, pose_of(turned(leaning(), degrees), ALL), views)
        assert told == pytest.approx(expected, abs=1e-6)


def test_a_lean_is_seen_from_the_side_only():
    pose = pose_of(leaning(), ALL)
    assert read_told("trunk_lean", pose, ("side",))[0] == pytest.approx([30, 30], abs=4)
    assert read_told("trunk_lean", pose, ("front",))[0] == pytest.approx([0, 0], abs=12)


@given(st.floats(-180, 180), st.sampled_from(sorted(JOINT_ANGLES)))
def test_angles_are_those_in_space_from_everywhere(degrees, joint):
    told = read_told(joint, pose_of(turned(leaning(), degrees), ALL), ("side",))
    assert told[0] == pytest.approx(joint_angle(leaning(), joint), abs=1e-6)


def test_what_was_not_measured_is_not_told():
    some = ALL.copy()
    some[L.LEFT_KNEE] = False
    knee = read_measured("knee", leaning()[None], some[None], ("side",))
    assert np.isnan(knee[0]).tolist() == [True, False]


def test_every_view_tells_what_was_measured():
    front = pose_of(standing())
    assert tells(front, ("front",))
    assert not tells(front, ("side",))
    assert tells(replace(front, measured=ALL), ("side",))
    tally = ViewTally()
    for measured in (None, ALL, ALL):
        tally.update(replace(front, measured=measured))
    assert tally.measured
    assert tally.tells(("side",))


def test_nobody_who_is_measured_is_told_to_turn():
    push_up = find_exercise("push-up")
    pose = pose_of(0.8 * turned(standing(), 180))  # seen from the back
    for measured, turn in ((None, True), (ALL, False)):
        cues = advise(Sight(0.0, replace(pose, measured=measured), 1, 0.5, None), push_up)
        assert any("Turn" in cue.text or "Face" in cue.text for cue in cues) == turn


def test_a_trajectory_leaves_out_what_was_not_measured():
    poses = [pose_of(standing(), ALL if i % 4 else None, i / 20) for i in range(40)]
    trajectory = Trajectory.of(poses)
    assert trajectory.measured
    assert trajectory.tells(("side",))
    assert trajectory.times[0] == pytest.approx(0.05)
    few = Trajectory.of([replace(p, measured=None) if i % 4 else p for i, p in enumerate(poses)])
    assert not few.measured
