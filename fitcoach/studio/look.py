"""What a mannequin and its room look like: skin, hair, clothes, floor, wall and light."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from fitcoach.body import Array

Colour = Array
"""Red, green and blue, 0..1."""
Hair = Literal["bald", "short", "long", "bun"]

# From pale to dark; a person's own tone lies between two neighbours.
_SKINS: Final = np.array(
    [
        (0.96, 0.82, 0.73),
        (0.90, 0.72, 0.60),
        (0.80, 0.60, 0.45),
        (0.65, 0.45, 0.32),
        (0.48, 0.32, 0.22),
        (0.32, 0.21, 0.15),
    ]
)
_HAIRS: Final = np.array(
    [
        (0.08, 0.06, 0.05),
        (0.20, 0.13, 0.08),
        (0.38, 0.25, 0.14),
        (0.72, 0.56, 0.32),
        (0.60, 0.60, 0.60),
    ]
)
_LEAST_CONTRAST: Final = 0.28
_SHARE_OF_MATS: Final = 0.4


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """One person's looks.

    Attributes:
        sleeves: How far the shirt covers the arms; 1 is the elbow, 2 the wrist.
        trousers: How far they cover the legs; 1 is the knee, 2 the ankle.
        looseness: How far clothes stand off the skin, in metres.
    """

    skin: Colour
    hair_colour: Colour
    hair: Hair
    shirt: Colour
    legwear: Colour
    shoes: Colour
    sleeves: float
    trousers: float
    looseness: float


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """Where the picture is taken.

    Attributes:
        mat: The colour of a mat under the person, or None.
        light: (3,) direction the main light comes from, in the camera's frame (right, up, back).
        ambient: Share of the light that comes from everywhere.
        warmth: How yellow the light is, -1..1.
    """

    floor: Colour
    wall: Colour
    mat: Colour | None
    light: Array
    ambient: float
    warmth: float


def sample_room(rng: np.random.Generator) -> Room:
    """A random room."""
    light = np.array([rng.uniform(-0.9, 0.9), rng.uniform(0.7, 1.6), rng.uniform(0.2, 1.2)])
    return Room(
        floor=_muted(rng, 0.25, 0.75),
        wall=_muted(rng, 0.30, 0.95),
        mat=_vivid(rng) if rng.random() < _SHARE_OF_MATS else None,
        light=light / np.linalg.norm(light),
        ambient=float(rng.uniform(0.25, 0.5)),
        warmth=float(rng.uniform(-1.0, 1.0)),
    )


def sample_look(rng: np.random.Generator, room: Room) -> Look:
    """A random person, dressed so that they stand out from the room and from their own skin."""
    at = rng.uniform(0.0, len(_SKINS) - 1.0)
    low = int(at)
    skin = _SKINS[low] + (at - low) * (_SKINS[min(low + 1, len(_SKINS) - 1)] - _SKINS[low])
    shirt = _distinct(rng, [room.wall, room.floor, skin])
    legwear = _distinct(rng, [room.wall, room.floor, skin, shirt])
    styles: tuple[Hair, ...] = ("short", "long", "bun", "bald")
    return Look(
        skin=skin,
        hair_colour=_HAIRS[rng.integers(len(_HAIRS))] * rng.uniform(0.8, 1.2),
        hair=styles[rng.choice(4, p=[0.5, 0.2, 0.2, 0.1])],
        shirt=shirt,
        legwear=legwear,
        shoes=_distinct(rng, [room.floor]),
        sleeves=float(rng.choice([0.0, 0.55, 0.55, 0.6, 1.9])),
        trousers=float(rng.choice([0.5, 0.7, 0.85, 1.75, 1.95])),
        looseness=float(rng.uniform(0.003, 0.014)),
    )


def _muted(rng: np.random.Generator, low: float, high: float) -> Colour:
    return np.asarray(np.clip(rng.uniform(low, high) + rng.normal(0.0, 0.05, 3), 0.05, 1.0))


def _vivid(rng: np.random.Generator) -> Colour:
    return np.asarray(rng.uniform(0.05, 0.95, 3))


def _distinct(rng: np.random.Generator, others: list[Colour]) -> Colour:
    """The first of some random colours that differs from all others, or the best of them."""
    tries = [_vivid(rng) for _ in range(12)]
    distances = [min(float(np.linalg.norm(c - other)) for other in others) for c in tries]
    good = [c for c, distance in zip(tries, distances, strict=True) if distance > _LEAST_CONTRAST]
    return good[0] if good else tries[int(np.argmax(distances))]
