"""Exercise definitions: those that ship are sound, broken ones are refused in one sentence."""

import re
import tomllib

import pytest
from pydantic import ValidationError

from fitcoach.errors import FitcoachError
from fitcoach.exercise import Exercise, exercise_files, find_exercise, load_exercise
from fitcoach.resources import EXERCISES

BYTE_ORDER_MARK = "\ufeff"
SQUAT = (EXERCISES / "squat.toml").read_text(encoding="utf-8")
PLANK = (EXERCISES / "plank.toml").read_text(encoding="utf-8")
HOLD = '[hold]\nphases = ["elbows", "hands"]\njoint = "hip"\n'
COUNT = '[count]\ncycle = ["elbows", "hands"]\nfastest = 1\nslowest = 9\n'


@pytest.mark.parametrize("name", exercise_files())
def test_shipped_definitions_are_sound(name):
    exercise = find_exercise(name)
    assert exercise.name == name
    used = exercise.count.cycle if exercise.count else exercise.hold.phases
    assert set(used) <= set(exercise.phases)


def test_a_byte_order_mark_is_passed_over(tmp_path):
    (tmp_path / "squat.toml").write_text(BYTE_ORDER_MARK + SQUAT, encoding="utf-8")
    assert load_exercise(tmp_path / "squat.toml").name == "squat"


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
        ('name = "squat"', 'name = "all"', "name is 'all': that means something else"),
        ('name = "up"', 'name = "turn"', "phase[1].name is 'turn': that means something else"),
        ("fastest = 0.5", "fastest = -1", "count.fastest is -1"),
        ("fastest = 0.5", "fastest = 20", "count: fastest (20 s) must be less than slowest"),
        ("fastest = 0.5", "quickest = 0.5", "count.fastest is missing"),
        ("fastest = 0.5", "exit = 0.7\nfastest = 0.5", "count: exit (0.7) must be less than enter"),
        ("fastest = 0.5", "reach = 0.5\nfastest = 0.5", "count: reach (0.5) must not be less than"),
        ("slowest = 15", "slowest = 15\nspeed = 3", "count.speed is not a known field"),
        ('joint = "knee"', 'joint = "toe"', "movement.joint is 'toe'"),
        ("rest = 170", "rest = 90", "movement: rest (90) and turn (90) are nearer to each other"),
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
    refused(tmp_path / "squat.toml", SQUAT, old, new, message)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (HOLD, "", "an exercise has either a table count or a table hold"),
        (HOLD, HOLD + COUNT, "an exercise has either a table count or a table hold"),
        (HOLD, COUNT, "the tables count and movement belong together"),
        ('phases = ["elbows", "hands"]', 'phases = ["toes"]', "hold.phases names 'toes'"),
        ('phases = ["elbows", "hands"]', "phases = []", "hold.phases"),
        ('joint = "hip"', "", "hold.joint is missing"),
        ('joint = "hip"', 'joint = "hip"\nexit = 0.7', "hold: exit (0.7) must be less than enter"),
        ('joint = "hip"', 'joint = "hip"\nsettle = 0', "hold.settle is 0"),
        ('joint = "hip"', 'joint = "hip"\ncycle = []', "hold.cycle is not a known field"),
    ],
)
def test_broken_definitions_of_holds(tmp_path, old, new, message):
    refused(tmp_path / "plank.toml", PLANK, old, new, message)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("warn = 110", "warn = 100",
         "form[1]: good (95) and warn (100) are nearer to each other than 10 degrees, which is "
         "what the landmarker errs by"),
        ("warn = 0.15", "warn = 0.3", "nearer to each other than 0.3 seconds"),
        ('measure = "trunk_lean"', 'measure = "back_rounding"', "no such measure; allowed are"),
        ('when = "turn"\ngood = 95', 'when = "bottom"\ngood = 95',
         "form 'depth' has when = 'bottom'; allowed are rep, rest, turn, up, down"),
        ('when = "turn"\ngood = 95', 'when = "live"\ngood = 95',
         "form 'depth' has when = 'live'; allowed are rep"),
        ('id = "lean"', 'id = "depth"', "two form rules have the same id"),
        ("Go deeper, until", "Go much deeper than that, until", "more than 8 words"),
        ('measure = "eccentric"', 'measure = "eccentric"\nwhen = "turn"',
         "eccentric is of the whole rep"),
        ("fault = { seconds", "fault = { phase.below = {}, seconds",
         "form 'lowering' fault names 'below'"),
        ("fault = { seconds", 'fault = { variant = "one leg", seconds',
         "form 'lowering' fault names the variant 'one leg', but the variants are arms forward,"),
        ('warn = 0.15\nviews = ["side"]', 'warn = 0.15\nviews = ["front"]',
         "form 'lowering' has views front, but eccentric is only measured from those of the"),
        ("turn = 90", "turn = 90\nviews = []",
         "form 'lowering' has views side, but eccentric is only measured from those of the "
         "movement: none"),
        ("source = \"ACSM", "sauce = \"ACSM", "form[5].source is missing"),
    ],
)  # fmt: skip
def test_broken_rules_of_form(tmp_path, old, new, message):
    refused(tmp_path / "squat.toml", SQUAT, old, new, message)


def test_a_hold_is_judged_live(tmp_path):
    refused(
        tmp_path / "plank.toml", PLANK, 'when = "live"', 'when = "rep"',
        "form 'sag' has when = 'rep'; allowed are live",
    )  # fmt: skip


def test_there_is_a_variant():
    with pytest.raises(ValidationError, match="variant"):
        Exercise.model_validate(tomllib.loads(SQUAT) | {"form": [], "variant": []})


@pytest.mark.parametrize("name", exercise_files())
def test_every_exercise_has_rules_of_form(name):
    assert find_exercise(name).form


def refused(path, sound, old, new, message):
    assert old in sound
    path.write_text(sound.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FitcoachError, match=re.escape(message)) as caught:
        load_exercise(path)
    text = str(caught.value)
    assert text.startswith(str(path))
    assert "\n" not in text


def test_a_hold_may_be_of_one_phase(tmp_path):
    first, second, *_ = PLANK.split("[[phase]]")
    path = tmp_path / "plank.toml"
    path.write_text(first.replace(', "hands"', "") + "[[phase]]" + second, encoding="utf-8")
    plank = load_exercise(path)
    assert plank.phases == ("elbows",)
    assert plank.joint == "hip"


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
