"""Accuracy on real people, none of whom was trained on."""

import csv
import json

import numpy as np

from fitcoach.classify.knn import PoseClassifier
from fitcoach.classify.training import labelled_samples, sample_files
from fitcoach.resources import SAMPLES

# ML Kit's poses come from an older landmark model and hold image landmarks only. The classifier is
# therefore trained on the samples' image landmarks, with the weight for depth that the recipe gives
# to image landmarks, whose depth is the least certain number.
DEPTH_WEIGHT = np.array([1.0, 1.0, 0.2])
NAMES = {
    "squats_up": "squat/up",
    "squats_down": "squat/down",
    "pushups_up": "push-up/up",
    "pushups_down": "push-up/down",
}


def test_counts_of_real_clips(run, shared):
    result = run("evaluate", shared / "clips" / "labels.csv", "--json", timeout=1200)
    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    assert report["exercises"]["squat"]["clips"] == report["exercises"]["push-up"]["clips"] == 18
    for score in (report["overall"], report["three_plus"]):
        assert score["obo"] >= 0.95
        assert score["exact"] >= 0.88
        assert score["mae"] <= 0.05
    assert report["false_reps"] == 0


def test_poses_of_real_people_are_classified(shared):
    samples = [
        sample
        for path in sample_files(SAMPLES)
        if path.parent.name in ("squat", "push-up")
        for sample in labelled_samples(path)
    ]
    classifier = PoseClassifier.train(
        np.array([s.sample.pose.pixels for s in samples]) * DEPTH_WEIGHT,
        [f"{s.exercise}/{s.phase}" for s in samples],
        [s.origin for s in samples],
    )
    with (shared / "poses" / "fitness_pose_samples.csv").open(newline="") as file:
        rows = list(csv.reader(file))
    poses = np.array([row[2:] for row in rows], dtype=np.float64).reshape(-1, 33, 3)
    found = classifier.probabilities_of(poses * DEPTH_WEIGHT).argmax(axis=1)
    right = [classifier.classes[i] == NAMES[row[1]] for i, row in zip(found, rows, strict=True)]
    assert len(right) == 812
    assert np.mean(right) >= 0.95
