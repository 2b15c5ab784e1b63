"""Poses made from numbers, for tests that need no landmarker."""

import numpy as np
import pytest

from fitcoach.pose import Pose


@pytest.fixture
def make_pose():
    """Makes a pose of random but plausible landmarks; the same seed gives the same pose."""

    def make(seed: int = 0, timestamp: float = 0.0) -> Pose:
        rng = np.random.default_rng(seed)
        return Pose(
            timestamp=timestamp,
            image=rng.uniform(0, 1, (33, 3)),
            world=rng.uniform(-0.9, 0.9, (33, 3)),
            visibility=rng.uniform(0, 1, 33),
            size=(480, 640),
        )

    return make
