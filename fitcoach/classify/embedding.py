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


def _bone_matrix() -> Array:
    """(bones, 33): each row takes the mean of a bone's start from the mean of its end."""
    bones: list[tuple[tuple[L, ...], tuple[L, ...]]] = [(_HIPS, _SHOULDERS)]
    for side in ("LEFT", "RIGHT"):
        bones += [((Landmark[f"{side}_{a}"],), (Landmark[f"{side}_{b}"],)) for a, b in _ONE_SIDE]
    bones += [((Landmark[f"LEFT_{joint}"],), (Landmark[f"RIGHT_{joint}"],)) for joint in _ACROSS]
    matrix = np.zeros((len(bones), LANDMARK_COUNT))
    for row, (starts, ends) in zip(matrix, bones, strict=True):
        row[list(starts)] -= 1 / len(starts)
        row[list(ends)] += 1 / len(ends)
    return matrix


_BONES: Final = _bone_matrix()

DIMENSIONS: Final = 3 * len(_BONES) + 2 * len(_JOINTS)
"""Length of an embedding."""


def embed(landmarks: Array) -> Array:
    """Embeds poses.

    Args:
        landmarks: (n, 33, 3) in any unit of length; x right, y down, z away from the camera.

    Returns:
        (n, `DIMENSIONS`).
    """
    centred = landmarks - landmarks[:, list(_HIPS)].mean(axis=1, keepdims=True)
    turned = _face_camera(centred)
    trunk = np.linalg.norm(turned[:, list(_SHOULDERS)].mean(axis=1), axis=1)
    unit = _TRUNK_MULTIPLE * np.maximum(trunk, np.finfo(np.float64).tiny)
    bones = (_BONES @ turned).reshape(len(landmarks), -1) / unit[:, None]
    angles = [joint_angle(landmarks, joint) / _TURN for joint in _JOINTS]
    return np.hstack([bones, *np.nan_to_num(angles)])


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
    facing = _face_camera(centred[None])
    lengths = [np.linalg.norm(points[list(_SHOULDERS)].mean(axis=0)) for points in (like, centred)]
    cosine, sine = _facing(like[None])
    turned = _turned(facing, cosine, -sine)[0]
    return np.asarray(turned * (lengths[0] / max(float(lengths[1]), np.finfo(np.float64).tiny)))


def _face_camera(points: Array) -> Array:
    """Turns hip-centred points about the vertical until hips and shoulders have no depth."""
    return _turned(points, *_facing(points))


def _facing(points: Array) -> tuple[Array, Array]:
    """Cosine and sine (n, 1) of how far people (n, 33, 3) are turned about the vertical."""
    across = (
        points[:, L.LEFT_HIP]
        - points[:, L.RIGHT_HIP]
        + points[:, L.LEFT_SHOULDER]
        - points[:, L.RIGHT_SHOULDER]
    )
    length = np.hypot(across[:, 0], across[:, 2])
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = np.where(length > 0, across[:, 0] / length, 1.0)[:, None]
        sine = np.where(length > 0, across[:, 2] / length, 0.0)[:, None]
    return cosine, sine


def _turned(points: Array, cosine: Array, sine: Array) -> Array:
    """Points (n, 33, 3) turned back by so much about the vertical."""
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    return np.stack([cosine * x + sine * z, y, cosine * z - sine * x], axis=-1)
