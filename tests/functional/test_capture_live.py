"""What a dashboard needs of its source: its pace, its return after a break, its end at once."""

import threading
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pytest
from camera import Camera

from fitcoach.capture import (
    Frame,
    LandmarkerOptions,
    Observation,
    ObservationStream,
    Pace,
    observe,
)
from fitcoach.capture.heads import HeadCount
from fitcoach.capture.landmarker import Landmarker, Person, Prepared
from fitcoach.capture.observe import _observations
from fitcoach.capture.source import without_password
from fitcoach.capture.video import open_video
from fitcoach.errors import FitcoachError
from fitcoach.models import pose_model
from fitcoach.recording import PoseRecording

OPTIONS = LandmarkerOptions(pose_model("full"))


def landmarker() -> LandmarkerOptions:
    return OPTIONS


def prefetching() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "prefetch"]


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    yield
    assert not prefetching()


@pytest.fixture(scope="module")
def pictures() -> list[np.ndarray]:
    """Half a second of somebody who squats."""
    path = Path(__file__).parents[2] / "samples" / "clips" / "squat-5-reps.mp4"
    return [frame.pixels for frame in islice(open_video(path).frames(), 12)]


@pytest.fixture
def clip(tmp_path: Path, pictures: list[np.ndarray]) -> Path:
    path = tmp_path / "clip.mp4"
    size = pictures[0].shape[1::-1]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"mp4v"), 25, size)
    for pixels in pictures:
        writer.write(pixels[..., ::-1])
    writer.release()
    return path


@pytest.fixture
def folder(tmp_path: Path, pictures: list[np.ndarray]) -> Path:
    path = tmp_path / "folder"
    path.mkdir()
    for i in range(2):
        cv2.imwrite(str(path / f"{i}.png"), pictures[i][..., ::-1])
    return path


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "recording.npz"
    PoseRecording.from_poses([(i / 25, None) for i in range(12)], (480, 480)).save(path)
    return path


Source = Callable[[str], str]


@pytest.fixture
def source(request: pytest.FixtureRequest) -> Source:
    return lambda kind: str(request.getfixturevalue(kind))


PACED = pytest.mark.parametrize("kind", ["clip", "folder", "recording"])


@PACED
def test_what_is_not_live_comes_when_it_is_due(source: Source, kind: str) -> None:
    with observe(source(kind), landmarker, pace=Pace()) as stream:
        seen = []
        for observation in stream:
            assert time.monotonic() >= observation.arrived
            seen.append(observation)
    assert [observation.index for observation in seen] == list(range(stream.frame_count or 0))
    offsets = [observation.arrived - observation.timestamp for observation in seen]
    assert offsets == pytest.approx([offsets[0]] * len(seen))


def test_without_a_pace_nothing_waits(recording: Path) -> None:
    poses = [(float(hour * 3600), None) for hour in range(12)]
    PoseRecording.from_poses(poses, (480, 480)).save(recording)
    before = time.monotonic()
    with observe(str(recording), landmarker) as stream:
        arrived = [observation.arrived for observation in stream]
    assert len(arrived) == 12
    assert before <= arrived[0] <= arrived[-1] <= time.monotonic()


def test_a_frame_was_to_be_had_when_it_was_read(clip: Path) -> None:
    before = time.monotonic()
    with observe(str(clip), landmarker) as stream:
        for observation in stream:
            assert observation.frame is not None
            assert before <= observation.arrived == observation.frame.arrived <= time.monotonic()


def test_a_clip_slower_looked_at_than_filmed_loses_nothing_and_tells_how_late_it_is(
    clip: Path,
) -> None:
    late = []
    with observe(str(clip), landmarker, pace=Pace()) as stream:
        for observation in stream:
            time.sleep(0.1)
            late.append(time.monotonic() - observation.arrived)
    assert len(late) == 12
    assert late[-1] > 0.5  # 12 frames of 0.1 s in 0.48 s
    assert stream.dropped == 0


@PACED
def test_closing_in_a_pause_ends_who_waits_for_the_next_frame(source: Source, kind: str) -> None:
    pace = Pace()
    stream = observe(source(kind), landmarker, pace=pace)
    first = next(stream)
    pace.pause()
    rest: list[Observation] = []
    reader = threading.Thread(target=lambda: rest.extend(stream))
    reader.start()
    time.sleep(0.3)
    stream.close()
    assert not prefetching()
    reader.join(10)
    assert not reader.is_alive()
    assert first.index == 0
    assert len(rest) < (stream.frame_count or 0) - 1


def test_the_landmarker_is_not_closed_while_another_thread_looks(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Since mediapipe would crash."""
    looking, told = threading.Event(), []
    detect, close = Landmarker._detect, Landmarker.close

    def slow_detect(self: Landmarker, frame: Prepared) -> list[Person]:
        told.append("looks")
        looking.set()
        time.sleep(0.3)
        found = detect(self, frame)
        told.append("looked")
        return found

    with observe(str(clip), landmarker) as stream:
        monkeypatch.setattr(Landmarker, "_detect", slow_detect)
        monkeypatch.setattr(Landmarker, "close", lambda self: told.append("close") or close(self))
        reader = threading.Thread(target=lambda: list(stream))
        reader.start()
        assert looking.wait(10)
        stream.close()
        reader.join(10)
    assert told == ["looks", "looked", "close"]


@pytest.fixture
def camera(pictures: list[np.ndarray]) -> Iterator[Camera]:
    camera = Camera(pictures)
    yield camera
    camera.plug_out()


def until(stream: ObservationStream, count: int, *, lost: bool) -> list[Observation]:
    """Takes observations until `count` in a row have lost the source, or have not."""
    taken: list[Observation] = []
    row = 0
    patience = threading.Timer(60, stream.close)
    patience.start()
    try:
        while row < count:
            taken.append(next(stream))
            row = row + 1 if (taken[-1].lost is not None) == lost else 0
    finally:
        patience.cancel()
    return taken


def check(seen: list[Observation], stream: ObservationStream) -> None:
    """One axis of time by the clock; and while the source is lost, that is all there is."""
    assert np.all(np.diff([observation.timestamp for observation in seen]) > 0)
    offsets = [observation.arrived - observation.timestamp for observation in seen]
    assert offsets == pytest.approx([offsets[0]] * len(seen), abs=1e-4)
    lost = [observation for observation in seen if observation.lost is not None]
    for observation in lost:
        assert stream.name in str(observation.lost)
        assert (observation.pose, observation.frame, observation.brightness) == (None,) * 3
    assert np.all(np.diff([observation.timestamp for observation in lost]) > 0.4)  # twice a second
    indices = [observation.index for observation in seen if observation.lost is None]
    assert np.all(np.diff(indices) > 0)
    assert stream.dropped == indices[-1] - indices[0] + 1 - len(indices)


@pytest.mark.parametrize("mode", ["video", "live-stream"])
def test_a_camera_that_breaks_off_goes_on_when_it_is_back(
    camera: Camera, mode: str, capfd: pytest.CaptureFixture[str]
) -> None:
    options = LandmarkerOptions(OPTIONS.model, mode)
    with observe(camera.url, lambda: options, keep=True) as stream:
        seen = until(stream, 10, lost=False)
        camera.plug_out()
        seen += until(stream, 4, lost=True)
        camera.plug_in()
        seen += until(stream, 10, lost=False)
        assert any(observation.pose is not None for observation in seen[-10:])
        camera.plug_out()
        seen += until(stream, 2, lost=True)
        check(seen, stream)
    assert capfd.readouterr() == ("", "")


def test_a_camera_that_falls_silent_is_lost_before_its_driver_knows(camera: Camera) -> None:
    with observe(camera.url, landmarker, keep=True) as stream:
        seen = until(stream, 3, lost=False)
        camera.silent = True
        seen += until(stream, 2, lost=True)
        camera.silent = False
        seen += until(stream, 3, lost=False)
        check(seen, stream)


def test_a_frame_on_its_way_while_the_source_is_said_to_be_lost_is_left_out(
    pictures: list[np.ndarray],
) -> None:
    start = time.monotonic() - 1.0
    early, late, back = (
        Frame(i, t, pictures[0], arrived=start + t) for i, t in enumerate((0.0, 0.5, 9.0))
    )
    watched = iter([None, (early, []), None, (late, []), (back, [])])
    seen = list(_observations(watched, HeadCount(OPTIONS), "camera 7"))
    assert [observation.index for observation in seen] == [0, 0, 2]
    assert [observation.lost is None for observation in seen] == [True, False, True]
    assert 1.0 <= seen[1].timestamp < 9.0


def test_closing_ends_the_search_for_a_lost_camera(camera: Camera) -> None:
    stream = observe(camera.url, landmarker, keep=True)
    until(stream, 3, lost=False)
    camera.plug_out()
    until(stream, 1, lost=True)
    rest: list[Observation] = []
    reader = threading.Thread(target=lambda: rest.extend(stream))
    reader.start()
    stream.close()
    assert not prefetching()
    reader.join(10)
    assert not reader.is_alive()


def test_a_camera_not_kept_breaks_off_for_good(camera: Camera) -> None:
    with observe(camera.url, landmarker) as stream:
        until(stream, 3, lost=False)
        camera.plug_out()
        with pytest.raises(FitcoachError, match="no more pictures came"):
            until(stream, 1, lost=True)


def test_a_camera_that_is_not_there_at_first_is_not_waited_for(camera: Camera) -> None:
    camera.plug_out()
    with pytest.raises(FitcoachError, match="cannot be opened"):
        observe(camera.url, landmarker, keep=True)


def test_a_live_source_has_its_own_pace(camera: Camera) -> None:
    pace = Pace()
    pace.pause()
    with observe(camera.url, landmarker, pace=pace) as stream:
        check(until(stream, 5, lost=False), stream)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("rtsp://me:secret@10.0.0.5:554/live?a=1", "rtsp://10.0.0.5:554/live?a=1"),
        ("rtsp://me@camera/live", "rtsp://camera/live"),
        ("http://camera/live@home", "http://camera/live@home"),
        ("RTSP://me:s@cret@[fe80::1]/x", "RTSP://[fe80::1]/x"),
        ("rtsp://[fe80::1/x", "rtsp://[fe80::1/x"),
    ],
)
def test_a_password_in_a_url_is_not_shown(url, shown):
    assert without_password(url) == shown


def test_an_error_does_not_tell_the_password(run):
    result = run("count", "http://me:secret@127.0.0.1:9/x", "-e", "squat")
    assert "127.0.0.1:9/x: this stream cannot be opened" in result.stderr
    assert "secret" not in result.stderr
