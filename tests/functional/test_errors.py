"""Whatever is wrong with the input: one sentence, an exit code, no traceback."""

import json
import shutil

import av
import pytest

from fitcoach.resources import EXERCISES, MODELS, SAMPLES


def refused(result, *words, code=1):
    assert result.returncode == code
    message = result.stderr.strip()
    assert "Traceback" not in message
    assert len(message.splitlines()) == 1, message
    for word in words:
        assert word in message
    return message


def test_no_such_file(run):
    refused(run("count", "nothing.mp4", "-e", "squat"), "nothing.mp4", "no such file")


def test_text_called_mp4(run, tmp_path):
    (tmp_path / "notes.mp4").write_text("not a video\n" * 100)
    refused(run("count", tmp_path / "notes.mp4", "-e", "squat"), "notes.mp4")


def index_first(clip, target):
    """Copies a clip as web servers want it, so that its beginning can be read by itself."""
    with (
        av.open(str(clip)) as source,
        av.open(str(target), "w", options={"movflags": "faststart"}) as copy,
    ):
        stream = copy.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                copy.mux(packet)


def test_a_truncated_video_is_counted_as_far_as_it_goes(run, push_up_clip, tmp_path):
    whole, cut = tmp_path / "whole.mp4", tmp_path / "cut.mp4"
    index_first(push_up_clip, whole)
    content = whole.read_bytes()
    cut.write_bytes(content[: len(content) * 6 // 10])
    result = run("count", cut, "-e", "push-up", "--json")
    refused(result, "cut.mp4", "ends early")
    (clip,) = json.loads(result.stdout)
    assert clip["count"] == 2
    assert "ends early" in clip["error"]


def test_a_video_that_lost_its_index_with_its_end(run, push_up_clip, tmp_path):
    content = push_up_clip.read_bytes()
    (tmp_path / "cut.mp4").write_bytes(content[: len(content) // 2])
    refused(run("count", tmp_path / "cut.mp4", "-e", "push-up"), "cut.mp4", "end of this clip")


def test_one_bad_clip_does_not_keep_the_others_from_being_counted(run, squat_clip):
    result = run("count", "nothing.mp4", squat_clip, "-e", "squat")
    refused(result, "nothing.mp4")
    assert "Squat, 5 reps" in result.stdout


def test_a_broken_row_of_samples(run, tmp_path):
    folder = tmp_path / "samples" / "squat"
    shutil.copytree(SAMPLES / "squat", folder)
    lines = (folder / "up.csv").read_text().splitlines()
    lines[6] = lines[6].replace(",512,", ",wide,", 1)
    (folder / "up.csv").write_text("\n".join(lines))
    result = run("train", tmp_path / "samples", "-o", tmp_path / "classifier.npz")
    refused(result, "up.csv, line 7, column width", "'wide'")
    assert not (tmp_path / "classifier.npz").exists()


def test_no_samples(run, tmp_path):
    refused(run("train", tmp_path / "none"), "no such folder")
    (tmp_path / "empty").mkdir()
    refused(run("train", tmp_path / "empty"), "there are no samples")


def test_unknown_exercise(run, squat_clip):
    refused(run("count", squat_clip, "-e", "sqat"), "'sqat'", "push-up, ", "squat")


def test_malformed_definition(run, squat_clip, tmp_path):
    definition = tmp_path / "squat.toml"
    content = (EXERCISES / "squat.toml").read_text()
    definition.write_text(content.replace("fastest = 0.5", 'fastest = "quick"'))
    refused(run("count", squat_clip, "-e", definition), "count.fastest", "'quick'")
    definition.write_text(content.replace("[camera]", "[camera"))
    refused(run("count", squat_clip, "-e", definition), "not valid TOML", "line")


def test_missing_or_damaged_models(run, squat_clip, tmp_path):
    def count(*options):
        return run("count", squat_clip, "-e", "squat", *options)

    refused(count("--classifier", tmp_path / "none.npz"), "none.npz", "fitcoach train")
    (tmp_path / "bad.npz").write_bytes(b"PK\x03\x04")
    refused(count("--classifier", tmp_path / "bad.npz"), "bad.npz", "damaged")
    refused(count("--pose-model", "heavy"), "fitcoach models fetch heavy")
    refused(count("--pose-model", tmp_path / "none.task"), "none.task")
    bundle = bytearray((MODELS / "pose_landmarker_full.task").read_bytes())
    (tmp_path / "cut.task").write_bytes(bundle[: len(bundle) // 2])
    refused(count("--pose-model", tmp_path / "cut.task"), "cut.task")


def test_no_camera(run):
    result = run("live", "-e", "squat", "--source", "97")
    refused(result, "97")


def test_options_are_checked(run, squat_clip):
    result = run("count", squat_clip, "-e", "squat", "--min-tracking-confidence", "2")
    assert result.returncode == 2
    assert "min-tracking-confidence" in result.stderr
    assert run("count").returncode == 2
    assert run("fly").returncode == 2


def test_two_clips_of_one_name_do_not_overwrite_each_other(run, squat_clip, tmp_path):
    result = run("poses", squat_clip, squat_clip, "-o", tmp_path / "poses")
    refused(result, "squat-5-reps")
    assert not (tmp_path / "poses").exists()


@pytest.mark.parametrize(
    "content", ["", "file,exercise\n", "file,exercise,reps,reps_alt\na,squat,x,\n"]
)
def test_broken_labels(run, tmp_path, content):
    (tmp_path / "labels.csv").write_text(content)
    refused(run("evaluate", tmp_path / "labels.csv"), "labels.csv")
