"""Recording sample poses: from a clip as users do, and from a camera that the test plays."""

import shutil

import pytest
from click.testing import CliRunner

from fitcoach import capture
from fitcoach.capture import Observation, ObservationStream
from fitcoach.classify.samples import count_samples, read_samples
from fitcoach.cli.record import record
from fitcoach.errors import FitcoachError
from fitcoach.resources import SAMPLES


def names(path):
    return [sample.name for _, sample in read_samples(path)]


def test_poses_of_a_clip_are_added_to_those_there(run, squat_clip, tmp_path):
    options = ("-e", "squat", "-p", "up", "--source", squat_clip)
    first = run("record", *options, "--seconds", "1", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    assert "samples/squat/up.csv: 5 poses stored, 5 in all." in first.stdout
    assert "Still to record: down." in first.stdout
    file = tmp_path / "samples" / "squat" / "up.csv"
    before = file.read_bytes()
    second = run("record", *options, "--countdown", "1", "--seconds", "0.4", cwd=tmp_path)
    assert "samples/squat/up.csv: 2 poses stored, 7 in all." in second.stdout
    assert file.read_bytes().startswith(before)
    assert [name.rpartition("-")[2] for name in names(file)[5:]] == ["1.00s", "1.20s"]
    assert [path.name for path in file.parent.iterdir()] == ["up.csv"]


def test_recorded_samples_can_be_trained_on(run, squat_clip, tmp_path):
    shutil.copytree(SAMPLES / "squat", tmp_path / "samples" / "squat")
    count = count_samples(tmp_path / "samples" / "squat" / "down.csv")
    options = ("-p", "down", "--source", squat_clip, "--countdown", "2", "--seconds", "0.5")
    recorded = run("record", "-e", "squat", *options, cwd=tmp_path)
    assert "Learn them with `fitcoach train samples`." in recorded.stdout
    trained = run("train", "samples", "--only", cwd=tmp_path)
    assert trained.returncode == 0, trained.stderr
    assert f"{count + 3}" in trained.stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("-e", "squat", "-p", "dwn"), "squat has no phase 'dwn'; its phases are up, down."),
        (("-e", "sqat", "-p", "down"), "There is no exercise 'sqat'"),
        (("-e", "squat", "-p", "down", "--source", "97"), "camera 97"),
        (("-e", "squat", "-p", "up", "--countdown", "60"), "no pose was stored"),
        (("-e", "squat", "-p", "up", "-o", "/dev/null/x"), "up.csv: this file cannot be written"),
    ],
)
def test_what_cannot_be_recorded(run, squat_clip, tmp_path, options, message):
    source = () if "--source" in options else ("--source", squat_clip)
    result = run("record", *options, *source, cwd=tmp_path)
    assert result.returncode == 1
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_broken_file_is_reported_and_not_touched(run, squat_clip, tmp_path):
    file = tmp_path / "samples" / "squat" / "up.csv"
    shutil.copytree(SAMPLES / "squat", file.parent)
    with file.open("a") as end:
        end.write("half a line,512")
    broken = file.read_bytes()
    result = run("record", "-e", "squat", "-p", "up", "--source", squat_clip, cwd=tmp_path)
    assert result.returncode == 1
    assert "2 values" in result.stderr
    assert file.read_bytes() == broken


@pytest.fixture
def camera(monkeypatch, tmp_path):
    """Records from a camera that sends the poses given, then what ends them."""

    def play(poses, end, *options):
        def observations():
            for index, pose in enumerate(poses):
                yield Observation(index, index / 10, pose)
            raise end

        stream = ObservationStream("camera 0", observations(), live=True)
        monkeypatch.setattr(capture, "observe", lambda *_: stream)
        arguments = ["-e", "squat", "-p", "up", "-o", str(tmp_path), *options]
        return CliRunner().invoke(record, arguments), tmp_path / "squat" / "up.csv"

    return play


@pytest.fixture
def pose():
    return next(read_samples(SAMPLES / "squat" / "up.csv"))[1].pose


def test_a_camera_counts_down_and_stops_by_itself(camera, pose):
    result, file = camera([pose] * 200, AssertionError("it reads on"))
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[:4] == ["3 …", "2 …", "1 …", "Recording up."]
    assert count_samples(file) == 50  # five a second for ten seconds


def test_ctrl_c_keeps_what_was_recorded(camera, pose):
    result, file = camera([pose] * 50, KeyboardInterrupt())
    assert result.exit_code == 0
    assert count_samples(file) == 10


def test_a_camera_that_breaks_off_loses_nothing(camera, pose):
    result, file = camera([pose] * 50, FitcoachError("camera 0: the cable"))
    assert str(result.exception) == "camera 0: the cable"
    assert count_samples(file) == 10


def test_frames_without_a_person_are_left_out(camera, pose):
    result, file = camera([None, None, None, pose, None] * 40, AssertionError, "--seconds", "2")
    assert result.exit_code == 0
    assert count_samples(file) == 4
    nobody, _ = camera([None] * 200, AssertionError, "--phase", "down")
    assert "nobody was seen" in str(nobody.exception)
