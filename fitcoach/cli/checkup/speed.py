"""How quickly this machine counts."""

import time
from pathlib import Path

from fitcoach.cli.checkup.finding import Finding
from fitcoach.resources import SAMPLES

_CLIP = SAMPLES / "clips" / "squat-5-reps.mp4"
_EXERCISE = "squat"

_MEASURED = 3.0
"""Seconds for which it is measured."""

_USUAL = 30.0
"""Pictures a second of most cameras."""

_ENOUGH = 15.0
"""Frames a second, every second one of a usual camera: of 72 clips of real people 71 were counted
as with all of them (see the README)."""


def speed(pose_model: str, classifier: Path, camera_rate: float | None) -> Finding:
    """Counts a clip that ships for a moment, everything that a session does but the screen.

    Args:
        pose_model: Name or path of the pose model.
        classifier: The classifier.
        camera_rate: Pictures a second of the fastest camera; `None` where there is none.
    """
    rate = _frames_a_second(pose_model, classifier)
    needed = _USUAL if camera_rate is None else camera_rate
    gives = "cameras usually give" if camera_rate is None else "your camera gives"
    told = f"{pose_model} model: {rate:.0f} frames a second; {gives} {needed:.0f}"
    lighter = "fitcoach models fetch lite, then --pose-model lite; close other programs"
    if rate < min(_ENOUGH, needed):
        return Finding("speed", "warning", f"{told}; quick reps may be missed live", lighter)
    if rate < needed:
        return Finding("speed", "warning", f"{told}; some are left out live", lighter)
    return Finding("speed", "ok", told)


def _frames_a_second(pose_model: str, classifier: Path) -> float:
    from fitcoach.capture import LandmarkerOptions, observe
    from fitcoach.classify.model import PoseModel
    from fitcoach.counting import Coaching
    from fitcoach.models import pose_model as find_pose_model

    panel = Coaching.of(_EXERCISE, PoseModel.load(classifier)).panel()
    options = LandmarkerOptions(find_pose_model(pose_model))
    with observe(str(_CLIP), lambda: options) as observations:
        next(observations)  # the first takes longer
        frames, passed, began = 0, 0.0, time.perf_counter()
        for observation in observations:
            panel.update(observation.timestamp, observation.pose)
            frames, passed = frames + 1, time.perf_counter() - began
            if passed >= _MEASURED:
                break
    return frames / passed
