"""The pose model, the classifier and the exercises."""

from collections.abc import Iterator
from pathlib import Path

from fitcoach import resources
from fitcoach.cli.checkup.finding import Finding
from fitcoach.models import TIERS
from fitcoach.models import pose_model as find_pose_model
from fitcoach.words import many


def pose_model(name_or_path: str) -> Finding:
    """Whether the pose model is there, whole, and can be loaded."""
    from fitcoach.capture import LandmarkerOptions
    from fitcoach.capture.landmarker import Landmarker

    path = find_pose_model(name_or_path)
    Landmarker(LandmarkerOptions(path)).close()
    origin = "it is your own"
    if name_or_path in TIERS:  # then its sum was compared, too
        shipped = "comes with fitcoach, README.md beside it says from where"
        came = shipped if path.parent == resources.MODELS else "was fetched"
        origin = f"its SHA-256 is right, it {came}"
    size = f"{path.stat().st_size / 1e6:.1f} MB"
    return Finding("pose model", "ok", f"{path}, {size}: it loads, {origin}")


def classifier(path: Path) -> Iterator[Finding]:
    """Whether the classifier can be read, and knows the exercises."""
    from fitcoach.classify.model import PoseModel

    model = PoseModel.load(path)
    learned = set(model.exercises)
    told = f"{path}: {many(len(model.labels), 'pose')} of {many(len(learned), 'exercise')}"
    yield Finding("classifier", "ok", told)
    yield from _exercises(learned)


def _exercises(learned: set[str]) -> Iterator[Finding]:
    from fitcoach.exercise import load_all

    sound, broken = load_all()
    own = [name for name in resources.own_exercises() if name in sound]
    told = many(len(sound), "exercise") + (f", of your own: {', '.join(own)}" if own else "")
    yield Finding("exercises", "ok" if sound else "fault", told)
    for name, trouble in broken.items():
        yield Finding("exercises", "warning", str(trouble), f"mend it; `{name}` cannot be used")
    for name in sound:
        if name not in learned:
            remedy = f"fitcoach studio samples {name}, then fitcoach train samples"
            yield Finding("exercises", "warning", f"{name} was not learned yet", remedy)
