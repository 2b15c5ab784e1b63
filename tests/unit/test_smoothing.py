"""Smoothing is a matter of seconds, not of frames."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitcoach.classify.smoothing import ExponentialSmoother


def test_first_value_is_returned_as_it_is():
    assert ExponentialSmoother(0.1).update(3.0, np.array([0.2, 0.8])).tolist() == [0.2, 0.8]


@given(st.floats(0.001, 0.2), st.floats(0.05, 1.0))
def test_a_step_has_reached_63_percent_after_one_time_constant(interval, time_constant):
    smoother = ExponentialSmoother(time_constant)
    smoother.update(0.0, np.zeros(1))
    steps = max(1, round(time_constant / interval))
    for i in range(1, steps + 1):
        value = smoother.update(i * time_constant / steps, np.ones(1))
    assert value[0] == pytest.approx(1 - np.exp(-1), abs=1e-9)


def test_reset_forgets():
    smoother = ExponentialSmoother(0.1)
    smoother.update(0.0, np.zeros(1))
    smoother.reset()
    assert smoother.update(0.1, np.ones(1))[0] == 1.0
