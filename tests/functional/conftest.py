"""Runs fitcoach as its users do: as a program of its own."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fitcoach.resources import SAMPLES

Result = subprocess.CompletedProcess[str]
Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Runs a command and returns its exit code and what it printed."""

    def command(*arguments: object, cwd: Path | None = None, timeout: float = 300) -> Result:
        return subprocess.run(
            [sys.executable, "-m", "fitcoach", *map(str, arguments)],
            capture_output=True, text=True, cwd=cwd, timeout=timeout, check=False,
        )  # fmt: skip

    return command


@pytest.fixture
def squat_clip() -> Path:
    return SAMPLES / "clips" / "squat-5-reps.mp4"


@pytest.fixture
def push_up_clip() -> Path:
    return SAMPLES / "clips" / "push-up-4-reps.mp4"
