"""Cues and advice: which one is shown, and what it says."""

from itertools import pairwise

import numpy as np
import pytest
from scripted import squatting

from fitcoach.body import Landmark as Lm
from fitcoach.exercise import find_exercise
from fitcoach.workout import Cue, Severity, Sight
from fitcoach.workout.advice import advise
from fitcoach.workout.cues import SETTLED, SHOWN, CueDesk

NOTE = Cue("Last one", Severity.NOTE)
HINT = Cue("Turn sideways", Severity.HINT)
STOP = Cue("Step into view", Severity.STOP)
SQUAT = find_exercise("squat")


def test_the_worst_is_shown_first():
    assert CueDesk().update(0.0, [NOTE, STOP, HINT]) == STOP


def test_a_worse_one_takes_over_at_once_and_a_milder_one_waits():
    desk = CueDesk()
    assert desk.update(0.0, [HINT]) == HINT
    assert desk.update(0.1, [STOP]) == STOP
    assert desk.update(0.2, [NOTE]) == STOP
    assert desk.update(0.1 + SHOWN, [NOTE]) == NOTE


def test_a_cue_stays_long_enough_to_be_read_and_no_longer():
    desk = CueDesk()
    desk.update(0.0, [HINT])
    assert desk.update(SHOWN - 0.1, []) == HINT
    assert desk.update(SHOWN, []) is None


def test_equals_do_not_flicker():
    desk, other = CueDesk(), Cue("Come closer", Severity.HINT)
    shown = [desk.update(i * 0.04, [HINT if i % 2 else other]).text for i in range(100)]
    changes = sum(a != b for a, b in pairwise(shown))
    assert changes <= 100 * 0.04 / SETTLED


def texts(pose, exercise=SQUAT, **sight):
    return [cue.text for cue in advise(Sight(0.0, pose, **sight), exercise)]


def test_nothing_is_wrong_with_a_good_picture():
    assert advise(Sight(0.0, squatting(0.0, 0.0), brightness=0.4), SQUAT) == []


def test_nobody_in_view():
    (cue,) = advise(Sight(0.0, None), SQUAT)
    assert (cue.text, cue.severity) == ("Step into view", Severity.STOP)
    assert "turn on a light" in texts(None, brightness=0.05)[0]


@pytest.mark.parametrize(
    ("shift", "words"),
    [
        ((0.0, 0.3), "Step back: your feet are out of view"),
        ((0.0, -0.3), "Step back: your head is out of view"),
        ((0.6, 0.0), "Move to the middle: your body is out of view"),
    ],
)
def test_who_is_out_of_the_picture_is_told_the_way_back(shift, words):
    assert words in texts(squatting(0.0, 0.0, shift=shift))


def test_what_is_needed_stops_and_what_is_not_is_only_mentioned():
    feet = advise(Sight(0.0, squatting(0.0, 0.0, shift=(0.0, 0.3))), SQUAT)
    head = advise(Sight(0.0, squatting(0.0, 0.0, shift=(0.0, -0.3))), SQUAT)
    assert [cue.severity for cue in feet] == [Severity.STOP]
    assert [cue.severity for cue in head] == [Severity.NOTE]
    assert Lm.LEFT_ANKLE in feet[0].parts


def test_hidden_legs_by_dark_and_by_day():
    pose = squatting(0.0, 0.0)
    pose.visibility[[Lm.LEFT_KNEE, Lm.RIGHT_KNEE, Lm.LEFT_ANKLE, Lm.RIGHT_ANKLE]] = 0.1
    assert texts(pose, brightness=0.5) == ["I cannot see your knees and feet"]
    assert texts(pose, brightness=0.1) == ["Too dark to see your knees and feet"]


def test_one_visible_side_is_enough():
    pose = squatting(0.0, 0.0)
    pose.visibility[[Lm.LEFT_KNEE, Lm.LEFT_ANKLE, Lm.LEFT_HIP]] = 0.1
    assert texts(pose) == []


def test_too_near_and_too_far():
    assert texts(squatting(0.0, 0.0, size=0.05)) == ["Come closer: you are too far away"]
    near = squatting(0.0, 0.0, size=0.5)
    near.image[:] = np.clip(near.image, 0.0, 1.0)
    assert texts(near) == ["Step back: you fill the picture"]


def test_two_people():
    assert texts(squatting(0.0, 0.0), people=2) == ["Two people in view: only one should be"]


def test_the_wrong_side():
    assert texts(squatting(0.0, 0.0), find_exercise("jumping-jack")) == ["Face the camera"]
    assert texts(squatting(0.0, 0.0), None) == []
