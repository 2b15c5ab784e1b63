"""Puts a posed body on the floor.

A key pose says how the joints are bent and what touches the floor, not where the body is. The rest
follows by least squares: height, roll and pitch of the pelvis, and small corrections of the joints,
such that all contacts lie on the floor or on their supports, nothing goes under the floor and a
standing or hanging body does not topple.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Final

import numpy as np
from scipy.optimize import OptimizeResult, least_squares

from fitcoach.anatomy import SIDES
from fitcoach.body import Array
from fitcoach.exercise import Posture
from fitcoach.studio.proportions import Proportions
from fitcoach.studio.skeleton import (
    JOINT,
    LIMITS,
    Frames,
    Root,
    landmark_points,
    mass_points,
    pose_segments,
)
from fitcoach.studio.surface import (
    Spheres,
    bearing_points,
    outline,
    part_of,
    rear,
    sides_of,
    touching,
)

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

_DIP_GIVES: Final = {"shoulder_flexion": 15.0}
"""Who leans on the hands alone balances with the shoulders, and keeps the trunk upright."""

_ON_FLOOR: Final = 0.001
"""How closely a contact keeps to the floor, in metres; the other lengths weigh relative to it."""
_NOT_UNDER: Final = 0.002
_PLANTED: Final = 0.004
_BALANCE: Final = 0.02
_UPRIGHT: Final = 90.0
"""Degrees; so weak that it only decides what nothing else does."""
_UPRIGHT_DIP: Final = 10.0
"""Degrees; as `_UPRIGHT`, of who leans on the hands alone."""
_POOR: Final = 15.0
"""A solution that costs more than this, in half squared standard deviations, may be a bad one."""
_PITCHES: Final = np.arange(-90.0, 91.0, 10.0)
"""Where to look for a better start: a body on its feet may lean far from upright, in degrees."""
_OVERHEAD: Final = 1.5
"""Hands on a support higher than this hold a bar, in metres; on a lower one they lean."""


@dataclass(frozen=True, eq=False)
class Body:
    """One person in one pose, on the floor.

    Attributes:
        proportions: The person.
        angles: (joints,) degrees in the order of `skeleton.JOINTS`, after the corrections.
        frames: Where the segments are, in the floor frame.
        spots: (n, 3) metres, where contacts and supports are; give them to `settle` to keep them
            there.
        planted: Sides whose hands lie flat on something.
        gripping: Sides whose hands hold a bar.
        supports: What rests on something higher than the floor, with its height in metres.
    """

    proportions: Proportions
    angles: Array
    frames: Frames
    spots: Array
    planted: Collection[str] = ()
    gripping: Collection[str] = ()
    supports: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def landmarks(self) -> Array:
        """The true landmarks, (33, 3) metres in the floor frame."""
        return self.frames.locate(landmark_points(self.proportions))

    def moved(self, shift: Array) -> "Body":
        """The same body elsewhere: `shift` is (3,) metres."""
        frames = Frames(self.frames.origins + shift, self.frames.rotations)
        return replace(self, frames=frames, spots=self.spots + shift)


def _balances(posture: Posture, resting: Collection[str]) -> bool:
    """Whether the centre of mass has to be over (or under) what the body rests on.

    So it is on the feet, on the hands or hanging from them, and on the seat alone. Whatever rests
    on more than that cannot topple.
    """
    parts = {part_of(name) for name in resting}
    return (posture == "standing" and parts <= {"heels", "toes"}) or parts in ({"hands"}, {"seat"})


class _Problem:
    """The unknowns (root, corrections) and what is wrong with the body for a value of them."""

    def __init__(
        self,
        p: Proportions,
        angles: Array,
        posture: Posture,
        *,
        heights: Mapping[str, float],
        spots: Array | None,
        give: float,
    ) -> None:
        self.p, self.angles, self.posture, self.spots = p, angles, posture, spots
        leaning = posture == "standing" and heights.get("back") == 0.0
        resting = [name for name in heights if not (leaning and name == "back")]
        hands = [name for name in resting if part_of(name) == "hands"]
        gripped = [name for name in hands if heights[name] > _OVERHEAD]
        self.gripping = {side for name in gripped for side in sides_of(name)}
        self.planted = {side for name in hands for side in sides_of(name)} - self.gripping
        gives = {"neck_flexion": _NECK_GIVES} | _both_sides(_LEG_GIVES)
        if posture != "standing" or {part_of(name) for name in resting} & {"hands", "elbows"}:
            gives |= _both_sides(_ARM_GIVES)
        self.upright = _UPRIGHT
        if self.planted and {part_of(name) for name in heights} == {"hands"}:
            gives |= _both_sides(_DIP_GIVES)
            self.upright = _UPRIGHT_DIP
        self.free = np.array([JOINT[name] for name in gives])
        self.sd = give * np.array(list(gives.values()))
        touched = [(touching(p, name, gripping=name in gripped), heights[name]) for name in resting]
        self.touching = Spheres.of([sphere for spheres, _ in touched for sphere in spheres])
        self.heights = np.repeat([h for _, h in touched], [len(spheres) for spheres, _ in touched])
        self.surface = outline(p, without_hands=self.planted)
        self.wall = rear(p) if leaning else None
        self.masses, self.shares = mass_points(p)
        bearing = resting if _balances(posture, heights) else []
        self.bearing = [bearing_points(p, name, gripping=name in gripped) for name in bearing]
        self.grips = Spheres.of(
            [s for name in gripped for s in touching(p, name, gripping=True)]
        ).points

    def start(self, pitch: float = 0.0) -> Array:
        """Root pitched so many degrees, as low as surface and supports allow; no corrections."""
        x = np.zeros(6 + self.free.size)
        x[4] = 0.1 * pitch
        frames, _ = self.frames(x[None])
        bottom = frames.locate(self.surface.points)[0, :, 2] - self.surface.radii
        x[2] = -float(bottom.min())
        raised = self.heights > 0.0
        if raised.any():
            above = frames.locate(self.touching.points)[0, :, 2] - self.touching.radii
            x[2] = float((self.heights - above)[raised].mean())
        return x

    def best_start(self) -> Array:
        """The start from the pitch that fits the contacts best."""
        starts = np.stack([self.start(pitch) for pitch in _PITCHES])
        return np.asarray(starts[np.sum(self.residuals(starts) ** 2, axis=1).argmin()])

    def solve(self, start: Array) -> OptimizeResult:
        """The nearest optimum."""
        return least_squares(
            lambda x: self.residuals(x[None])[0],
            start,
            jac=self.jacobian,
            method="lm",
            xtol=1e-6,
            ftol=1e-6,
            gtol=1e-6,
            max_nfev=60,
        )

    def frames(self, x: Array) -> tuple[Frames, Array]:
        """Frames and angles for a batch of unknowns, (b, n)."""
        angles = np.repeat(self.angles[None], len(x), axis=0)
        # Corrections count in units of their standard deviation, the root in metres and 10 degrees.
        angles[:, self.free] += x[:, 6:] * self.sd
        angles = np.clip(angles, LIMITS[:, 0], LIMITS[:, 1])
        root = Root(x[:, :3], 10.0 * x[:, 3:6])
        return (
            pose_segments(
                self.p, angles, root, self.posture, planted=self.planted, gripping=self.gripping
            ),
            angles,
        )

    def residuals(self, x: Array) -> Array:
        """What is wrong, in standard deviations: (b, n) to (b, m)."""
        frames, _ = self.frames(x)
        touching = frames.locate(self.touching.points)
        under = frames.locate(self.surface.points)[..., 2] - self.surface.radii
        wrong = [
            (touching[..., 2] - self.touching.radii - self.heights) / _ON_FLOOR,
            np.minimum(under, 0.0) / _NOT_UNDER,
            x[:, 6:],
            10.0 * x[:, 3:5] / self.upright,
        ]
        if self.spots is None:
            wrong += [x[:, :2] / _ON_FLOOR, 10.0 * x[:, 5:6]]
        else:
            shift = touching[..., :2] - self.spots[:, :2]
            wrong.append(shift.reshape(len(x), -1) / _PLANTED)
        if self.bearing:
            wrong.append(self._off_balance(frames))
        if self.gripping:
            # A bar is straight.
            ahead = frames.locate(self.grips)[..., 0]
            wrong.append((ahead - ahead.mean(axis=1, keepdims=True)) / _PLANTED)
        if self.wall is not None:
            behind = frames.locate(self.wall.points)[..., 0] - self.wall.radii
            wrong.append((behind - behind.mean(axis=1, keepdims=True)) / _PLANTED)
        return np.concatenate(wrong, axis=1)

    def _off_balance(self, frames: Frames) -> Array:
        """How far the centre of mass is out of the middle part of what bears it, (b, 2)."""
        centre = self.shares @ frames.locate(self.masses)[..., :2]
        bearing = np.concatenate([frames.locate(p)[..., :2] for p in self.bearing], axis=1)
        low, high = bearing.min(axis=1), bearing.max(axis=1)
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
    supports: Mapping[str, float] = MappingProxyType({}),
    *,
    spots: Array | None = None,
    give: float = 1.0,
) -> Body:
    """Puts the body on the floor.

    Args:
        p: The person.
        angles: (joints,) degrees in the order of `skeleton.JOINTS`.
        posture: How the body is turned to begin with.
        contacts: Names of `fitcoach.anatomy.CONTACTS` that rest on the floor. The back of a body
            that stands rests on a wall behind it instead, which also keeps it from toppling.
        supports: Further names with the height of what they rest on, in metres. Hands hold what is
            too high to lean on.
        spots: Where the contacts and supports stay, as `Body.spots` of another pose; free if None.
        give: How much more readily than usual the joints give way.
    """
    heights = dict.fromkeys(contacts, 0.0) | dict(supports)
    problem = _Problem(p, angles, posture, heights=heights, spots=spots, give=give)
    solution = problem.solve(problem.start())
    if posture == "standing" and solution.cost > _POOR:
        again = problem.solve(problem.best_start())
        solution = min(solution, again, key=lambda found: float(found.cost))
    frames, solved = problem.frames(solution.x[None])
    one = Frames(frames.origins[0], frames.rotations[0])
    spots = one.locate(problem.touching.points)
    return Body(p, solved[0], one, spots, problem.planted, problem.gripping, supports)
