"""Smoothing in seconds, so that every frame rate is smoothed alike."""

import math

from fitcoach.body import Array


class ExponentialSmoother:
    """An exponential average whose memory is a time and not a number of frames.

    A step in the input has reached 63 % in the output after one time constant, at every frame rate.
    """

    def __init__(self, time_constant: float) -> None:
        """Starts empty; `time_constant` is in seconds, greater than zero."""
        self._time_constant = time_constant
        self._value: Array | None = None
        self._timestamp = 0.0

    def update(self, timestamp: float, value: Array) -> Array:
        """Takes the value at `timestamp` (seconds, increasing) and returns the average."""
        if self._value is None:
            self._value = value
        else:
            gain = -math.expm1((self._timestamp - timestamp) / self._time_constant)
            self._value = self._value + gain * (value - self._value)
        self._timestamp = timestamp
        return self._value

    def reset(self) -> None:
        """Forgets everything; the next value is returned as it is."""
        self._value = None
