"""What only tests and benchmarks ask of the mannequin."""

import numpy as np

from fitcoach.anatomy import SIDES
from fitcoach.body import Array, L
from fitcoach.studio.camera import Camera
from fitcoach.studio.contact import Body
from fitcoach.studio.skeleton import JOINT, JOINTS, mass_points


def angle_array(pose: dict[str, float]) -> Array:
    """Angles by joint name as an array; an unsided name of a paired joint means both sides."""
    angles = np.zeros(len(JOINTS))
    for name, value in pose.items():
        names = [name] if name in JOINT else [f"{side}_{name}" for side in SIDES]
        for sided in names:
            angles[JOINT[sided]] = value
    return angles


def angle_of(body: Body, joint: str) -> float:
    """One joint's angle in degrees, by its sided name."""
    return float(body.angles[JOINT[joint]])


def centre_of_mass(body: Body) -> Array:
    """(3,) metres in the floor frame."""
    points, shares = mass_points(body.proportions)
    return shares @ body.frames.locate(points)


def as_world(camera: Camera, landmarks: Array) -> Array:
    """True landmarks (33, 3) of the floor frame as `Pose.world` has them.

    Metres from the middle of the hips; x right, y down, z away from the camera.
    """
    hips = landmarks[[L.LEFT_HIP, L.RIGHT_HIP]].mean(axis=0)
    return np.asarray((landmarks - hips) @ camera.rotation.T)
