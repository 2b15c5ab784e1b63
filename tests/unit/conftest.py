"""What several of these tests need."""

import os
import tempfile
from pathlib import Path

import numpy as np
import pytest

from fitcoach.pose import Pose

_NOBODY = 65534  # who owns nothing, on Linux


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


@pytest.fixture
def unprivileged():
    """A folder of a user for whom the rights to files hold: for the superuser none do."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "kept")
        folder.mkdir()
        if os.geteuid() == 0:
            Path(name).chmod(0o755)
            os.chown(folder, _NOBODY, _NOBODY)
            os.seteuid(_NOBODY)
        yield folder
        folder.chmod(0o700)
        if os.getuid() == 0:
            os.seteuid(0)
