"""A calibration board that is moved about before several cameras, as they film it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation, Slerp

from fitcoach.body import Array
from fitcoach.rig import Camera, Rig
from fitcoach.studio.render import Picture

_SHARED: Final = 20
"""Places in which each camera sees it together with the nearest one of those before it."""

_OWN: Final = 10
"""Places before each camera, all over its picture."""

_NEAR: Final = (0.35, 0.7)
"""Share of a picture's height that it fills there."""

_HOLD: Final = 0.5
_MOVE: Final = 0.7
"""Seconds for which it is held and moved."""

_TILT: Final = 30.0
"""Degrees by which it is turned at random."""

_REACH: Final = (0.45, 0.35, 0.45)
"""Metres from the middle that they see it in, in the room."""

_FINER: Final = 2
"""Pixels across and down that are drawn for each one of the picture."""

_NOISE: Final = 2.0
"""Standard deviation of what a sensor adds, of 255."""


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """Where the board is.

    Attributes:
        turn: (3, 3), whose columns are its right, down and away in the rig's frame.
        middle: (3,) metres.
    """

    turn: Array
    middle: Array


def film_board(
    drawn: NDArray[np.uint8], size: tuple[float, float], rig: Rig, seed: int, fps: float
) -> Iterator[tuple[float, tuple[Picture, ...]]]:
    """Draws what the cameras of a rig see of a board that is held here and there.

    Args:
        drawn: The board in grey.
        size: Its width and height in metres.
        rig: The cameras.
        seed: Decides where it is held.
        fps: Pictures a second.

    Yields:
        Seconds, and the pictures of the cameras.
    """
    rng = np.random.default_rng(seed)
    lenses = [_Lens(camera, drawn, size) for camera in rig.camera]
    for number, place in enumerate(_motion(_places(rig, size, rng), fps)):
        yield number / fps, tuple(lens.picture(place, rng) for lens in lenses)


def _places(rig: Rig, size: tuple[float, float], rng: np.random.Generator) -> list[_Place]:
    middle = rig.middle
    places = []
    for number, camera in enumerate(rig.camera[1:], start=1):
        nearest = min(rig.camera[:number], key=camera.angle)
        facing = _facing(nearest.axis + camera.axis, rig)
        for _ in range(_SHARED):
            off = rng.uniform(-1.0, 1.0, 3) * _REACH @ rig.level
            places.append(_Place(facing @ _tilted(rng), middle + off))
    for camera in rig.camera:
        for _ in range(_OWN):
            x, y = rng.uniform(0.15, 0.85, 2) * [camera.width, camera.height]
            depth = camera.focal[1] * size[1] / (rng.uniform(*_NEAR) * camera.height)
            ray = [
                (x - camera.centre[0]) / camera.focal[0],
                (y - camera.centre[1]) / camera.focal[1],
            ]
            at = camera.turn.T @ (depth * np.array([*ray, 1.0]) - camera.shift)
            places.append(_Place(camera.turn.T @ _tilted(rng), at))
    return places


def _facing(away: Array, rig: Rig) -> Array:
    """A board whose back looks that way, upright."""
    ahead = away / np.linalg.norm(away)
    right = np.cross(rig.level[1], ahead)
    right = right / np.linalg.norm(right)
    return np.stack([right, np.cross(ahead, right), ahead], axis=1)


def _tilted(rng: np.random.Generator) -> Array:
    return np.asarray(Rotation.from_euler("xyz", rng.uniform(-_TILT, _TILT, 3), True).as_matrix())


def _motion(places: list[_Place], fps: float) -> Iterator[_Place]:
    times = np.concatenate([[0.0], np.cumsum([_HOLD, _MOVE] * len(places))[:-1]])
    keys = [place for place in places for _ in (0, 1)]
    turns = Slerp(times, Rotation.from_matrix([key.turn for key in keys]))
    middles = np.stack([key.middle for key in keys])
    for time in np.arange(0.0, times[-1], 1 / fps):
        middle = [np.interp(time, times, part) for part in middles.T]
        yield _Place(turns(time).as_matrix(), np.array(middle))


class _Lens:
    """Draws what one camera sees, distorted as it distorts."""

    def __init__(self, camera: Camera, drawn: NDArray[np.uint8], size: tuple[float, float]) -> None:
        self._camera = camera
        self._size = np.array(size)
        margin = drawn.shape[0] // 20  # paper goes on around the board
        self._margin = margin / drawn.shape[0] * size[1]
        self._drawn = np.pad(drawn, margin, constant_values=255)
        height, width = camera.size
        self._shape = (width * _FINER, height * _FINER)
        self._matrix = np.diag([_FINER, _FINER, 1.0]) @ camera.matrix
        self._matrix[:2, 2] += 0.5 * (_FINER - 1)
        self._wall = np.linspace(150, 90, height * _FINER).astype(np.uint8)[:, None]
        down, right = np.mgrid[: height * _FINER, : width * _FINER]
        pixels = np.stack([right, down], axis=-1).reshape(-1, 1, 2).astype(np.float64)
        straight = cv2.undistortPoints(
            pixels, self._matrix, np.array(camera.distortion), P=self._matrix
        )
        maps = straight.reshape(height * _FINER, width * _FINER, 2).astype(np.float32)
        self._straight = maps[..., 0].copy(), maps[..., 1].copy()

    def picture(self, place: _Place, rng: np.random.Generator) -> Picture:
        """What it sees of a board."""
        camera = self._camera
        axes, middle = camera.turn @ place.turn, camera.seen(place.middle)
        corner = middle - axes[:, :2] @ (0.5 * self._size + self._margin)
        pixels = np.tile(self._wall, (1, self._shape[0]))
        if middle[2] > 0.0 and axes[2, 2] > 0.0:  # not behind the camera, nor seen from behind
            finest = self._matrix[1, 1] / middle[2] * self._size[1]
            scale = min(1.0, 1.2 * finest / self._drawn.shape[0])
            drawn = cv2.resize(self._drawn, None, None, scale, scale, cv2.INTER_AREA)
            metres = (self._size[1] + 2 * self._margin) / drawn.shape[0]
            # A pixel (u, v) lies at axes[:, 0] u + axes[:, 1] v + corner, u and v in metres.
            to_metres = np.array([[metres, 0, metres / 2], [0, metres, metres / 2], [0, 0, 1.0]])
            seen = self._matrix @ np.column_stack([axes[:, :2], corner]) @ to_metres
            cv2.warpPerspective(
                drawn, seen, self._shape, pixels, cv2.INTER_LINEAR, cv2.BORDER_TRANSPARENT
            )
        if any(camera.distortion):
            bent = cv2.remap(pixels, *self._straight, cv2.INTER_LINEAR, borderValue=120)
            pixels = np.asarray(bent, dtype=np.uint8)
        grey = np.asarray(cv2.resize(pixels, camera.size[::-1], interpolation=cv2.INTER_AREA))
        noise = np.asarray(rng.normal(0.0, _NOISE, grey.shape))
        return np.repeat(np.clip(grey + noise, 0, 255).astype(np.uint8)[..., None], 3, axis=2)
