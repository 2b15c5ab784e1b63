"""Cameras and people for the tests of several cameras."""

import numpy as np

from fitcoach.body import L
from fitcoach.pose import Pose
from fitcoach.rig import ORDINALS, Camera, Rig, as_rows

SIZE = (480, 640)


def camera(name, position, target=(0.0, -0.9, 0.0), **changes):
    """A level camera in a frame with y down, whose floor is at y = 0."""
    position = np.array(position, dtype=float)
    away = np.array(target) - position
    away /= np.linalg.norm(away)
    right = np.cross([0.0, 1.0, 0.0], away)
    right /= np.linalg.norm(right)
    turn = np.stack([right, np.cross(away, right), away])
    fields = {
        "name": name, "width": SIZE[1], "height": SIZE[0], "focal": (600.0, 605.0),
        "centre": (318.0, 242.0), "distortion": (-0.1, 0.05, 0.001, -0.002, 0.0),
        "rotation": as_rows(turn), "translation": tuple((-turn @ position).tolist()),
    }  # fmt: skip
    return Camera(**{**fields, **changes})


def around(*degrees):
    """Cameras four metres from the person, so many degrees from their front."""
    angles = [np.radians(each) for each in degrees]
    cameras = [
        camera(name, (4 * np.sin(angle), -1.0 - 0.2 * number, -4 * np.cos(angle)))
        for number, (name, angle) in enumerate(zip(ORDINALS, angles, strict=False))
    ]
    return Rig(up=(0.0, -1.0, 0.0), floor=0.0, camera=cameras)


def rig(**changes):
    """Two cameras 70 degrees apart, four metres from the person."""
    angle = np.radians(35.0)
    first = camera("left", (-4 * np.sin(angle), -1.0, -4 * np.cos(angle)))
    second = camera("right", (4 * np.sin(angle), -1.4, -4 * np.cos(angle)))
    return Rig(**{"up": (0.0, -1.0, 0.0), "floor": 0.0, "camera": (first, second), **changes})


_PLACES = {
    L.NOSE: (0, -1.6, -0.1), L.LEFT_SHOULDER: (0.2, -1.4, 0), L.RIGHT_SHOULDER: (-0.2, -1.4, 0),
    L.LEFT_ELBOW: (0.3, -1.1, 0), L.RIGHT_ELBOW: (-0.3, -1.1, 0), L.LEFT_WRIST: (0.3, -0.85, -0.1),
    L.RIGHT_WRIST: (-0.3, -0.85, -0.1), L.LEFT_HIP: (0.12, -0.9, 0), L.RIGHT_HIP: (-0.12, -0.9, 0),
    L.LEFT_KNEE: (0.14, -0.48, -0.1), L.RIGHT_KNEE: (-0.14, -0.48, -0.1),
    L.LEFT_ANKLE: (0.14, -0.08, 0), L.RIGHT_ANKLE: (-0.14, -0.08, 0),
    L.LEFT_HEEL: (0.14, -0.03, 0.05), L.RIGHT_HEEL: (-0.14, -0.03, 0.05),
    L.LEFT_FOOT_INDEX: (0.16, 0, -0.18), L.RIGHT_FOOT_INDEX: (-0.16, 0, -0.18),
}  # fmt: skip


def standing():
    """Somebody (33, 3) who faces both cameras, in the rig's frame; hands and face are bunched."""
    rng = np.random.default_rng(0)
    body = np.empty((33, 3))
    for landmark in L:
        near = L.NOSE
        if landmark >= L.LEFT_PINKY and landmark <= L.RIGHT_THUMB:
            near = L.LEFT_WRIST if "LEFT" in landmark.name else L.RIGHT_WRIST
        body[landmark] = _PLACES.get(landmark, np.add(_PLACES[near], rng.uniform(-0.04, 0.04, 3)))
    return body


def seen_by(camera, body, timestamp=0.0, visibility=None):
    """What a flawless landmarker would make of it, depth included."""
    height, width = camera.size
    pixels = camera.project(body) + 0.5
    image = np.column_stack([pixels / [width, height], np.zeros(33)])
    seen = camera.seen(body)
    world = seen - seen[[L.LEFT_HIP, L.RIGHT_HIP]].mean(axis=0)
    return Pose(timestamp, image, world, np.ones(33) if visibility is None else visibility,
                camera.size)  # fmt: skip
