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
    """The graded reps of a film, its holds, and when which rule of a hold was broken."""
    coach = Coach(exercise, PoseModel.load(pose_classifier()).for_exercise(exercise))
    reps, holds, broken = [], [], []
    with Landmarker(LandmarkerOptions(pose_model("full"))) as landmarker:
        for number, frame in enumerate(film_frames(exercise, reps_shown, 3, yaw, fault)):
            people = landmarker.detect(Frame(number, frame.timestamp, frame.picture))
            update = coach.update(frame.timestamp, people[0].pose if people else None)
            reps += [update.graded] if update.graded else []
            holds += [update.hold] if update.hold else []
            broken += [(frame.timestamp, each.rule.id) for each in update.live if each.level]
    ending = coach.finish()
    reps += [ending.graded] if ending.graded else []
    holds += [ending.hold] if ending.hold else []
    return reps, holds, broken


@pytest.mark.parametrize(
    ("name", "yaw", "rule"), [("squat", 90.0, "depth"), ("lateral-raise", 0.0, "height")]
)
def test_a_fault_is_found_and_clean_reps_are_good(name, yaw, rule):
    exercise = find_exercise(name)
    fault = next(each.fault for each in exercise.form if each.id == rule)
    faulty, _, _ = film_judged(exercise, yaw, fault)
    clean, _, _ = film_judged(exercise, yaw, None)
    assert len(faulty) == len(clean) == 1
    for rep in faulty:
        levels = {judgement.rule.id: judgement.level for judgement in rep.form.judgements}
        assert levels[rule] in {Level.FAIR, Level.FAULT}
    assert {rep.form.grade for rep in clean} == {Level.GOOD}


@pytest.mark.parametrize("rule", ["sag", "pike"])
def test_the_hips_of_a_plank_that_is_right_for_its_first_half(rule):
    exercise = find_exercise("plank")
    fault = next(each.fault for each in exercise.form if each.id == rule)
    _, (hold,), broken = film_judged(exercise, 90.0, fault, reps_shown=2)
    assert {each for _, each in broken} == {rule}
    assert hold.start < 0.5
    assert min(at for at, _ in broken) == pytest.approx(5.5, abs=1.0)
    if rule == "pike":  # still a plank
        assert hold.end == pytest.approx(11.0, abs=0.5)
        (lapse,) = hold.lapses
        assert lapse.rule.id == rule
        assert lapse.seconds == pytest.approx(5.0, abs=1.0)
    else:
        assert hold.end == pytest.approx(6.0, abs=0.5)
        assert max(at for at, _ in broken) > hold.end + 2.0


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
