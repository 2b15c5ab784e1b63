"""Coloured surfaces, and the shapes that they are put together from.

Everything round is a loft: a row of elliptic rings along a line. All lofts have as many rings and
as many points round a ring, so that a whole figure is computed as one array.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fitcoach.body import Array
from fitcoach.studio.look import Colour

_RINGS: Final = 16
_ROUND: Final = 20
_ROUND_ANGLES: Final = np.linspace(0.0, 2.0 * np.pi, _ROUND, endpoint=False)
_CAP: Final = np.linspace(0.0, 0.5 * np.pi, 4, endpoint=False)

_ROUNDNESS: Final = 0.25
"""Of a drum's edges; 1 would be an ellipsoid."""


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """A coloured surface.

    Attributes:
        points: (n, 3) metres in the floor frame.
        normals: (n, 3) unit vectors outwards.
        colours: (n, 3) red, green, blue, 0..255.
        faces: (m, 5) quadrilaterals as VTK wants them: rows of 4 and four places in `points`.
    """

    points: Array
    normals: Array
    colours: NDArray[np.uint8]
    faces: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Loft:
    """One part of the surface.

    Attributes:
        centres: (rings, 3) metres.
        u: (rings, 3) half axis of each ring, with length; u x v points along the loft.
        v: (rings, 3) the other half axis.
        colour: Of the whole part.
    """

    centres: Array
    u: Array
    v: Array
    colour: Colour


def merged(meshes: list[Mesh]) -> Mesh:
    """Several surfaces as one."""
    starts = np.cumsum([0, *(len(mesh.points) for mesh in meshes[:-1])])
    return Mesh(
        np.concatenate([mesh.points for mesh in meshes]),
        np.concatenate([mesh.normals for mesh in meshes]),
        np.concatenate([mesh.colours for mesh in meshes]),
        np.concatenate(
            [
                mesh.faces + start * np.array([0, 1, 1, 1, 1])
                for mesh, start in zip(meshes, starts, strict=True)
            ]
        ),
    )


def box(centre: Array, axes: Array, colour: Colour) -> Mesh:
    """A cuboid.

    Args:
        centre: (3,) metres.
        axes: (3, 3) half edges in metres, one a row, at right angles and right-handed.
        colour: Of all sides.
    """
    corners, normals = [], []
    for n in range(3):
        out, a, b = axes[n], axes[(n + 1) % 3], axes[(n + 2) % 3]
        for sign in (1.0, -1.0):
            side = centre + sign * out
            corners += [side - a - sign * b, side + a - sign * b, side + a + sign * b]
            corners += [side - a + sign * b]
            normals += [sign * out / np.linalg.norm(out)] * 4
    return Mesh(
        np.array(corners),
        np.array(normals),
        _bytes(np.repeat(colour[None], 24, axis=0)),
        np.hstack([np.full((6, 1), 4), np.arange(24).reshape(6, 4)]).astype(np.int64),
    )


def _bytes(colours: Array) -> NDArray[np.uint8]:
    return (255.0 * np.clip(colours, 0.0, 1.0)).astype(np.uint8)


def loft_mesh(lofts: list[Loft]) -> Mesh:
    """The surface of lofts."""
    centres, u, v = (
        np.stack([getattr(loft, name) for loft in lofts])[:, :, None, :]
        for name in ("centres", "u", "v")
    )
    cosine, sine = np.cos(_ROUND_ANGLES)[:, None], np.sin(_ROUND_ANGLES)[:, None]
    points = centres + u * cosine + v * sine
    along = np.gradient(points, axis=1)
    around = v * cosine - u * sine
    normals = np.cross(around, along)
    lengths = np.linalg.norm(normals, axis=-1, keepdims=True)
    normals = normals / np.maximum(lengths, 1e-12)
    colours = np.broadcast_to(
        np.stack([loft.colour for loft in lofts])[:, None, None, :], points.shape
    )
    return Mesh(
        points.reshape(-1, 3),
        normals.reshape(-1, 3),
        _bytes(colours).reshape(-1, 3),
        _loft_faces(len(lofts)),
    )


def _loft_faces(count: int) -> NDArray[np.int64]:
    """Quadrilaterals between neighbouring rings."""
    ring, around = np.meshgrid(np.arange(_RINGS - 1), np.arange(_ROUND), indexing="ij")
    following = (around + 1) % _ROUND
    corners = np.stack(
        [
            ring * _ROUND + around,
            ring * _ROUND + following,
            (ring + 1) * _ROUND + following,
            (ring + 1) * _ROUND + around,
        ],
        axis=-1,
    ).reshape(-1, 4)
    offsets = np.arange(count) * (_RINGS * _ROUND)
    quads = (corners[None] + offsets[:, None, None]).reshape(-1, 4)
    return np.hstack([np.full((len(quads), 1), 4), quads]).astype(np.int64)


def loft(stations: Array, colour: Colour) -> Loft:
    """A loft through stations, each a row of centre, u and v (9 numbers)."""
    at = np.linspace(0.0, 1.0, len(stations))
    places = np.linspace(0.0, 1.0, _RINGS)
    rings = np.stack([np.interp(places, at, column) for column in stations.T], axis=1)
    return Loft(rings[:, :3], rings[:, 3:6], rings[:, 6:], colour)


def ellipsoid(
    centre: Array, rotation: Array, radii: tuple[float, float, float], colour: Colour
) -> Loft:
    """Radii along the rotation's columns; the rings are stacked along the last."""
    latitude = np.linspace(-0.5 * np.pi, 0.5 * np.pi, _RINGS)
    width = np.maximum(np.cos(latitude), 1e-3)[:, None]
    centres = centre + np.sin(latitude)[:, None] * radii[2] * rotation[:, 2]
    return Loft(
        centres,
        width * radii[0] * rotation[:, 0],
        width * radii[1] * rotation[:, 1],
        colour,
    )


def drum(centre: Array, half: Array, radius: float, colour: Colour) -> Loft:
    """A cylinder with slightly rounded edges: `half` is half its axis; metres."""
    latitude = np.linspace(-0.5 * np.pi, 0.5 * np.pi, _RINGS)
    sine = np.sin(latitude)
    along = np.sign(sine) * np.abs(sine) ** _ROUNDNESS
    wide = radius * np.maximum(np.cos(latitude), 1e-6)[:, None] ** _ROUNDNESS
    frame = frame_along(half, np.eye(3)[np.argmin(np.abs(half))])
    return Loft(centre + along[:, None] * half, wide * frame[:, 0], wide * frame[:, 1], colour)


def limb(
    start: Array,
    rotation: Array,
    length: float,
    profile: list[tuple[float, float, float]],
    colour: Colour,
) -> Loft:
    """A rounded limb from `start` down the segment's axis.

    Args:
        start: (3,) metres.
        rotation: (3, 3) the segment's frame.
        length: Metres.
        profile: (share of the length, radius, shift to the front), from the near end; metres.
        colour: Of the whole limb.
    """
    shares, radii, shifts = np.array(profile).T
    body = _RINGS - 2 * len(_CAP)
    places = np.linspace(shares[0], shares[-1], body)
    radius = np.interp(places, shares, radii)
    shift = np.interp(places, shares, shifts)
    down = places * length
    first, last = radius[0], radius[-1]
    # Half spheres close both ends, so that two limbs meet smoothly at any angle.
    near, far = _CAP, _CAP[::-1]
    down = np.concatenate([down[0] - first * np.cos(near), down, down[-1] + last * np.cos(far)])
    radius = np.concatenate([first * np.sin(near), radius, last * np.sin(far)])
    radius = np.maximum(radius, 1e-4)[:, None]
    shift = np.concatenate([np.full(len(near), shift[0]), shift, np.full(len(far), shift[-1])])
    front, left, up = rotation.T
    centres = start - down[:, None] * up + shift[:, None] * front
    # Going down, front x right is along the loft.
    return Loft(centres, radius * front, -radius * left, colour)


def frame_along(axis: Array, front: Array) -> Array:
    """A frame whose z is `axis`, with x as near to `front` as may be."""
    z = axis / np.linalg.norm(axis)
    x = front - (front @ z) * z
    x = x / np.linalg.norm(x)
    return np.stack([x, np.cross(z, x), z], axis=1)
