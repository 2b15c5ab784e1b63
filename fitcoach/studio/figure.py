"""The mannequin's surface: a body and its looks become one coloured mesh."""

from collections.abc import Collection

import numpy as np

from fitcoach.body import Array
from fitcoach.studio.contact import Body
from fitcoach.studio.look import Colour, Look
from fitcoach.studio.mesh import (
    Loft,
    Mesh,
    ellipsoid,
    frame_along,
    limb,
    loft,
    loft_mesh,
    merged,
)
from fitcoach.studio.proportions import Girth, Proportions
from fitcoach.studio.props import holding_sides, prop_meshes
from fitcoach.studio.skeleton import (
    BALL,
    FOOT_BREADTH,
    HEEL_BACK,
    TOES_LENGTH,
    Segment,
    head_centre,
)

S = Segment


def build_mesh(body: Body, look: Look, props: Collection[str] = ()) -> Mesh:
    """The surface of a dressed body and of what it holds or rests on.

    Args:
        body: Where it is.
        look: What it looks like.
        props: Names of `fitcoach.anatomy.PROPS`.
    """
    builder = _Builder(body, look)
    holding = holding_sides(body, props)
    lofts = [*builder.trunk(), *builder.head()]
    for side, sign in (("LEFT", 1.0), ("RIGHT", -1.0)):
        hand = builder.fist if side.lower() in holding else builder.hand
        lofts += [*builder.arm(side), *hand(side, sign)]
        lofts += [*builder.leg(side), *builder.foot(side)]
    return merged([loft_mesh(lofts), *prop_meshes(body, props)])


_TrunkRow = tuple[Segment, float, Girth, float]
"""Segment, height in its frame, girth, shift to the front; metres."""


class _Builder:
    """Makes the parts of one figure."""

    def __init__(self, body: Body, look: Look) -> None:
        self.p: Proportions = body.proportions
        self.at = body.frames.origins
        self.turn = body.frames.rotations
        self.look = look

    def trunk(self) -> list[Loft]:
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
                ellipsoid(centre, self.turn[S.PELVIS], (r, 0.85 * r, 1.05 * r), look.legwear)
            )
            if p.bust > 0.0:
                lofts.append(self._breast(sign))
        return lofts

    def _shirt(self) -> Loft:
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

    def _breast(self, sign: float) -> Loft:
        p, (depth, breadth) = self.p, self.p.trunk_girth["chest"]
        r = (0.030 + 0.012 * p.bust) * p.stature
        centre = self._point(S.THORAX, (0.50 * depth, sign * 0.42 * breadth, 0.22 * p.thorax))
        return ellipsoid(centre, self.turn[S.THORAX], (r, r, 1.1 * r), self.look.shirt)

    def _trunk_part(self, rows: list[_TrunkRow], cloth: float, colour: Colour) -> Loft:
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
        return loft(stations, colour)

    def _point(self, segment: Segment, offset: tuple[float, float, float]) -> Array:
        """A point fixed to a segment, in the floor frame."""
        return np.asarray(self.at[segment] + self.turn[segment] @ np.array(offset))

    def head(self) -> list[Loft]:
        p, look = self.p, self.look
        turn, h = self.turn[S.HEAD], p.head
        centre = self.at[S.HEAD] + turn @ np.array(head_centre(p))

        def place(x: float, y: float, z: float) -> Array:
            return np.asarray(centre + turn @ (h * np.array([x, y, z])))

        def blob(
            at: tuple[float, float, float], radii: tuple[float, float, float], colour: Colour
        ) -> Loft:
            return ellipsoid(place(*at), turn, (h * radii[0], h * radii[1], h * radii[2]), colour)

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
        lofts = [loft(stations, skin)]
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
        frame = frame_along(-axis, self.turn[S.NECK][:, 0])
        lofts.append(
            limb(
                self.at[S.NECK],
                frame,
                float(np.linalg.norm(axis)),
                [(-0.1, 1.15 * neck, 0.0), (0.3, neck, 0.0), (1.0, neck, 0.0)],
                skin,
            )
        )
        return lofts

    def arm(self, side: str) -> list[Loft]:
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
            limb(self.at[upper], self.turn[upper], p.upper_arm, upper_profile, look.skin),
            limb(self.at[fore], self.turn[fore], p.forearm, fore_profile, look.skin),
            *self._cloth(upper, p.upper_arm, upper_profile, look.sleeves, look.shirt),
            *self._cloth(fore, p.forearm, fore_profile, look.sleeves - 1.0, look.shirt),
        ]

    def leg(self, side: str) -> list[Loft]:
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
            limb(self.at[thigh], self.turn[thigh], p.thigh, thigh_profile, look.skin),
            limb(self.at[shank], self.turn[shank], p.shank, shank_profile, look.skin),
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
    ) -> list[Loft]:
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
        return [limb(self.at[segment], self.turn[segment], length, cloth, colour)]

    def hand(self, side: str, sign: float) -> list[Loft]:
        skin, n = self.look.skin, self.p.hand
        segment = Segment[f"{side}_HAND"]
        turn = self.turn[segment]

        def part(
            at: tuple[float, float, float], radii: tuple[float, float, float], frame: Array = turn
        ) -> Loft:
            centre = self.at[segment] + turn @ (n * np.array(at))
            return ellipsoid(centre, frame, (n * radii[0], n * radii[1], n * radii[2]), skin)

        lofts = [part((0.0, 0.0, -0.28), (0.22, 0.085, 0.30))]
        for x, reach in ((0.165, 0.90), (0.055, 0.98), (-0.055, 0.93), (-0.16, 0.80)):
            half = 0.5 * (reach - 0.42)
            lofts.append(part((x, 0.0, -0.42 - half), (0.055, 0.05, half + 0.04)))
        thumb = np.array([0.75, -0.25 * sign, -0.75])
        frame = frame_along(turn @ thumb, turn[:, 1])
        lofts.append(part((0.27, -0.06 * sign, -0.30), (0.06, 0.06, 0.19), frame))
        return lofts

    def fist(self, side: str, sign: float) -> list[Loft]:
        """A hand closed round what it holds."""
        skin, n = self.look.skin, self.p.hand
        segment = Segment[f"{side}_HAND"]
        turn = self.turn[segment]
        palm = -sign
        blobs = [((0.0, 0.0, -0.28), (0.22, 0.085, 0.30)), ((0.24, 0.2 * palm, -0.36), (0.06,) * 3)]
        blobs += [((x, 0.14 * palm, -0.46), (0.06, 0.17, 0.15)) for x in (-0.16, -0.05, 0.06, 0.17)]
        return [
            ellipsoid(
                self._point(segment, (n * x, n * y, n * z)), turn, (n * a, n * b, n * c), skin
            )
            for (x, y, z), (a, b, c) in blobs
        ]

    def foot(self, side: str) -> list[Loft]:
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
        return [loft(np.array(stations), look.shoes)]
