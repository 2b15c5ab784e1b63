"""Where the user's own files are looked for."""

import pytest
from platformdirs import user_config_path, user_data_path

from fitcoach.classify.training import sample_sources
from fitcoach.resources import (
    EXERCISES,
    MODELS,
    SAMPLES,
    data_folder,
    exercise_files,
    pose_classifier,
    sample_folders,
)


@pytest.fixture
def config(tmp_path, monkeypatch):
    """The config folder, in use from an empty working folder."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return user_config_path("fitcoach", appauthor=False)


def write(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("")
    return path


def test_the_working_folder_goes_before_the_config_folder_before_what_ships(config, tmp_path):
    here = tmp_path / "here"
    assert exercise_files()["squat"] == EXERCISES / "squat.toml"
    for folder in (config, here):
        own = write(folder / "exercises" / "squat.toml")
        assert exercise_files()["squat"].resolve() == own
    write(config / "exercises" / "good-morning.toml")
    assert {"good-morning", "push-up"} < exercise_files().keys()
    assert list(exercise_files()) == sorted(exercise_files())


def test_the_environment_may_name_another_data_folder(tmp_path, monkeypatch):
    monkeypatch.delenv("FITCOACH_DATA_DIR", raising=False)
    assert data_folder() == user_data_path("fitcoach", appauthor=False)
    monkeypatch.setenv("FITCOACH_DATA_DIR", str(tmp_path))
    assert data_folder() == tmp_path


def test_a_classifier_of_the_working_folder_goes_first(config, tmp_path):
    assert pose_classifier() == MODELS / "pose_classifier.npz"
    for folder in (config, tmp_path / "here"):
        own = write(folder / "models" / "pose_classifier.npz")
        assert pose_classifier().resolve() == own


def test_all_samples_of_an_exercise_come_from_one_folder(config, tmp_path):
    shipped = SAMPLES / "lunge" / "up.csv"
    assert shipped in sample_sources(*sample_folders())["lunge"]
    write(config / "samples" / "lunge" / "up.csv")
    own = write(tmp_path / "here" / "samples" / "squat" / "up.csv")
    (pictures := own.with_name("down")).mkdir()
    sources = sample_sources(*sample_folders())
    assert sources["lunge"] == [config / "samples" / "lunge" / "up.csv"]
    assert [path.resolve() for path in sources["squat"]] == [own, pictures]
    assert len(sources["push-up"]) == 2


@pytest.mark.usefixtures("config")
def test_in_a_checkout_the_working_folder_is_what_ships(monkeypatch):
    shipped = sample_sources(SAMPLES)
    monkeypatch.chdir(EXERCISES.parent)
    sources = sample_sources(*sample_folders())
    resolved = {name: [path.resolve() for path in paths] for name, paths in sources.items()}
    assert resolved == shipped
    assert exercise_files()["squat"].resolve() == EXERCISES / "squat.toml"
