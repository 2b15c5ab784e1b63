"""Draws poses from key poses: a place on the way through the phase, and people's own slack."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from fitcoach.anatomy import CENTRAL_JOINTS, PAIRED_JOINTS, SIDES
from fitcoach.body import Array
from fitcoach.exercise import Exercise, KeyPose, Phase, Variant
from fitcoach.studio.skeleton import JOINT, JOINTS, LIMITS, other_side

# Standard deviations in degrees.
_PHASE_JITTER: Final = 4.5
_VARIANT_JITTER: Final = 8.0
_ASYMMETRY: Final = 2.5
_IDLE_JITTER: Final = 3.0
"""Of joints that neither phase nor variant names."""
_SPINE_JITTER: Final = 3.0
_NECK_FLEXION_JITTER: Final = 12.0
_NECK_ROTATION_JITTER: Final = 18.0


@dataclass(frozen=True, slots=True)
class Take:
    """What one picture is to show.

    Attributes:
        index: Its number among the phase's pictures; also the seed of its chance.
        depth: Place on the way through the phase's ranges, 0..1.
        yaw: Where the camera stands, in degrees; 0 is in front, 90 at the person's left.
        mirrored: Whether left and right are exchanged.
    """

    index: int
    phase: Phase
    variant: Variant
    depth: float
    yaw: float
    mirrored: bool = False

    @property
    def contacts(self) -> tuple[str, ...]:
        """What touches the floor."""
        own = self.variant.contacts
        return tuple(self._named(name) for name in (self.phase.contacts if own is None else own))

    @property
    def supports(self) -> dict[str, float]:
        """What rests on something higher, with its height in metres."""
        own = self.variant.supports
        supports = self.phase.supports if own is None else own
        return {self._named(name): height for name, height in supports.items()}

    def _named(self, contact: str) -> str:
        return other_side(contact) if self.mirrored else contact


def is_sided(phase: Phase, variant: Variant) -> bool:
    """Whether the pose tells left from right."""
    contacts = phase.contacts if variant.contacts is None else variant.contacts
    supports = phase.supports if variant.supports is None else variant.supports
    names = (*phase.pose, *variant.pose_in(phase.name), *contacts, *supports)
    return any(other_side(name) != name for name in names)


def plan_takes(exercise: Exercise, phase: Phase, count: int, seed: int) -> Iterator[Take]:
    """Spreads depth, yaw and variants evenly over the pictures of a phase.

    They advance by irrational steps, which covers each of the three, and all pairs, far more evenly
    than chance, for any count. In exercises that have sides, every second
    picture is mirrored.
    """
    step = np.sqrt([2.0, 5.0, 3.0]) * [1.0, 0.5, 1.0]
    start = np.random.default_rng([seed, exercise.phases.index(phase.name)]).random(3)
    bounds = np.cumsum([variant.share for variant in exercise.variant])
    sided = any(is_sided(p, variant) for p in exercise.phase for variant in exercise.variant)
    for index in range(count):
        depth, yaw, which = ((start + index * step) % 1.0).tolist()
        variant = int(np.searchsorted(bounds, which * bounds[-1], side="right"))
        mirrored = sided and index % 2 == 1
        yield Take(index, phase, exercise.variant[variant], depth, 360.0 * yaw, mirrored)


def pose_at(phase: Phase, variant: Variant, depth: float, variant_depth: float = 0.5) -> Array:
    """The key pose of a phase, laid over by a variant, without any slack.

    Args:
        phase: Gives the ranges.
        variant: Its joints replace the phase's.
        depth: Place on the way through the ranges of the phase, 0..1; also those that the variant
            has for this phase, since they belong to the movement.
        variant_depth: The same for the variant's ranges that hold in all phases, such as a grip.

    Returns:
        (joints,) degrees in the order of `skeleton.JOINTS`.
    """
    angles = np.zeros(len(JOINTS))
    for pose, at in (
        (phase.pose, depth),
        (variant.pose, variant_depth),
        (variant.phase.get(phase.name, {}), depth),
    ):
        for name, (low, high) in pose.items():
            angles[_places(name)] = low + at * (high - low)
    return angles


def sample_pose(phase: Phase, variant: Variant, depth: float, rng: np.random.Generator) -> Array:
    """A pose as somebody might strike it.

    Args:
        phase: Gives the ranges, all walked to the same `depth`.
        variant: Its joints replace the phase's, with more slack.
        depth: 0..1.
        rng: Source of chance.

    Returns:
        (joints,) degrees in the order of `skeleton.JOINTS`.
    """
    angles = pose_at(phase, variant, depth, rng.random())
    spread = np.full(len(JOINTS), _IDLE_JITTER)
    for pose, jitter in (
        (phase.pose, _PHASE_JITTER),
        (variant.pose, _VARIANT_JITTER),
        (variant.phase.get(phase.name, {}), _PHASE_JITTER),
    ):
        spread[_joints_of(pose)] = jitter
    for joint in PAIRED_JOINTS:
        places = _places(joint)
        shared = rng.normal(0.0, spread[places].max())
        angles[places] += shared + rng.normal(0.0, _ASYMMETRY, len(places))
    central = {"neck_flexion": _NECK_FLEXION_JITTER, "neck_rotation": _NECK_ROTATION_JITTER}
    for joint in CENTRAL_JOINTS:
        angles[JOINT[joint]] += rng.normal(0.0, central.get(joint, _SPINE_JITTER))
    return np.asarray(np.clip(angles, LIMITS[:, 0], LIMITS[:, 1]))


def _places(name: str) -> list[int]:
    """A joint's places in an array of angles: both sides for an unsided name of a pair."""
    return [JOINT[name]] if name in JOINT else [JOINT[f"{side}_{name}"] for side in SIDES]


def _joints_of(pose: KeyPose) -> list[int]:
    return [place for name in pose for place in _places(name)]
