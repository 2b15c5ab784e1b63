"""What is wrong with the picture, in words the user can act on."""

from typing import Final

import numpy as np

from fitcoach.body import JOINT_ANGLES, PARTS, Landmark
from fitcoach.coach.view import tells
from fitcoach.exercise import Exercise, View
from fitcoach.pose import SEEN, Pose
from fitcoach.workout.cues import Cue, Severity
from fitcoach.workout.sight import Sight

DARK: Final = 0.15
"""Mean brightness below which a picture is dark: a lit room is about 0.4, a moonlit one 0.1."""

NEAR: Final = 0.4
"""Length of the trunk as a share of the picture's height from which one is too close: at 2 to 3 m
it is about 0.2."""

FAR: Final = 0.1
"""The same from which one is too far away: at 4 m, where the landmarker begins to fail, 0.13."""

_NAMES: Final[dict[Landmark, str]] = {
    landmark: name
    for name, landmarks in {
        "head": (Landmark.NOSE,),
        "shoulders": PARTS["shoulders"],
        "elbows": (Landmark.LEFT_ELBOW, Landmark.RIGHT_ELBOW),
        "hands": PARTS["hands"],
        "hips": PARTS["hips"],
        "knees": PARTS["knees"],
        "feet": (*PARTS["feet"], *PARTS["toes"]),
    }.items()
    for landmark in landmarks
}

_TURN: Final[dict[View, str]] = {
    "front": "Face the camera",
    "side": "Turn sideways to the camera",
    "back": "Turn your back to the camera",
    "oblique": "Turn half sideways",
}


def advise(sight: Sight, exercise: Exercise | None) -> list[Cue]:
    """Says what to change so that the exercise can be counted.

    Args:
        sight: What is seen.
        exercise: `None` while it is not known which one is done.
    """
    dark = sight.brightness is not None and sight.brightness < DARK
    pose = sight.pose
    if pose is None:
        text = "Too dark to see anybody: turn on a light" if dark else "Step into view"
        return [Cue(text, Severity.STOP)]
    cues = _framing(pose, exercise, dark=dark)
    if sight.people > 1:
        cues.append(Cue("Two people in view: only one should be", Severity.HINT))
    if exercise is not None and not tells(pose, exercise.camera.views):
        cues.append(Cue(turn_to(exercise), Severity.HINT))
    return cues


def turn_to(exercise: Exercise) -> str:
    """Says which side of the body the camera should see."""
    return _TURN[exercise.camera.views[0]]


def _framing(pose: Pose, exercise: Exercise | None, *, dark: bool) -> list[Cue]:
    outside = [landmark for landmark in _NAMES if _is_outside(pose, landmark)]
    needed = _needed(pose, exercise)
    cues = []
    if outside:
        severity = Severity.STOP if needed.intersection(outside) else Severity.NOTE
        cues.append(Cue(f"{_way_back(pose, outside)}: {_list(outside)}", severity, tuple(outside)))
    hidden = [
        landmark
        for landmark in _NAMES
        if landmark in needed and landmark not in outside and pose.visibility[landmark] < SEEN
    ]
    if hidden:
        why = "Too dark to see" if dark else "I cannot see"
        text = f"{why} your {_joined(hidden)}"
        cues.append(Cue(text, Severity.STOP, tuple(hidden)))
    trunk = _trunk(pose)
    if trunk > NEAR and not outside:
        cues.append(Cue("Step back: you fill the picture", Severity.HINT))
    elif trunk < FAR:
        cues.append(Cue("Come closer: you are too far away", Severity.HINT))
    return cues


def _needed(pose: Pose, exercise: Exercise | None) -> set[Landmark]:
    """What must be seen for counting: the joint, on the side that is seen better."""
    if exercise is None:
        return set()
    sides = JOINT_ANGLES[exercise.joint]
    better = max(sides, key=lambda side: float(pose.visibility[list(side)].min()))
    return set(better)


def _is_outside(pose: Pose, landmark: Landmark) -> bool:
    x, y = pose.image[landmark, :2]
    return not (0.0 <= x <= 1.0 and 0.0 <= y <= 1.0)


def _way_back(pose: Pose, outside: list[Landmark]) -> str:
    across, along = (pose.image[outside, :2] - 0.5).T
    beyond_sides = np.abs(across).max() > np.abs(along).max()
    one_side = bool(np.all(across < 0.0) or np.all(across > 0.0))
    return "Move to the middle" if beyond_sides and one_side else "Step back"


def _list(landmarks: list[Landmark]) -> str:
    names = _joined(landmarks)
    return f"your {names} {'is' if names in {'head', 'body'} else 'are'} out of view"


def _joined(landmarks: list[Landmark]) -> str:
    """The parts' names, few enough to be read at a glance."""
    names = list(dict.fromkeys(_NAMES[landmark] for landmark in landmarks))
    if len(names) > 2:  # noqa: PLR2004
        return "legs" if set(names) <= {"hips", "knees", "feet"} else "body"
    return " and ".join(names)


def _trunk(pose: Pose) -> float:
    """Length of the trunk in the picture, as a share of its height."""
    shoulders, hips = (
        pose.pixels[list(PARTS[part]), :2].mean(axis=0) for part in ("shoulders", "hips")
    )
    return float(np.linalg.norm(shoulders - hips)) / pose.size[0]
