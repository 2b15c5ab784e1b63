"""The measures, on clips whose score is worked out by hand."""

from pathlib import Path

import pytest

from fitcoach.errors import FitcoachError
from fitcoach.evaluation import CountedClip, Evaluation, LabelledClip, read_labels

HEADER = "file,exercise,movement,reps,reps_alt\n"


def clip(exercise, reps, counted, seconds=60.0):
    labelled = LabelledClip(f"{exercise}.mp4", Path(f"{exercise}.mp4"), exercise, reps)
    return CountedClip(
        labelled, {exercise: counted} if isinstance(counted, int) else counted, seconds
    )


def test_measures_by_hand():
    evaluation = Evaluation(
        [
            clip("squat", (4,), 4),
            clip("squat", (10,), 8),  # error .2, off by two
            clip("push-up", (2,), 1),  # error .5, within one
            clip("push-up", (6, 7), 7),  # the other count is accepted
            clip("plank", (0,), 3),  # a hold: left out
            clip("none", (0,), {"squat": 1, "push-up": 0}, seconds=30.0),
        ]
    )
    overall = evaluation.overall
    assert overall.clips == 4
    assert overall.mae == pytest.approx((0 + 0.2 + 0.5 + 0) / 4)
    assert overall.obo == pytest.approx(3 / 4)
    assert overall.exact == pytest.approx(2 / 4)
    assert evaluation.three_plus.clips == 3
    assert evaluation.exercises["squat"].exact == pytest.approx(1 / 2)
    assert evaluation.as_json()["false_reps"] == 1
    assert evaluation.as_json()["false_reps_per_minute"] == {"push-up": 0.0, "squat": 2.0}
    assert evaluation.as_json()["clips"][3] == {
        "file": "push-up.mp4",
        "exercise": "push-up",
        "truth": 7,
        "counted": 7,
    }


def test_no_clips_no_measures():
    assert Evaluation([]).as_json()["overall"] == {
        "clips": 0,
        "mae": None,
        "obo": None,
        "exact": None,
    }


def test_labels_are_read_relative_to_their_file(tmp_path):
    labels = tmp_path / "labels.csv"
    labels.write_text(HEADER + "a.mp4,squat,squat,3,\nb.mp4,push-up,pushup,14,9 good + 5 bad\n")
    first, second = read_labels(labels)
    assert first.path == tmp_path / "a.mp4"
    assert first.reps == (3,)
    assert second.reps == (14,)


def test_a_byte_order_mark_is_passed_over(tmp_path):
    """Spreadsheets write one."""
    labels = tmp_path / "labels.csv"
    labels.write_text("\ufeff" + HEADER + "a.mp4,squat,squat,3,\n", encoding="utf-8")
    assert [clip.file for clip in read_labels(labels)] == ["a.mp4"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("file,exercise,reps\n", "line 1: there is no column 'reps_alt'"),
        (HEADER + "a.mp4,squat,squat,many,\n", "line 2: file, exercise and a whole number of reps"),
        (HEADER + "a.mp4\n", "line 2: file, exercise and a whole number of reps"),
    ],
)
def test_broken_labels(tmp_path, content, message):
    labels = tmp_path / "labels.csv"
    labels.write_text(content)
    with pytest.raises(FitcoachError, match=message):
        read_labels(labels)


def test_labels_that_cannot_be_read(tmp_path):
    (tmp_path / "utf16.csv").write_text(HEADER, encoding="utf-16")
    with pytest.raises(FitcoachError, match=r"utf16.csv: cannot be read"):
        read_labels(tmp_path / "utf16.csv")
    with pytest.raises(FitcoachError, match=r"labels.csv: cannot be read"):
        read_labels(tmp_path / "labels.csv")
