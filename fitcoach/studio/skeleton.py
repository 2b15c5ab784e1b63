"""The mannequin's jointed skeleton: angles in, places of segments, landmarks and masses out.

The floor frame is right-handed: x points where the person faces when standing, y to the person's
left, z up; z = 0 is the floor. (Face down the head points along x, face up the feet.) Every segment
has a frame of its own, which agrees with the floor frame when the person stands upright with
hanging arms. Everything works on a batch of poses at once, so that the solver in `contact` gets all
its derivatives from one call.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fitcoach.anatomy import CENTRAL_JOINTS, JOINT_LIMITS, PAIRED_JOINTS, SIDES
from fitcoach.body import LANDMARK_COUNT, Array, Landmark
from fitcoach.exercise import Posture
from fitcoach.studio.proportions import Proportions

# Inversion tilts the sole inwards. Key poses leave it out: it follows from the floor.
_INVERSION: Final = tuple(f"{side}_ankle_inversion" for side in SIDES)
_SIDED: Final = tuple(f"{side}_{joint}" for joint in PAIRED_JOINTS for side in SIDES)

JOINTS: Final[tuple[str, ...]] = (*_SIDED, *CENTRAL_JOINTS, *_INVERSION)
"""The order of the joints in an array of angles; degrees throughout."""

JOINT: Final[dict[str, int]] = {name: i for i, name in enumerate(JOINTS)}
"""A joint's place in an array of angles."""

LIMITS: Final[Array] = np.array([JOINT_LIMITS.get(joint, (-40.0, 40.0)) for joint in JOINTS])
"""Smallest and largest angle of each joint, (joints, 2) degrees."""


_OTHER_SIDE: Final = dict(zip(SIDES, reversed(SIDES), strict=True))


def other_side(name: str) -> str:
    """The name of the same joint or contact on the other side; unsided names stay."""
    side, _, rest = name.partition("_")
    return f"{_OTHER_SIDE[side]}_{rest}" if side in _OTHER_SIDE else name


_MIRROR: Final = np.array([JOINT[other_side(joint)] for joint in JOINTS])
_SIDEWAYS: Final = ("spine_side_bend", "spine_rotation", "neck_rotation")
_MIRROR_SIGNS: Final = np.array([-1.0 if joint in _SIDEWAYS else 1.0 for joint in JOINTS])


def mirror_angles(angles: Array) -> Array:
    """The same pose with left and right exchanged, (..., joints) degrees."""
    return np.asarray(angles[..., _MIRROR] * _MIRROR_SIGNS)


class Segment(IntEnum):
    """The rigid parts of the body."""

    PELVIS = 0
    LUMBAR = 1
    ABDOMEN = 2
    THORAX = 3
    NECK = 4
    HEAD = 5
    LEFT_CLAVICLE = 6
    RIGHT_CLAVICLE = 7
    LEFT_UPPER_ARM = 8
    RIGHT_UPPER_ARM = 9
    LEFT_FOREARM = 10
    RIGHT_FOREARM = 11
    LEFT_HAND = 12
    RIGHT_HAND = 13
    LEFT_THIGH = 14
    RIGHT_THIGH = 15
    LEFT_SHANK = 16
    RIGHT_SHANK = 17
    LEFT_FOOT = 18
    RIGHT_FOOT = 19
    LEFT_TOES = 20
    RIGHT_TOES = 21


S = Segment
SEGMENT_COUNT: Final = len(Segment)

HEEL_BACK: Final = 0.25
"""How far the heel lies behind the ankle, as a share of the foot's length."""
BALL: Final = 0.47
"""How far the ball of the foot lies before the ankle, as a share of the foot's length."""
TOES_LENGTH: Final = 1.0 - HEEL_BACK - BALL
FOOT_BREADTH: Final = 0.30
"""Breadth of the ball of the foot as a share of the foot's length."""


_UNDERHAND: Final = 45.0
"""Forearm rotation in degrees from which a hand holds a bar with the palm backward."""


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Points fixed to segments.

    Attributes:
        segments: (n,) the segment that carries each point.
        offsets: (n, 3) metres in that segment's frame.
    """

    segments: NDArray[np.intp]
    offsets: Array

    @classmethod
    def of(cls, places: list[tuple[Segment, tuple[float, float, float]]]) -> "Points":
        """Gathers (segment, offset) pairs."""
        return cls(
            np.array([segment for segment, _ in places], dtype=np.intp),
            np.array([offset for _, offset in places], dtype=np.float64).reshape(-1, 3),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """Where the segments are: one pose, or a batch of them in the leading dimension.

    Attributes:
        origins: (..., segments, 3) metres; the joint nearest to the pelvis.
        rotations: (..., segments, 3, 3) from the segment's frame to the floor frame.
    """

    origins: Array
    rotations: Array

    def locate(self, points: Points) -> Array:
        """Points in the floor frame, (..., n, 3) metres."""
        turned = self.rotations[..., points.segments, :, :] @ points.offsets[:, :, None]
        return self.origins[..., points.segments, :] + turned[..., 0]


@dataclass(frozen=True, slots=True, eq=False)
class Root:
    """Where the pelvis is in each pose of a batch.

    Attributes:
        position: (b, 3) metres, the middle of the hip joints.
        tilt: (b, 3) degrees about the floor's x, y and z axes, after the posture's own turn.
    """

    position: Array
    tilt: Array


_X, _Y, _Z = range(3)


def root_of(frames: Frames) -> Root:
    """The root of one pose, as a batch of one for the posture "standing"."""
    turn = frames.rotations[S.PELVIS]
    roll = np.arcsin(np.clip(turn[2, 1], -1.0, 1.0))
    pitch, yaw = np.arctan2(-turn[2, 0], turn[2, 2]), np.arctan2(-turn[0, 1], turn[1, 1])
    return Root(frames.origins[None, S.PELVIS], np.degrees([[roll, pitch, yaw]]))


_POSTURE_PITCH: Final[dict[Posture, float]] = {"standing": 0.0, "prone": 90.0, "supine": -90.0}


@dataclass(frozen=True, slots=True)
class _Hinge:
    """A share of a joint's angle, as a turn about one axis of the parent's frame."""

    joint: str
    axis: int
    share: float


def _chain() -> dict[Segment, tuple[Segment, tuple[_Hinge, ...]]]:
    """Each segment's parent in rotation and its hinges, outermost first."""
    chain: dict[Segment, tuple[Segment, tuple[_Hinge, ...]]] = {}

    def central(segment: Segment, parent: Segment, name: str, share: float, bend: bool) -> None:
        hinges = [_Hinge(f"{name}_rotation", _Z, share)]
        if bend:
            hinges.append(_Hinge(f"{name}_side_bend", _X, -share))
        chain[segment] = (parent, (*hinges, _Hinge(f"{name}_flexion", _Y, share)))

    # The spine bends most in the loins.
    central(S.LUMBAR, S.PELVIS, "spine", 0.4, bend=True)
    central(S.ABDOMEN, S.LUMBAR, "spine", 0.35, bend=True)
    central(S.THORAX, S.ABDOMEN, "spine", 0.25, bend=True)
    central(S.NECK, S.THORAX, "neck", 0.5, bend=False)
    central(S.HEAD, S.NECK, "neck", 0.5, bend=False)
    for side, sign in zip(SIDES, (1.0, -1.0), strict=True):

        def part(name: str, side: str = side) -> Segment:
            return Segment[f"{side.upper()}_{name}"]

        def hinge(joint: str, axis: int, share: float, side: str = side) -> _Hinge:
            return _Hinge(f"{side}_{joint}", axis, share)

        chain[part("UPPER_ARM")] = (
            S.THORAX,
            (
                hinge("shoulder_abduction", _X, sign),
                hinge("shoulder_flexion", _Y, -1.0),
                hinge("shoulder_rotation", _Z, sign),
            ),
        )
        chain[part("FOREARM")] = (part("UPPER_ARM"), (hinge("elbow_flexion", _Y, -1.0),))
        chain[part("HAND")] = (
            part("FOREARM"),
            (hinge("forearm_rotation", _Z, sign), hinge("wrist_flexion", _X, -sign)),
        )
        # Abduction inside flexion, as the International Society of Biomechanics has it: so the
        # knees go apart in a deep squat too, where abduction about the trunk's axis only twists
        # the leg.
        chain[part("THIGH")] = (
            S.PELVIS,
            (
                hinge("hip_flexion", _Y, -1.0),
                hinge("hip_abduction", _X, sign),
                hinge("hip_rotation", _Z, sign),
            ),
        )
        chain[part("SHANK")] = (part("THIGH"), (hinge("knee_flexion", _Y, 1.0),))
        chain[part("FOOT")] = (
            part("SHANK"),
            (hinge("ankle_dorsiflexion", _Y, -1.0), hinge("ankle_inversion", _X, sign)),
        )
    return chain


_CHAIN: Final = _chain()
_HINGES: Final = tuple(hinge for _, hinges in _CHAIN.values() for hinge in hinges)
_HINGE_JOINT: Final = np.array([JOINT[hinge.joint] for hinge in _HINGES])
_HINGE_AXIS: Final = np.array([hinge.axis for hinge in _HINGES])
_HINGE_SHARE: Final = np.array([hinge.share for hinge in _HINGES])


def _origins(p: Proportions) -> Points:
    """Where each segment begins, in `Segment` order: the segment that bears it, and where."""
    half_hip, half_shoulder = 0.5 * p.hip_width, 0.5 * p.shoulder_width
    places: list[tuple[Segment, tuple[float, float, float]]] = [
        (S.PELVIS, (0.0, 0.0, 0.0)),
        (S.PELVIS, (0.0, 0.0, p.pelvis)),
        (S.LUMBAR, (0.0, 0.0, p.lumbar)),
        (S.ABDOMEN, (0.0, 0.0, p.abdomen)),
        (S.THORAX, (0.0, 0.0, p.thorax + 0.018 * p.stature)),
        (S.NECK, (0.010 * p.stature, 0.0, p.neck)),
        (S.THORAX, (0.0, 0.1 * half_shoulder, p.thorax)),
        (S.THORAX, (0.0, -0.1 * half_shoulder, p.thorax)),
        (S.LEFT_CLAVICLE, (0.0, 0.9 * half_shoulder, 0.0)),
        (S.RIGHT_CLAVICLE, (0.0, -0.9 * half_shoulder, 0.0)),
        (S.LEFT_UPPER_ARM, (0.0, 0.0, -p.upper_arm)),
        (S.RIGHT_UPPER_ARM, (0.0, 0.0, -p.upper_arm)),
        (S.LEFT_FOREARM, (0.0, 0.0, -p.forearm)),
        (S.RIGHT_FOREARM, (0.0, 0.0, -p.forearm)),
        (S.PELVIS, (0.0, half_hip, 0.0)),
        (S.PELVIS, (0.0, -half_hip, 0.0)),
        (S.LEFT_THIGH, (0.0, 0.0, -p.thigh)),
        (S.RIGHT_THIGH, (0.0, 0.0, -p.thigh)),
        (S.LEFT_SHANK, (0.0, 0.0, -p.shank)),
        (S.RIGHT_SHANK, (0.0, 0.0, -p.shank)),
        (S.LEFT_FOOT, (BALL * p.foot, 0.0, -p.ankle_height)),
        (S.RIGHT_FOOT, (BALL * p.foot, 0.0, -p.ankle_height)),
    ]
    return Points.of(places)


def pose_segments(
    p: Proportions,
    angles: Array,
    root: Root,
    posture: Posture,
    *,
    planted: Collection[str] = (),
    gripping: Collection[str] = (),
) -> Frames:
    """Places the segments of a batch of poses.

    Args:
        p: The person.
        angles: (b, joints) degrees in the order of `JOINTS`.
        root: The pelvis of each pose.
        posture: The turn that comes before the root's tilt: upright, face down or face up.
        planted: Sides whose hands lie flat on the floor, fingers ahead, whatever the wrists say.
        gripping: Sides whose hands hold a bar that runs from left to right, in line with the
            forearm; palms forward, or backward where the forearm is turned outwards.
    """
    size = len(angles)
    at = _origins(p)
    origins = np.zeros((size, SEGMENT_COUNT, 3))
    rotations = np.empty((size, SEGMENT_COUNT, 3, 3))
    rotations[:, S.PELVIS] = _root_rotation(root, posture)
    origins[:, S.PELVIS] = root.position
    turns = iter(np.moveaxis(_turns(angles[:, _HINGE_JOINT] * _HINGE_SHARE, _HINGE_AXIS), 1, 0))
    for segment, (parent, hinges) in _CHAIN.items():
        rotation = rotations[:, parent]
        for _ in hinges:
            rotation = rotation @ next(turns)
        rotations[:, segment] = rotation
    for side, sign in zip(SIDES, (1.0, -1.0), strict=True):
        lift = sign * _girdle_lift(angles, side)
        clavicle = Segment[f"{side.upper()}_CLAVICLE"]
        rotations[:, clavicle] = rotations[:, S.THORAX] @ _turn(lift, _X)
        foot, toes = Segment[f"{side.upper()}_FOOT"], Segment[f"{side.upper()}_TOES"]
        rotations[:, toes] = rotations[:, foot] @ _turn(-_toe_bend(rotations[:, foot]), _Y)
        hand = Segment[f"{side.upper()}_HAND"]
        if side in planted:
            rotations[:, hand] = _planted_hand(p, sign)
        if side in gripping:
            turned_out = angles[:, JOINT[f"{side}_forearm_rotation"]] > _UNDERHAND
            forearm = rotations[:, Segment[f"{side.upper()}_FOREARM"]]
            rotations[:, hand] = _gripping_hand(forearm, np.where(turned_out, sign, -sign))
    for segment in list(Segment)[1:]:
        parent = at.segments[segment]
        origins[:, segment] = origins[:, parent] + rotations[:, parent] @ at.offsets[segment]
    return Frames(origins, rotations)


def _root_rotation(root: Root, posture: Posture) -> Array:
    roll, pitch, yaw = root.tilt.T
    return _turn(yaw, _Z) @ _turn(roll, _X) @ _turn(pitch + _POSTURE_PITCH[posture], _Y)


def _girdle_lift(angles: Array, side: str) -> Array:
    """How far the shoulder girdle rises with the arm, in degrees: a quarter of what is above 60."""
    flexion = np.radians(angles[:, JOINT[f"{side}_shoulder_flexion"]])
    abduction = np.radians(angles[:, JOINT[f"{side}_shoulder_abduction"]])
    elevation = np.degrees(np.arccos(np.clip(np.cos(flexion) * np.cos(abduction), -1.0, 1.0)))
    return np.asarray(0.25 * np.maximum(elevation - 60.0, 0.0))


def _toe_bend(foot: Array) -> Array:
    """How far the toes bend up so that they lie level under a raised heel, in degrees."""
    level = np.degrees(np.arctan2(-foot[:, 2, _X], np.maximum(foot[:, 2, _Z], 0.0)))
    return np.asarray(np.clip(level, 0.0, 75.0))


def _planted_hand(p: Proportions, sign: float) -> Array:
    """The frame of a hand that lies on its palm with the fingers ahead."""
    thickness = 0.012
    slope = np.arcsin((p.limb_radius["wrist"] - thickness) / p.hand)
    fingers = np.array([np.cos(slope), 0.0, -np.sin(slope)])
    back = sign * np.array([np.sin(slope), 0.0, np.cos(slope)])
    return np.stack([np.cross(back, -fingers), back, -fingers], axis=1)


def _gripping_hand(forearm: Array, along: Array) -> Array:
    """The frames of hands round a bar along the floor's y axis, in line with the forearms.

    Args:
        forearm: (b, 3, 3) frames.
        along: (b,) which way the thumb points: 1 to the left, -1 to the right.
    """
    up = forearm[:, :, 2]
    thumb = along[:, None] * (np.array([0.0, 1.0, 0.0]) - up[:, 1:2] * up)
    thumb = thumb / np.linalg.norm(thumb, axis=1, keepdims=True)
    return np.stack([thumb, np.cross(up, thumb), up], axis=2)


def _turn(degrees: Array, axis: int) -> Array:
    return _turns(degrees[:, None], np.array([axis]))[:, 0]


def _turns(degrees: Array, axes: NDArray[np.intp]) -> Array:
    """Right-handed turns about coordinate axes: (b, n) degrees and (n,) axes to (b, n, 3, 3)."""
    angle = np.radians(degrees)
    cosine, sine = np.cos(angle), np.sin(angle)
    n = np.arange(len(axes))
    first, second = (axes + 1) % 3, (axes + 2) % 3
    turns = np.zeros((*angle.shape, 3, 3))
    turns[:, n, axes, axes] = 1.0
    turns[:, n, first, first] = turns[:, n, second, second] = cosine
    turns[:, n, second, first] = sine
    turns[:, n, first, second] = -sine
    return turns


def landmark_points(p: Proportions) -> Points:
    """MediaPipe's 33 landmarks as points of the skeleton."""
    places: dict[Landmark, tuple[Segment, tuple[float, float, float]]] = {}
    head, centre = p.head, head_centre(p)

    def on_head(landmark: Landmark, x: float, y: float, z: float) -> None:
        places[landmark] = (S.HEAD, (centre[0] + x * head, y * head, centre[2] + z * head))

    on_head(Landmark.NOSE, 0.50, 0.0, -0.13)
    for side, sign in zip(("LEFT", "RIGHT"), (1.0, -1.0), strict=True):
        on_head(Landmark[f"{side}_EYE_INNER"], 0.41, 0.075 * sign, 0.02)
        on_head(Landmark[f"{side}_EYE"], 0.40, 0.14 * sign, 0.02)
        on_head(Landmark[f"{side}_EYE_OUTER"], 0.37, 0.20 * sign, 0.02)
        on_head(Landmark[f"{side}_EAR"], 0.0, 0.35 * sign, -0.03)
        on_head(Landmark[f"MOUTH_{side}"], 0.41, 0.10 * sign, -0.28)
        for name, segment in (
            ("SHOULDER", "UPPER_ARM"),
            ("ELBOW", "FOREARM"),
            ("WRIST", "HAND"),
            ("HIP", "THIGH"),
            ("KNEE", "SHANK"),
            ("ANKLE", "FOOT"),
        ):
            places[Landmark[f"{side}_{name}"]] = (Segment[f"{side}_{segment}"], (0.0, 0.0, 0.0))
        hand = Segment[f"{side}_HAND"]
        places[Landmark[f"{side}_PINKY"]] = (hand, (-0.19 * p.hand, 0.0, -0.46 * p.hand))
        places[Landmark[f"{side}_INDEX"]] = (hand, (0.19 * p.hand, 0.0, -0.52 * p.hand))
        places[Landmark[f"{side}_THUMB"]] = (
            hand,
            (0.30 * p.hand, -0.08 * sign * p.hand, -0.32 * p.hand),
        )
        foot, toes = Segment[f"{side}_FOOT"], Segment[f"{side}_TOES"]
        places[Landmark[f"{side}_HEEL"]] = (
            foot,
            (-HEEL_BACK * p.foot, 0.0, 0.25 * p.ankle_height - p.ankle_height),
        )
        places[Landmark[f"{side}_FOOT_INDEX"]] = (
            toes,
            (0.6 * TOES_LENGTH * p.foot, 0.0, 0.2 * p.ankle_height),
        )
    return Points.of([places[Landmark(i)] for i in range(LANDMARK_COUNT)])


def head_centre(p: Proportions) -> tuple[float, float, float]:
    """The middle of the head in its frame, which begins at the joint below the skull."""
    return (0.05 * p.head, 0.0, 0.285 * p.head)


def grip_point(p: Proportions, sign: float) -> tuple[float, float, float]:
    """The middle of what a hand holds, in the hand's frame; `sign` is 1 on the left, -1 right."""
    return (0.0, -0.13 * sign * p.hand, -0.45 * p.hand)


def mass_points(p: Proportions) -> tuple[Points, Array]:
    """The segments' centres of mass, and their shares of the body's mass (Winter)."""
    trunk: list[tuple[Segment, tuple[float, float, float], float]] = [
        (S.PELVIS, (0.0, 0.0, 0.3 * p.pelvis), 0.142),
        (S.LUMBAR, (0.0, 0.0, 0.7 * p.lumbar), 0.139),
        (S.THORAX, (0.0, 0.0, 0.2 * p.thorax), 0.216),
        (S.HEAD, head_centre(p), 0.081),
    ]
    for side in ("LEFT", "RIGHT"):
        for name, offset, share in (
            ("UPPER_ARM", (0.0, 0.0, -0.436 * p.upper_arm), 0.028),
            ("FOREARM", (0.0, 0.0, -0.430 * p.forearm), 0.016),
            ("HAND", (0.0, 0.0, -0.506 * p.hand), 0.006),
            ("THIGH", (0.0, 0.0, -0.433 * p.thigh), 0.100),
            ("SHANK", (0.0, 0.0, -0.433 * p.shank), 0.0465),
            ("FOOT", (0.25 * p.foot, 0.0, -0.5 * p.ankle_height), 0.0145),
        ):
            trunk.append((Segment[f"{side}_{name}"], offset, share))
    masses = np.array([share for *_, share in trunk])
    return Points.of([(segment, offset) for segment, offset, _ in trunk]), masses / masses.sum()
