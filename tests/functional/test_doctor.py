"""`fitcoach doctor` on this machine, and with what may be wrong on others."""

import json
import re
import shutil
import subprocess
import sys

import cv2
import pytest

from fitcoach.capture import live
from fitcoach.cli.checkup import cameras
from fitcoach.resources import EXERCISES


def examined(result):
    assert "Traceback" not in result.stderr
    report = json.loads(result.stdout)
    assert report["able"] == (result.returncode == 0)
    found = {}
    for check in report["checks"]:
        found.setdefault(check["what"], []).append(check)
    return found


def states(found, what):
    return {check["state"] for check in found[what]}


def test_fitcoach_can_work_here(run, tmp_path):
    data = tmp_path / "data"
    result = run("doctor", "--json", "--data-dir", data)
    assert (result.returncode, result.stderr) == (0, "")
    found = examined(result)
    for what in ("Python", "packages", "pose model", "classifier", "exercises", "Rerun"):
        assert states(found, what) == {"ok"}, found[what]
    assert {"terminal", "sound", "voice", "data folder", "speed"} <= set(found)
    (speed,) = found["speed"]
    assert re.match(r"full model: [1-9]\d* frames a second; .* gives? \d+", speed["found"])
    assert not data.exists()


def test_what_is_wrong_is_said_all_at_once(run, tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "exercises").mkdir()
    broken = (EXERCISES / "squat.toml").read_text().replace("instruction", "instructions")
    (tmp_path / "exercises" / "squat.toml").write_text(broken)
    new = (EXERCISES / "plank.toml").read_text().replace('"plank"', '"hollow-hold"')
    (tmp_path / "exercises" / "hollow-hold.toml").write_text(new)
    options = ("--pose-model", "none.task", "--classifier", "none.npz", "--data-dir", "file/below")
    result = run("doctor", *options, cwd=tmp_path)
    assert result.returncode == 1
    assert result.stderr == ""
    last = result.stdout.splitlines()[-1]
    assert last == "fitcoach cannot work here yet: pose model, classifier, data folder."
    for words in ("none.task", "none.npz", "file is no folder", "Rerun"):
        assert words in " ".join(result.stdout.split())  # long paths are wrapped
    assert "speed" not in result.stdout
    found = examined(run("doctor", "--json", "--pose-model", "heavy", cwd=tmp_path))
    assert "fitcoach models fetch heavy" in found["pose model"][0]["found"]
    assert states(found, "exercises") == {"ok", "warning"}
    told = " ".join(check["found"] for check in found["exercises"])
    assert "squat.toml" in told
    assert "hollow-hold was not learned yet" in told


def without(package, *arguments):
    """Runs fitcoach where a package is not installed."""
    script = (
        f"import sys; sys.modules[{package!r}] = None; sys.argv = {['fitcoach', *arguments]!r}\n"
        "from fitcoach.cli.main import main; main()"
    )
    command = [sys.executable, "-c", script]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("package", "faults"),
    [("mediapipe", {"pose model"}), ("cv2", {"camera"}), ("pydantic", {"classifier"})],
)
def test_a_package_that_is_missing(package, faults):
    found = examined(without(package, "doctor", "--json"))
    assert {what for what in found if "fault" in states(found, what)} == faults
    assert package in str(found).replace("OpenCV", "cv2")


def test_without_what_prints_it_says_so_in_a_sentence():
    result = without("rich", "doctor")
    assert result.returncode == 1
    assert result.stderr == "fitcoach: rich is not installed; install fitcoach again.\n"


def test_a_camera_is_watched(monkeypatch, squat_clip):
    opened = []

    def open_camera(index):
        if index != 1:
            return missing(index)
        opened.append(live.Live(f"camera {index}", cv2.VideoCapture(str(squat_clip))))
        return opened[-1]

    missing = live.open_camera
    monkeypatch.setattr(live, "open_camera", open_camera)
    monkeypatch.setattr(cameras, "_LOOK", 0.02)  # a clip is over sooner than a camera
    (camera,) = cameras.cameras()
    assert (camera.index, camera.rate > 25) == (1, True)
    assert 0.1 < camera.brightness < 0.9
    assert not opened[0]._capture.isOpened()


def test_a_camera_that_gives_nothing(monkeypatch, squat_clip):
    spent = cv2.VideoCapture(str(squat_clip))
    spent.set(cv2.CAP_PROP_POS_FRAMES, spent.get(cv2.CAP_PROP_FRAME_COUNT))
    monkeypatch.setattr(cameras, "INDICES", range(1))
    monkeypatch.setattr(live, "open_camera", lambda _: live.Live("camera 0", spent))
    (finding,) = cameras.findings(list(cameras.cameras()))
    assert finding.state == "warning"
    assert "no more pictures" in finding.found


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_no_network_socket_is_opened(tmp_path):
    trace = tmp_path / "trace"
    result = subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=socket,connect,sendto", "-o", trace,
         sys.executable, "-m", "fitcoach", "doctor"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "ptrace" in result.stderr or "Operation not permitted" in result.stderr:
        pytest.skip("this machine does not allow strace")
    assert "fitcoach can work here" in result.stdout, result.stderr
    calls = trace.read_text().splitlines()
    assert [call for call in calls if re.search(r"AF_INET|AF_INET6|AF_PACKET", call)] == []
