"""The checks of `fitcoach doctor` that need neither camera nor model."""

import io
import os
import shutil
from collections import namedtuple
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from rich.console import Console

from fitcoach.cli.checkup import cameras, installation, surroundings
from fitcoach.cli.doctor import _safely
from fitcoach.errors import FitcoachError
from fitcoach.session.places import history_file


def needing(monkeypatch, *requirements):
    monkeypatch.setattr(installation, "requires", lambda _: list(requirements))
    return {finding.what: finding for finding in installation.packages()}


def test_packages_that_are_missing_or_too_old(monkeypatch):
    found = needing(monkeypatch, "numpy>=99", "no-such-package>=1", "click>=8")["packages"]
    assert found.state == "fault"
    assert "numpy is " in found.found
    assert ">=99 is needed" in found.found
    assert "no-such-package is not installed" in found.found
    assert "click" not in found.found


def test_without_rerun_one_can_train(monkeypatch):
    monkeypatch.setattr("fitcoach.viewer.program.find_spec", lambda _: None)
    monkeypatch.setattr("fitcoach.viewer.program.shutil.which", lambda _: None)
    (found,) = _safely("Rerun", surroundings.rerun)
    assert found.state == "warning"
    assert "not installed" in found.found


def test_packages_for_other_systems_are_not_missed(monkeypatch):
    found = needing(monkeypatch, "no-such-package; sys_platform == 'another'", "numpy")
    assert found["packages"].state == "ok"


def test_a_missing_extra_is_a_warning(monkeypatch):
    found = needing(
        monkeypatch,
        "numpy",
        "no-such-package; extra == 'studio'",
        "neither-that; extra == 'dev'",
    )
    assert found["packages"].state == "ok"
    assert found["studio"].state == "warning"
    assert "fitcoach[studio]" in found["studio"].advice
    assert "neither-that" not in str(found)


def test_packages_of_a_folder_that_is_not_installed(monkeypatch):
    def nothing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(installation, "requires", nothing)
    (finding,) = installation.packages()
    assert finding.state == "warning"


def shown(encoding="utf-8", **options):
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    settings = {"width": 100, "height": 30, "color_system": "truecolor", "force_terminal": True}
    return Console(file=file, _environ={"TERM": "xterm"}, **{**settings, **options})


def test_a_terminal():
    assert surroundings.terminal(shown()).state == "ok"
    assert surroundings.terminal(shown(force_terminal=False)).state == "ok"
    small = surroundings.terminal(shown(width=60))
    assert (small.state, small.advice) == ("warning", "enlarge it to 80x24 or more")
    assert "no colours" in surroundings.terminal(shown(color_system=None)).found
    assert "UTF-8" in surroundings.terminal(shown(encoding="ascii")).advice


def test_a_data_folder_that_is_not_there_yet_is_not_made(tmp_path):
    (finding,) = surroundings.data_folder(tmp_path / "new" / "folder")
    assert finding.state == "ok"
    assert "0 sessions" in finding.found
    assert list(tmp_path.iterdir()) == []


def test_a_data_folder_is_left_as_it_is(tmp_path):
    (finding,) = surroundings.data_folder(tmp_path)
    assert finding.state == "ok"
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_the_data_folder_should_be(tmp_path):
    file = tmp_path / "file"
    file.touch()
    for folder in (file, file / "below"):
        (finding,) = surroundings.data_folder(folder)
        assert finding.state == "fault"
        assert "no folder" in finding.found
        assert "--data-dir" in finding.advice


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_data_folder_to_which_nobody_may_write(tmp_path):
    tmp_path.chmod(0o500)
    for folder in (tmp_path, tmp_path / "new"):
        (finding,) = surroundings.data_folder(folder)
        assert finding.state == "fault"


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no folder that even root cannot use")
def test_a_data_folder_in_which_writing_fails():
    (finding,) = surroundings.data_folder(Path("/proc/self"))
    assert finding.state == "fault"


@pytest.mark.parametrize(("megabytes", "state"), [(5, "fault"), (500, "warning"), (5000, "ok")])
def test_a_full_disk(tmp_path, monkeypatch, megabytes, state):
    usage = namedtuple("usage", "free")(megabytes * 1e6)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    (finding,) = surroundings.data_folder(tmp_path)
    assert finding.state == state


def test_a_damaged_history_is_a_fault(tmp_path):
    history_file(tmp_path).write_bytes(b"no database" * 100)
    (finding,) = _safely("data folder", lambda: list(surroundings.data_folder(tmp_path)))
    assert finding.state == "fault"
    assert "history.sqlite" in finding.found


def test_cameras_in_words():
    good = cameras.Camera(0, (1280, 720), 29.6, 0.4)
    covered = cameras.Camera(2, (640, 480), 15.0, 0.01)
    first, second, third = cameras.findings([good, FitcoachError("camera 1: gone."), covered])
    assert (first.state, first.found) == ("ok", "1280x720, 30 pictures a second")
    assert (second.state, second.found) == ("warning", "camera 1: gone.")
    assert (third.what, third.state) == ("camera 2", "warning")
    assert "black" in third.found
    (none,) = cameras.findings([])
    assert none.state == "warning"
    assert "clips" in none.found


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FitcoachError("The model is damaged."), "The model is damaged."),
        (ImportError("libGL.so.1 is missing"), "libGL.so.1"),
        (ZeroDivisionError("division by zero"), "ZeroDivisionError"),
    ],
)
def test_a_check_that_fails_is_a_finding(error, words):
    def check():
        raise error

    (finding,) = _safely("something", check)
    assert finding.state == "fault"
    assert words in finding.found
