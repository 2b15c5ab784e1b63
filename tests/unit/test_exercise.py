"""Exercise definitions: those that ship are sound, broken ones are refused in one sentence."""

import re

import pytest

from fitcoach.errors import FitcoachError
from fitcoach.exercise import exercise_files, find_exercise, load_exercise
from fitcoach.resources import EXERCISES

SQUAT = (EXERCISES / "squat.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", exercise_files())
def test_shipped_definitions_are_sound(name):
    exercise = find_exercise(name)
    assert exercise.name == name
    assert set(exercise.count.cycle) <= set(exercise.phases)


def test_a_number_is_a_range_and_variants_lie_over_phases():
    variant = find_exercise("squat").variant[0]
    assert variant.pose_in("down")["elbow_flexion"] == (5.0, 5.0)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "squat"', 'name = "Squat"', "name is 'Squat'"),
        (
            'name = "squat"',
            'name = "lunge"',
            "name is 'lunge', but the file is called 'squat.toml'",
        ),
        ("fastest = 0.5", "fastest = -1", "count.fastest is -1"),
        ("fastest = 0.5", "fastest = 20", "count: fastest (20 s) must be less than slowest"),
        ("fastest = 0.5", "quickest = 0.5", "count.fastest is missing"),
        ("fastest = 0.5", "reach = 0.5\nfastest = 0.5", "count: reach (0.5) must not be less than"),
        ("slowest = 15", "slowest = 15\nspeed = 3", "count.speed is not a known field"),
        ('joint = "knee"', 'joint = "toe"', "movement.joint is 'toe'"),
        ("rest = 170", "rest = 200", "movement.rest is 200"),
        ('cycle = ["up", "down"]', 'cycle = ["up", "below"]', "count.cycle names 'below'"),
        ('cycle = ["up", "down"]', "cycle = 3", "count.cycle is 3"),
        ("knee_flexion = [0,", "knee_flexion = [-10,", "phase[1].pose: knee_flexion is -10"),
        ("knee_flexion = [0,", "knee_bend = [0,", "phase[1].pose.knee_bend is 'knee_bend'"),
        ('contacts = ["heels"', 'contacts = ["heel"', "phase[1].contacts[1] is 'heel'"),
        ('title = "Squat"', "title = ", "not valid TOML"),
    ],
)
def test_broken_definitions(tmp_path, old, new, message):
    assert old in SQUAT
    path = tmp_path / "squat.toml"
    path.write_text(SQUAT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FitcoachError, match=re.escape(message)) as caught:
        load_exercise(path)
    text = str(caught.value)
    assert text.startswith(str(path))
    assert "\n" not in text


def test_unknown_exercise_names_the_known_ones():
    with pytest.raises(FitcoachError, match=r"no exercise 'sqat'.*push-up.*squat"):
        find_exercise("sqat")


def test_own_definitions_go_before_those_that_ship(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "exercises").mkdir()
    own = SQUAT.replace('title = "Squat"', 'title = "My squat"')
    (tmp_path / "exercises" / "squat.toml").write_text(own, encoding="utf-8")
    assert find_exercise("squat").title == "My squat"
    assert find_exercise("push-up").title == "Push-up"


def test_definition_by_path(tmp_path):
    path = tmp_path / "squat.toml"
    path.write_text(SQUAT, encoding="utf-8")
    assert find_exercise(str(path)).title == "Squat"
    with pytest.raises(FitcoachError, match="there is no such exercise definition"):
        find_exercise(str(tmp_path / "none.toml"))
    (tmp_path / "latin.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(FitcoachError, match="cannot be read as UTF-8"):
        find_exercise(str(tmp_path / "latin.toml"))
