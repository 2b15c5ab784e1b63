"""Runs fitcoach as its users do: as a program of its own."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fitcoach.classify.samples import read_samples
from fitcoach.recording import PoseRecording
from fitcoach.resources import SAMPLES

Result = subprocess.CompletedProcess[str]
Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _own_history(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing is kept among the sessions of whoever runs the tests."""
    monkeypatch.setenv("FITCOACH_DATA_DIR", str(tmp_path_factory.mktemp("data")))


@pytest.fixture
def run() -> Run:
    """Runs a command and returns its exit code and what it printed."""

    def command(
        *arguments: object,
        cwd: Path | None = None,
        timeout: float = 300,
        input: str | None = None,  # noqa: A002 - as subprocess calls it
    ) -> Result:
        return subprocess.run(
            [sys.executable, "-m", "fitcoach", *map(str, arguments)],
            capture_output=True, text=True, cwd=cwd, timeout=timeout, check=False, input=input,
        )  # fmt: skip

    return command


@pytest.fixture
def squat_clip() -> Path:
    return SAMPLES / "clips" / "squat-5-reps.mp4"


@pytest.fixture
def push_up_clip() -> Path:
    return SAMPLES / "clips" / "push-up-4-reps.mp4"


@pytest.fixture
def plank_recording(tmp_path: Path) -> Path:
    """Stands for 2 s, is in a plank for 6, stands for 2, and is in a plank for 5."""
    stretches = [("stand", 2.0), ("hands", 6.0), ("stand", 2.0), ("elbows", 5.0)]
    shown = [phase for phase, seconds in stretches for _ in range(round(seconds * 25))]
    files = {phase: SAMPLES / "plank" / f"{phase}.csv" for phase in ("stand", "hands", "elbows")}
    poses = {phase: next(read_samples(path))[1].pose for phase, path in files.items()}
    path = tmp_path / "plank.npz"
    moments = [(i / 25, poses[phase]) for i, phase in enumerate(shown)]
    PoseRecording.from_poses(moments, poses["stand"].size).save(path)
    return path
