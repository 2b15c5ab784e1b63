"""The core stays light: it can be imported without any of the heavy packages."""

import subprocess
import sys

import pytest

CORE = [
    "anatomy", "body", "classify.knn", "classify.model", "classify.samples", "classify.training",
    "coach", "errors", "evaluation", "exercise", "files", "pose", "recording", "resources",
    "schema", "session", "workout",
]  # fmt: skip
HEAVY = {"mediapipe", "miniaudio", "cv2", "textual", "rerun", "pyvista", "vtkmodules"}


@pytest.mark.parametrize("module", CORE)
def test_core_modules_import_nothing_heavy(module):
    script = f"import sys, fitcoach.{module}; print(*sorted({HEAVY} & set(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == ""
