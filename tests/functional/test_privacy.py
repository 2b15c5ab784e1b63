"""Counting a clip talks to nobody: a whole run, native code included, opens no network socket."""

import re
import shutil
import subprocess
import sys

import pytest


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a_whole_count_opens_no_network_socket(squat_clip, tmp_path):
    trace = tmp_path / "trace"
    result = subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=socket,connect,sendto", "-o", trace,
         sys.executable, "-m", "fitcoach", "count", squat_clip, "-e", "squat"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "ptrace" in result.stderr or "Operation not permitted" in result.stderr:
        pytest.skip("this machine does not allow strace")
    assert "5 reps" in result.stdout, result.stderr
    calls = trace.read_text().splitlines()
    assert [call for call in calls if re.search(r"AF_INET|AF_INET6|AF_PACKET", call)] == []


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_the_watch_sees_a_network_socket(tmp_path):
    trace = tmp_path / "trace"
    script = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"
    result = subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=socket", "-o", trace, sys.executable, "-c", script],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if result.returncode:
        pytest.skip("this machine does not allow strace")
    assert "AF_INET" in trace.read_text()
