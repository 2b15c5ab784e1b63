"""Own exercises: beginning one, checking it, and finding it where the user keeps it."""

import re
import shutil

import pytest
from platformdirs import user_config_path

from fitcoach.exercise import load_exercise
from fitcoach.resources import EXERCISES, SAMPLES


def test_list(run):
    result = run("exercises")
    assert result.returncode == 0
    assert "squat" in result.stdout
    assert "push-up" in result.stdout


def test_own_exercises_are_listed_and_a_broken_one_hides_no_other(run, tmp_path):
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "half-done.toml").write_text("name = ")
    shutil.copy(EXERCISES / "squat.toml", tmp_path / "exercises")
    result = run("exercises", cwd=tmp_path)
    assert result.returncode == 1
    assert "squat is your own: exercises/squat.toml" in result.stdout
    assert "push-up" in result.stdout
    assert result.stderr.count("\n") == 1
    assert "exercises/half-done.toml: not valid TOML" in result.stderr


def test_a_new_exercise_is_sound_and_can_be_looked_at(run, tmp_path):
    made = run("exercises", "new", "good-morning", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    definition = tmp_path / "exercises" / "good-morning.toml"
    assert load_exercise(definition).title == "Good morning"
    content = definition.read_text()
    assert not re.search("NAME|TITLE|PAIRED|CENTRAL", content)
    assert "shoulder_rotation     -90 to  90" in content
    checked = run("exercises", "check", "exercises/good-morning.toml", cwd=tmp_path)
    assert checked.returncode == 0, checked.stderr
    assert (tmp_path / "good-morning.png").stat().st_size > 10_000
    assert "Judged by 60 pictures of each phase" in checked.stdout
    assert "The phases are told apart well." in checked.stdout
    assert "Each other exercise differs from it in one phase at least." in checked.stdout
    assert not (tmp_path / "samples").exists()
    again = run("exercises", "new", "good-morning", cwd=tmp_path)
    assert again.returncode == 1
    assert "there is such a file already" in again.stderr


def without_studio(folder):
    """Hides pyvista from commands that are run in the folder."""
    (folder / "pyvista.py").write_text("raise ImportError\n")


def test_a_check_without_the_studio_judges_by_the_samples(run, tmp_path):
    without_studio(tmp_path)
    result = run("exercises", "check", "lunge", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "pip install 'fitcoach[studio]'" in result.stdout
    assert f"Judged by the samples in {SAMPLES / 'lunge'}" in result.stdout
    assert re.search(r"down\s+│\s+200 │\s+9\d% │ up \d%", result.stdout)
    assert list(tmp_path.glob("*.png")) == []


def test_a_check_without_studio_and_samples_says_how_to_get_some(run, tmp_path):
    without_studio(tmp_path)
    run("exercises", "new", "good-morning", cwd=tmp_path)
    result = run("exercises", "check", "good-morning", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "exercises/good-morning.toml: sound." in result.stdout
    assert "`fitcoach studio samples good-morning` or `fitcoach record`" in result.stdout


def test_a_check_of_a_broken_definition(run, tmp_path):
    definition = tmp_path / "squat.toml"
    content = (EXERCISES / "squat.toml").read_text()
    definition.write_text(content.replace("knee_flexion = [0, 42]", "knee_flexion = [0, 242]"))
    result = run("exercises", "check", definition, cwd=tmp_path)
    assert result.returncode == 1
    assert "knee_flexion is 242; 0 to 160 degrees are allowed" in result.stderr
    assert list(tmp_path.iterdir()) == [definition]


def test_an_exercise_in_the_config_folder_is_known_everywhere(
    run, squat_clip, tmp_path, monkeypatch
):
    config, here = tmp_path / "config", tmp_path / "here"
    here.mkdir()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(config))
    own = user_config_path("fitcoach", appauthor=False)
    definition = own / "exercises" / "my-squat.toml"
    definition.parent.mkdir(parents=True)
    content = (EXERCISES / "squat.toml").read_text().replace('"squat"', '"my-squat"')
    definition.write_text(content.replace('"Squat"', '"My squat"'))
    (own / "samples" / "my-squat").mkdir(parents=True)
    for phase in ("up", "down"):
        lines = (SAMPLES / "squat" / f"{phase}.csv").read_text().splitlines(keepends=True)
        (own / "samples" / "my-squat" / f"{phase}.csv").write_text("".join(lines[:201]))
    assert f"my-squat is your own: {definition}" in run("exercises", cwd=here).stdout
    # Not learned yet, it keeps nobody from counting.
    assert "Squat, 5 reps" in run("count", squat_clip, "-e", "auto", cwd=here).stdout
    classifier = own / "models" / "pose_classifier.npz"
    trained = run("train", own / "samples", "--only", "-o", classifier, cwd=here)
    assert trained.returncode == 0, trained.stderr
    for name in ("my-squat", "auto"):
        assert "My squat, 5 reps" in run("count", squat_clip, "-e", name, cwd=here).stdout


@pytest.mark.slow
def test_from_a_definition_to_counting(run, tmp_path):
    for step in (
        "exercises new good-morning",
        "studio samples good-morning --per-phase 60",
        "train samples --only",  # judging the samples of all exercises takes most of the time
        "studio clip good-morning --reps 2 --yaw 45 -o try.mp4",
    ):
        result = run(*step.split(), cwd=tmp_path)
        assert result.returncode == 0, result.stderr
    counted = run("count", "try.mp4", "--exercise", "good-morning", cwd=tmp_path)
    assert "Good morning, 2 reps" in counted.stdout


def test_a_new_exercise_needs_a_plain_name(run, tmp_path):
    for name in ("../escape", "Cossack Squat", "9lives", "all"):
        result = run("exercises", "new", name, cwd=tmp_path)
        assert result.returncode == 1
        assert f"'{name}' cannot be an exercise's name" in result.stderr
    assert list(tmp_path.iterdir()) == []
