"""Gates: what every rep of an exercise keeps to, judged on the poses from rest to rest.

Somebody who swings a golf club passes through the poses of a curl. He is told from one who curls by
what the exercise asks of the rest of the body: feet planted, trunk quiet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from fitcoach.body import PARTS, Array, Landmark
from fitcoach.coach.extent import extent
from fitcoach.coach.view import across
from fitcoach.exercise import Gate
from fitcoach.pose import SEEN, Pose
from fitcoach.signals import longest_trunk, middle, trunk_lengths

_STEPPING: Final = ("knees", "feet", "toes")


@dataclass(frozen=True, slots=True)
class Attempt:
    """A movement that passed through the phases and is no rep all the same.

    Attributes:
        end: Back at rest, in seconds from the start of the source.
        reason: Why it does not count, in words.
        parts: The landmarks that are to blame.
    """

    end: float
    reason: str
    parts: tuple[Landmark, ...]


def refusal(gate: Gate, poses: Sequence[Pose]) -> Attempt | None:
    """Says why a movement is no rep; `None` where it is one.

    Args:
        gate: What a rep keeps to.
        poses: All poses of the movement, from rest to rest.
    """
    found = _broken(gate, poses)
    if found is None:
        return None
    part, reason = found
    return Attempt(poses[-1].timestamp, reason, PARTS[part])


def _broken(gate: Gate, poses: Sequence[Pose]) -> tuple[str, str] | None:
    """The part of the body that is to blame, and the reason."""
    pixels = np.array([pose.pixels[:, :2] for pose in poses])
    trunk = longest_trunk(pixels)
    for part, limit in gate.still.items():
        if _moved(poses, pixels, part) > limit * trunk:
            return part, f"the {part} did not keep their place"
    hips = middle(pixels, "hips")
    if gate.shift and float(np.linalg.norm(hips[-1] - hips[0])) > gate.shift * trunk:
        return "hips", "it did not end where it began"
    world = np.array([pose.world for pose in poses])
    if gate.spread and float(np.ptp(_apart(world))) < gate.spread:
        return "feet", "the feet did not move apart"
    if gate.turn and _turned(world[[0, -1]]) > gate.turn:
        return "shoulders", "the body turned round"
    return None


def _moved(poses: Sequence[Pose], pixels: Array, part: str) -> float:
    """Pixels that a part moved. What is not seen did not move.

    The two of a pair are judged by their middle, which stays where it is when the landmarker takes
    left for right; only the legs each for itself, since they step in turn.
    """
    pair = pixels[:, list(PARTS[part])]
    seen = np.mean([pose.visibility for pose in poses], axis=0)[list(PARTS[part])]
    if part in _STEPPING:
        moved = np.linalg.norm(extent(_kept_apart(pair).reshape(-1, 4)).reshape(2, 2), axis=1)
        return float(moved[seen >= SEEN].max(initial=0.0))
    return float(np.linalg.norm(extent(pair.mean(axis=1)))) if seen.mean() >= SEEN else 0.0


def _kept_apart(pair: Array) -> Array:
    """Left and right (n, 2, 2) as at the first moment, where the landmarker exchanged them since.

    It takes the front of a body for its back while raised arms hide the face. Where the two are
    nearer to where the other one was, they are taken to have been exchanged: in a step one of them
    is half-way between the two places at some time, and so far away from both.
    """
    exchanged = pair[:, ::-1]
    away, other = (
        np.linalg.norm(points - pair[0], axis=2).sum(axis=1) for points in (pair, exchanged)
    )
    return np.where((other < away)[:, None, None], exchanged, pair)


def _apart(world: Array) -> Array:
    """Distance between the feet in lengths of the trunk."""
    left, right = PARTS["feet"]
    feet = np.linalg.norm(world[:, left] - world[:, right], axis=1)
    return np.asarray(feet / np.median(trunk_lengths(world)))


def _turned(world: Array) -> float:
    """Degrees between the directions in which two bodies (2, 33, 3) face, about the vertical."""
    x, z = across(world).T
    before, after = np.degrees(np.arctan2(z, x))
    return float(abs((after - before + 180.0) % 360.0 - 180.0))
