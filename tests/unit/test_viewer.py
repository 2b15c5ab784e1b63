"""What goes to Rerun, read back from recordings; and that it keeps nobody waiting."""

import http.client
import socket
import subprocess
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import numpy as np
import pytest
from rrd import read_rrd
from scripted import REP, Gym, squatting

from fitcoach.body import Landmark as Lm
from fitcoach.classify.embedding import aligned, mirrored
from fitcoach.classify.model import PoseModel
from fitcoach.cli.viewing import Viewing, Views, Watch, views
from fitcoach.errors import FitcoachError
from fitcoach.resources import MODELS
from fitcoach.viewer import program
from fitcoach.viewer.front import Front
from fitcoach.viewer.glimpse import Glimpse
from fitcoach.viewer.ground import on_the_floor
from fitcoach.viewer.log import RerunLog
from fitcoach.viewer.recording import Recording, to_file
from fitcoach.workout import Cue, Severity, single

BEGAN = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture(scope="module")
def model():
    return PoseModel.load(MODELS / "pose_classifier.npz")


@pytest.fixture
def record(tmp_path, model):
    """Records moments and returns what can be read of them."""

    def make(glimpses):
        path = tmp_path / "session.rrd"
        recording = Recording(to_file(path), "squats", BEGAN, model, clip=None, live=False)
        for glimpse in glimpses:
            recording.add(glimpse)
        recording.check(10)
        recording.close()
        return read_rrd(path)

    return make


def squats(stretches=REP, **changes):
    gym = Gym(single("squat"))
    gym.do(stretches)
    return [Glimpse(i, replace(moment, **changes)) for i, moment in enumerate(gym.moments)]


def test_every_moment_is_there(record):
    glimpses = squats()
    entities = record(glimpses)
    for root, kind in (("/camera", "Points2D"), ("/space", "Points3D")):
        assert entities[f"{root}/landmarks"].rows[f"{kind}:positions"] == len(glimpses)
        assert entities[f"{root}/bones"].rows[f"{kind}:positions"] == len(glimpses)
    for path in ("/curves/angle/squat", "/curves/phases/squat", "/curves/visibility"):
        assert entities[path].rows["Scalars:scalars"] == len(glimpses)


def test_landmarks_that_are_not_seen_look_different(record):
    glimpse = squats()[0]
    visibility = np.full(33, 0.9)
    visibility[Lm.LEFT_KNEE] = 0.49
    pose = replace(glimpse.moment.pose, visibility=visibility)
    entities = record([replace(glimpse, moment=replace(glimpse.moment, pose=pose))])
    ((_, classes),) = entities["/space/landmarks"].values["Points3D:class_ids"]
    assert [i for i, each in enumerate(classes) if each == 3] == [Lm.LEFT_KNEE]
    assert classes.count(2) == 32
    # The bones are all of one class: Rerun connects nothing across classes.
    assert entities["/space/bones"].static >= {"Points3D:class_ids"}


def test_nobody_is_seen(record):
    """What was there before is gone, rather than to stand still."""
    glimpses = squats([(0.2, 0.0), (0.2, None)])
    positions = record(glimpses)["/camera/landmarks"].values["Points2D:positions"]
    assert [len(points) for _, points in positions] == [33] * 5 + [0] * 5


def test_the_angle_is_a_gap_where_it_cannot_be_told(record):
    glimpses = squats([(0.2, 1.0), (0.2, None)])
    rows = [row for _, row in record(glimpses)["/curves/angle/squat"].values["Scalars:scalars"]]
    assert [np.isnan(angle) for angle, *_ in rows] == [False] * 5 + [True] * 5
    assert rows[0] == pytest.approx([90, 170, 90], abs=1)


def test_feet_stand_on_the_floor_up_is_up():
    standing, deep = (on_the_floor(squatting(0, depth).world) for depth in (0.0, 1.0))
    assert standing[:, 1].max() == deep[:, 1].max() == 0.0
    assert standing[Lm.NOSE, 1] < -1  # y points down, so above the floor
    assert deep[Lm.LEFT_HIP, 1] > standing[Lm.LEFT_HIP, 1]


def test_reps_are_intervals_with_their_grades(record):
    glimpses = squats([*REP, *REP, (1.0, 0.0)])
    entities = record(glimpses)
    states = entities["/states/rep"].values["StateChange:state"]
    assert [state for _, (state,) in states if state] == ["1", "2"]
    starts = [t for t, (state,) in states if state]
    (first, second) = (
        each.rep for g in glimpses for each in g.moment.events if type(each).__name__ == "RepDone"
    )
    assert starts == pytest.approx([first.start, second.start], abs=0.001)
    (_, colors) = entities["/states/rep"].values["StateConfiguration:colors"][-1]
    assert len(colors) == 2  # a colour for each that says nothing, rather than Rerun's own
    assert len(set(colors)) == 1
    grades = entities["/states/form"].values["StateChange:state"]
    assert len([state for _, (state,) in grades if state]) == 2
    phases = [state for _, (state,) in entities["/states/phase"].values["StateChange:state"]]
    assert phases[:3] == ["up", "down", "up"]


def test_cues_are_told_once_with_their_weight(record):
    cue = Cue("Step back", Severity.STOP)
    entities = record(
        [replace(g, lines=("set 1",) if g.index == 0 else ()) for g in squats(cue=cue)]
    )
    assert [text for _, (text,) in entities["/told/cues"].values["TextLog:text"]] == ["Step back"]
    assert [level for _, (level,) in entities["/told/cues"].values["TextLog:level"]] == ["ERROR"]
    assert [text for _, (text,) in entities["/told/events"].values["TextLog:text"]] == ["set 1"]


def test_pictures_stay_within_their_budget(record, tmp_path):
    """Noise is what JPEG is worst at."""
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 255, (720, 1280, 3), dtype=np.uint8)
    glimpses = [replace(g, pixels=noise) for g in squats([(8.0, 0.0)])]
    entities = record(glimpses)
    shown = entities["/camera/picture"].rows["EncodedImage:blob"]
    assert 0 < shown < len(glimpses)
    seconds = glimpses[-1].moment.timestamp
    # Two seconds' worth may be ahead of it; a minute then takes less than 25 MB.
    assert (tmp_path / "session.rrd").stat().st_size < 14_000_000 / 60 * (seconds + 2) + 2_000_000
    ((_, points), *_) = entities["/camera/landmarks"].values["Points2D:positions"]
    pose = glimpses[0].moment.pose
    assert np.allclose(points, pose.pixels[:, :2], atol=0.01)  # 480 pixels are not shrunk


def test_ghosts_are_the_nearest_samples(record, model):
    squat = squats()[0]
    sample = model.within("squat").landmarks[7]
    pose = replace(squat.moment.pose, world=sample)
    glimpses = [replace(squat, moment=replace(squat.moment, pose=pose))]
    ((_, points),) = record(glimpses)["/space/samples/1"].values["Points3D:positions"]
    assert np.allclose(points, on_the_floor(sample), atol=0.02)


def test_nearest_finds_a_sample_and_its_mirror_image(model, make_pose):
    classifier = model.within("squat")
    for landmarks in (classifier.landmarks[3], mirrored(classifier.landmarks[3:4])[0]):
        nearest, *others = classifier.nearest(replace(make_pose(), world=landmarks), 4)
        assert nearest.distance == pytest.approx(0, abs=1e-6)
        assert (nearest.label, nearest.origin) == (classifier.labels[3], classifier.origins[3])
        assert np.allclose(nearest.landmarks, landmarks)
        assert all(other.distance >= nearest.distance for other in others)


def test_aligned_undoes_turning_and_size(model):
    pose = model.within("squat").landmarks[0]
    centred = pose - pose[[Lm.LEFT_HIP, Lm.RIGHT_HIP]].mean(axis=0)
    turn = np.radians(70)
    x, y, z = centred.T
    other = 1.3 * np.stack(
        [np.cos(turn) * x + np.sin(turn) * z, y, np.cos(turn) * z - np.sin(turn) * x], axis=1
    )
    assert np.allclose(aligned(other, pose), centred, atol=1e-9)


class Slow:
    """A recording on a slow disk."""

    needs_pixels = True

    def __init__(self, seconds=0.0, error=None):
        self.seconds = seconds
        self.error = error
        self.added = []

    def add(self, glimpse):
        time.sleep(self.seconds)
        if self.error is not None and len(self.added) >= 3:
            raise self.error
        self.added.append(glimpse)

    def send(self):
        pass

    def check(self, _):
        pass

    def end(self, _):
        pass

    def close(self):
        pass


def test_a_slow_disk_keeps_nobody_waiting_and_loses_no_event():
    recording = Slow(0.001)
    log = RerunLog("slow.rrd", lambda: (time.sleep(0.5), recording)[1])
    glimpses = squats([*REP * 8, (1.0, 0.0)])
    begun = time.monotonic()
    for glimpse in glimpses * 2:
        log.take(glimpse)
    assert time.monotonic() - begun < 0.4  # less than it took to open it
    log.close()
    assert "frames came too quickly" in log.trouble
    told = [event for glimpse in recording.added for event in glimpse.moment.events]
    assert len(told) == 2 * sum(len(glimpse.moment.events) for glimpse in glimpses)


def test_pictures_that_wait_are_bounded():
    recording = Slow()
    opened = threading.Event()
    log = RerunLog("slow.rrd", lambda: (opened.wait(), recording)[1])
    picture = np.zeros((1080, 1920, 3), dtype=np.uint8)
    for glimpse in squats([(4.0, 0.0)]):
        log.take(replace(glimpse, pixels=picture))
    opened.set()
    log.close()
    kept = [glimpse for glimpse in recording.added if glimpse.pixels is not None]
    assert len(recording.added) == 100
    assert sum(glimpse.pixels.nbytes for glimpse in kept) <= 200_000_000
    assert f"{100 - len(kept)} pictures" in log.trouble


@pytest.mark.parametrize(
    ("file", "error", "words"),
    [
        ("full.rrd", OSError(28, "No space left on device"), "No space left"),
        ("full.rrd", RuntimeError("Failed to write: No space left (os error 28)"), "No space left"),
        (None, RuntimeError("gRPC has been unable to connect"), "does not answer"),
    ],
)
def test_what_goes_wrong_is_one_sentence(tmp_path, file, error, words):
    recording = Slow(error=error)
    path = None if file is None else tmp_path / file
    log = RerunLog("there", lambda: recording, file=path)
    for glimpse in squats():
        log.take(glimpse)
    log.close()
    assert log.trouble.startswith("there: ")
    assert words in log.trouble
    assert len(log.trouble.splitlines()) == 1


def test_no_more_frames_than_wanted():
    recording = Slow()
    log = RerunLog("file.rrd", lambda: recording, frames=7)
    for glimpse in squats():
        log.take(glimpse)
    log.close()
    assert len(recording.added) == 7


@pytest.mark.parametrize(
    "url", ["127.0.0.1:9876", "http://127.0.0.1:9876/proxy", "rerun+http://127.0.0.1/proxy", "::"]
)
def test_what_is_no_address_of_a_viewer(url):
    with pytest.raises(FitcoachError, match=r"rerun\+http://127\.0\.0\.1:9876/proxy"):
        program.check_url(url)


def test_nobody_answers():
    with pytest.raises(FitcoachError, match="no Rerun viewer answers"):
        program.check_url(f"rerun+http://127.0.0.1:{program.free_port(0)}/proxy")


def test_a_taken_port_is_passed_over():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        wanted = taken.getsockname()[1]
        assert program.free_port(wanted) != wanted


def test_no_viewer_is_installed(monkeypatch):
    monkeypatch.setattr(program, "find_spec", lambda _: None)
    monkeypatch.setattr(program.shutil, "which", lambda _: None)
    with pytest.raises(FitcoachError, match="not installed"):
        program.Viewer(web=False)


def test_a_viewer_that_does_not_start(monkeypatch, tmp_path):
    broken = tmp_path / "rerun"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setattr(program, "executable", lambda: str(broken))
    with pytest.raises(FitcoachError, match="does not start here"):
        program.Viewer(web=False)


def test_a_viewer_does_not_outlive_ctrl_c_while_it_starts(monkeypatch, tmp_path):
    slow = tmp_path / "rerun"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(program, "executable", lambda: str(slow))
    started, popen = [], subprocess.Popen

    def interrupt(*_):
        raise KeyboardInterrupt

    def start(*arguments, **options):
        started.append(popen(*arguments, **options))
        return started[0]

    monkeypatch.setattr(program.subprocess, "Popen", start)
    monkeypatch.setattr(program, "answers", interrupt)
    with pytest.raises(KeyboardInterrupt):
        program.Viewer(web=False)
    assert started[0].poll() is not None


def test_one_viewer_does_not_outlive_ctrl_c_while_another_one_is_looked_for(monkeypatch):
    stopped = []

    class Started:
        url, page = "rerun+http://127.0.0.1:1/proxy", "http://127.0.0.1:1"

        def __init__(self, *, web):
            assert web

        def stop(self):
            stopped.append(self)

    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "Viewer", Started)
    monkeypatch.setattr(program, "check_url", interrupt)
    with pytest.raises(KeyboardInterrupt), views(Viewing(web=True, url="x")):
        pass
    assert len(stopped) == 1


def test_an_address_too_long_for_a_file_is_no_clip(tmp_path):
    file = tmp_path / "a.rrd"
    watch = Watch(Views(Viewing(file=file, frames=1)), None)
    watch.begin(SimpleNamespace(name="http://here/" + 5000 * "x", live=False, report=None))
    watch.close(None)


class _Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/?url=x" else 404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"page")

    def log_message(self, *_):
        pass


def test_the_page_is_passed_on_with_the_order_to_ask_nobody_else():
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as behind:
        threading.Thread(target=behind.serve_forever, daemon=True).start()
        port = program.free_port(0)
        front = Front(port, behind.server_port, 4711)
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/?url=x")
            answer = connection.getresponse()
            assert (answer.status, answer.read()) == (200, b"page")
            connection.close()
        finally:
            front.close()
            behind.shutdown()
    assert answer.getheader("Content-Type") == "text/html"
    rules = answer.getheader("Content-Security-Policy")
    allowed = {word for rule in rules.split(";") for word in rule.split()[1:]}
    assert {word for word in allowed if "//" in word} == {"http://127.0.0.1:4711"}
    assert "default-src 'self'" in rules
