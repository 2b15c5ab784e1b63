"""Following one of several people."""

import numpy as np
import pytest

from fitcoach.body import LANDMARK_COUNT
from fitcoach.capture.follow import PersonFollower
from fitcoach.pose import Pose

SIZE = (480, 640)


def person(x: float, *, height: float = 0.5, unseen: float = 0.0) -> Pose:
    """Somebody whose landmarks fill a box around `x` (a share of the width)."""
    rng = np.random.default_rng(0)
    image = rng.uniform(-0.5, 0.5, (LANDMARK_COUNT, 3)) * [0.2, height, 0] + [x, 0.5, 0]
    visibility = np.ones(LANDMARK_COUNT)
    if unseen:
        image[-1] = [x + unseen, 0.5, 0]
        visibility[-1] = 0.1
    return Pose(0.0, image, np.zeros((LANDMARK_COUNT, 3)), visibility, SIZE)


def test_nobody_is_nobody() -> None:
    assert PersonFollower().pick([], 0.0) is None


def test_the_largest_comes_first() -> None:
    assert PersonFollower().pick([person(0.2, height=0.3), person(0.8)], 0.0) == 1


def test_size_is_that_of_the_landmarks_seen() -> None:
    wide_only_by_guess = person(0.2, height=0.3, unseen=0.7)
    assert PersonFollower().pick([wide_only_by_guess, person(0.8)], 0.0) == 1


def test_size_is_in_pixels_not_in_shares() -> None:
    tall = Pose(0.0, *_box(0.1, 0.5), (1000, 100))
    wide = Pose(0.0, *_box(0.4, 0.2), (100, 1000))
    assert PersonFollower().pick([tall, wide], 0.0) == 1


def _box(width: float, height: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    image = np.zeros((LANDMARK_COUNT, 3))
    image[1] = [width, height, 0]
    return image, np.zeros_like(image), np.ones(LANDMARK_COUNT)


def test_the_same_one_stays_however_large_others_become() -> None:
    follower = PersonFollower()
    assert follower.pick([person(0.3)], 0.0) == 0
    assert follower.pick([person(0.8, height=0.9), person(0.32)], 0.1) == 1
    assert follower.pick([person(0.36), person(0.8, height=0.9)], 0.2) == 0


def test_a_moving_person_is_followed_across_the_picture() -> None:
    follower = PersonFollower()
    for step in range(20):
        x = 0.1 + 0.04 * step
        people = [person(0.5, height=0.8), person(x)] if step else [person(x)]
        assert follower.pick(people, step / 10) == len(people) - 1


def test_another_one_is_taken_only_after_the_patience() -> None:
    follower = PersonFollower()
    follower.pick([person(0.2)], 0.0)
    for timestamp in (0.3, 0.6, 0.99):
        assert follower.pick([person(0.8)], timestamp) is None
    assert follower.pick([person(0.8)], 1.0) == 0


def test_one_who_comes_back_in_time_is_followed_again() -> None:
    follower = PersonFollower()
    follower.pick([person(0.2)], 0.0)
    assert follower.pick([], 0.5) is None
    assert follower.pick([person(0.8, height=0.9), person(0.2)], 0.9) == 1
    assert follower.pick([person(0.8)], 1.8) is None  # patience counts from 0.9


@pytest.mark.parametrize("landmarks", [0, 2])
def test_hardly_any_landmark_seen_does_not_lose_the_person(landmarks: int) -> None:
    follower = PersonFollower()
    pose = person(0.2)
    pose.visibility[landmarks:] = 0.0
    assert follower.pick([pose], 0.0) == 0
    assert follower.pick([person(0.2)], 0.1) == 0
