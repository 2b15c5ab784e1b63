"""fitcoach watches a person exercise, counts the repetitions and keeps the record.

What programs use is here, see docs/api.md; a name is loaded when it is asked for first, so that
`import fitcoach` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fitcoach.capture import LandmarkerOptions, Observation
    from fitcoach.capture.observe import observe
    from fitcoach.classify.model import PoseModel
    from fitcoach.coach import Attempt, Coach, Hold, Rep, Update
    from fitcoach.counting import count
    from fitcoach.errors import FitcoachError
    from fitcoach.exercise import Exercise, find_exercise
    from fitcoach.models import pose_model
    from fitcoach.pose import Pose
    from fitcoach.recording import PoseRecording
    from fitcoach.resources import pose_classifier
    from fitcoach.session.log import SetLog

__version__ = "0.1.0"

__all__ = [
    "Attempt",
    "Coach",
    "Exercise",
    "FitcoachError",
    "Hold",
    "LandmarkerOptions",
    "Observation",
    "Pose",
    "PoseModel",
    "PoseRecording",
    "Rep",
    "SetLog",
    "Update",
    "count",
    "find_exercise",
    "observe",
    "pose_classifier",
    "pose_model",
]

_NAMES: Final = {
    "capture": ("LandmarkerOptions", "Observation", "observe"),
    "classify.model": ("PoseModel",),
    "coach": ("Attempt", "Coach", "Hold", "Rep", "Update"),
    "counting": ("count",),
    "errors": ("FitcoachError",),
    "exercise": ("Exercise", "find_exercise"),
    "models": ("pose_model",),
    "pose": ("Pose",),
    "recording": ("PoseRecording",),
    "resources": ("pose_classifier",),
    "session.log": ("SetLog",),
}
_MODULES: Final = {name: module for module, names in _NAMES.items() for name in names}


if not TYPE_CHECKING:  # type checkers would take every name to be there

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module 'fitcoach' has no attribute '{name}'")
        return getattr(import_module(f"fitcoach.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
