"""Accuracy on real people, none of whom was trained on.

Its name makes this the first file: it takes longest, and the others are run beside it.
"""

import csv
import json

import numpy as np

from fitcoach.classify.knn import PoseClassifier
from fitcoach.classify.training import labelled_samples, sample_files
from fitcoach.resources import SAMPLES

# The labelled poses of others are image landmarks only. The classifier is therefore trained on the
# samples' image landmarks, with the weight for depth that MediaPipe's recipe gives to them, whose
# depth is the least certain number.
DEPTH_WEIGHT = np.array([1.0, 1.0, 0.2])
ML_KIT = {
    "squats_up": "squat/up",
    "squats_down": "squat/down",
    "pushups_up": "push-up/up",
    "pushups_down": "push-up/down",
}
PHYSICAL_EXERCISES = {
    "jumping_jacks_up": "jumping-jack/open",
    "jumping_jacks_down": "jumping-jack/closed",
    "pullups_up": "pull-up/top",
    "pullups_down": "pull-up/hang",
    "pushups_up": "push-up/up",
    "pushups_down": "push-up/down",
    "situp_up": "sit-up/up",
    "situp_down": "sit-up/down",
    "squats_up": "squat/up",
    "squats_down": "squat/down",
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


def classifier_of(exercises):
    samples = [
        sample
        for path in sample_files(SAMPLES)
        if path.parent.name in exercises
        for sample in labelled_samples(path)
    ]
    return PoseClassifier.train(
        np.array([s.sample.pose.pixels for s in samples]) * DEPTH_WEIGHT,
        [f"{s.exercise}/{s.phase}" for s in samples],
        [s.origin for s in samples],
    )


def labelled_poses(path, names, header):
    """Image landmarks (n, 33, 3) and our names of the classes."""
    with path.open(newline="") as file:
        rows = list(csv.reader(file))[header:]
    poses = np.array([row[2:] for row in rows], dtype=np.float64).reshape(-1, 33, 3)
    return poses * DEPTH_WEIGHT, np.array([names[row[1]] for row in rows])


def recognised(votes, classes, labels):
    """Whether each pose is recognised, (n,)."""
    return np.array([classes[i] for i in votes.argmax(axis=1)]) == labels


def test_poses_of_real_people_are_classified(shared):
    poses, labels = labelled_poses(shared / "poses" / "fitness_pose_samples.csv", ML_KIT, 0)
    classifier = classifier_of(("squat", "push-up"))
    right = recognised(classifier.probabilities_of(poses), classifier.classes, labels)
    assert len(right) == 812
    assert right.mean() >= 0.95


def test_phases_of_five_exercises_are_told_apart(shared):
    # Within each exercise, since a jumping jack begins in the very pose in which a squat does; and
    # between its phases, since some of the poses are of neither.
    path = shared / "poses" / "physical_exercise_poses.csv"
    poses, labels = labelled_poses(path, PHYSICAL_EXERCISES, 1)
    exercises = np.array([label.partition("/")[0] for label in labels])
    right = []
    for name in np.unique(exercises):
        own = exercises == name
        classifier = classifier_of((name,))
        votes = classifier.probabilities_of(poses[own])[:, :-1]
        right.append(recognised(votes, classifier.classes, labels[own]))
    assert sum(map(len, right)) == 1097
    assert np.concatenate(right).mean() >= 0.93
