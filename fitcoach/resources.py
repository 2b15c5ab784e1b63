"""Where the files that come with fitcoach lie: exercises, models, samples."""

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
"""The user's own definitions, in the working folder; they go before those that ship."""

_CLASSIFIER: Final = "pose_classifier.npz"
TRAINED_CLASSIFIER: Final = Path("models") / _CLASSIFIER
"""Where `fitcoach train` writes unless told otherwise, in the working folder."""


def pose_classifier() -> Path:
    """The classifier in the working folder, where there is one, else the one that ships."""
    return TRAINED_CLASSIFIER if TRAINED_CLASSIFIER.exists() else MODELS / _CLASSIFIER
