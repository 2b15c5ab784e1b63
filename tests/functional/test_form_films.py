"""Form, from the picture to the judgement: faults planted in films of the mannequin are found."""

import json

import pytest

from fitcoach.capture import Frame, LandmarkerOptions
from fitcoach.capture.landmarker import Landmarker
from fitcoach.classify.model import PoseModel
from fitcoach.coach import Coach, Level
from fitcoach.exercise import find_exercise
from fitcoach.models import pose_model
from fitcoach.resources import pose_classifier
from fitcoach.studio.film import film_frames


def film_judged(exercise, yaw, fault, reps_shown=1):
    """The graded reps of a film, and what was said of a hold."""
    coach = Coach(exercise, PoseModel.load(pose_classifier()).for_exercise(exercise))
    reps = []
    with Landmarker(LandmarkerOptions(pose_model("full"))) as landmarker:
        for number, frame in enumerate(film_frames(exercise, reps_shown, 3, yaw, fault)):
            people = landmarker.detect(Frame(number, frame.timestamp, frame.picture))
            update = coach.update(frame.timestamp, people[0].pose if people else None)
            reps += [update.graded] if update.graded else []
    ending = coach.finish()
    return [*reps, *([ending.graded] if ending.graded else [])], ending.hold


@pytest.mark.parametrize(
    ("name", "yaw", "rule"), [("squat", 90.0, "depth"), ("lateral-raise", 0.0, "height")]
)
def test_a_fault_is_found_and_clean_reps_are_good(name, yaw, rule):
    exercise = find_exercise(name)
    fault = next(each.fault for each in exercise.form if each.id == rule)
    faulty, _ = film_judged(exercise, yaw, fault)
    clean, _ = film_judged(exercise, yaw, None)
    assert len(faulty) == len(clean) == 1
    for rep in faulty:
        levels = {judgement.rule.id: judgement.level for judgement in rep.form.judgements}
        assert levels[rule] in {Level.FAIR, Level.FAULT}
    assert {rep.form.grade for rep in clean} == {Level.GOOD}


def test_the_hips_of_a_plank():
    exercise = find_exercise("plank")
    pike = next(rule for rule in exercise.form if rule.id == "pike")
    _, hold = film_judged(exercise, 90.0, pike.fault, reps_shown=2)
    (lapse,) = hold.lapses
    assert lapse.rule == pike
    assert lapse.seconds > 0.8 * hold.seconds


def test_count_tells_the_form_of_each_rep(run, squat_clip):
    lines = run("count", squat_clip, "--exercise", "squat").stdout.splitlines()
    assert all(line.endswith("  good") for line in lines[1:])
    strict = run("count", squat_clip, "--exercise", "squat", "--strictness", "strict").stdout
    assert "fair: Chest up: lean forward less" in strict
    (clip,) = json.loads(run("count", squat_clip, "-e", "squat", "--json").stdout)
    for rep in clip["reps"]:
        assert rep["grade"] == "good"
        assert rep["view"] == "side"
        assert rep["form"]["depth"]["level"] == "good"
        assert 50 < rep["form"]["depth"]["value"] < 80
        assert rep["measures"]["out"] == pytest.approx(0.8, abs=0.15)
        assert {travel["side"] for travel in rep["measures"]["joints"]} == {"left", "right"}
