"""Limbs: they keep their length, which tells where the landmarks of a misread one are not.

A landmarker does not put a joint at quite the same spot of the body in every pose and from every
side. Two cameras that err differently then see limbs grow and shrink, most along the line between
them and the body. What is known of a limb's length from all moments before is laid over what is
seen at this one, each as firmly as it is known.
"""

from collections import deque
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fitcoach.body import Array, Landmark
from fitcoach.capture.stereo.triangulate import Points

_PAIRS: Final = (
    ("SHOULDER", "ELBOW"), ("ELBOW", "WRIST"), ("HIP", "KNEE"), ("KNEE", "ANKLE"),
)  # fmt: skip
_LIMBS: Final = np.array(
    [
        [[Landmark[f"{side}_{a}"], Landmark[f"{side}_{b}"]] for side in ("LEFT", "RIGHT")]
        for a, b in _PAIRS
    ]
)
"""(limbs, sides, ends)."""

_ENDS: Final = np.unique(_LIMBS)
_FLAT: Final = np.searchsorted(_ENDS, _LIMBS).reshape(-1, 2)
"""(limbs times sides, ends) places among `_ENDS`."""

_FROM: Final = 15
"""Moments from which on a length is known: half a second."""

_REMEMBERED: Final = 600
"""Moments of which the median is a limb's length."""

_EVERY: Final = 8
"""Moments after which the median is taken anew."""

_OFF: Final = 0.25
"""Share of its length by which a limb may seem longer or shorter than it is and be read rightly."""

_SPREAD: Final = 0.02
"""Metres by which a limb's length varies in truth: landmarks do not lie on the joints' axes."""

_NOISE: Final = 0.012
"""Pixels by which landmarks err in each picture, as a share of the body's height in it."""

_ROUNDS: Final = 2


class Limbs:
    """The lengths of one person's limbs, as far as they are known."""

    def __init__(self) -> None:
        """Starts with nobody."""
        self._seen: list[deque[float]] = [deque(maxlen=_REMEMBERED) for _ in _PAIRS]
        self._lengths = np.full(len(_PAIRS), np.nan)
        self._count = 0

    def misread(self, places: Array, measured: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which landmarks (33,) end a limb that is too long or too short to be one.

        Args:
            places: (33, 3) metres.
            measured: (33,) which of them were measured.
        """
        off = np.abs(_lengths(places) / self._lengths[:, None] - 1.0) > _OFF
        wrong = np.zeros(len(places), dtype=np.bool_)
        # Of a limb the far end is misread, a hand more easily than an elbow.
        wrong[_LIMBS[off & measured[_LIMBS].all(axis=2)][:, 1]] = True
        return wrong

    def learn(self, places: Array, measured: NDArray[np.bool_]) -> None:
        """Takes the limbs that were measured at one moment; see `misread`."""
        known = measured[_LIMBS].all(axis=2)
        for seen, lengths, some in zip(self._seen, _lengths(places), known, strict=True):
            seen.extend(lengths[some].tolist())
        if self._count % _EVERY == 0:
            self._lengths = np.array(
                [np.median(seen) if len(seen) >= 2 * _FROM else np.nan for seen in self._seen]
            )
        self._count += 1

    def settle(self, points: Points, used: NDArray[np.bool_], height: float) -> Array:
        """Moves the ends of the limbs to where their lengths and the pictures agree best.

        Args:
            points: 33 landmarks.
            used: (cameras, 33) which cameras each was measured by; what was not stays.
            height: Of the body in the pictures, in pixels.

        Returns:
            (33, 3) metres.
        """
        places, measured = points.places, np.asarray(used.any(axis=0))
        lengths = np.repeat(self._lengths, 2)
        known = np.isfinite(lengths) & measured[_ENDS][_FLAT].all(axis=1)
        if not known.any():
            return places.copy()
        ends, flat, wanted = places[_ENDS], _FLAT[known], lengths[known]
        count, rows = len(_ENDS), np.arange(len(flat))
        blocks = np.zeros((count, 3, count, 3))
        held_by = points.certainty / _noise(points, used, height)[:, None, None] ** 2
        blocks[range(count), :, range(count)] = held_by[_ENDS]
        held = blocks.reshape(3 * count, 3 * count)
        at = ends
        for _ in range(_ROUNDS):
            way = at[flat[:, 1]] - at[flat[:, 0]]
            long = np.linalg.norm(way, axis=1)
            growth = np.zeros((len(flat), count, 3))
            growth[rows, flat[:, 1]] = way / long[:, None]
            growth[rows, flat[:, 0]] = -way / long[:, None]
            slopes = growth.reshape(len(flat), -1)
            normal = held + slopes.T @ slopes / _SPREAD**2
            pull = slopes.T @ (wanted - long) / _SPREAD**2 + held @ (ends - at).ravel()
            at = at + np.linalg.solve(normal, pull).reshape(count, 3)
        settled = places.copy()
        settled[_ENDS] = np.where(measured[_ENDS, None], at, ends)
        return settled


def _noise(points: Points, used: NDArray[np.bool_], height: float) -> Array:
    """(33,) pixels by which landmarks err, the more so the more the cameras are apart about them.

    Each camera sees two numbers, and a place has three: from what is left over, the variance is
    told without bias, beside what all landmarks err by.
    """
    left = np.where(used, points.errors, 0.0) ** 2
    over = np.maximum(2 * used.sum(axis=0) - 3, 1)
    return np.asarray(np.sqrt((_NOISE * height) ** 2 + left.sum(axis=0) / over))


def _lengths(places: Array) -> Array:
    """(limbs, sides) metres."""
    return np.asarray(np.linalg.norm(places[_LIMBS[..., 1]] - places[_LIMBS[..., 0]], axis=-1))
