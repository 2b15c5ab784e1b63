"""The counter against sequences whose count is known by construction."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitcoach.coach import Rep, RepCounter
from fitcoach.exercise import Count

RULE = Count(cycle=("up", "down"), fastest=0.5, slowest=10)
FOUR = Count(cycle=("stand", "squat", "plank", "tuck"), fastest=0.5, slowest=20)


def run(depths, rate=25.0, rule=RULE):
    """Counts a two-phase movement given as depth per frame: 0 is rest, 1 the turn-around."""
    counter = RepCounter(rule)
    reps = []
    for i, depth in enumerate(depths):
        rep = counter.update(i / rate, {"up": 1 - depth, "down": depth}, depth)
        if rep is not None:
            reps.append(rep)
    return reps


def movement(reps, seconds, rate, lead=1.0):
    """Rest, then `reps` smooth movements of `seconds` each, then rest."""
    time = np.arange(0, 2 * lead + reps * seconds, 1 / rate)
    inside = (time >= lead) & (time < lead + reps * seconds)
    return np.where(inside, 0.5 - 0.5 * np.cos(2 * np.pi * (time - lead) / seconds), 0.0)


@given(
    reps=st.integers(0, 12),
    seconds=st.floats(1.5, 6.0),
    rate=st.sampled_from([8.0, 12.5, 24.0, 30.0, 60.0]),
)
def test_counts_every_rep_at_every_frame_rate(reps, seconds, rate):
    assert len(run(movement(reps, seconds, rate), rate)) == reps


@given(st.lists(st.floats(0, 1), max_size=300))
def test_whatever_comes_in_reps_are_in_order_and_plausible(depths):
    reps = run(depths)
    assert [rep.number for rep in reps] == list(range(1, len(reps) + 1))
    for rep in reps:
        assert rep.start <= rep.turn <= rep.end
        assert RULE.fastest <= rep.end - rep.start <= RULE.slowest
    for before, after in pairwise(reps):
        assert before.end <= after.start


@given(st.lists(st.floats(0.41, 0.59), max_size=200))
def test_noise_within_the_hysteresis_band_never_counts(noise):
    assert run([0.0] * 10 + noise + [0.0] * 10) == []


@pytest.mark.parametrize(
    ("depths", "count"),
    [
        ([0, 0, 1, 1] * 1, 0),  # abandoned at the turn-around
        ([1] * 20 + [0] * 20, 1),  # the source begins inside the rep
        ([0.5] * 26 + [1] * 20 + [0] * 20, 0),  # rest was not seen before the turn-around
        ([0] * 20 + [0.5] * 20 + [0] * 20, 0),  # did not go far enough
        ([0] * 20 + [1] * 20 + [0.5] * 20 + [1] * 20 + [0] * 20, 1),  # double dip
        ([0] * 20 + [0.7] * 20 + [0] * 20, 0),  # went there half-heartedly
        ([0] * 20 + [1] * 20 + [0] * 20, 1),
        ([0] * 20 + [1] * 5 + [0] * 20, 0),  # quicker than anybody moves
        ([0] * 20 + [1] * 300 + [0] * 20, 0),  # stayed down longer than a rep lasts
        ([0] * 20 + [1] * 300 + [0] * 20 + [1] * 20 + [0] * 5, 1),  # but the next one counts
    ],
)
def test_sequences(depths, count):
    assert len(run(depths)) == count


def test_times_of_a_rep():
    depths = [0.0] * 25 + [0.2, 0.5, 0.8, 1.0, 0.8, 0.5, 0.2] * 1 + [0.0] * 25
    (rep,) = run(depths, rate=10)
    assert rep == Rep(number=1, start=2.6, turn=2.8, end=3.1)


def test_reset_asks_for_rest_again_and_keeps_the_count():
    counter = RepCounter(RULE)
    down, up = {"up": 0.0, "down": 1.0}, {"up": 1.0, "down": 0.0}
    for t, probabilities in enumerate([up, down, up, down]):
        counter.update(float(t), probabilities, 0.0)
    counter.reset()
    assert counter.update(5.0, up, 0.0) is None
    assert counter.count == 1


def test_four_phases_count_in_order_only():
    def count(phases):
        counter = RepCounter(FOUR)
        for t, phase in enumerate(phases):
            counter.update(float(t), dict.fromkeys(FOUR.cycle, 0.0) | {phase: 1.0}, 0.0)
        return counter.count

    assert count(["stand", "squat", "plank", "tuck", "stand"] * 2) == 2
    assert count(["stand", "plank", "squat", "stand"]) == 0
    assert count(["stand", "squat", "stand"]) == 0
