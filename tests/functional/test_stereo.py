"""Several cameras, from the board to the count: made pictures, real landmarker, real program."""

import json
from fractions import Fraction
from itertools import islice

import av
import cv2
import numpy as np
import pytest
from camera import Camera as NetworkCamera
from click.testing import CliRunner
from filmed_board import film_board
from rrd import read_rrd

from fitcoach.capture import LandmarkerOptions
from fitcoach.capture.stereo import frames
from fitcoach.capture.stereo.board import Board
from fitcoach.capture.stereo.observe import observe_rig
from fitcoach.capture.video import open_video
from fitcoach.cli.rig import calibrate
from fitcoach.errors import FitcoachError
from fitcoach.exercise import find_exercise
from fitcoach.models import pose_model
from fitcoach.recording import PoseRecording
from fitcoach.rig import Camera, Rig, read_rig, write_rig
from fitcoach.studio.film import FPS, Shot, film_together
from fitcoach.studio.rig import rig_of

BOARD = Board(7, 5, 0.08)
SHOTS = [Shot(30.0), Shot(105.0, 1.3), Shot(180.0, 1.3)]
LENS = {"distortion": (-0.08, 0.03, 0.0005, -0.0004, 0.0)}
A_PLACE = 1.2  # seconds for which the board is held in each place, and moved to the next


def options():
    return LandmarkerOptions(pose_model("full"))


@pytest.fixture(scope="module")
def filmed(tmp_path_factory):
    """A squat from the front, the side and behind: a folder with the clips and the rigs."""
    folder = tmp_path_factory.mktemp("pair")
    frames = list(film_together(find_exercise("squat"), 1, 1, SHOTS))
    rig = rig_of(*(frame.camera for frame in frames[0]))
    write_rig(rig, folder / "three.toml")
    write_rig(rig.of(*rig.camera[:2]), folder / "rig.toml")
    for k, name in enumerate(("first", "second")):
        write_clip(folder / f"{name}.mp4", [(f[k].timestamp, f[k].picture) for f in frames])
    write_clip(folder / "third.mp4", [(f[2].timestamp - 0.2, f[2].picture) for f in frames[5:]])
    # The same movement from the second camera, begun later and taken at another rate.
    pictures = [(f[1].timestamp, f[1].picture) for f in frames]
    write_clip(folder / "late.mp4", [(t - 0.48, p) for t, p in pictures[12:]])
    write_clip(folder / "slow.mp4", pictures[::2])
    write_clip(folder / "short.mp4", pictures[:60])
    write_clip(folder / "small.mp4", [(t, p[::2, ::2]) for t, p in pictures])
    write_clip(folder / "cropped.mp4", [(t, p[60:-60]) for t, p in pictures])
    return folder


def write_clip(path, pictures):
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=FPS)
        stream.height, stream.width = pictures[0][1].shape[:2]
        stream.codec_context.time_base = stream.time_base = Fraction(1, FPS)
        stream.bit_rate = 4_000_000
        for timestamp, picture in pictures:
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
            frame.pts = round(timestamp * FPS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def count(run, folder, second="second.mp4", *more, first="first.mp4"):
    return run("count", "--rig", folder / "rig.toml", "--source", folder / first,
               "--source", folder / second, "-e", "squat", *more)  # fmt: skip


def turned(a, b):
    return np.degrees(np.arccos(np.clip((np.trace(a.T @ b) - 1) / 2, -1, 1)))


def test_a_filmed_board_tells_where_the_cameras_stand(run, tmp_path):
    true = studio(SHOTS[:2], 600)
    shown = list(film_board(BOARD.draw(), BOARD.size, true, 1, 5.0))
    write_clip(tmp_path / "a.mp4", [(t, first) for t, (first, _) in shown])
    late = [(t - 1.0, second) for t, (_, second) in shown[5:]]
    write_clip(tmp_path / "b.mp4", late)
    result = run("calibrate", "--source", tmp_path / "a.mp4", "--source", tmp_path / "b.mp4",
                 "--square", 80, "--name", "left", "--name", "right",
                 "-o", tmp_path / "rig.toml")  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert "the clip of camera 'right' began 1.0" in result.stdout
    found = read_rig(tmp_path / "rig.toml")
    assert [camera.name for camera in found.camera] == ["left", "right"]
    check_recovered(found, true)


def test_folders_of_pictures_tell_where_three_cameras_stand(run, tmp_path):
    true = studio(SHOTS, 600)
    held = [each for _, each in film_board(BOARD.draw(), BOARD.size, true, 1, 1 / A_PLACE)]
    crooked = 42  # after the places that two cameras share come those before the first one alone
    middle = round(corners(held[crooked][0])[:, 1].mean())
    held[crooked][0][:middle] = np.roll(held[crooked][0][:middle], 5, axis=1)
    late = next(n for n in range(1, 20) if all(len(corners(held[n][k])) > 20 for k in (0, 1)))
    held[late] = (held[late - 1][0], *held[late][1:])
    sources = []
    for k, name in enumerate("abc"):
        (tmp_path / name).mkdir()
        sources += ["--source", tmp_path / name]
        for number, pictures in enumerate(held):
            cv2.imwrite(str(tmp_path / name / f"view{number}.png"), pictures[k][..., ::-1])
    result = run("calibrate", *sources, "--square", 80, "-o", tmp_path / "rig.toml")
    assert result.returncode == 0, result.stderr
    check_recovered(read_rig(tmp_path / "rig.toml"), true)
    left_out = [line for line in result.stdout.splitlines() if line.startswith("left out: ")]
    a, b = tmp_path / "a", tmp_path / "b"
    assert left_out[0].startswith(f"left out: {a} and {b}, view{late}.png, where corners are off ")
    assert any(line.startswith(f"left out: {a}, view{crooked}.png, where") for line in left_out)
    assert len(left_out) <= 5


def corners(picture):
    found = BOARD.find(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))
    return [] if found is None else found.pixels


def studio(shots, side):
    """Cameras of the studio as calibrated ones, with pictures of that size, distorted."""
    frames = next(film_together(find_exercise("squat"), 1, 1, shots))
    rig = rig_of(*(frame.camera for frame in frames))
    return rig.of(*(Camera(**{**c.scaled((side, side)).model_dump(), **LENS}) for c in rig.camera))


def check_recovered(found, true):
    first = true.camera[0]
    for got, wanted in zip(found.camera, true.camera, strict=True):
        assert got.focal[0] == pytest.approx(wanted.focal[0], rel=0.01)
        assert turned(wanted.turn @ first.turn.T, got.turn) < 0.5
        assert np.allclose(got.position, first.seen(wanted.position), atol=0.01 * true.baseline)
    assert found.error < 0.5


def test_two_cameras_count_and_judge_what_one_cannot(run, filmed, tmp_path):
    alone = run("count", filmed / "first.mp4", "-e", "squat").stdout
    assert "Squat, 1 rep" in alone
    assert "form not judged from this view" in alone
    recording = tmp_path / "both.rrd"
    both = count(run, filmed, "second.mp4", "--rrd", recording)
    assert both.returncode == 0, both.stderr
    head, *reps = both.stdout.splitlines()
    assert head.endswith("second.mp4: Squat, 1 rep")
    assert [rep.endswith("  good") for rep in reps] == [True]
    assert "Both cameras saw somebody at 100% of the moments" in both.stderr
    shown = {"second/picture", "second/landmarks", "space/cameras/first", "space/cameras/second"}
    assert {f"/{path}" for path in shown} <= set(read_rrd(recording))
    (clip,) = json.loads(count(run, filmed, "second.mp4", "--json").stdout)
    for rep in clip["reps"]:
        assert rep["grade"] == "good"
        # From whichever side, what was measured is judged; a leg hidden from one camera is not.
        assert {each.get("silent") for each in rep["form"].values()} <= {None, "unseen"}
        assert [rep["form"][rule]["level"] for rule in ("depth", "lean", "heels")] == ["good"] * 3
        assert rep["measures"]["turn"] < 90


def test_three_cameras_count(run, filmed, tmp_path):
    recording = tmp_path / "three.rrd"
    result = run("count", "--rig", filmed / "three.toml", "--source", filmed / "first.mp4",
                 "--source", filmed / "second.mp4", "--source", filmed / "third.mp4",
                 "-e", "squat", "--rrd", recording)  # fmt: skip
    assert result.returncode == 0, result.stderr
    head, rep = result.stdout.splitlines()
    assert head.endswith("third.mp4: Squat, 1 rep")
    assert rep.endswith("  good")
    assert "third.mp4 began 0.2" in result.stderr
    assert "At least two cameras saw somebody at 100% of the moments" in result.stderr
    shown = {"third/picture", "third/landmarks", "space/cameras/third"}
    assert {f"/{path}" for path in shown} <= set(read_rrd(recording))


def test_exchanged_sources_are_refused(run, filmed):
    result = count(run, filmed, "first.mp4", first="second.mp4")
    assert result.returncode == 1
    assert "second.mp4 was taken by camera 'second' of the rig" in result.stderr
    assert f"in the order {filmed / 'first.mp4'}, {filmed / 'second.mp4'}." in result.stderr


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ("late.mp4", "late.mp4 began 0.4"),
        ("slow.mp4", "Both cameras saw somebody at 100%"),
        ("short.mp4", "short.mp4 shows only "),
        ("small.mp4", "Both cameras saw somebody at 100%"),
    ],
)
def test_clips_that_are_not_alike_are_made_to_fit(run, filmed, second, said):
    result = count(run, filmed, second)
    assert result.returncode == 0, result.stderr
    assert "Squat, 1 rep" in result.stdout
    assert said in result.stderr
    if second != "short.mp4":
        assert result.stdout.count("  good") == 1


def test_cropped_pictures_are_refused(run, filmed):
    result = count(run, filmed, "cropped.mp4")
    assert result.returncode == 1
    assert "cropped.mp4: its pictures are 480x360, but camera 'second' of the rig" in result.stderr


def poses_of(stream):
    with stream:
        return [observation.pose for observation in stream]


def test_two_runs_are_the_same_and_landmarks_are_where_they_were(filmed):
    rig = read_rig(filmed / "rig.toml")
    sources = [str(filmed / f"{name}.mp4") for name in ("first", "second")]
    runs = [poses_of(observe_rig(rig, sources, options)) for _ in range(2)]
    assert len(runs[0]) == len(runs[1])
    for one, other in zip(*runs, strict=True):
        assert np.array_equal(one.world, other.world)
        assert np.array_equal(one.measured, other.measured)
    # The hips of somebody who squats keep their distance from the floor's middle, and go down.
    hips = np.array([pose.place for pose in runs[0]])
    assert np.ptp(hips[:, 1]) > 0.25
    assert np.linalg.norm(np.ptp(hips[:, [0, 2]], axis=0)) < 0.6
    assert -1.2 < hips[0, 1] < -0.7


def test_recorded_poses_keep_what_was_measured(filmed, tmp_path, run):
    rig = read_rig(filmed / "rig.toml")
    sources = [str(filmed / f"{name}.mp4") for name in ("first", "second")]
    with observe_rig(rig, sources, options) as stream:
        seen = [(o.timestamp, o.pose) for o in stream]
    told = run(
        "poses", "--rig", filmed / "rig.toml", "--source", sources[0], "--source", sources[1],
        "-o", tmp_path,
    )  # fmt: skip
    path = tmp_path / "first.npz"
    assert told.stdout.startswith(str(path))
    assert "Both cameras saw somebody" in told.stderr
    replayed = dict(PoseRecording.load(path))
    assert len(replayed) == len(seen)
    for time, pose in seen:
        assert np.array_equal(replayed[time].measured, pose.measured)
        assert np.allclose(replayed[time].place, pose.place, atol=1e-5)
    result = run("count", path, "-e", "squat")
    assert result.stdout.count("  good") == 1
    assert result.stderr == ""


def test_pictures_of_both_come_with_their_poses(filmed):
    rig = read_rig(filmed / "rig.toml")
    sources = [str(filmed / f"{name}.mp4") for name in ("first", "late")]
    with observe_rig(rig, sources, options) as stream:
        seen = list(stream)
    assert all(o.frame is not None and o.frame.index == o.index for o in seen)
    assert [o.others[0].frame is not None for o in seen[20:]] == [True] * len(seen[20:])
    assert seen[0].others[0] is None  # the second had not begun
    assert stream.report.offsets[0] == pytest.approx(0.48, abs=0.02)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--rig", "no.toml", "--source", "a", "--source", "b"], "no.toml: there is no such rig."),
        (["--rig", "rig.toml", "--source", "a"], "The rig has 2 cameras, but 1 source is named; "),
        (
            ["--rig", "rig.toml", "--source", "a", "--source", "b", *["--offset", "1"] * 2],
            "The rig has 2 cameras, but --offset is given 2 times; give it once for each source ",
        ),
        (["--source", "a", "--source", "b"], "Several sources need the rig they were taken with"),
        (["a.mp4", "--offset", "1"], "--offset goes with --rig only."),
        ([], "Name videos, or with --rig those of its cameras by --source."),
    ],
)
def test_what_is_wrong_is_said(run, filmed, arguments, sentence):
    result = run("count", *arguments, "-e", "squat", cwd=filmed)
    assert result.returncode in {1, 2}
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


def test_a_camera_and_a_clip_do_not_go_together(filmed):
    rig = Rig.model_validate(dict(read_rig(filmed / "rig.toml")))
    with pytest.raises(FitcoachError, match="cannot be opened"):
        observe_rig(rig, ["97", str(filmed / "first.mp4")], options)


def test_the_rig_commands(run, tmp_path, filmed):
    board = run("rig", "board", "-o", tmp_path / "board.pdf")
    assert board.returncode == 0, board.stderr
    assert (tmp_path / "board.pdf").read_bytes().startswith(b"%PDF")
    large = run("rig", "board", "--square", 60, "-o", tmp_path / "large.pdf")
    assert "do not fit on A4 paper" in large.stderr
    shown = run("rig", "show", filmed / "rig.toml").stdout
    assert "75° apart" in shown
    assert "camera 'first' stands 0.90 m above the floor" in shown
    empty = run("calibrate", "--source", filmed / "first.mp4", "--source",
                filmed / "second.mp4", "-o", tmp_path / "rig.toml")  # fmt: skip
    assert empty.returncode == 1
    assert "is seen in 0 pictures, at least 8 are needed" in empty.stderr
    assert not (tmp_path / "rig.toml").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["calibrate", "--source", "a", "--source", "b", "--name", "left", "--name", "left",
          "-o", "rig.toml"], "Give each camera a --name of its own."),
        (["calibrate", "--source", "a", "--source", "b", "--name", "", "--name", "left",
          "-o", "rig.toml"], "Give each camera a --name of its own."),
        (["calibrate", "--source", "a", "--source", "a", "-o", "rig.toml"],
         "Two cameras cannot have the same --source."),
        (["studio", "pair", "squat", "--apart", "360", "--cameras", "3", "--reps", "1", "-o", "."],
         "The studio: the cameras 'second' and 'third' stand in the same place; "),
    ],
)  # fmt: skip
def test_cameras_that_make_no_rig_are_refused(run, tmp_path, arguments, sentence):
    result = run(*arguments, cwd=tmp_path)
    assert result.returncode in {1, 2}
    assert sentence in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_calibrate_does_not_tell_passwords(monkeypatch, tmp_path):
    monkeypatch.setattr(frames, "together", lambda *_: [[], []])
    sources = ("--source", "rtsp://me:secret@left/x", "--source", "rtsp://right/x")
    result = CliRunner().invoke(calibrate, [*sources, "-o", str(tmp_path / "rig.toml")])
    assert str(result.exception).startswith("rtsp://left/x: the board ")


def test_a_calibration_in_dat_files_is_taken_over(run, tmp_path):
    for k in range(3):
        (tmp_path / f"c{k}.dat").write_text(
            "intrinsic:\n900 0 366\n0 902 363\n0 0 1\ndistortion:\n-0.04 1.37 -0.003 0.001 -5.6\n"
        )
        (tmp_path / f"rot_trans_c{k}.dat").write_text(f"R:\n1 0 0\n0 1 0\n0 0 1\nT:\n{k}\n0\n0\n")
    result = run("rig", "import", tmp_path, "--size", "720x720", "--unit", 0.5,
                 "-o", tmp_path / "rig.toml")  # fmt: skip
    assert result.returncode == 0, result.stderr
    rig = read_rig(tmp_path / "rig.toml")
    assert rig.baseline == pytest.approx(1.0)
    assert [camera.name for camera in rig.camera] == ["c0", "c1", "c2"]
    assert rig.camera[1].distortion == (-0.04, 1.37, -0.003, 0.001, -5.6)
    (tmp_path / "c1.dat").write_text("intrinsic:\n900 0 366\n0 x 363\n")
    broken = run("rig", "import", tmp_path, "--size", "720x720", "-o", tmp_path / "rig.toml")
    assert "c1.dat: line 3, '0 x 363', is no number." in broken.stderr


def test_two_live_cameras_and_one_that_goes_away(filmed):
    rig = read_rig(filmed / "rig.toml")
    cameras = []
    for name in ("first", "second"):
        frame = next(open_video(filmed / f"{name}.mp4").frames())
        cameras.append(NetworkCamera([frame.pixels], rate=15))
    try:
        urls = [camera.url for camera in cameras]
        with observe_rig(rig, urls, options, keep=True) as stream:
            assert stream.live
            seen = list(islice((o for o in stream if measured(o)), 5))
            assert all(o.frame is not None and o.others[0].frame is not None for o in seen)
            times = [observation.timestamp for observation in seen]
            assert times == sorted(set(times))
            cameras[1].plug_out()
            alone = next(o for o in stream if o.pose is not None and not measured(o))
            assert np.allclose(alone.pose.world, seen[-1].pose.world, atol=0.4)
            cameras[1].plug_in()
            assert any(measured(o) for o in islice(stream, 300))
    finally:
        for camera in cameras:
            camera.plug_out()


def measured(observation):
    return observation.pose is not None and observation.pose.measured is not None
