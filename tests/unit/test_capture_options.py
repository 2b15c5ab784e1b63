"""Options of the landmarker."""

import subprocess
import sys
from pathlib import Path

import pytest

from fitcoach.capture import LandmarkerOptions
from fitcoach.errors import FitcoachError


@pytest.mark.parametrize(
    ("option", "value", "allowed"),
    [
        ("mode", "film", "image, video, live-stream"),
        ("poses", 0, "at least 1"),
        ("min_detection", 1.5, "between 0 and 1"),
        ("min_presence", -0.1, "between 0 and 1"),
        ("min_tracking", float("nan"), "between 0 and 1"),
    ],
)
def test_a_wrong_option_is_named_with_what_is_allowed(
    option: str, value: object, allowed: str
) -> None:
    with pytest.raises(FitcoachError, match=allowed) as caught:
        LandmarkerOptions(Path("x.task"), **{option: value})
    assert f"'{option}'" in str(caught.value)
    assert str(value) in str(caught.value)


def test_the_bounds_are_allowed() -> None:
    LandmarkerOptions(Path("x.task"), min_detection=0, min_presence=1, min_tracking=0.0)


def test_importing_capture_loads_nothing_heavy() -> None:
    modules = "fitcoach.capture, fitcoach.models"
    code = f"import {modules}, sys; print({{'cv2', 'mediapipe'}} & {{*sys.modules}})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
