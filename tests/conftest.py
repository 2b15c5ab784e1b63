"""What all tests share."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("fitcoach", deadline=None)  # a deadline would test the machine
settings.load_profile("fitcoach")

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture
def shared() -> Path:
    """The folder of real clips and poses, which may not be published with the project."""
    if not SHARED.is_dir():
        pytest.skip(
            "the real clips and poses are not on this machine (a folder beside the project)"
        )
    return SHARED
