"""The hold timer against stretches of time whose length is known by construction."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitcoach.coach import Hold, HoldTimer
from fitcoach.exercise import Timing

RULE = Timing(phases=("plank",), joint="hip", settle=2, patience=0.5)
STEPS = st.floats(0.01, 1.5)
"""Seconds from one moment to the next."""
READINGS = st.one_of(st.none(), st.floats(0, 1))


def run(readings, rate=25.0, rule=RULE):
    """Times probabilities per moment (`None`: no reading); gives the timer and what it ended."""
    timer = HoldTimer(rule)
    holds = []
    for i, reading in enumerate(readings):
        hold = timer.update(i / rate, {} if reading is None else {"plank": reading})
        if hold is not None:
            holds.append(hold)
    return timer, holds


def stretches(*parts, rate=25.0):
    """Readings from (seconds, probability) parts."""
    return [reading for seconds, reading in parts for _ in range(round(seconds * rate))]


@given(st.lists(st.tuples(STEPS, READINGS), max_size=200))
def test_whatever_comes_in_no_more_is_held_than_has_passed(moments):
    timer = HoldTimer(RULE)
    now = held = 0.0
    holds = []
    timer.update(now, {})
    for step, reading in moments:
        now += step
        hold = timer.update(now, {} if reading is None else {"plank": reading})
        holds += [hold] if hold else []
        assert held <= timer.held <= now
        held = timer.held
    last = timer.finish()
    holds += [last] if last else []
    assert timer.held == pytest.approx(held)
    assert sum(hold.seconds for hold in holds) == pytest.approx(held)
    assert [hold.number for hold in holds] == list(range(1, len(holds) + 1))
    assert all(hold.seconds >= RULE.settle for hold in holds)
    assert all(before.end < after.start for before, after in pairwise(holds))


@given(
    seconds=st.floats(2.5, 90.0),
    pause=st.floats(1.0, 5.0),
    rate=st.sampled_from([8.0, 12.5, 24.0, 30.0, 60.0]),
)
def test_holds_are_as_long_at_every_frame_rate(seconds, pause, rate):
    parts = [(1, 0.0), (seconds, 1.0), (pause, 0.0), (seconds, 1.0), (pause, 0.0)]
    timer, holds = run(stretches(*parts, rate=rate), rate)
    assert len(holds) == 2
    for hold in holds:
        assert hold.seconds == pytest.approx(seconds, abs=2 / rate)
    assert timer.held == pytest.approx(2 * seconds, abs=4 / rate)


@pytest.mark.parametrize("gap", [0.0, 0.39, None], ids=["sway", "doubt", "nobody seen"])
def test_a_short_gap_stops_no_clock(gap):
    timer, holds = run(stretches((5, 1.0), (0.4, gap), (5, 1.0)))
    assert holds == []
    assert timer.held == pytest.approx(10.4, abs=0.05)


@pytest.mark.parametrize("gap", [0.0, None], ids=["left", "nobody seen"])
def test_a_long_gap_pauses_the_clock_and_resuming_adds_to_it(gap):
    timer, holds = run(stretches((5, 1.0), (3, gap), (4, 1.0)))
    assert holds == [Hold(1, 0.0, pytest.approx(5, abs=0.05))]
    assert timer.held == pytest.approx(9, abs=0.1)
    assert timer.finish() == Hold(2, pytest.approx(8), pytest.approx(12, abs=0.05))
    assert timer.held == pytest.approx(9, abs=0.1)
    assert timer.finish() is None


def test_the_clock_stands_still_in_a_gap_until_the_pose_is_back():
    timer, _ = run(stretches((5, 1.0), (0.4, 0.0)))
    assert timer.held == pytest.approx(5, abs=0.05)
    assert timer.phase is None


def test_settling_counts_once_it_is_over():
    timer, _ = run(stretches((1.9, 1.0)))
    assert timer.phase == "plank"
    assert timer.held == 0
    timer, _ = run(stretches((2.2, 1.0)))
    assert timer.held == pytest.approx(2.2, abs=0.05)


def test_what_is_only_passed_through_is_no_hold():
    timer, holds = run(stretches((1, 0.0), *[(1.5, 1.0), (1.5, 0.0)] * 6))
    assert holds == []
    assert timer.held == 0


@given(st.lists(st.floats(0.0, 0.59), max_size=200))
def test_doubtful_poses_begin_no_hold(readings):
    assert run(readings)[0].held == 0


def test_going_slowly_from_one_held_phase_to_another_is_no_pause():
    timer = HoldTimer(RULE.model_copy(update={"phases": ("elbows", "hands")}))
    seen = []
    for i in range(100):
        timer.update(i / 10, {"elbows": 1 - i / 100, "hands": i / 100})
        seen.append(timer.phase)
    assert timer.held == pytest.approx(9.9)
    assert seen == ["elbows"] * 51 + ["hands"] * 49
