"""Recordings for Rerun, and its viewer: real clips, the real program."""

import http.client
import os
import re
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import av
import pytest
from rrd import read_rrd

from fitcoach.classify.model import PoseModel
from fitcoach.counting import Coaching
from fitcoach.resources import MODELS
from fitcoach.viewer.glimpse import Glimpse
from fitcoach.viewer.log import RerunLog
from fitcoach.viewer.program import Viewer
from fitcoach.viewer.recording import Recording, to_viewer
from fitcoach.workout import Sight, Trainer, single

FRAMES = 352  # of the squat clip


def rerun(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "rerun_cli", *map(str, arguments)],
        capture_output=True, text=True, check=False, env={**os.environ, "CI": "1"},
    )  # fmt: skip


def test_a_recorded_clip_holds_all_that_was_seen(run, squat_clip, tmp_path):
    path = tmp_path / "squat.rrd"
    result = run("count", squat_clip, "-e", "squat", "--rrd", path)
    assert "Squat, 5 reps" in result.stdout
    assert result.stderr == ""
    verified = rerun("rrd", "verify", path)
    assert verified.returncode == 0, verified.stderr
    assert path.stat().st_size / FRAMES * 1500 < 25_000_000  # a minute of it

    entities = read_rrd(path)
    types = {p: {kind for c, kind in e.types.items() if e.rows[c]} for p, e in entities.items()}
    rows = {p: max(e.rows.values(), default=0) for p, e in entities.items()}
    every = {
        "/camera/landmarks": {"Position2D", "ClassId"},
        "/camera/bones": {"Position2D"},
        "/space/landmarks": {"Position3D", "ClassId"},
        "/space/bones": {"Position3D"},
        "/curves/angle/squat": {"Scalar"},
        "/curves/phases/squat": {"Scalar"},
        "/curves/visibility": {"Scalar"},
        "/camera/picture": {"Blob", "MediaType"},
    }
    assert {path: types[path] for path in every} == every
    assert {rows[path] for path in every} == {FRAMES}
    samples = {f"/space/samples/{number}" for number in (1, 2, 3)}
    assert {rows[path] for path in samples} == {rows["/space/samples/1"]}
    assert FRAMES / 4 < rows["/space/samples/1"] < FRAMES / 2
    assert rows["/states/rep"] == rows["/states/form"] == 10  # beginnings and ends of 5
    assert rows["/told/events"] == 5
    assert entities["/"].static == {"AnnotationContext:context"}
    assert entities["/space"].static == {"ViewCoordinates:xyz"}
    assert "/space/floor" in entities
    ((_, (summary,)),) = entities["/summary"].values["TextDocument:text"]
    assert "5 reps" in summary
    assert set(entities) == {
        *every, *samples, "/", "/__properties", "/space", "/space/floor", "/states/rep",
        "/states/form", "/states/phase", "/told/events", "/summary",
    }  # fmt: skip


@pytest.fixture
def short_clip(squat_clip, tmp_path):
    """Its first three seconds in a codec that Rerun can play."""
    path = tmp_path / "short.mp4"
    with av.open(str(squat_clip)) as source, av.open(str(path), "w") as target:
        stream = target.add_stream("libx264", rate=25)
        stream.width = stream.height = 480
        stream.pix_fmt = "yuv420p"
        for number, frame in enumerate(source.decode(video=0)):
            if number == 75:
                break
            picture = av.VideoFrame.from_ndarray(frame.to_ndarray(format="rgb24"), format="rgb24")
            target.mux(stream.encode(picture))
        target.mux(stream.encode())
    return path


def test_a_clip_that_rerun_can_play_is_stored_as_it_is(run, short_clip, tmp_path):
    path = tmp_path / "short.rrd"
    result = run("count", short_clip, "-e", "squat", "--segmentation", "--rrd", path)
    assert result.stderr == ""
    entities = read_rrd(path)
    assert "/camera/picture" not in entities
    video = entities["/camera/video"]
    assert "AssetVideo:blob" in video.static
    times = video.values["VideoFrameReference:timestamp"]
    assert len(times) == 75
    assert [stated / 1e9 for _, (stated,) in times] == pytest.approx([t for t, _ in times])
    assert 20 < entities["/camera/mask"].rows["SegmentationImage:buffer"] < 40

    result = run(
        "count", short_clip, "-e", "squat", "--rerun-images", "--rerun-frames", 10, "--rrd", path
    )
    assert "Squat, 1 rep" in result.stdout
    entities = read_rrd(path)
    assert "/camera/video" not in entities
    assert entities["/camera/picture"].rows["EncodedImage:blob"] == 10
    assert entities["/camera/landmarks"].rows["Points2D:positions"] == 10


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk here")
def test_a_full_disk(run, plank_recording, tmp_path):
    (tmp_path / "full.rrd").symlink_to("/dev/full")
    result = run("count", plank_recording, "-e", "plank", "--rrd", tmp_path / "full.rrd")
    assert result.returncode == 0
    assert "Plank" in result.stdout
    (line,) = result.stderr.splitlines()
    assert "full.rrd: the recording cannot be written" in line


@pytest.mark.parametrize("url", ["rerun+http://127.0.0.1:9/proxy", "nowhere"])
def test_no_viewer_where_one_is_to_be(run, plank_recording, url):
    result = run("count", plank_recording, "-e", "plank", "--rerun-connect", url)
    assert result.returncode == 0
    assert "Plank" in result.stdout
    (line,) = result.stderr.splitlines()
    assert url in line


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_no_screen_for_a_window(run, plank_recording, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"):
        monkeypatch.delenv(name, raising=False)
    result = run("count", plank_recording, "-e", "plank", "--rerun")
    assert result.returncode == 0
    assert "Plank" in result.stdout
    (line,) = result.stderr.splitlines()
    assert "--rerun-web" in line


def test_a_clip_is_not_overwritten(run, plank_recording):
    before = plank_recording.read_bytes()
    result = run("count", plank_recording, "-e", "plank", "--rrd", plank_recording)
    assert result.returncode == 1
    assert "ends in .rrd" in result.stderr
    assert plank_recording.read_bytes() == before


def test_two_clips_are_not_recorded_in_one_file(run, plank_recording, tmp_path):
    result = run(
        "count", plank_recording, plank_recording, "-e", "plank", "--rrd", tmp_path / "a.rrd"
    )
    assert result.returncode == 1
    assert "one clip" in result.stderr


def test_a_viewer_that_goes_away(tmp_path):
    """Counting goes on; it is said in one sentence."""
    viewer = Viewer(web=True)
    model = PoseModel.load(MODELS / "pose_classifier.npz")
    began = datetime.now(UTC)
    log = RerunLog(
        viewer.url,
        lambda: Recording(to_viewer(viewer.url), "x", began, model, clip=None, live=True),
    )
    coaching = Coaching.of("squat", model)
    trainer = Trainer(single("squat"), coaching.panel, guarded=False)
    deadline = time.monotonic() + 30
    try:
        for number in range(100_000):
            log.take(Glimpse(number, trainer.update(Sight(number / 25, None))))
            if number == 50:
                assert log.trouble is None
                viewer.stop()
            if log.trouble is not None or time.monotonic() > deadline:
                break
            time.sleep(0.02)
    finally:
        viewer.stop()
        log.close()
    assert log.trouble.startswith(f"{viewer.url}: the Rerun viewer does not answer any more")


def test_live_keeps_a_recording_with_the_session(run, plank_recording, tmp_path):
    data = tmp_path / "data"
    result = run(
        "live", "-e", "plank", "--source", plank_recording, "--plain", "--fast", "--record-rrd",
        "--data-dir", data,
    )  # fmt: skip
    assert "Kept as session 1" in result.stdout, result.stderr
    (path,) = (data / "recordings").glob("*.rrd")
    entities = read_rrd(path)
    assert entities["/camera/landmarks"].rows["Points2D:positions"] == 375
    assert "/summary" in entities
    assert "recorded in" in run("sessions", "--data-dir", data, "show", "last").stdout
    run("sessions", "--data-dir", data, "delete", "1", "--yes")
    assert not path.exists()
    missing = run("view", "last", "--data-dir", data)
    assert missing.returncode == 1
    assert len(missing.stderr.splitlines()) == 1


def test_a_session_that_was_not_recorded(run, plank_recording, tmp_path):
    run(
        "live",
        "-e",
        "plank",
        "--source",
        plank_recording,
        "--plain",
        "--fast",
        "--data-dir",
        tmp_path,
    )
    result = run("view", "last", "--data-dir", tmp_path)
    assert result.returncode == 1
    assert "--record-rrd" in result.stderr


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_the_viewer_stays_on_this_machine(run, plank_recording, tmp_path):
    """Recording opens no socket; showing it in a browser only local ones, also the second time.

    At the very first start Rerun sends nothing in any case, since it then asks whether it may.
    """
    path, trace = tmp_path / "plank.rrd", tmp_path / "trace"
    settings = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}

    def traced(*arguments):
        return subprocess.Popen(
            ["strace", "-f", "-qq", "-e", "trace=socket,connect,bind,sendto", "-o", trace,
             sys.executable, "-m", "fitcoach", *map(str, arguments)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, **settings},
        )  # fmt: skip

    counting = traced("count", plank_recording, "-e", "plank", "--rrd", path)
    out, err = counting.communicate(timeout=60)
    if "ptrace" in err or "Operation not permitted" in err:
        pytest.skip("this machine does not allow strace")
    assert "Plank" in out, err
    assert re.findall(r".*AF_INET.*", trace.read_text()) == []

    for _ in range(2):
        showing = traced("view", path, "--web")
        try:
            page = urlsplit(re.search(r"http://\S+", showing.stderr.readline()).group())
            connection = http.client.HTTPConnection(page.hostname, page.port, timeout=30)
            connection.request("GET", f"/?{page.query}")
            answer = connection.getresponse()
            assert answer.status == 200
            assert b"<html" in answer.read().lower()
            assert answer.getheader("Content-Security-Policy")
            connection.close()
            time.sleep(1)  # it would send what it has collected
        finally:
            children = Path(f"/proc/{showing.pid}/task/{showing.pid}/children").read_text().split()
            subprocess.run(["kill", "-TERM", *children], check=False)
            showing.communicate(timeout=30)
        calls = trace.read_text()
        assert "AF_INET" in calls
        reached = re.findall(r'inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"', calls)
        assert {four or six for four, six in reached} == {"127.0.0.1"}
    assert not list(tmp_path.rglob("analytics*"))
