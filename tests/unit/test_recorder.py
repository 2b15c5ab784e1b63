"""Recording what is seen."""

import time
from collections import namedtuple
from dataclasses import replace

import numpy as np
import pytest

from fitcoach.capture import Frame, Observation, recorder
from fitcoach.capture.recorder import PoseRecorder, VideoRecorder
from fitcoach.capture.video import open_video
from fitcoach.recording import PoseRecording


def seen(number, timestamp, pose=None):
    """A grey picture, the lighter the later."""
    pixels = np.full((48, 64, 3), 20 * number % 240, dtype=np.uint8)
    return Observation(number, timestamp, pose, Frame(number, timestamp, pixels))


def test_a_video_keeps_time_whatever_the_rate_of_the_pictures(tmp_path):
    video = VideoRecorder(tmp_path / "new" / "session.mkv")
    times = [10.0, 10.5, 10.6, 12.0]
    for number, timestamp in enumerate(times):
        video.take(seen(number, timestamp))
    video.close()
    assert video.trouble is None
    frames = list(open_video(video.path).frames())
    for number, timestamp in enumerate(times):
        (near,) = [f for f in frames if abs(f.timestamp - (timestamp - 10.0)) < 0.5 / 30]
        assert near.pixels.mean() == pytest.approx(20 * number, abs=4)
    assert len(frames) == 61


def test_without_pictures_there_is_no_file(tmp_path):
    for made in (VideoRecorder(tmp_path / "session.mkv"), PoseRecorder(tmp_path / "session.npz")):
        made.close()
        assert made.trouble is None
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_is_said(tmp_path):
    (tmp_path / "in the way").write_text("")
    for made in (
        VideoRecorder(tmp_path / "in the way" / "session.mkv"),
        PoseRecorder(tmp_path / "in the way" / "session.npz"),
    ):
        for number in range(20):  # more than may wait
            made.take(seen(number, number / 30))
        made.close()
        assert str(made.path) in made.trouble
        assert "cannot be written" in made.trouble


def test_a_video_leaves_room_on_the_disk(tmp_path, monkeypatch):
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(recorder.shutil, "disk_usage", lambda _: usage(free=99_000_000))
    video = VideoRecorder(tmp_path / "session.mkv")
    video.take(seen(1, 0.0))
    video.close()
    assert "less than 100 MB of the disk are free" in video.trouble


def test_a_disk_that_fills_up_is_noticed_at_any_rate_of_the_pictures(tmp_path, monkeypatch):
    usage = namedtuple("usage", "free")
    free = iter([200_000_000, 99_000_000])
    monkeypatch.setattr(recorder.shutil, "disk_usage", lambda _: usage(free=next(free)))
    video = VideoRecorder(tmp_path / "session.mkv")
    for number in range(16):
        video.take(seen(number, number / 10))
        while not video._waiting.empty():
            time.sleep(0.001)
    video.close()
    assert video.trouble is not None
    assert "less than 100 MB of the disk are free" in video.trouble


def test_pictures_of_another_size_are_in_the_video_too(tmp_path):
    video = VideoRecorder(tmp_path / "session.mkv")
    video.take(seen(1, 0.0))
    larger = np.full((96, 128, 3), 200, dtype=np.uint8)
    video.take(Observation(2, 1.0, None, Frame(2, 1.0, larger)))
    video.close()
    frames = list(open_video(video.path).frames())
    assert frames[-1].pixels.mean() == pytest.approx(200, abs=4)
    assert {frame.pixels.shape for frame in frames} == {(48, 64, 3)}


def test_poses_in_pictures_of_several_sizes_stay_where_they_were(tmp_path, make_pose):
    poses = PoseRecorder(tmp_path / "session.npz")
    tall = replace(make_pose(1, timestamp=0.5), size=(1280, 720))
    wide = replace(make_pose(1, timestamp=1.0), size=(480, 640))
    for number, pose in enumerate((tall, wide)):
        poses.take(Observation(number, pose.timestamp, pose))
    poses.close()
    back = dict(PoseRecording.load(poses.path))
    assert back[0.5].pixels == pytest.approx(tall.pixels, rel=1e-5)
    assert back[1.0].pixels == pytest.approx(wide.pixels, rel=1e-5)


def test_poses_come_back(tmp_path, make_pose):
    poses = PoseRecorder(tmp_path / "session.npz")
    pose = make_pose(1, timestamp=0.5)
    poses.take(Observation(0, 0.25, None))
    poses.take(Observation(1, 0.5, pose))
    poses.close()
    (_, nobody), (t, back) = PoseRecording.load(poses.path)
    assert nobody is None
    assert t == 0.5
    assert back.world == pytest.approx(pose.world, abs=1e-6)
