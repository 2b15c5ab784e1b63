"""Recorded poses come back as they were, and damaged recordings are refused."""

import numpy as np
import pytest

from fitcoach.errors import FitcoachError
from fitcoach.recording import PoseRecording


@pytest.fixture
def recording(make_pose):
    poses = [(0.0, make_pose(1)), (0.04, None), (0.1, make_pose(2, 0.1))]
    return PoseRecording.from_poses(poses, (480, 640))


def test_round_trip(recording, make_pose, tmp_path):
    recording.save(tmp_path / "clip.npz")
    times, poses = zip(*PoseRecording.load(tmp_path / "clip.npz"), strict=True)
    assert times == (0.0, 0.04, 0.1)
    assert poses[1] is None
    assert poses[2].timestamp == 0.1
    assert poses[2].size == (480, 640)
    np.testing.assert_allclose(poses[2].world, make_pose(2).world, atol=1e-6)
    np.testing.assert_allclose(poses[2].visibility, make_pose(2).visibility, atol=1e-6)


def test_arrays_are_as_published(recording, tmp_path):
    recording.save(tmp_path / "clip.npz")
    with np.load(tmp_path / "clip.npz") as arrays:
        assert {name: arrays[name].shape for name in arrays} == {
            "t": (3,),
            "image": (3, 33, 3),
            "world": (3, 33, 3),
            "visibility": (3, 33),
            "size": (2,),
        }
        assert arrays["size"].tolist() == [480, 640]
        assert np.isnan(arrays["world"][1]).all()
    assert [path.name for path in tmp_path.iterdir()] == ["clip.npz"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"t": np.array([0.0, 0.2, 0.1])}, "times in array 't' must increase"),
        ({"t": np.zeros(2)}, r"array 'image' has shape \(3, 33, 3\), \(2, 33, 3\) is expected"),
        ({"world": np.zeros((3, 17, 3))}, "array 'world' has shape"),
        ({"size": np.array([0, 640])}, "array 'size' holds"),
        ({"image": np.array(["a", "b", "c"])}, "not a pose recording or damaged"),
        ({"t": np.array([None, 1, 2], dtype=object)}, "not a pose recording or damaged"),
    ],
)
def test_wrong_arrays(recording, tmp_path, change, message):
    path = tmp_path / "clip.npz"
    recording.save(path)
    with np.load(path) as arrays:
        np.savez(path, **(dict(arrays) | change))
    with pytest.raises(FitcoachError, match=message):
        PoseRecording.load(path)


def test_missing_array(tmp_path):
    np.savez(tmp_path / "clip.npz", t=np.zeros(1))
    with pytest.raises(FitcoachError, match="it has no array 'image'"):
        PoseRecording.load(tmp_path / "clip.npz")


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_damaged_file(tmp_path, content):
    (tmp_path / "clip.npz").write_bytes(content)
    with pytest.raises(FitcoachError, match="not a pose recording or damaged"):
        PoseRecording.load(tmp_path / "clip.npz")


def test_missing_file(tmp_path):
    with pytest.raises(FitcoachError, match="there is no such file"):
        PoseRecording.load(tmp_path / "clip.npz")
