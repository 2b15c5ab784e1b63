"""fitcoach talks to nobody: whole runs, native code included, open no network socket."""

import json
import re
import shutil
import subprocess
import sys

import pytest

from fitcoach.resources import SAMPLES

needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
DENIED = ("ptrace", "Operation not permitted")


@pytest.fixture
def watched(tmp_path):
    """Runs a command and returns what it printed and its calls that concern a network."""

    def run(*arguments):
        trace = tmp_path / "trace"
        result = subprocess.run(
            ["strace", "-f", "-qq", "-e", "trace=socket,connect,sendto", "-o", trace,
             sys.executable, "-m", "fitcoach", *map(str, arguments)],
            capture_output=True, text=True, check=False, cwd=tmp_path,
        )  # fmt: skip
        if any(word in result.stderr for word in DENIED):
            pytest.skip("this machine does not allow strace")
        calls = trace.read_text().splitlines()
        return result, [call for call in calls if re.search(r"AF_INET|AF_INET6|AF_PACKET", call)]

    return run


@needs_strace
def test_a_whole_count_opens_no_network_socket(watched, squat_clip):
    result, calls = watched("count", squat_clip, "-e", "squat")
    assert "5 reps" in result.stdout, result.stderr
    assert calls == []


@needs_strace
def test_a_session_and_all_that_is_done_with_it_open_no_network_socket(watched, plank_recording):
    told = {
        "live": ["-e", "plank", "--source", plank_recording, "--plain", "--fast", "--record-poses",
                 "--record-rrd"],
        "sessions": ["show", "last"],
        "stats": ["sessions", "stats"],
        "html": ["sessions", "export", "last", "-o", "out.html"],
        "fit": ["sessions", "export", "last", "-o", "out.fit"],
        "json": ["sessions", "export", "last", "-o", "out.json"],
        "import": ["sessions", "import", "out.json"],
        "delete": ["sessions", "delete", "last", "--yes"],
        "exercises": [],
        "models": [],
    }  # fmt: skip
    for name, arguments in told.items():
        command = arguments if arguments[:1] == ["sessions"] else [name, *arguments]
        result, calls = watched(*command)
        assert result.returncode == 0, (command, result.stderr)
        assert calls == [], command


@needs_strace
def test_training_opens_no_network_socket(watched, tmp_path):
    shutil.copytree(SAMPLES / "squat", tmp_path / "samples" / "squat")
    result, calls = watched("train", "samples", "--only", "-o", "mine.npz")
    assert "Written to mine.npz" in result.stdout, result.stderr
    assert calls == []


@needs_strace
def test_the_demo_opens_no_network_socket(watched):
    result, calls = watched("demo", "--fast")
    assert "Squat: 4 reps in 2 sets" in result.stdout, result.stderr
    assert calls == []


@needs_strace
@pytest.mark.parametrize(
    "content",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile 'http://127.0.0.1:9/a.mp4'\n",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
        "m=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
    ],
    ids=["hls", "concat", "sdp"],
)
def test_a_clip_that_names_an_address_is_not_followed(watched, tmp_path, content):
    (tmp_path / "clip.mp4").write_text(content)
    result, calls = watched("count", "clip.mp4", "-e", "squat")
    assert result.returncode == 1
    assert calls == []


def test_all_is_done_where_there_is_no_network(squat_clip, tmp_path):
    """In a network namespace of its own, where every packet would fail."""
    alone = ["unshare", "--map-root-user", "--net"]
    if shutil.which("unshare") is None or subprocess.run([*alone, "true"], check=False).returncode:
        pytest.skip("this machine makes no network namespace")
    result = subprocess.run(
        [*alone, sys.executable, "-m", "fitcoach", "live", "-e", "squat", "--source", squat_clip,
         "--plain", "--fast", "--data-dir", tmp_path, "--export", tmp_path / "session.json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.stderr == ""
    (session,) = json.loads((tmp_path / "session.json").read_text())["sessions"]
    assert [len(each["reps"]) for each in session["sets"]] == [5]


@needs_strace
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
