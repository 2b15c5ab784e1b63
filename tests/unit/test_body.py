"""Landmark tables and joint angles."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitcoach.body import EDGES, LANDMARK_COUNT, MIRROR, Landmark, interior_angle, joint_angle


def test_mirror_exchanges_the_sides_and_undoes_itself():
    assert MIRROR[Landmark.LEFT_KNEE] == Landmark.RIGHT_KNEE
    assert MIRROR[Landmark.MOUTH_LEFT] == Landmark.MOUTH_RIGHT
    assert MIRROR[Landmark.NOSE] == Landmark.NOSE
    assert MIRROR[MIRROR].tolist() == list(range(LANDMARK_COUNT))


def test_every_edge_has_its_mirror_image():
    edges = {frozenset(edge) for edge in EDGES}
    assert {frozenset((int(MIRROR[a]), int(MIRROR[b]))) for a, b in EDGES} == edges


@given(st.floats(0, 180), st.floats(0.1, 5), st.floats(0.1, 5))
def test_interior_angle_of_two_rays(angle, first, second):
    direction = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle)), 0.0])
    found = interior_angle(first * np.array([1.0, 0, 0]), np.zeros(3), second * direction)
    assert found == pytest.approx(angle, abs=1e-4)


def test_a_limb_without_length_has_no_angle():
    assert np.isnan(interior_angle(np.zeros(3), np.zeros(3), np.ones(3)))


def test_joint_angle_left_and_right():
    points = np.zeros((33, 3))
    points[Landmark.LEFT_HIP], points[Landmark.LEFT_ANKLE] = [0, -1, 0], [0, 1, 0]
    points[Landmark.RIGHT_HIP], points[Landmark.RIGHT_ANKLE] = [0, -1, 0], [0, 0, 1]
    assert joint_angle(points, "knee").tolist() == pytest.approx([180.0, 90.0])
