"""The body's outline against the floor: which spheres rest on it and which must not go under it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from fitcoach.anatomy import PAIRED_CONTACTS, SIDES
from fitcoach.body import Array
from fitcoach.studio.proportions import Proportions
from fitcoach.studio.skeleton import (
    BALL,
    FOOT_BREADTH,
    HEEL_BACK,
    TOES_LENGTH,
    Points,
    Segment,
    grip_point,
    head_centre,
)

S = Segment
Sphere = tuple[Segment, tuple[float, float, float], float]
"""Segment, offset in its frame and radius; metres."""

_SIGN: Final = {"left": 1.0, "right": -1.0}


@dataclass(frozen=True, slots=True, eq=False)
class Spheres:
    """Spheres that stand for the body's surface."""

    points: Points
    radii: Array

    @classmethod
    def of(cls, spheres: list[Sphere]) -> "Spheres":
        """Gathers spheres."""
        return cls(Points.of([place[:2] for place in spheres]), np.array([r for *_, r in spheres]))


def part_of(contact: str) -> str:
    """The part of the body that a contact names, without its side."""
    side, _, part = contact.partition("_")
    return part if side in SIDES else contact


def sides_of(contact: str) -> tuple[str, ...]:
    """The sides of the body that a contact names; both for an unsided name."""
    side = contact.partition("_")[0]
    return (side,) if side in SIDES else SIDES


def one_sided(contacts: Collection[str]) -> set[str]:
    """The contacts with an unsided name of a pair split into left and right."""
    return {
        f"{side}_{part_of(name)}" if part_of(name) in PAIRED_CONTACTS else name
        for name in contacts
        for side in sides_of(name)
    }


def touching(p: Proportions, contact: str, *, gripping: bool = False) -> list[Sphere]:
    """What of a contact lies on the floor or support.

    Args:
        p: The person.
        contact: One of `fitcoach.anatomy.CONTACTS`.
        gripping: Hands hold a bar, whose middle is then the point that counts.
    """
    return [
        sphere
        for side in sides_of(contact)
        for sphere in _touching(p, part_of(contact), side, gripping=gripping)
    ]


def _touching(p: Proportions, part: str, side: str, *, gripping: bool) -> Iterator[Sphere]:
    radius, girth, sign = p.limb_radius, p.trunk_girth, _SIGN[side]

    def segment(name: str) -> Segment:
        return Segment[f"{side.upper()}_{name}"]

    match part:
        case "heels":
            yield segment("FOOT"), (-0.8 * HEEL_BACK * p.foot, 0.0, -p.ankle_height), 0.0
        case "toes":
            breadth = 0.5 * FOOT_BREADTH * p.foot
            for y in (-breadth, breadth):
                yield segment("FOOT"), (BALL * p.foot, y, -p.ankle_height), 0.0
        case "knees":
            yield segment("SHANK"), (0.0, 0.0, 0.0), 1.05 * radius["knee"]
        case "seat":
            yield segment("THIGH"), (0.0, 0.0, 0.0), 1.1 * girth["hips"][0]
        case "back":
            yield S.THORAX, (0.0, 0.08 * sign, 0.0), girth["chest"][0]
        case "elbows":
            # Who leans on the elbows lays the forearms down.
            yield segment("FOREARM"), (0.0, 0.0, 0.0), radius["elbow"]
            yield segment("HAND"), (0.0, 0.0, 0.0), radius["wrist"]
        case "hands" if gripping:
            yield segment("HAND"), grip_point(p, sign), 0.0
        case "hands":
            yield segment("HAND"), (0.0, 0.0, 0.0), radius["wrist"]


def outline(p: Proportions, *, without_hands: Collection[str]) -> Spheres:
    """The surface that must not go under the floor.

    Args:
        p: The person.
        without_hands: Sides whose hands are placed anyway.
    """
    radius, girth = p.limb_radius, p.trunk_girth
    spheres: list[Sphere] = [
        (S.HEAD, head_centre(p), 0.54 * p.head),
        (S.THORAX, (0.0, 0.0, 0.4 * p.thorax), girth["chest"][0]),
        (S.LUMBAR, (0.0, 0.0, 0.5 * p.lumbar), girth["waist"][0]),
        (S.PELVIS, (0.0, 0.0, 0.0), girth["hips"][0]),
    ]
    for contact in ("heels", "toes", "knees"):
        spheres += touching(p, contact)
    for side in SIDES:
        spheres.append((Segment[f"{side.upper()}_FOREARM"], (0.0, 0.0, 0.0), radius["elbow"]))
    for side in SIDES:
        spheres.append((Segment[f"{side.upper()}_TOES"], (TOES_LENGTH * p.foot, 0.0, 0.0), 0.0))
        if side not in without_hands:
            hand = Segment[f"{side.upper()}_HAND"]
            spheres.append((hand, (0.0, 0.0, 0.0), radius["wrist"]))
            spheres.append((hand, (0.0, 0.0, -0.95 * p.hand), 0.01))
    return Spheres.of(spheres)


def rear(p: Proportions) -> Spheres:
    """What of a standing body touches a wall behind it: shoulder blades and buttocks."""
    seat = (S.PELVIS, (0.0, 0.0, 0.0), 1.1 * p.trunk_girth["hips"][0])
    return Spheres.of([*touching(p, "back"), seat])


def bearing_points(p: Proportions, contact: str, *, gripping: bool = False) -> Points:
    """What the body's weight rests on, or hangs from, at a contact.

    Of a foot that is its middle line: below the shin at the heel, the ball at the toes; of a hand
    that leans, the wrist and the fingertips.
    """
    along = {"heels": -0.1, "toes": BALL}
    part = part_of(contact)
    if part in along:
        ahead = (along[part] * p.foot, 0.0, 0.0)
        return Points.of([(Segment[f"{side.upper()}_FOOT"], ahead) for side in sides_of(contact)])
    places = [(segment, offset) for segment, offset, _ in touching(p, contact, gripping=gripping)]
    if part == "hands" and not gripping:
        places += [(segment, (0.0, 0.0, -0.95 * p.hand)) for segment, _ in places]
    return Points.of(places)
