"""Plans: from options and from files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitcoach.errors import FitcoachError
from fitcoach.workout import Goal, read_plan, single

MONDAY = """
title = "Monday"
rest = 90

[[exercise]]
name = "squat"
sets = 2
reps = 12
rest = 60

[[exercise]]
name = "plank"
seconds = 30
"""


def test_a_workout_from_a_file(tmp_path):
    path = tmp_path / "monday.toml"
    path.write_text(MONDAY)
    plan = read_plan(path)
    assert plan.title == "Monday"
    assert plan.goals == (
        Goal("squat", 1, 2, reps=12, rest=60),
        Goal("squat", 2, 2, reps=12, rest=60),
        Goal("plank", 1, 1, seconds=30, rest=90),
    )
    assert plan.goal(3) is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("reps = 12", "", "exercise[1]: either reps or seconds is needed"),
        ("seconds = 30", "seconds = 30\nreps = 2", "exercise[2]: either reps or seconds"),
        ("sets = 2", "sets = 0", "exercise[1].sets is 0"),
        ("rest = 60", 'rest = "long"', "exercise[1].rest is 'long'"),
        ("sets = 2", "weight = 2", "exercise[1].weight is not a known field"),
        ('title = "Monday"', "", "title is missing"),
        ("[[exercise]]", "[[exercise]", "not valid TOML"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path, old, new, words):
    path = tmp_path / "monday.toml"
    path.write_text(MONDAY.replace(old, new, 1))
    with pytest.raises(FitcoachError) as error:
        read_plan(path)
    assert str(path) in str(error.value)
    assert words in str(error.value)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(FitcoachError, match="no such workout"):
        read_plan(tmp_path / "none.toml")


def test_a_target_without_a_number_of_sets_is_one_set():
    assert single("squat", reps=12).goals == (Goal("squat", 1, 1, reps=12),)
    assert not single("squat", reps=12).endless


def test_without_any_target_there_is_no_end():
    plan = single("squat")
    assert plan.goal(6) == Goal("squat", 7, None)


@given(st.integers(1, 5), st.integers(0, 8), st.booleans())
def test_an_exchange_keeps_the_number_of_sets(sets, index, endless):
    plan = single("squat") if endless else single("squat", sets=sets, reps=3)
    changed = plan.exchanged(index, "lunge")
    for i in range(10):
        before, after = plan.goal(i), changed.goal(i)
        if before is None:
            assert after is None
        else:
            assert after.exercise == ("lunge" if i >= index else "squat")
            assert after.number == before.number


def test_an_exchange_leaves_other_exercises_alone(tmp_path):
    path = tmp_path / "monday.toml"
    path.write_text(MONDAY)
    changed = read_plan(path).exchanged(1, "lunge")
    assert [goal.exercise for goal in changed.goals] == ["squat", "lunge", "plank"]
