"""Turns a pose into the numbers that poses are compared by.

The embedding is the set of bone vectors of MediaPipe's pose classification recipe (limbs, whole
arms and legs, hands and feet to the trunk, left to right), each listed once, and the feet, in units
of 2.5 trunk lengths. Before that the body is turned about the vertical until hips and shoulders lie
parallel to the picture, so that a pose looks the same from every side. It is not tipped upright:
whether the trunk stands or lies is what tells a squat from a push-up.

A camera that looks down or up does tip all the vectors. So the joint angles join them, in turns,
which no camera changes.
"""

from typing import Final

import numpy as np

from fitcoach.body import LANDMARK_COUNT, MIRROR, Array, L, Landmark, joint_angle

_TRUNK_MULTIPLE: Final = 2.5
"""The recipe's unit: it keeps most landmarks of a standing person within 1."""

_HIPS: Final = (L.LEFT_HIP, L.RIGHT_HIP)
_SHOULDERS: Final = (L.LEFT_SHOULDER, L.RIGHT_SHOULDER)

_ONE_SIDE: Final = (
    ("SHOULDER", "ELBOW"),
    ("ELBOW", "WRIST"),
    ("HIP", "KNEE"),
    ("KNEE", "ANKLE"),
    ("SHOULDER", "WRIST"),
    ("HIP", "ANKLE"),
    ("HIP", "WRIST"),
    ("SHOULDER", "ANKLE"),
    ("HEEL", "FOOT_INDEX"),
)
_ACROSS: Final = ("ELBOW", "WRIST", "KNEE", "ANKLE")
_JOINTS: Final = ("knee", "hip", "elbow", "shoulder")
_TURN: Final = 360.0
_TINY: Final = np.finfo(np.float64).tiny


def _bone_matrix() -> Array:
    """(bones, 33): each row takes the mean of a bone's start from the mean of its end."""
    bones: list[tuple[tuple[L, ...], tuple[L, ...]]] = [(_HIPS, _SHOULDERS)]  # the trunk, first
    for side in ("LEFT", "RIGHT"):
        bones += [((Landmark[f"{side}_{a}"],), (Landmark[f"{side}_{b}"],)) for a, b in _ONE_SIDE]
    bones += [((Landmark[f"LEFT_{joint}"],), (Landmark[f"RIGHT_{joint}"],)) for joint in _ACROSS]
    matrix = np.zeros((len(bones), LANDMARK_COUNT))
    for row, (starts, ends) in zip(matrix, bones, strict=True):
        row[list(starts)] -= 1 / len(starts)
        row[list(ends)] += 1 / len(ends)
    return matrix


_BONES: Final = _bone_matrix()

_WIDTH: Final = np.zeros(LANDMARK_COUNT)
"""(33,): takes the right hip and shoulder from the left ones."""
_WIDTH[[L.LEFT_HIP, L.LEFT_SHOULDER]] = 1.0
_WIDTH[[L.RIGHT_HIP, L.RIGHT_SHOULDER]] = -1.0

DIMENSIONS: Final = 3 * len(_BONES) + 2 * len(_JOINTS)
"""Length of an embedding."""


def embed(landmarks: Array) -> Array:
    """Embeds poses.

    Args:
        landmarks: (n, 33, 3) in any unit of length; x right, y down, z away from the camera.

    Returns:
        (n, `DIMENSIONS`).
    """
    bones = _turned(_BONES @ landmarks, *_facing(landmarks))
    trunk = np.sqrt((bones[:, 0] ** 2).sum(axis=1))
    unit = _TRUNK_MULTIPLE * np.maximum(trunk, _TINY)
    angles = joint_angle(landmarks, *_JOINTS) / _TURN
    return np.hstack([bones.reshape(len(bones), -1) / unit[:, None], np.nan_to_num(angles)])


def mirrored(landmarks: Array) -> Array:
    """The same poses seen in a mirror: (n, 33, 3), left and right exchanged."""
    return np.asarray(landmarks[:, MIRROR] * np.array([-1.0, 1.0, 1.0]))


def aligned(landmarks: Array, model: Array) -> Array:
    """Lays one pose over another, as far as the embedding does not tell them apart.

    Args:
        landmarks: (33, 3) in metres; x right, y down, z away from the camera.
        model: (33, 3) likewise.

    Returns:
        (33, 3): turned about the vertical to face where `model` does, its trunk as long.
    """
    centred, like = (points - points[list(_HIPS)].mean(axis=0) for points in (landmarks, model))
    facing = _turned(centred[None], *_facing(centred[None]))
    lengths = [np.linalg.norm(points[list(_SHOULDERS)].mean(axis=0)) for points in (like, centred)]
    cosine, sine = _facing(like[None])
    turned = _turned(facing, cosine, -sine)[0]
    return np.asarray(turned * (lengths[0] / max(float(lengths[1]), _TINY)))


def _facing(points: Array) -> tuple[Array, Array]:
    """Cosine and sine (n, 1) of how far people (n, 33, 3) are turned about the vertical."""
    across = _WIDTH @ points
    x, z = across[:, :1], across[:, 2:]
    length = np.hypot(x, z)
    length, x = np.where(length > 0, (length, x), 1.0)  # who has no width faces the camera
    return x / length, z / length


def _turned(points: Array, cosine: Array, sine: Array) -> Array:
    """Points (n, m, 3) turned back by so much about the vertical."""
    turned = points.copy()
    turned[..., 0] = cosine * points[..., 0] + sine * points[..., 2]
    turned[..., 2] = cosine * points[..., 2] - sine * points[..., 0]
    return turned
