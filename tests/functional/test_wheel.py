"""The wheel, as it is built and as it works where there is no checkout."""

import os
import subprocess
import sys
import zipfile
from email import message_from_string

import pytest
from told import ROOT

from fitcoach.resources import EXERCISES, MODELS, SAMPLES

_LARGEST = 32e6
"""Bytes; about 27 MB are taken by the pose model, the classifier and the sample poses."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    if not (ROOT / "pyproject.toml").exists():
        pytest.skip("this is no checkout")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


def test_it_carries_all_that_fitcoach_needs_and_no_more(wheel):
    assert wheel.stat().st_size < _LARGEST
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder in (EXERCISES, MODELS, SAMPLES):
        for path in folder.rglob("*"):
            assert path.is_dir() or f"fitcoach/data/{path.relative_to(ROOT)}" in names
    assert {"fitcoach/py.typed", "fitcoach/cli/template.toml"} <= names
    about = {name.split("/")[1] for name in names if not name.startswith("fitcoach/")}
    assert about == {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses"}
    assert not [name for name in names if "__pycache__" in name or "tests/" in name]


def test_it_says_what_it_is(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("/METADATA")]
        about = message_from_string(archive.read(name).decode())
    assert about["Name"] == "fitcoach"
    assert about["License-Expression"] == "Apache-2.0"
    assert set(about.get_all("License-File")) == {"LICENSE", "models/LICENSE-mediapipe"}
    assert about["Requires-Python"] == ">=3.11"
    assert about["Keywords"]
    assert about["Summary"]
    assert "Typing :: Typed" in about.get_all("Classifier")


def test_it_works_elsewhere(wheel, tmp_path):
    there, here = tmp_path / "there", tmp_path / "here"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(there)
    here.mkdir()
    script = (
        "from pathlib import Path; import fitcoach; from fitcoach.resources import SAMPLES\n"
        f"assert Path(fitcoach.__file__).is_relative_to({str(there)!r})\n"
        "done = fitcoach.count(SAMPLES / 'clips' / 'push-up-4-reps.mp4', 'push-up')\n"
        "print(len(done.reps))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=here, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(there)},
    )  # fmt: skip
    assert result.stdout == "4\n", result.stderr
