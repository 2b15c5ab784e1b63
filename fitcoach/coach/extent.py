"""How far something moved, but for single misreadings of the landmarker."""

from typing import Final

import numpy as np

from fitcoach.body import Array

_ALL_BUT_MISREADINGS: Final = (5.0, 95.0)
"""Percentiles."""


def extent(values: Array) -> Array:
    """The range of each column of (n, columns) values, shape (columns,)."""
    low, high = np.percentile(values, _ALL_BUT_MISREADINGS, axis=0)
    return np.asarray(high - low)
