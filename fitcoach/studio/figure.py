"""The mannequin's surface: a body and its looks become one coloured mesh.

Everything is a loft: a row of elliptic rings along a line. All lofts have as many rings and as many
points round a ring, so that the whole figure is computed as one array.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fitcoach.body import Array
from fitcoach.studio.contact import Body
from fitcoach.studio.look import Colour, Look
from fitcoach.studio.proportions import Girth, Proportions
from fitcoach.studio.skeleton import (
    BALL,
    FOOT_BREADTH,
    HEEL_BACK,
    TOES_LENGTH,
    Segment,
    head_centre,
)

S = Segment

_RINGS: Final = 16
_ROUND: Final = 20
_ROUND_ANGLES: Final = np.linspace(0.0, 2.0 * np.pi, _ROUND, endpoint=False)
_CAP: Final = np.linspace(0.0, 0.5 * np.pi, 4, endpoint=False)


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """A coloured surface.

    Attributes:
        points: (n, 3) metres in the floor frame.
        normals: (n, 3) unit vectors outwards.
        colours: (n, 3) red, green, blue, 0..255.
    """

    points: Array
    normals: Array
    colours: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class _Loft:
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


def _faces(parts: int) -> NDArray[np.int64]:
    """Quadrilaterals between neighbouring rings, as rows of (4, a, b, c, d)."""
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
    offsets = np.arange(parts) * (_RINGS * _ROUND)
    quads = (corners[None] + offsets[:, None, None]).reshape(-1, 4)
    return np.hstack([np.full((len(quads), 1), 4), quads]).astype(np.int64)


def faces(mesh: Mesh) -> NDArray[np.int64]:
    """The mesh's quadrilaterals as VTK wants them: rows of (4, a, b, c, d)."""
    return _faces(len(mesh.points) // (_RINGS * _ROUND))


def build_mesh(body: Body, look: Look) -> Mesh:
    """The surface of a dressed body."""
    builder = _Builder(body, look)
    lofts = [*builder.trunk(), *builder.head()]
    for side, sign in (("LEFT", 1.0), ("RIGHT", -1.0)):
        lofts += [*builder.arm(side), *builder.hand(side, sign)]
        lofts += [*builder.leg(side), *builder.foot(side)]
    return _mesh(lofts)


def _mesh(lofts: list[_Loft]) -> Mesh:
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
        (255.0 * np.clip(colours, 0.0, 1.0)).astype(np.uint8).reshape(-1, 3),
    )


def _loft(stations: Array, colour: Colour) -> _Loft:
    """A loft through stations, each a row of centre, u and v (9 numbers)."""
    at = np.linspace(0.0, 1.0, len(stations))
    places = np.linspace(0.0, 1.0, _RINGS)
    rings = np.stack([np.interp(places, at, column) for column in stations.T], axis=1)
    return _Loft(rings[:, :3], rings[:, 3:6], rings[:, 6:], colour)


def _ellipsoid(
    centre: Array, rotation: Array, radii: tuple[float, float, float], colour: Colour
) -> _Loft:
    """Radii along the rotation's columns; the rings are stacked along the last."""
    latitude = np.linspace(-0.5 * np.pi, 0.5 * np.pi, _RINGS)
    width = np.maximum(np.cos(latitude), 1e-3)[:, None]
    centres = centre + np.sin(latitude)[:, None] * radii[2] * rotation[:, 2]
    return _Loft(
        centres,
        width * radii[0] * rotation[:, 0],
        width * radii[1] * rotation[:, 1],
        colour,
    )


def _limb(
    start: Array,
    rotation: Array,
    length: float,
    profile: list[tuple[float, float, float]],
    colour: Colour,
) -> _Loft:
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
    return _Loft(centres, radius * front, -radius * left, colour)


_TrunkRow = tuple[Segment, float, Girth, float]
"""Segment, height in its frame, girth, shift to the front; metres."""


class _Builder:
    """Makes the parts of one figure."""

    def __init__(self, body: Body, look: Look) -> None:
        self.p: Proportions = body.proportions
        self.at = body.frames.origins
        self.turn = body.frames.rotations
        self.look = look

    def trunk(self) -> list[_Loft]:
        """Trousers from the crotch to the waist, the shirt over them up to the neck."""
        p, look = self.p, self.look
        depth, breadth = self.p.trunk_girth["hips"]
        rows: list[_TrunkRow] = [
            (S.PELVIS, -0.055 * p.stature, (0.25 * depth, 0.25 * breadth), 0.0),
            (S.PELVIS, -0.048 * p.stature, (0.75 * depth, 0.72 * breadth), 0.0),
            (S.PELVIS, -0.020 * p.stature, (1.02 * depth, 0.96 * breadth), -0.006),
            (S.PELVIS, 0.005 * p.stature, (depth, breadth), -0.008),
            (S.PELVIS, 0.62 * p.pelvis, (0.93 * depth, 0.95 * breadth), -0.004),
            (S.PELVIS, 0.80 * p.pelvis, (0.50 * depth, 0.50 * breadth), 0.0),
        ]
        lofts = [self._trunk_part(rows, look.looseness, look.legwear), self._shirt()]
        for sign in (1.0, -1.0):
            r = 0.84 * depth + look.looseness
            centre = self._point(
                S.PELVIS, (-0.30 * depth, sign * 0.42 * breadth, -0.018 * p.stature)
            )
            lofts.append(
                _ellipsoid(centre, self.turn[S.PELVIS], (r, 0.85 * r, 1.05 * r), look.legwear)
            )
            if p.bust > 0.0:
                lofts.append(self._breast(sign))
        return lofts

    def _shirt(self) -> _Loft:
        p, g = self.p, self.p.trunk_girth
        hips, waist, ribs, chest = g["hips"], g["waist"], g["ribs"], g["chest"]
        neck, shoulder = p.limb_radius["neck"], 0.5 * p.shoulder_width
        belly = 0.02 * p.stature * (p.build - 0.9)
        rows: list[_TrunkRow] = [
            (S.PELVIS, 0.50 * p.pelvis, (0.96 * hips[0], 0.97 * hips[1]), -0.005),
            (S.LUMBAR, 0.05 * p.lumbar, (0.98 * waist[0], 1.04 * waist[1]), 0.5 * belly),
            (S.LUMBAR, 0.60 * p.lumbar, waist, belly),
            (S.ABDOMEN, 0.20 * p.abdomen, ribs, 0.6 * belly),
            (S.ABDOMEN, 0.80 * p.abdomen, (1.02 * ribs[0], 1.1 * ribs[1]), 0.004),
            (S.THORAX, 0.25 * p.thorax, chest, 0.006 + 0.012 * p.bust),
            (S.THORAX, 0.60 * p.thorax, (0.98 * chest[0], 1.02 * chest[1]), 0.004),
            (S.THORAX, 0.95 * p.thorax, (0.84 * chest[0], 0.94 * shoulder), 0.0),
            (S.THORAX, 1.12 * p.thorax, (0.66 * chest[0], 0.74 * shoulder), 0.0),
            (S.THORAX, 1.22 * p.thorax, (0.45 * chest[0], 0.45 * shoulder), 0.0),
            (S.THORAX, 1.28 * p.thorax, (0.8 * neck, 0.8 * neck), 0.0),
        ]
        # A little wider than the trousers that it hangs over.
        return self._trunk_part(rows, self.look.looseness + 0.006, self.look.shirt)

    def _breast(self, sign: float) -> _Loft:
        p, (depth, breadth) = self.p, self.p.trunk_girth["chest"]
        r = (0.030 + 0.012 * p.bust) * p.stature
        centre = self._point(S.THORAX, (0.50 * depth, sign * 0.42 * breadth, 0.22 * p.thorax))
        return _ellipsoid(centre, self.turn[S.THORAX], (r, r, 1.1 * r), self.look.shirt)

    def _trunk_part(self, rows: list[_TrunkRow], cloth: float, colour: Colour) -> _Loft:
        stations = np.array(
            [
                np.concatenate(
                    [
                        self._point(segment, (shift, 0.0, height)),
                        self.turn[segment][:, 0] * (depth + cloth),
                        self.turn[segment][:, 1] * (breadth + cloth),
                    ]
                )
                for segment, height, (depth, breadth), shift in rows
            ]
        )
        return _loft(stations, colour)

    def _point(self, segment: Segment, offset: tuple[float, float, float]) -> Array:
        """A point fixed to a segment, in the floor frame."""
        return np.asarray(self.at[segment] + self.turn[segment] @ np.array(offset))

    def head(self) -> list[_Loft]:
        p, look = self.p, self.look
        turn, h = self.turn[S.HEAD], p.head
        centre = self.at[S.HEAD] + turn @ np.array(head_centre(p))

        def place(x: float, y: float, z: float) -> Array:
            return np.asarray(centre + turn @ (h * np.array([x, y, z])))

        def blob(
            at: tuple[float, float, float], radii: tuple[float, float, float], colour: Colour
        ) -> _Loft:
            return _ellipsoid(place(*at), turn, (h * radii[0], h * radii[1], h * radii[2]), colour)

        skin, hair = look.skin, look.hair_colour
        lips = 0.6 * skin + 0.4 * np.array([0.65, 0.20, 0.20])
        brow = 0.8 * hair if look.hair != "bald" else 0.5 * skin
        # Height, half depth, half breadth, shift to the front; from below the chin to the crown.
        rows = [
            (-0.50, 0.05, 0.05, 0.22),
            (-0.47, 0.16, 0.15, 0.20),
            (-0.38, 0.27, 0.23, 0.12),
            (-0.25, 0.34, 0.28, 0.06),
            (-0.10, 0.39, 0.32, 0.02),
            (0.05, 0.42, 0.34, 0.00),
            (0.20, 0.42, 0.345, -0.01),
            (0.33, 0.37, 0.31, -0.02),
            (0.43, 0.27, 0.23, -0.03),
            (0.49, 0.14, 0.12, -0.03),
            (0.505, 0.02, 0.02, -0.03),
        ]
        stations = np.array(
            [
                np.concatenate([place(x, 0.0, z), h * a * turn[:, 0], h * b * turn[:, 1]])
                for z, a, b, x in rows
            ]
        )
        lofts = [_loft(stations, skin)]
        lofts.append(blob((0.43, 0.0, -0.09), (0.075, 0.055, 0.10), 0.97 * skin))
        lofts.append(blob((0.38, 0.0, -0.28), (0.035, 0.11, 0.035), lips))
        white, iris = np.array([0.95, 0.95, 0.95]), np.array([0.12, 0.08, 0.06])
        for sign in (1.0, -1.0):
            lofts += [
                blob((0.365, 0.14 * sign, 0.02), (0.035, 0.065, 0.034), white),
                blob((0.392, 0.14 * sign, 0.02), (0.018, 0.028, 0.030), iris),
                blob((0.385, 0.145 * sign, 0.105), (0.03, 0.085, 0.018), brow),
                blob((-0.01, 0.345 * sign, -0.04), (0.07, 0.03, 0.115), 0.95 * skin),
            ]
        if look.hair != "bald":
            lofts.append(blob((-0.075, 0.0, 0.13), (0.43, 0.375, 0.43), hair))
        if look.hair == "long":
            lofts.append(blob((-0.26, 0.0, -0.28), (0.19, 0.32, 0.46), hair))
        if look.hair == "bun":
            lofts.append(blob((-0.52, 0.0, 0.12), (0.15, 0.15, 0.15), hair))
        neck = p.limb_radius["neck"]
        top = self.at[S.HEAD] + turn @ np.array([0.0, 0.0, 0.2 * h])
        axis = top - self.at[S.NECK]
        frame = _frame_along(-axis, self.turn[S.NECK][:, 0])
        lofts.append(
            _limb(
                self.at[S.NECK],
                frame,
                float(np.linalg.norm(axis)),
                [(-0.1, 1.15 * neck, 0.0), (0.3, neck, 0.0), (1.0, neck, 0.0)],
                skin,
            )
        )
        return lofts

    def arm(self, side: str) -> list[_Loft]:
        p, r, look = self.p, self.p.limb_radius, self.look
        upper, fore = Segment[f"{side}_UPPER_ARM"], Segment[f"{side}_FOREARM"]
        upper_profile = [
            (0.0, 1.18 * r["upper_arm"], 0.0),
            (0.45, r["upper_arm"], 0.003),
            (1.0, r["elbow"], 0.0),
        ]
        fore_profile = [
            (0.0, r["elbow"], 0.0),
            (0.28, r["forearm"], 0.0),
            (1.0, r["wrist"], 0.0),
        ]
        return [
            _limb(self.at[upper], self.turn[upper], p.upper_arm, upper_profile, look.skin),
            _limb(self.at[fore], self.turn[fore], p.forearm, fore_profile, look.skin),
            *self._cloth(upper, p.upper_arm, upper_profile, look.sleeves, look.shirt),
            *self._cloth(fore, p.forearm, fore_profile, look.sleeves - 1.0, look.shirt),
        ]

    def leg(self, side: str) -> list[_Loft]:
        p, r, look = self.p, self.p.limb_radius, self.look
        thigh, shank = Segment[f"{side}_THIGH"], Segment[f"{side}_SHANK"]
        thigh_profile = [
            (0.02, 1.02 * r["thigh"], -0.004),
            (0.3, r["thigh"], 0.004),
            (0.7, 0.80 * r["thigh"], 0.004),
            (1.0, r["knee"], 0.0),
        ]
        shank_profile = [
            (0.0, r["knee"], 0.0),
            (0.12, 0.97 * r["knee"], -0.004),
            (0.32, 1.05 * r["calf"], -0.010),
            (0.6, 0.8 * r["calf"], -0.006),
            (0.85, r["ankle"], 0.0),
            (1.0, r["ankle"], 0.0),
        ]
        return [
            _limb(self.at[thigh], self.turn[thigh], p.thigh, thigh_profile, look.skin),
            _limb(self.at[shank], self.turn[shank], p.shank, shank_profile, look.skin),
            *self._cloth(thigh, p.thigh, thigh_profile, look.trousers, look.legwear),
            *self._cloth(shank, p.shank, shank_profile, look.trousers - 1.0, look.legwear),
        ]

    def _cloth(
        self,
        segment: Segment,
        length: float,
        profile: list[tuple[float, float, float]],
        cover: float,
        colour: Colour,
    ) -> list[_Loft]:
        """Cloth over the near part of a limb; always one loft, so that the mesh keeps its faces."""
        shares, radii, shifts = np.array(profile).T
        end = float(np.clip(cover, 0.0, shares[-1]))
        if end <= shares[0]:
            return []
        places = np.linspace(shares[0], end, 6)
        cloth = [
            (
                float(at),
                float(np.interp(at, shares, radii)) + self.look.looseness,
                float(np.interp(at, shares, shifts)),
            )
            for at in places
        ]
        return [_limb(self.at[segment], self.turn[segment], length, cloth, colour)]

    def hand(self, side: str, sign: float) -> list[_Loft]:
        skin, n = self.look.skin, self.p.hand
        segment = Segment[f"{side}_HAND"]
        turn = self.turn[segment]

        def part(
            at: tuple[float, float, float], radii: tuple[float, float, float], frame: Array = turn
        ) -> _Loft:
            centre = self.at[segment] + turn @ (n * np.array(at))
            return _ellipsoid(centre, frame, (n * radii[0], n * radii[1], n * radii[2]), skin)

        lofts = [part((0.0, 0.0, -0.28), (0.22, 0.085, 0.30))]
        for x, reach in ((0.165, 0.90), (0.055, 0.98), (-0.055, 0.93), (-0.16, 0.80)):
            half = 0.5 * (reach - 0.42)
            lofts.append(part((x, 0.0, -0.42 - half), (0.055, 0.05, half + 0.04)))
        thumb = np.array([0.75, -0.25 * sign, -0.75])
        frame = _frame_along(turn @ thumb, turn[:, 1])
        lofts.append(part((0.27, -0.06 * sign, -0.30), (0.06, 0.06, 0.19), frame))
        return lofts

    def foot(self, side: str) -> list[_Loft]:
        p, look = self.p, self.look
        foot, toes = Segment[f"{side}_FOOT"], Segment[f"{side}_TOES"]
        n, height = p.foot, p.ankle_height
        breadth = 0.5 * FOOT_BREADTH * n
        # Place along the foot, half height, half breadth; the sole is level.
        rows = [
            (foot, -HEEL_BACK * n - 0.01, 0.15 * height, 0.25 * breadth),
            (foot, -HEEL_BACK * n, 0.38 * height, 0.55 * breadth),
            (foot, -0.7 * HEEL_BACK * n, 0.60 * height, 0.72 * breadth),
            (foot, -0.05 * n, 0.66 * height, 0.74 * breadth),
            (foot, 0.12 * n, 0.60 * height, 0.80 * breadth),
            (foot, 0.30 * n, 0.44 * height, 0.94 * breadth),
            (foot, BALL * n, 0.34 * height, 1.02 * breadth),
            (toes, 0.45 * TOES_LENGTH * n, 0.28 * height, 0.95 * breadth),
            (toes, 0.85 * TOES_LENGTH * n, 0.22 * height, 0.70 * breadth),
            (toes, TOES_LENGTH * n, 0.10 * height, 0.30 * breadth),
        ]
        stations = []
        for segment, along, half, wide in rows:
            sole = -height if segment == foot else 0.0
            centre = self.at[segment] + self.turn[segment] @ np.array([along, 0.0, sole + half])
            stations.append(
                np.concatenate(
                    [centre, self.turn[segment][:, 2] * half, -self.turn[segment][:, 1] * wide]
                )
            )
        return [_loft(np.array(stations), look.shoes)]


def _frame_along(axis: Array, front: Array) -> Array:
    """A frame whose z is `axis`, with x as near to `front` as may be."""
    z = axis / np.linalg.norm(axis)
    x = front - (front @ z) * z
    x = x / np.linalg.norm(x)
    return np.stack([x, np.cross(z, x), z], axis=1)
