"""The body as the landmarker sees it: 33 landmarks, their edges, mirror pairs and joint angles.

Names and numbering are MediaPipe's pose landmark model (BlazePose topology).
"""

from enum import IntEnum
from functools import cache
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

Side = Literal["left", "right"]
"""Of the body, as the person says it."""


class Landmark(IntEnum):
    """The 33 pose landmarks; left and right are the person's own."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


LANDMARK_COUNT: Final = len(Landmark)

L = Landmark

MIRROR: Final[NDArray[np.intp]] = np.array(
    [
        Landmark[landmark.name.replace("LEFT", "#").replace("RIGHT", "LEFT").replace("#", "RIGHT")]
        for landmark in Landmark
    ],
    dtype=np.intp,
)
"""`points[MIRROR]` exchanges left and right landmarks."""

EDGES: Final[tuple[tuple[Landmark, Landmark], ...]] = (
    (L.LEFT_EAR, L.LEFT_EYE),
    (L.LEFT_EYE, L.NOSE),
    (L.NOSE, L.RIGHT_EYE),
    (L.RIGHT_EYE, L.RIGHT_EAR),
    (L.MOUTH_LEFT, L.MOUTH_RIGHT),
    (L.LEFT_SHOULDER, L.RIGHT_SHOULDER),
    (L.LEFT_HIP, L.RIGHT_HIP),
    (L.LEFT_SHOULDER, L.LEFT_HIP),
    (L.RIGHT_SHOULDER, L.RIGHT_HIP),
    (L.LEFT_SHOULDER, L.LEFT_ELBOW),
    (L.RIGHT_SHOULDER, L.RIGHT_ELBOW),
    (L.LEFT_ELBOW, L.LEFT_WRIST),
    (L.RIGHT_ELBOW, L.RIGHT_WRIST),
    (L.LEFT_WRIST, L.LEFT_INDEX),
    (L.RIGHT_WRIST, L.RIGHT_INDEX),
    (L.LEFT_HIP, L.LEFT_KNEE),
    (L.RIGHT_HIP, L.RIGHT_KNEE),
    (L.LEFT_KNEE, L.LEFT_ANKLE),
    (L.RIGHT_KNEE, L.RIGHT_ANKLE),
    (L.LEFT_ANKLE, L.LEFT_HEEL),
    (L.RIGHT_ANKLE, L.RIGHT_HEEL),
    (L.LEFT_HEEL, L.LEFT_FOOT_INDEX),
    (L.RIGHT_HEEL, L.RIGHT_FOOT_INDEX),
    (L.LEFT_ANKLE, L.LEFT_FOOT_INDEX),
    (L.RIGHT_ANKLE, L.RIGHT_FOOT_INDEX),
)
"""The bones of the drawn skeleton."""

JOINT_ANGLES: Final[dict[str, tuple[tuple[Landmark, Landmark, Landmark], ...]]] = {
    "knee": (
        (L.LEFT_HIP, L.LEFT_KNEE, L.LEFT_ANKLE),
        (L.RIGHT_HIP, L.RIGHT_KNEE, L.RIGHT_ANKLE),
    ),
    "hip": (
        (L.LEFT_SHOULDER, L.LEFT_HIP, L.LEFT_KNEE),
        (L.RIGHT_SHOULDER, L.RIGHT_HIP, L.RIGHT_KNEE),
    ),
    "elbow": (
        (L.LEFT_SHOULDER, L.LEFT_ELBOW, L.LEFT_WRIST),
        (L.RIGHT_SHOULDER, L.RIGHT_ELBOW, L.RIGHT_WRIST),
    ),
    "shoulder": (
        (L.LEFT_HIP, L.LEFT_SHOULDER, L.LEFT_ELBOW),
        (L.RIGHT_HIP, L.RIGHT_SHOULDER, L.RIGHT_ELBOW),
    ),
    "ankle": (
        (L.LEFT_KNEE, L.LEFT_ANKLE, L.LEFT_FOOT_INDEX),
        (L.RIGHT_KNEE, L.RIGHT_ANKLE, L.RIGHT_FOOT_INDEX),
    ),
}
"""Each joint's (end, vertex, end) landmarks, left side first."""

PARTS: Final[dict[str, tuple[Landmark, Landmark]]] = {
    "mouth": (L.MOUTH_LEFT, L.MOUTH_RIGHT),
    "shoulders": (L.LEFT_SHOULDER, L.RIGHT_SHOULDER),
    "hips": (L.LEFT_HIP, L.RIGHT_HIP),
    "hands": (L.LEFT_WRIST, L.RIGHT_WRIST),
    "knees": (L.LEFT_KNEE, L.RIGHT_KNEE),
    "feet": (L.LEFT_ANKLE, L.RIGHT_ANKLE),
    "toes": (L.LEFT_FOOT_INDEX, L.RIGHT_FOOT_INDEX),
}
"""The landmarks by which the place of a part of the body is known, left side first."""


def interior_angle(a: Array, vertex: Array, b: Array) -> Array:
    """Angle at `vertex` between the rays to `a` and `b`.

    Args:
        a: Points, shape (..., d).
        vertex: Points, shape (..., d).
        b: Points, shape (..., d).

    Returns:
        Degrees in [0, 180], shape (...); 180 is a straight limb. NaN where a ray has no length.
    """
    u, v = a - vertex, b - vertex
    lengths = np.sqrt(np.sum(u * u, axis=-1) * np.sum(v * v, axis=-1))
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = np.sum(u * v, axis=-1) / lengths
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))


def joint_angle(points: Array, *joints: str) -> Array:
    """Interior angles of joints on both sides.

    Args:
        points: Landmarks, shape (..., 33, d).
        joints: Keys of `JOINT_ANGLES`; several at once take hardly longer than one.

    Returns:
        Degrees, shape (..., 2 for each joint): left, right, left, right, ...
    """
    a, vertex, b = _corners(joints)
    return interior_angle(points[..., a, :], points[..., vertex, :], points[..., b, :])


@cache
def _corners(joints: tuple[str, ...]) -> NDArray[np.intp]:
    """(3, 2 for each joint): the landmarks at the end, the vertex and the other end."""
    return np.array([side for joint in joints for side in JOINT_ANGLES[joint]], dtype=np.intp).T
