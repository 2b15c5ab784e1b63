"""What is measured of a rep, on motions that are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted import squatting

from fitcoach.coach.measures import BAND, Parts, measure, movement_angle, movement_travel
from fitcoach.coach.trajectory import RATE, Trajectory
from fitcoach.exercise import find_exercise

SQUAT = find_exercise("squat")


def travel(*stretches):
    """Times and travel at the rate of a trajectory: (seconds, from, to) at even speeds."""
    values = [
        begin + (end - begin) * i / max(1, round(seconds * RATE))
        for seconds, begin, end in stretches
        for i in range(max(1, round(seconds * RATE)))
    ]
    return np.arange(len(values)) / RATE, np.array(values)


@given(st.floats(0.3, 4.0), st.floats(0.0, 3.0), st.floats(0.3, 4.0), st.floats(20.0, 120.0))
def test_the_parts_of_a_rep(out, hold, back, degrees):
    times, way = travel(
        (1.0, 0, 0), (out, 0, degrees), (hold, degrees, degrees), (back, degrees, 0), (0.3, 0, 0)
    )
    parts = Parts.of(times, way, 1.1, times[-1] - 0.3)
    band, exact = max(0.03, 1 / degrees), pytest.approx  # shares of the range
    assert parts.rest == 0.0
    assert parts.leave == exact(1.0 + out * band, abs=0.05)
    assert parts.reach - parts.leave == exact(out * (1 - 2 * band), abs=0.08)
    assert parts.turn - parts.reach == exact(hold + (out + back) * band, abs=0.06)
    assert parts.arrive - parts.turn == exact(back * (1 - 2 * band), abs=0.08)


def test_the_rest_between_two_reps_is_a_pause():
    times, way = travel((0.5, 90, 0), (0.8, 0, 0), (1, 0, 90), (1, 90, 0), (0.3, 0, 0))
    parts = Parts.of(times, way, 1.4, 3.2)
    assert parts.leave - parts.rest == pytest.approx(0.8, abs=0.1)


def test_rest_is_where_the_joint_was_last_and_not_where_it_was_nearest():
    straight, stoop = (0.4, -6, 0), (1.6, 0, 0)
    times, way = travel(straight, stoop, (1, 0, 90), (1, 90, 0), (1, 0, 0), (0.5, 0, -6))
    parts = Parts.of(times, way, 2.2, 3.8)
    assert parts.leave == pytest.approx(2.03, abs=0.05)
    assert parts.arrive == pytest.approx(3.97, abs=0.05)


def test_a_slow_rep_is_not_at_rest():
    times, way = travel((1, 0, 0), (4, 0, 20), (4, 20, 0), (1, 0, 0))
    parts = Parts.of(times, way, 1.5, 8.5)
    assert parts.leave == pytest.approx(1.2, abs=0.1)
    assert parts.arrive == pytest.approx(8.8, abs=0.1)


@pytest.mark.parametrize("creep", [(0, 6), (6, 0)])
def test_a_joint_that_creeps_on_at_the_turn_around_has_stopped(creep):
    start, end = (90 - part for part in creep)
    times, way = travel((1, 0, 0), (0.4, 0, start), (0.4, start, end), (0.4, end, 0), (0.4, 0, 0))
    parts = Parts.of(times, way, 1.1, 2.1)
    assert parts.reach == pytest.approx(1.4, abs=0.03)
    assert parts.turn == pytest.approx(1.8, abs=0.03)


def test_the_tempo_does_not_depend_on_how_far_the_landmarker_sees_a_joint_bend():
    times, way = travel((1, 0, 0), (1, 0, 90), (0.3, 90, 90), (1, 90, 0), (0.4, 0, 0))
    whole, half = (Parts.of(times, scale * way, 1.2, 3.1) for scale in (1.0, 0.5))
    assert whole == half


@pytest.mark.parametrize(
    ("hidden", "whole"),
    [
        ((0, 0.5), True),
        ((0.5, 1.2), False),
        ((1.9, 2.3), False),
        ((2.9, 3.5), False),
        ((2.5, 2.6), True),
    ],
)
def test_a_rep_that_was_not_in_view_all_the_way_is_not_whole(hidden, whole):
    times, way = travel((1, 0, 0), (1, 0, 90), (1, 90, 0), (1, 0, 0))
    seen = np.where((times >= hidden[0]) & (times < hidden[1]), np.nan, way)
    assert Parts.of(times, seen, 1.2, 2.8).whole == whole


def test_a_movement_within_the_noise_has_no_parts():
    times, way = travel((1, 0, 0), (1, 0, 2 * BAND), (1, 2 * BAND, 0), (1, 0, 0))
    assert Parts.of(times, way, 1.0, 3.0) is None


def test_what_is_not_seen_has_no_parts():
    times, way = travel((1, 0, 0), (1, 0, 90), (1, 90, 0))
    assert Parts.of(times, np.full_like(way, np.nan), 1.0, 3.0) is None
    hidden = np.where(times < 1.5, np.nan, way)  # the way out
    assert Parts.of(times, hidden, 1.0, 3.0) is not None  # from where it came into view
    assert Parts.of(times, np.where(times < 2.0, np.nan, way), 1.0, 3.0) is None


def motion(depths, rate=30, **fields):
    """The trajectory of a body side-on that is so deep at these frames."""
    return Trajectory.of([squatting(i / rate, d, **fields) for i, d in enumerate(depths)])


def wave(seconds, rate):
    """One squat, after a second of standing and before half a second of it."""
    squat = 0.5 - 0.5 * np.cos(np.linspace(0, 2 * np.pi, round(seconds * rate)))
    return np.concatenate([np.zeros(rate), squat, np.zeros(rate // 2)])


@pytest.mark.parametrize("rate", [10, 30, 60])
def test_measures_do_not_depend_on_the_frame_rate(rate):
    trajectory = motion(wave(2.0, rate), rate)
    angle = movement_angle(trajectory, SQUAT.movement, None)
    parts = Parts.of(trajectory.times, -angle, 1.1, 3.0)
    measured = measure(trajectory, SQUAT.movement, angle, parts, paused=False)
    assert measured.pause is None
    assert measured.rest == pytest.approx(180, abs=1.5)
    assert measured.turn == pytest.approx(90, abs=2.5)
    assert measured.out == pytest.approx(measured.back, abs=0.1)
    assert measured.under_tension == pytest.approx(1.77, abs=0.15)
    assert measured.speed == pytest.approx(84 / measured.back, rel=0.1)
    assert measured.peak_speed == pytest.approx(90 * np.pi / 2, rel=0.1)  # of a cosine
    assert measured.difference("knee") == pytest.approx(0, abs=0.1)
    assert {travel.joint for travel in measured.joints} >= {"knee", "hip"}


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_straight_joint_goes_on_beyond_straight(mirrored):
    """Knees that are seen bent forward by 9 degrees when somebody stands."""
    bends = np.concatenate(
        [np.full(30, -0.1), np.linspace(-0.1, 1.0, 45), np.linspace(1, -0.1, 45)]
    )
    trajectory = motion(bends)
    if mirrored:
        trajectory.pixels[..., 0] *= -1.0
    way = movement_travel(trajectory, SQUAT.movement, None)
    assert way == pytest.approx(np.clip(way, -189.5, -89.0))
    assert way[0] == pytest.approx(-189, abs=0.5)
    assert np.diff(way[:120]).min() > -0.1  # as an interior angle it would turn back at 180
    assert movement_angle(trajectory, SQUAT.movement, None).max() <= 180


def test_noise_is_halved():
    rng = np.random.default_rng(1)
    poses = [squatting(i / 30, 0.5) for i in range(90)]
    noise = rng.normal(0, 2, (90, 33, 2))
    for pose, shake in zip(poses, noise, strict=True):
        pose.image[:, :2] += shake / 480
    smooth = np.std(Trajectory.of(poses).pixels, axis=0).mean()
    assert 0.5 < smooth < 1.0


def test_a_gap_is_not_seen():
    poses = [squatting(i / 30, 0.0) for i in range(60) if not 20 <= i < 40]
    angle = movement_angle(Trajectory.of(poses), SQUAT.movement, None)
    times = Trajectory.of(poses).times
    assert np.isnan(angle[(times > 0.7) & (times < 1.3)]).all()
    assert np.isfinite(angle[(times < 0.6) | (times > 1.4)]).all()


def test_one_pose_is_a_trajectory_too():
    trajectory = motion([0.0])
    assert trajectory.times.tolist() == [0.0]
    assert trajectory.view == "side"
    assert trajectory.signal("knee", ("side",))[0].tolist() == pytest.approx([180, 180], abs=0.1)


def test_a_side_that_is_hidden_does_not_count():
    trajectory = motion(wave(2.0, 30))
    trajectory.visible[:, [23, 25, 27]] = False  # the left leg
    assert np.isnan(trajectory.signal("knee", ("side",))[:, 0]).all()
    assert movement_angle(trajectory, SQUAT.movement, None).max() == pytest.approx(180, abs=0.5)
    assert np.isnan(movement_angle(trajectory, SQUAT.movement, "left")).all()


def test_a_side_that_comes_and_goes_does_not_count_where_the_other_stays():
    trajectory = motion(wave(2.0, 30))
    trajectory.pixels[:, 27, 0] += 40.0  # the left ankle is misread
    both = movement_angle(trajectory, SQUAT.movement, None)
    trajectory.visible[:50, 27] = False
    near = movement_angle(trajectory, SQUAT.movement, None)
    assert near == pytest.approx(trajectory.signal("knee", ("side",))[:, 1])
    assert np.abs(both - near).max() > 5


def test_a_moment_that_is_not_seen_is_no_leap_of_the_joint():
    rate = 50
    trajectory = motion(wave(2.0, rate), rate)
    angle = movement_angle(trajectory, SQUAT.movement, None)
    parts = Parts.of(trajectory.times, -angle, 1.1, 3.0)
    whole = measure(trajectory, SQUAT.movement, angle, parts, paused=False)
    half_way_up = (trajectory.times > 2.4) & (trajectory.times < 2.55)
    angle[half_way_up] = np.nan
    measured = measure(trajectory, SQUAT.movement, angle, parts, paused=False)
    assert measured.speed == pytest.approx(whole.speed, rel=0.05)
    assert measured.peak_speed == pytest.approx(whole.peak_speed, rel=0.05)
