"""Listing exercises and beginning a new one."""

from fitcoach.exercise import load_exercise


def test_list(run):
    result = run("exercises")
    assert result.returncode == 0
    assert "squat" in result.stdout
    assert "push-up" in result.stdout


def test_a_new_exercise_is_sound_and_can_be_looked_at(run, tmp_path):
    made = run("exercises", "new", "good-morning", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    definition = tmp_path / "exercises" / "good-morning.toml"
    assert load_exercise(definition).title == "Good morning"
    checked = run("exercises", "check", "exercises/good-morning.toml", cwd=tmp_path)
    assert checked.returncode == 0, checked.stderr
    assert definition.with_suffix(".png").stat().st_size > 10_000
    assert "good-morning" in run("exercises", cwd=tmp_path).stdout
    again = run("exercises", "new", "good-morning", cwd=tmp_path)
    assert again.returncode == 1
    assert "there is such a file already" in again.stderr


def test_a_new_exercise_needs_a_plain_name(run, tmp_path):
    for name in ("../escape", "Cossack Squat", "9lives"):
        result = run("exercises", "new", name, cwd=tmp_path)
        assert result.returncode == 1
        assert f"'{name}' cannot be an exercise's name" in result.stderr
    assert list(tmp_path.iterdir()) == []
