"""Where exercises, models and samples lie: those that ship and the user's own."""

import os
from pathlib import Path
from typing import Final

_PACKAGE = Path(__file__).parent
# In a wheel the three folders are packed as fitcoach/data/; in a checkout they lie beside
# fitcoach/.
_ROOT: Final = _PACKAGE / "data" if (_PACKAGE / "data").is_dir() else _PACKAGE.parent

EXERCISES: Final = _ROOT / "exercises"
MODELS: Final = _ROOT / "models"
SAMPLES: Final = _ROOT / "samples"

OWN_EXERCISES: Final = Path("exercises")
OWN_SAMPLES: Final = Path("samples")
"""Where new definitions and samples are written unless told otherwise, in the working folder."""

DATA_DIR_VARIABLE: Final = "FITCOACH_DATA_DIR"
"""Environment variable that names another data folder."""

_CLASSIFIER: Final = "pose_classifier.npz"
TRAINED_CLASSIFIER: Final = Path("models") / _CLASSIFIER
"""Where `fitcoach train` writes unless told otherwise, in the working folder."""


def exercise_folders() -> tuple[Path, ...]:
    """Folders of definitions, those that go before others first."""
    return OWN_EXERCISES, _config() / "exercises", EXERCISES


def exercise_files() -> dict[str, Path]:
    """The definitions by name, sorted; each from the first of the folders that has it."""
    folders = reversed(exercise_folders())
    files = {path.stem: path for folder in folders for path in folder.glob("*.toml")}
    return dict(sorted(files.items()))


def own_exercises() -> dict[str, Path]:
    """Those of the definitions that do not ship."""
    shipped = EXERCISES.resolve()
    return {k: path for k, path in exercise_files().items() if path.resolve().parent != shipped}


def sample_folders() -> tuple[Path, ...]:
    """Folders of samples, those that go before others first."""
    return OWN_SAMPLES, _config() / "samples", SAMPLES


def pose_classifier() -> Path:
    """The classifier of the working folder, else of the user's config folder, else what ships."""
    own = (TRAINED_CLASSIFIER, _config() / TRAINED_CLASSIFIER)
    return next((path for path in own if path.exists()), MODELS / _CLASSIFIER)


def data_folder() -> Path:
    """Where sessions and fetched models are kept unless told otherwise."""
    from platformdirs import user_data_path  # noqa: PLC0415

    chosen = os.environ.get(DATA_DIR_VARIABLE)
    return Path(chosen) if chosen else user_data_path("fitcoach", appauthor=False)


def _config() -> Path:
    """The user's config folder, for what is to be known in every working folder."""
    # Only commands that look for files need to know.
    from platformdirs import user_config_path  # noqa: PLC0415

    return user_config_path("fitcoach", appauthor=False)
