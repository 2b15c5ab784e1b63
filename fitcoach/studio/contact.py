"""Puts a posed body on the floor.

A key pose says how the joints are bent and what touches the floor, not where the body is. The rest
follows by least squares: height, roll and pitch of the pelvis, and small corrections of the joints,
such that all contacts lie on the floor, nothing goes under it and a standing body does not topple.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from scipy.optimize import least_squares

from fitcoach.anatomy import SIDES
from fitcoach.body import Array
from fitcoach.exercise import Posture
from fitcoach.studio.proportions import Proportions
from fitcoach.studio.skeleton import (
    BALL,
    FOOT_BREADTH,
    HEEL_BACK,
    JOINT,
    JOINTS,
    LIMITS,
    TOES_LENGTH,
    Frames,
    Points,
    Root,
    Segment,
    head_centre,
    landmark_points,
    mass_points,
    pose_segments,
)

S = Segment

# Standard deviations of the corrections in degrees: how readily a joint gives way.
_LEG_GIVES: Final = {
    "hip_flexion": 3.0,
    "hip_abduction": 3.0,
    "hip_rotation": 3.0,
    "knee_flexion": 2.0,
    "ankle_dorsiflexion": 6.0,
    "ankle_inversion": 15.0,
}
_NECK_GIVES: Final = 8.0
_ARM_GIVES: Final = {"shoulder_flexion": 4.0, "shoulder_abduction": 4.0, "elbow_flexion": 3.0}

_ON_FLOOR: Final = 0.001
"""How closely a contact keeps to the floor, in metres; the other lengths weigh relative to it."""
_NOT_UNDER: Final = 0.002
_PLANTED: Final = 0.004
_BALANCE: Final = 0.02
_UPRIGHT: Final = 90.0
"""Degrees; so weak that it only decides what nothing else does."""


@dataclass(frozen=True, eq=False)
class Body:
    """One person in one pose, on the floor.

    Attributes:
        proportions: The person.
        angles: (joints,) degrees in the order of `skeleton.JOINTS`, after the corrections.
        frames: Where the segments are, in the floor frame.
        spots: (n, 3) metres, where the contacts are; give them to `settle` to keep them there.
    """

    proportions: Proportions
    angles: Array
    frames: Frames
    spots: Array

    @cached_property
    def landmarks(self) -> Array:
        """The true landmarks, (33, 3) metres in the floor frame."""
        return self.frames.locate(landmark_points(self.proportions))

    @cached_property
    def centre_of_mass(self) -> Array:
        """(3,) metres in the floor frame."""
        points, shares = mass_points(self.proportions)
        return shares @ self.frames.locate(points)

    def angle(self, joint: str) -> float:
        """One joint's angle in degrees, by its sided name."""
        return float(self.angles[JOINT[joint]])


def angle_array(pose: dict[str, float]) -> Array:
    """Angles by joint name as an array; an unsided name of a paired joint means both sides."""
    angles = np.zeros(len(JOINTS))
    for name, value in pose.items():
        names = [name] if name in JOINT else [f"{side}_{name}" for side in SIDES]
        for sided in names:
            angles[JOINT[sided]] = value
    return angles


@dataclass(frozen=True, slots=True, eq=False)
class _Spheres:
    """Spheres that stand for the body's surface against the floor."""

    points: Points
    radii: Array

    @classmethod
    def of(cls, places: list[tuple[Segment, tuple[float, float, float], float]]) -> "_Spheres":
        return cls(Points.of([place[:2] for place in places]), np.array([r for *_, r in places]))


def _touching(
    p: Proportions, contact: str
) -> list[tuple[Segment, tuple[float, float, float], float]]:
    """What of a contact lies on the floor: segment, offset and radius in metres."""
    radius, girth = p.limb_radius, p.trunk_girth
    spheres: list[tuple[Segment, tuple[float, float, float], float]] = []
    for side in ("LEFT", "RIGHT"):
        sign = 1.0 if side == "LEFT" else -1.0
        foot = Segment[f"{side}_FOOT"]
        match contact:
            case "heels":
                spheres.append((foot, (-0.8 * HEEL_BACK * p.foot, 0.0, -p.ankle_height), 0.0))
            case "toes":
                breadth = 0.5 * FOOT_BREADTH * p.foot
                spheres += [
                    (foot, (BALL * p.foot, y, -p.ankle_height), 0.0) for y in (-breadth, breadth)
                ]
            case "knees":
                spheres.append((Segment[f"{side}_SHANK"], (0.0, 0.0, 0.0), 1.05 * radius["knee"]))
            case "seat":
                spheres.append((Segment[f"{side}_THIGH"], (0.0, 0.0, 0.0), 1.1 * girth["hips"][0]))
            case "back":
                spheres.append((S.THORAX, (0.0, 0.08 * sign, 0.0), girth["chest"][0]))
            case "elbows":
                spheres.append((Segment[f"{side}_FOREARM"], (0.0, 0.0, 0.0), radius["elbow"]))
            case "hands":
                spheres.append((Segment[f"{side}_HAND"], (0.0, 0.0, 0.0), radius["wrist"]))
    return spheres


def _surface(p: Proportions, *, planted_hands: bool) -> _Spheres:
    """The outline that must not go under the floor."""
    radius, girth = p.limb_radius, p.trunk_girth
    spheres: list[tuple[Segment, tuple[float, float, float], float]] = [
        (S.HEAD, head_centre(p), 0.54 * p.head),
        (S.THORAX, (0.0, 0.0, 0.4 * p.thorax), girth["chest"][0]),
        (S.LUMBAR, (0.0, 0.0, 0.5 * p.lumbar), girth["waist"][0]),
        (S.PELVIS, (0.0, 0.0, 0.0), girth["hips"][0]),
    ]
    for contact in ("heels", "toes", "knees", "elbows"):
        spheres += _touching(p, contact)
    for side in ("LEFT", "RIGHT"):
        spheres.append((Segment[f"{side}_TOES"], (TOES_LENGTH * p.foot, 0.0, 0.0), 0.0))
        if not planted_hands:
            hand = Segment[f"{side}_HAND"]
            spheres.append((hand, (0.0, 0.0, 0.0), radius["wrist"]))
            spheres.append((hand, (0.0, 0.0, -0.95 * p.hand), 0.01))
    return _Spheres.of(spheres)


class _Problem:
    """The unknowns (root, corrections) and what is wrong with the body for a value of them."""

    def __init__(
        self,
        p: Proportions,
        angles: Array,
        posture: Posture,
        *,
        contacts: Collection[str],
        spots: Array | None,
        give: float,
    ) -> None:
        self.p, self.angles, self.posture, self.spots = p, angles, posture, spots
        self.planted_hands = "hands" in contacts
        gives = {"neck_flexion": _NECK_GIVES}
        if not {"heels", "toes", "knees"}.isdisjoint(contacts):
            gives |= _both_sides(_LEG_GIVES)
        if not {"hands", "elbows"}.isdisjoint(contacts):
            gives |= _both_sides(_ARM_GIVES)
        self.free = np.array([JOINT[name] for name in gives])
        self.sd = give * np.array(list(gives.values()))
        self.touching = _Spheres.of([s for contact in contacts for s in _touching(p, contact)])
        self.surface = _surface(p, planted_hands=self.planted_hands)
        self.masses, self.shares = mass_points(p)
        self.feet = Points.of(
            [
                (foot, (x * p.foot, 0.0, 0.0))
                for foot in (S.LEFT_FOOT, S.RIGHT_FOOT)
                for x in (-0.1, BALL)
            ]
        )

    def start(self) -> Array:
        """Root upright or level, as low as the surface allows; no corrections."""
        x = np.zeros(6 + self.free.size)
        frames, _ = self.frames(x[None])
        bottom = frames.locate(self.surface.points)[0, :, 2] - self.surface.radii
        x[2] = -float(bottom.min())
        return x

    def frames(self, x: Array) -> tuple[Frames, Array]:
        """Frames and angles for a batch of unknowns, (b, n)."""
        angles = np.repeat(self.angles[None], len(x), axis=0)
        # Corrections count in units of their standard deviation, the root in metres and 10 degrees.
        angles[:, self.free] += x[:, 6:] * self.sd
        angles = np.clip(angles, LIMITS[:, 0], LIMITS[:, 1])
        root = Root(x[:, :3], 10.0 * x[:, 3:6])
        return (
            pose_segments(self.p, angles, root, self.posture, planted_hands=self.planted_hands),
            angles,
        )

    def residuals(self, x: Array) -> Array:
        """What is wrong, in standard deviations: (b, n) to (b, m)."""
        frames, _ = self.frames(x)
        touching = frames.locate(self.touching.points)
        under = frames.locate(self.surface.points)[..., 2] - self.surface.radii
        wrong = [
            (touching[..., 2] - self.touching.radii) / _ON_FLOOR,
            np.minimum(under, 0.0) / _NOT_UNDER,
            x[:, 6:],
            10.0 * x[:, 3:5] / _UPRIGHT,
        ]
        if self.spots is None:
            wrong += [x[:, :2] / _ON_FLOOR, 10.0 * x[:, 5:6]]
        else:
            shift = touching[..., :2] - self.spots[:, :2]
            wrong.append(shift.reshape(len(x), -1) / _PLANTED)
        if self.posture == "standing":
            wrong.append(self._off_balance(frames))
        return np.concatenate(wrong, axis=1)

    def _off_balance(self, frames: Frames) -> Array:
        """How far the centre of mass is out of the soles' middle part, (b, 2)."""
        centre = self.shares @ frames.locate(self.masses)[..., :2]
        feet = frames.locate(self.feet)[..., :2]
        low, high = feet.min(axis=1), feet.max(axis=1)
        middle, reach = 0.5 * (low + high), 0.3 * (high - low)
        off = centre - middle
        return np.asarray(np.sign(off) * np.maximum(np.abs(off) - reach, 0.0) / _BALANCE)

    def jacobian(self, x: Array) -> Array:
        """All derivatives from one batch of bodies, each with one unknown moved a little."""
        step = 1e-5
        moved = np.concatenate([x[None], x + step * np.eye(x.size)])
        wrong = self.residuals(moved)
        return np.asarray((wrong[1:] - wrong[0]).T / step)


def _both_sides(gives: dict[str, float]) -> dict[str, float]:
    return {f"{side}_{name}": sd for name, sd in gives.items() for side in SIDES}


def settle(
    p: Proportions,
    angles: Array,
    posture: Posture,
    contacts: Collection[str],
    *,
    spots: Array | None = None,
    give: float = 1.0,
) -> Body:
    """Puts the body on the floor.

    Args:
        p: The person.
        angles: (joints,) degrees in the order of `skeleton.JOINTS`.
        posture: How the body is turned to begin with.
        contacts: Names of `fitcoach.anatomy.CONTACTS` that rest on the floor.
        spots: Where on the floor the contacts stay, as `Body.spots` of another pose; free if None.
        give: How much more readily than usual the joints give way.
    """
    problem = _Problem(p, angles, posture, contacts=contacts, spots=spots, give=give)
    solution = least_squares(
        lambda x: problem.residuals(x[None])[0],
        problem.start(),
        jac=problem.jacobian,
        method="lm",
        xtol=1e-6,
        ftol=1e-6,
        gtol=1e-6,
        max_nfev=60,
    )
    frames, solved = problem.frames(solution.x[None])
    one = Frames(frames.origins[0], frames.rotations[0])
    return Body(p, solved[0], one, one.locate(problem.touching.points))
