"""Embedding and nearest-neighbour classifier, on poses whose class is known by construction."""

import json

import numpy as np
import pytest

from fitcoach.body import Landmark as Lm
from fitcoach.classify.embedding import DIMENSIONS, embed, mirrored
from fitcoach.classify.knn import NEIGHBOURS, NONE, PoseClassifier
from fitcoach.classify.model import PoseModel
from fitcoach.classify.samples import LabelledSample, Sample
from fitcoach.classify.training import examine
from fitcoach.errors import FitcoachError
from fitcoach.exercise import find_exercise
from fitcoach.pose import Pose


def body(knee_bend, rng, noise=0.01):
    """World landmarks of somebody standing with knees bent by 0 (straight) to 1 (deep squat)."""
    points = np.zeros((33, 3))
    drop = 0.45 * knee_bend
    for side, x in (("LEFT", 0.15), ("RIGHT", -0.15)):
        for joint, (y, z) in {
            "SHOULDER": (-0.5, -0.2 * knee_bend),
            "ELBOW": (-0.25, -0.2 * knee_bend),
            "WRIST": (0.0, -0.2 * knee_bend),
            "HIP": (0.0, 0.0),
            "KNEE": (0.45 - drop, -0.45 * knee_bend),
            "ANKLE": (0.9 - drop, -0.1 * knee_bend),
        }.items():
            points[Lm[f"{side}_{joint}"]] = x, y, z
    return points + rng.normal(0, noise, points.shape)


def turned(points, degrees):
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return points @ np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])


def labelled(exercise, phase, number, knee_bend, rng):
    poses = (
        Pose(0.0, np.zeros((33, 3)), body(knee_bend, rng), np.ones(33), (1, 1))
        for _ in range(number)
    )
    return [
        LabelledSample(exercise, phase, Sample(f"{i}", pose), f"{phase} {i}")
        for i, pose in enumerate(poses)
    ]


@pytest.fixture
def model():
    rng = np.random.default_rng(0)
    return PoseModel.train(
        labelled("squat", "up", 30, 0.0, rng) + labelled("squat", "down", 30, 1.0, rng)
    )


@pytest.fixture
def squats(model):
    return model.for_exercise(find_exercise("squat"))


def test_embedding_does_not_depend_on_size_place_or_the_side_seen_from():
    points = body(0.7, np.random.default_rng(1))
    original = embed(points[None])
    assert original.shape == (1, DIMENSIONS)
    moved = points + np.array([1.0, 2.0, 3.0])
    for other in (3 * points, moved, turned(points, 75), turned(points, 180)):
        np.testing.assert_allclose(embed(other[None]), original, atol=1e-9)


def test_embedding_tells_lying_from_standing():
    points = body(0.0, np.random.default_rng(1))
    lying = points[:, [1, 0, 2]]
    assert np.abs(embed(lying[None]) - embed(points[None])).sum() > 10


def test_embedding_of_a_point_is_finite():
    assert np.isfinite(embed(np.zeros((1, 33, 3)))).all()


def test_classes_are_told_apart_and_mirrored_poses_alike(squats):
    rng = np.random.default_rng(5)
    poses = np.array([body(0.0, rng), body(1.0, rng)])
    for landmarks in (poses, mirrored(poses)):
        found = squats.probabilities_of(landmarks)
        assert [squats.classes[i] for i in found.argmax(axis=1)] == ["up", "down"]


def test_probabilities_add_up_to_one_in_between(squats):
    rng = np.random.default_rng(5)
    found = squats.probabilities_of(np.array([body(bend, rng) for bend in np.linspace(0, 1, 9)]))
    np.testing.assert_allclose(found.sum(axis=1), 1)
    assert found.min() >= 0


def test_a_pose_like_no_sample_is_none(squats):
    rng = np.random.default_rng(5)
    garbage = Pose(0.0, np.zeros((33, 3)), rng.normal(0, 0.5, (33, 3)), np.ones(33), (1, 1))
    assert dict(zip(squats.classes, squats.probabilities(garbage), strict=True))[NONE] == 1.0


def test_one_class_is_told_from_all_that_is_unlike_it():
    rng = np.random.default_rng(0)
    model = PoseModel.train(labelled("wall-sit", "sit", 30, 1.0, rng))
    sitting = model.within("wall-sit")
    assert sitting.classes == ("sit", NONE)
    found = sitting.probabilities_of(np.array([body(1.0, rng), body(0.0, rng)]))
    np.testing.assert_array_equal(found, [[1.0, 0.0], [0.0, 1.0]])


def test_leave_one_out_really_leaves_the_sample_out():
    # Every sample is labelled unlike its surroundings: who counts itself among its neighbours, or
    # its own mirror image, gets votes for its own label.
    rng = np.random.default_rng(0)
    landmarks = np.array([body(0.0, rng) for _ in range(40)])
    labels = ["odd", *["even"] * 39]
    classifier = PoseClassifier.train(landmarks, labels, labels)
    assert classifier.leave_one_out()[0, classifier.classes.index("odd")] == 0


def test_of_very_many_samples_some_are_judged(monkeypatch):
    monkeypatch.setattr("fitcoach.classify.knn._JUDGED", 7)
    rng = np.random.default_rng(0)
    samples = labelled("squat", "up", 30, 0.0, rng) + labelled("squat", "down", 30, 1.0, rng)
    classifier = PoseModel.train(samples).within("squat")
    assert classifier.judged.tolist() == [0, 10, 20, 30, 39, 49, 59]
    assert classifier.leave_one_out().shape == (7, 3)
    assert examine(PoseModel.train(samples)).accuracy == 1


def test_one_pose_has_the_same_neighbours_alone_and_among_many(squats):
    rng = np.random.default_rng(3)
    poses = np.array([body(bend, rng) for bend in np.linspace(0, 1, 20)])
    alone = np.concatenate([squats.probabilities_of(pose[None]) for pose in poses])
    np.testing.assert_allclose(alone, squats.probabilities_of(poses), atol=1e-9)


def test_a_mislabelled_sample_is_reported_with_its_origin():
    rng = np.random.default_rng(0)
    samples = labelled("squat", "up", 30, 0.0, rng) + labelled("squat", "down", 30, 1.0, rng)
    samples += [
        LabelledSample("squat", "down", samples[0].sample, "wrong.csv, line 7"),
    ]
    report = examine(PoseModel.train(samples))
    assert [(o.origin, o.label, o.looks_like) for o in report.outliers] == [
        ("wrong.csv, line 7", "squat/down", "squat/up")
    ]
    assert report.samples == {"squat/up": 30, "squat/down": 31}
    assert report.accuracy == pytest.approx(60 / 61)
    assert report.confusions == {("squat/down", "squat/up"): pytest.approx(1 / 31)}
    assert report.scarce == {}
    assert report.shared == {}


def test_poses_that_exercises_share_are_no_outliers():
    rng = np.random.default_rng(0)
    report = examine(
        PoseModel.train(
            labelled("squat", "up", 30, 0.0, rng)
            + labelled("squat", "down", 30, 1.0, rng)
            + labelled("lunge", "up", 30, 0.0, rng)
        )
    )
    assert report.outliers == ()
    assert report.accuracy == 1
    assert set(report.shared) == {("squat/up", "lunge/up"), ("lunge/up", "squat/up")}


def test_too_few_samples():
    rng = np.random.default_rng(0)
    with pytest.raises(FitcoachError, match="10 samples of squat/up are too few"):
        PoseModel.train(labelled("squat", "up", NEIGHBOURS, 0.0, rng))


def test_a_phase_that_was_not_learned():
    rng = np.random.default_rng(0)
    model = PoseModel.train(labelled("squat", "up", 30, 0.0, rng))
    with pytest.raises(FitcoachError, match="no samples of squat/down"):
        model.for_exercise(find_exercise("squat"))


def test_a_saved_model_classifies_the_same(model, squats, tmp_path):
    path = tmp_path / "models" / "classifier.npz"
    model.save(path)
    loaded = PoseModel.load(path)
    assert loaded.labels == model.labels
    assert loaded.origins == model.origins
    rng = np.random.default_rng(3)
    poses = np.array([body(bend, rng) for bend in np.linspace(0, 1, 20)])
    again = loaded.for_exercise(find_exercise("squat")).probabilities_of(poses)
    np.testing.assert_array_equal(again, squats.probabilities_of(poses))
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def change_about(arrays, **changes):
    about = json.loads(str(arrays["about"])) | changes
    return {"about": np.array(json.dumps(about))}


def few_of_another(arrays):
    """The last three samples are of another exercise."""
    labels = [("squat", "up"), ("squat", "down"), ("lunge", "down")]
    label = arrays["label"].copy()
    label[-3:] = 2
    reject = {"squat": 1.0, "lunge": 1.0, "all": 1.0}
    return {"label": label, **change_about(arrays, labels=labels, reject=reject)}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda a: {"label": a["label"][:-1]}, "do not fit each other"),
        (lambda a: {"label": a["label"] + 7}, "do not fit each other"),
        (lambda a: {"landmarks": a["landmarks"].astype(float)}, "do not fit each other"),
        (lambda a: change_about(a, reject={"squat": 1.0}), "do not fit each other"),
        (lambda a: change_about(a, reject={"squat": -1.0, "all": 1.0}), "not a classifier"),
        (few_of_another, "do not fit each other"),
        (lambda a: change_about(a, format=2), "not a classifier"),
        (lambda _: {"about": np.array("{")}, "not a classifier"),
        (lambda _: {"landmarks": np.array([None] * 60)}, "not a classifier"),
    ],
)
def test_damaged_models(model, tmp_path, change, message):
    path = tmp_path / "classifier.npz"
    model.save(path)
    with np.load(path) as arrays:
        np.savez(path, **(dict(arrays) | change(arrays)))
    with pytest.raises(FitcoachError, match=message):
        PoseModel.load(path)


def test_missing_model(tmp_path):
    with pytest.raises(FitcoachError, match="make one with `fitcoach train`"):
        PoseModel.load(tmp_path / "classifier.npz")
    (tmp_path / "classifier.npz").write_bytes(b"no archive")
    with pytest.raises(FitcoachError, match="not a classifier or damaged"):
        PoseModel.load(tmp_path / "classifier.npz")
