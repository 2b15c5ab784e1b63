"""The commands on the clips that ship, as a user runs them."""

import json
import re
import shutil
import signal
import subprocess
import sys
import time

import cv2
import numpy as np
import pytest

from fitcoach.recording import PoseRecording
from fitcoach.resources import MODELS, SAMPLES


def counted(result):
    assert result.returncode == 0, result.stderr
    return [clip["count"] for clip in json.loads(result.stdout)]


def test_count_of_the_clips_that_ship(run, squat_clip, push_up_clip):
    assert counted(run("count", squat_clip, "--exercise", "squat", "--json")) == [5]
    assert counted(run("count", push_up_clip, "--exercise", "push-up", "--json")) == [4]
    assert counted(run("count", squat_clip, "--exercise", "push-up", "--json")) == [0]
    assert counted(run("count", push_up_clip, "--exercise", "squat", "--json")) == [0]


def test_count_prints_each_rep(run, squat_clip):
    result = run("count", squat_clip, "--exercise", "squat")
    assert result.returncode == 0
    assert result.stderr == ""
    first, *reps = result.stdout.splitlines()
    assert first == f"{squat_clip}: Squat, 5 reps"
    assert len(reps) == 5
    times = [float(t) for t in re.findall(r"([0-9.]+) s", result.stdout)]
    assert times == sorted(times)


@pytest.fixture(scope="session")
def recorded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("poses")
    clips = [SAMPLES / "clips" / f"{name}.mp4" for name in ("squat-5-reps", "push-up-4-reps")]
    command = [sys.executable, "-m", "fitcoach", "poses", *clips, "-o", folder]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def test_recorded_poses_count_like_the_clip(run, recorded):
    result = run("count", recorded / "squat-5-reps.npz", "--exercise", "squat", "--json")
    assert counted(result) == [5]


@pytest.mark.parametrize("step", [2, 3])
@pytest.mark.parametrize("clip", [("squat", 5), ("push-up", 4)])
def test_every_frame_rate_counts_the_same(run, tmp_path, clip, step):
    exercise, reps = clip
    video = cv2.VideoCapture(str(SAMPLES / "clips" / f"{exercise}-{reps}-reps.mp4"))
    rate = video.get(cv2.CAP_PROP_FPS) / step
    size = (int(video.get(cv2.CAP_PROP_FRAME_WIDTH)), int(video.get(cv2.CAP_PROP_FRAME_HEIGHT)))
    slower = tmp_path / "slower.mp4"
    writer = cv2.VideoWriter(str(slower), cv2.VideoWriter.fourcc(*"mp4v"), rate, size)
    for i in range(int(video.get(cv2.CAP_PROP_FRAME_COUNT))):
        _, frame = video.read()
        if i % step == 0:
            writer.write(frame)
    writer.release()
    video.release()
    assert counted(run("count", slower, "--exercise", exercise, "--json")) == [reps]


def test_auto_recognises_the_exercise(run, recorded):
    clips = [recorded / "squat-5-reps.npz", recorded / "push-up-4-reps.npz"]
    result = run("count", *clips, "--exercise", "auto", "--json")
    found = [(clip["exercise"], clip["count"]) for clip in json.loads(result.stdout)]
    assert found == [("squat", 5), ("push-up", 4)]


def test_a_hold_is_timed(run, plank_recording):
    text = run("count", plank_recording, "--exercise", "plank")
    assert text.returncode == 0, text.stderr
    first, *stretches = text.stdout.splitlines()
    held = float(re.fullmatch(rf"{plank_recording}: Plank, held ([0-9.]+) s", first)[1])
    assert held == pytest.approx(11, abs=0.5)
    assert len(stretches) == 2
    (clip,) = json.loads(run("count", plank_recording, "-e", "plank", "--json").stdout)
    assert clip["held"] == pytest.approx(held, abs=0.1)
    assert [hold["number"] for hold in clip["holds"]] == [1, 2]
    assert clip["holds"][0]["start"] == pytest.approx(2, abs=0.3)
    assert clip["holds"][0]["end"] == pytest.approx(8, abs=0.3)
    assert (clip["count"], clip["reps"]) == (0, [])


def test_auto_recognises_a_hold(run, plank_recording):
    (clip,) = json.loads(run("count", plank_recording, "-e", "auto", "--json").stdout)
    assert clip["exercise"] == "plank"
    assert clip["held"] == pytest.approx(11, abs=0.5)


def test_live_times_a_hold(run, plank_recording):
    result = run("live", "--exercise", "plank", "--source", plank_recording)
    assert result.returncode == 0
    assert result.stderr == ""
    assert len(re.findall(r"hold \d: ", result.stdout)) == 2
    assert re.search(r"Plank: 1[01] s held", result.stdout)
    assert "You let go once" in result.stdout
    assert "longest hold" in result.stdout


def test_a_hold_is_in_no_score(run, plank_recording):
    labels = plank_recording.with_name("labels.csv")
    labels.write_text("file,exercise,reps,reps_alt\nplank.npz,plank,0,\nplank.npz,none,0,\n")
    report = json.loads(run("evaluate", labels, "--json").stdout)
    assert report["overall"]["clips"] == 0
    assert report["clips"][0]["counted"] == 0
    assert "squat" in report["false_reps_per_minute"]
    assert "plank" not in report["false_reps_per_minute"]


def test_of_clips_without_length_no_rate_is_told(run, tmp_path):
    PoseRecording.from_poses([(0.0, None)], (480, 640)).save(tmp_path / "one.npz")
    (tmp_path / "labels.csv").write_text("file,exercise,reps,reps_alt\none.npz,none,0,\n")
    told = run("evaluate", tmp_path / "labels.csv")
    assert told.returncode == 0, told.stderr
    assert "False reps in 1 clip without exercise: " in told.stdout
    assert "a minute" not in told.stdout


def test_live_counts_and_sums_up(run, recorded):
    result = run("live", "--exercise", "squat", "--source", recorded / "squat-5-reps.npz")
    assert result.returncode == 0
    assert result.stderr == ""
    assert len(re.findall(r"^rep \d: ", result.stdout, re.MULTILINE)) == 5
    assert "Squat: 5 reps" in result.stdout


def test_ctrl_c_ends_live_with_the_summary(squat_clip):
    process = subprocess.Popen(
        [sys.executable, "-m", "fitcoach", "live", "-e", "squat", "--source", squat_clip],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    for line in process.stdout:
        if line.startswith("rep 1:"):
            break
    process.send_signal(signal.SIGINT)
    rest, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert re.search(r"Squat: \d reps?\b", rest)
    assert errors == ""


def test_evaluate(run, recorded):
    labels = recorded / "labels.csv"
    labels.write_text(
        "file,exercise,reps,reps_alt\n"
        "squat-5-reps.npz,squat,5,\n"
        "push-up-4-reps.npz,push-up,2,3\n"
        "squat-5-reps.npz,none,0,\n"
        "anything.mp4,unicycling,7,\n"
    )
    result = run("evaluate", labels, "--json")
    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    assert report["overall"] == {"clips": 2, "mae": pytest.approx(1 / 6), "obo": 1.0, "exact": 0.5}
    assert report["three_plus"]["clips"] == 1
    false = report["false_reps_per_minute"]
    minutes = 5 / false["squat"]
    assert false["push-up"] == 0
    assert report["false_reps"] == pytest.approx(sum(false.values()) * minutes)
    assert [clip["counted"] for clip in report["clips"]] == [5, 4, report["false_reps"]]
    auto = json.loads(run("evaluate", labels, "--json", "--mode", "auto").stdout)
    assert [clip["counted"] for clip in auto["clips"][:2]] == [5, 4]
    assert auto["recognised"] == 1.0
    table = run("evaluate", labels).stdout
    assert "push-up-4-reps.npz: counted 4, a person 3" in table
    assert "all of 3+ reps" in table


def test_train_on_what_ships_makes_the_classifier_that_ships(run, tmp_path):
    result = run("train", SAMPLES, "-o", tmp_path / "classifier.npz")
    assert result.returncode == 0, result.stderr
    for expected in ("squat/up", "push-up/down", "Recognised within", "Reject distance"):
        assert expected in result.stdout
    with (
        np.load(tmp_path / "classifier.npz") as made,
        np.load(MODELS / "pose_classifier.npz") as shipped,
    ):
        for name in ("landmarks", "label"):
            np.testing.assert_array_equal(made[name], shipped[name])


def test_train_mixes_pictures_and_sample_files(run, squat_clip, tmp_path):
    samples = tmp_path / "samples"
    shutil.copytree(SAMPLES / "squat", samples / "squat")
    pictures = samples / "squat" / "up"
    pictures.mkdir()
    video = cv2.VideoCapture(str(squat_clip))
    for i in range(3):  # the clip begins at rest
        cv2.imwrite(str(pictures / f"{i}.jpg"), video.read()[1])
    video.release()
    cv2.imwrite(str(pictures / "nobody.png"), np.full((240, 320, 3), 200, np.uint8))
    before = run("train", SAMPLES, "-o", tmp_path / "before.npz").stdout
    result = run("train", samples, "-o", tmp_path / "after.npz")
    assert result.returncode == 0, result.stderr
    number = r"squat/up\s+│\s+(\d+)"
    assert int(re.search(number, result.stdout)[1]) == int(re.search(number, before)[1]) + 3
    assert f"{pictures}: nobody was found in 1 picture" in result.stderr


def test_few_samples_are_pointed_out(run, tmp_path):
    samples = tmp_path / "samples"
    (samples / "squat").mkdir(parents=True)
    for phase in ("up", "down"):
        lines = (SAMPLES / "squat" / f"{phase}.csv").read_text().splitlines()
        (samples / "squat" / f"{phase}.csv").write_text("\n".join(lines[:13]) + "\n")
    result = run("train", samples, "-o", tmp_path / "classifier.npz")
    assert result.returncode == 0
    assert "squat/down has only 12 samples" in result.stdout


def test_a_trained_classifier_is_used_in_its_folder(run, recorded, tmp_path):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "pose_classifier.npz").write_bytes(b"broken")
    result = run("count", recorded / "squat-5-reps.npz", "-e", "squat", cwd=tmp_path)
    assert result.returncode == 1
    assert "models/pose_classifier.npz: not a classifier" in result.stderr


def test_help_answers_quickly(run):
    run("--help")  # the first run compiles
    times = []
    for _ in range(3):
        start = time.perf_counter()
        result = run("--help")
        times.append(time.perf_counter() - start)
    assert "live" in result.stdout
    assert min(times) < 0.3


def test_help_loads_nothing_heavy():
    script = (
        "import sys, click\n"
        "from fitcoach.cli.main import cli\n"
        "cli.main(['--help'], standalone_mode=False)\n"
        "heavy = {'numpy', 'cv2', 'mediapipe', 'sklearn', 'pydantic', 'rich'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert result.stdout.splitlines()[-1] == "[]"
