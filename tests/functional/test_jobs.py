"""Several clips counted at the same time."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest


def test_it_says_the_same_in_the_same_order(run, squat_clip, plank_recording):
    words = ("count", squat_clip, "missing.mp4", plank_recording, "-e", "squat")
    one, two = run(*words), run(*words, "--jobs", 2)
    assert "Squat, 5 reps" in one.stdout
    assert (two.stdout, two.stderr, two.returncode) == (one.stdout, one.stderr, 1)


def test_rerun_shows_one_clip_at_a_time(run, squat_clip):
    result = run("count", squat_clip, squat_clip, "-e", "squat", "--jobs", 2, "--rerun-web")
    assert result.returncode == 2
    assert "leave out --jobs" in result.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
def test_ctrl_c_ends_all_of_it(squat_clip):
    command = [sys.executable, "-m", "fitcoach", "count", *[str(squat_clip)] * 8, "-e", "squat"]
    process = subprocess.Popen(
        [*command, "--jobs", "2"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    process.stdout.readline()  # one is counted, others are being counted
    begun = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.strip() == ""
    assert time.monotonic() - begun < 10
    while time.monotonic() - begun < 10 and _left(process.pid):
        time.sleep(0.05)
    assert not _left(process.pid)


def _left(group):
    return [p for p in Path("/proc").glob("[0-9]*") if _group(p) == group]


def _group(process):
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[2])
    except OSError:
        return None
