"""What the mannequin holds or rests on: simple shapes, placed by where the body is."""

from collections.abc import Collection, Iterator
from typing import Final

import numpy as np

from fitcoach.anatomy import SIDES
from fitcoach.body import Array
from fitcoach.studio.contact import Body
from fitcoach.studio.look import Colour
from fitcoach.studio.mesh import Loft, Mesh, box, drum, loft_mesh
from fitcoach.studio.skeleton import Points, Segment, grip_point, head_centre
from fitcoach.studio.surface import Spheres, part_of, sides_of, touching

_IRON: Final[Colour] = np.array([0.14, 0.14, 0.16])
_STEEL: Final[Colour] = np.array([0.62, 0.63, 0.66])
_PAD: Final[Colour] = np.array([0.22, 0.10, 0.10])
_LEGS: Final[Colour] = np.array([0.45, 0.33, 0.22])

# Metres.
_HANDLE: Final = 0.015
_PLATE: Final = 0.12
"""Radius; the large plates of gyms would hide head and elbows from the side."""
_PAD_THICKNESS: Final = 0.05
_LEG: Final = 0.02


def holding_sides(body: Body, props: Collection[str]) -> set[str]:
    """The sides whose hand is closed round something."""
    if {"dumbbells", "barbell"}.isdisjoint(props):
        return set(body.gripping)
    return {side for side in SIDES if side not in body.planted}


def prop_meshes(body: Body, props: Collection[str]) -> Iterator[Mesh]:
    """The surfaces of all props.

    Args:
        body: Holds them or rests on them.
        props: Names of `fitcoach.anatomy.PROPS`.
    """
    held: list[Loft] = []
    if "dumbbells" in props:
        held += [part for side in holding_sides(body, props) for part in _dumbbell(body, side)]
    if "barbell" in props:
        held += _barbell(body)
    if "bar" in props:
        held += _bar(body) if body.gripping else _parallel_bars(body)
    if held:
        yield loft_mesh(held)
    if not {"bench", "chair"}.isdisjoint(props):
        leant_on = {name: h for name, h in body.supports.items() if not _gripped(body, name)}
        for height in sorted(set(leant_on.values())):
            yield from _furniture(body, [n for n, h in leant_on.items() if h == height], height)


def _gripped(body: Body, contact: str) -> bool:
    return part_of(contact) == "hands" and set(sides_of(contact)) <= set(body.gripping)


def _grip(body: Body, side: str) -> Array:
    """The middle of what a hand holds, (3,) metres."""
    offset = grip_point(body.proportions, 1.0 if side == "left" else -1.0)
    hand = Points.of([(Segment[f"{side.upper()}_HAND"], offset)])
    return np.asarray(body.frames.locate(hand)[0])


def _dumbbell(body: Body, side: str) -> list[Loft]:
    middle = _grip(body, side)
    axis = body.frames.rotations[Segment[f"{side.upper()}_HAND"]][:, 0]
    heads = [drum(middle + at * axis, 0.035 * axis, 0.055, _IRON) for at in (-0.1, 0.1)]
    return [drum(middle, 0.08 * axis, _HANDLE, _STEEL), *heads]


def _barbell(body: Body) -> list[Loft]:
    left, right = _grip(body, "left"), _grip(body, "right")
    middle, across = 0.5 * (left + right), left - right
    apart = float(np.linalg.norm(across))
    # Hands together say nothing of how the barbell lies; the shoulders do.
    clasped = 0.1
    axis = across / apart if apart > clasped else body.frames.rotations[Segment.THORAX][:, 1]
    half = max(0.7, 0.5 * apart + 0.3)
    # Near the floor the plates are as small as they have to be.
    radius = float(np.clip(middle[2], 0.06, _PLATE))
    plates = [
        drum(middle + at * axis, 0.03 * axis, radius, _IRON) for at in (0.1 - half, half - 0.1)
    ]
    return [drum(middle, half * axis, _HANDLE, _STEEL), *plates]


def _bar(body: Body) -> list[Loft]:
    """A bar that hangs from the ceiling."""
    grips = np.stack([_grip(body, side) for side in sorted(body.gripping)])
    middle, across = grips.mean(axis=0), np.array([0.0, 1.0, 0.0])
    half = 0.5 * float(np.ptp(grips[:, 1])) + 0.35
    up = np.array([0.0, 0.0, 0.4])
    ropes = [drum(middle + at * across + up, up, _HANDLE, _IRON) for at in (-half, half)]
    return [drum(middle, half * across, _HANDLE, _IRON), *ropes]


def _parallel_bars(body: Body) -> list[Loft]:
    """A bar under each hand that leans on something, on posts."""
    lofts: list[Loft] = []
    for name, height in body.supports.items():
        for side in sides_of(name) if part_of(name) == "hands" else ():
            wrist = body.frames.origins[Segment[f"{side.upper()}_HAND"]]
            middle = np.array([wrist[0] + 0.08, wrist[1], height - 1.5 * _HANDLE])
            ahead, up = np.array([0.45, 0.0, 0.0]), np.array([0.0, 0.0, 0.5 * middle[2]])
            lofts.append(drum(middle, ahead, 1.5 * _HANDLE, _STEEL))
            lofts += [drum(middle + at * ahead - up, up, _HANDLE, _STEEL) for at in (-0.9, 0.9)]
    return lofts


def _furniture(body: Body, names: list[str], height: float) -> Iterator[Mesh]:
    """A pad on four legs under the parts of the body that rest at this height."""
    spheres = [s for name in names for s in touching(body.proportions, name)]
    spots = body.frames.locate(Spheres.of(spheres).points)[:, :2]
    parts = {part_of(name) for name in names}
    ahead, near, far = _extent(body, spots, parts)
    across = np.array([-ahead[1], ahead[0]])
    along, aside = spots @ ahead, spots @ across
    low, high = along.min() - near, along.max() + far
    half = 0.5 * (high - low)
    wide = 0.15 if "back" in parts else max(0.21, 0.5 * float(np.ptp(aside)) + 0.1)
    middle = 0.5 * (low + high) * ahead + 0.5 * (aside.min() + aside.max()) * across
    x, y, z = (
        np.append(half * ahead, 0.0),
        np.append(wide * across, 0.0),
        np.array([0.0, 0.0, 0.5]),
    )
    top = np.append(middle, height - 0.5 * _PAD_THICKNESS)
    yield box(top, np.stack([x, y, _PAD_THICKNESS * z]), _PAD)
    leg = height - _PAD_THICKNESS
    for i in (-0.9, 0.9):
        for j in (-0.85, 0.85):
            foot = np.append(middle, 0.5 * leg) + i * x + j * y
            yield box(foot, np.stack([_LEG * x / half, _LEG * y / wide, leg * z]), _LEGS)


def _extent(body: Body, spots: Array, parts: set[str]) -> tuple[Array, float, float]:
    """Which way the furniture goes from its front edge (2,), and how far beyond the spots."""
    origins, rotations = body.frames.origins, body.frames.rotations
    pelvis = origins[Segment.PELVIS, :2]
    if "back" in parts:
        head = body.frames.locate(Points.of([(Segment.HEAD, head_centre(body.proportions))]))[0, :2]
        return _unit(head - pelvis), 0.12, float(np.linalg.norm(head - spots.mean(axis=0)))
    backward = -_unit(rotations[Segment.PELVIS][:2, 0])
    if "seat" in parts:
        return backward, 0.12, 0.28
    away = spots.mean(axis=0) - pelvis
    beside = 0.2
    if float(np.linalg.norm(away)) > beside:
        return _unit(away), 0.06, 0.32
    return -backward, 0.15, 0.2


def _unit(vector: Array) -> Array:
    return np.asarray(vector / np.linalg.norm(vector))
