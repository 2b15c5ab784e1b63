"""Where everything is in a recording, and what the numbers of its classes mean.

`docs/rerun.md` describes it for people; this module is what the code goes by.
"""

from enum import IntEnum
from typing import Final

from fitcoach.body import Landmark
from fitcoach.rig import ORDINALS

APPLICATION: Final = "fitcoach"

TIME: Final = "time"
"""Timeline of seconds from the start of the source."""

FRAME: Final = "frame"
"""Timeline of the numbers of the frames."""

CAMERA: Final = "camera"
"""What is seen, in pixels of the picture."""
PICTURE: Final = f"{CAMERA}/picture"
VIDEO: Final = f"{CAMERA}/video"
MASK: Final = f"{CAMERA}/mask"

OTHERS: Final = ORDINALS[1:]
"""What the second camera of a rig sees, likewise, and so on."""

SPACE: Final = "space"
"""The body in metres: x right, y down, z away from the camera; the floor is at y = 0."""
CAMERAS: Final = f"{SPACE}/cameras"
"""Those of a rig; the body is then where it is, and not above the origin."""
FLOOR: Final = f"{SPACE}/floor"
GHOSTS: Final = f"{SPACE}/samples"

LANDMARKS: Final = "landmarks"
BONES: Final = "bones"
"""Below `CAMERA`, `SPACE` and each ghost."""

ANGLE: Final = "curves/angle"
PHASES: Final = "curves/phases"
VISIBILITY: Final = "curves/visibility"
"""Below the first two lie the exercises, since another exercise has other curves."""

PHASE_STATE: Final = "states/phase"
REP_STATE: Final = "states/rep"
FORM_STATE: Final = "states/form"

CUES: Final = "told/cues"
EVENTS: Final = "told/events"
SUMMARY: Final = "summary"

Color = tuple[int, int, int]


class Part(IntEnum):
    """The classes of the annotation context."""

    BACKGROUND = 0
    """Of the mask."""
    PERSON = 1
    """Of the mask."""
    SEEN = 2
    """Landmarks that can be measured from."""
    UNSEEN = 3
    """Landmarks below that; where they are is the landmarker's guess."""
    BONE = 4
    SAMPLE = 10
    """The first phase of the exercise, in sample poses; the others follow."""


PART_COLORS: Final[dict[Part, Color]] = {
    Part.PERSON: (80, 200, 120),
    Part.SEEN: (240, 240, 240),
    Part.UNSEEN: (120, 120, 120),
    Part.BONE: (215, 215, 215),
}

PHASE_COLORS: Final[tuple[Color, ...]] = (
    (86, 180, 233),
    (230, 159, 0),
    (0, 158, 115),
    (204, 121, 167),
    (240, 228, 66),
    (213, 94, 0),
)
"""Of an exercise's phases in order, in curves, states and ghosts; told apart by the colour-blind,
too (after Okabe and Ito)."""

NONE_COLOR: Final[Color] = (150, 150, 150)
THRESHOLD_COLOR: Final[Color] = (200, 70, 70)

REP_COLOR: Final[Color] = (120, 130, 150)

GRADE_COLORS: Final[dict[str, Color]] = {
    "good": (60, 180, 90),
    "fair": (235, 175, 40),
    "fault": (220, 70, 60),
    "not judged": (150, 150, 150),
}

LEFT: Final[Color] = (255, 138, 60)
RIGHT: Final[Color] = (70, 170, 255)
MIDDLE: Final[Color] = (245, 245, 245)


def side_color(landmark: Landmark) -> Color:
    """The colour of a landmark by the person's own side."""
    if "LEFT" in landmark.name:
        return LEFT
    return RIGHT if "RIGHT" in landmark.name else MIDDLE


def phase_color(number: int) -> Color:
    """The colour of the phase of that number in its exercise."""
    return PHASE_COLORS[number % len(PHASE_COLORS)]
