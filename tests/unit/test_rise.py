"""Small movements told apart by height, on a body that rises on its toes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitcoach.body import Landmark as Lm
from fitcoach.coach.rise import RiseClassifier
from fitcoach.exercise import Rise
from fitcoach.pose import Pose

RULE = Rise(part="shoulders", above="toes", height=0.2)
WINDOW = 10.0


class Known:
    """Says of every pose how sure it is that it belongs to no phase."""

    classes = ("down", "up", "none")

    def __init__(self, none=0.0):
        self.none = none

    def probabilities(self, _pose):
        return np.array([1 - self.none, 0.0, self.none])


def risen(timestamp, rise, lift=0.0, toes_seen=True):
    """Somebody with a trunk of 100 pixels, risen by `rise` trunks; the picture is lifted too."""
    image = np.zeros((33, 3))
    for side in ("LEFT", "RIGHT"):
        for joint, height in (("SHOULDER", 200), ("HIP", 100), ("FOOT_INDEX", 0)):
            up = height + 100 * (lift + (rise if height else 0))
            image[Lm[f"{side}_{joint}"]] = 0.5, (300 - up) / 480, 0
    visibility = np.ones(33)
    visibility[[Lm.LEFT_FOOT_INDEX, Lm.RIGHT_FOOT_INDEX]] = float(toes_seen)
    return Pose(timestamp, image, np.zeros((33, 3)), visibility, (480, 640))


def test_rest_and_turn_around():
    classifier = RiseClassifier(RULE, ("down", "up"), WINDOW, Known())
    for t in np.arange(0, 2, 0.1):
        np.testing.assert_allclose(classifier.probabilities(risen(t, 0.0)), [1, 0, 0], atol=1e-6)
    found = [classifier.probabilities(risen(2.0, rise))[1] for rise in (0.05, 0.1, 0.2, 0.3)]
    assert found == pytest.approx([0.25, 0.5, 1.0, 1.0], abs=0.01)


def test_a_moving_camera_is_no_movement():
    classifier = RiseClassifier(RULE, ("down", "up"), WINDOW, Known())
    for t in np.arange(0, 2, 0.1):
        assert classifier.probabilities(risen(t, 0.0, lift=np.sin(9 * t)))[1] < 0.01


def test_rest_is_found_anew():
    classifier = RiseClassifier(RULE, ("down", "up"), WINDOW, Known())
    classifier.probabilities(risen(0.0, 0.0))
    for t in np.arange(1, 13, 0.1):
        last = classifier.probabilities(risen(t, 0.2))
    assert last[1] < 0.01


def test_what_is_not_of_the_exercise_or_not_seen_is_none():
    classifier = RiseClassifier(RULE, ("down", "up"), WINDOW, Known(none=0.7))
    np.testing.assert_allclose(classifier.probabilities(risen(0, 0)), [0.3, 0, 0.7])
    unseen = risen(0.1, 0.2, toes_seen=False)
    np.testing.assert_allclose(classifier.probabilities(unseen), [0, 0, 1])


@given(st.lists(st.floats(-1, 3), min_size=1, max_size=50), st.floats(0, 1))
def test_probabilities_add_up(rises, none):
    classifier = RiseClassifier(RULE, ("down", "up"), WINDOW, Known(none))
    for i, rise in enumerate(rises):
        found = classifier.probabilities(risen(0.1 * i, rise))
        assert found.sum() == pytest.approx(1)
        assert found.min() >= 0
