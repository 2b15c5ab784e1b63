"""The camera that looks at the mannequin: where it stands and what lands on which pixel."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from fitcoach.body import Array, L

_VIEWS: Final = (35.0, 75.0)
"""Vertical fields of view in degrees, from phones to wide-angle webcams."""
_DISTANCES: Final = (1.4, 4.5)
"""From the body's middle in metres, from small rooms to gyms."""
_HEIGHTS: Final = (0.1, 1.8)
"""Above the floor in metres, from a phone leant on a shoe to one held at eye level."""
_PARTLY_IN_VIEW: Final = 0.25
"""Share of the pictures that cut something off."""
_TO_THE_HIPS: Final = list(range(L.LEFT_KNEE))
_TO_THE_KNEES: Final = list(range(L.LEFT_ANKLE))
_NEAREST: Final = 1.9
"""So near the camera comes to people who look small, seen from their feet or head, in metres."""


@dataclass(frozen=True, eq=False)
class Camera:
    """A pinhole camera with square pixels and the principal point in the middle.

    Attributes:
        position: (3,) metres in the floor frame.
        target: (3,) the point that lies in the middle of the picture.
        view: Vertical field of view in degrees.
        roll: Degrees; positive tips the camera clockwise, so that the picture turns the other way.
        size: Height and width of the picture in pixels.
    """

    position: Array
    target: Array
    view: float
    roll: float
    size: tuple[int, int]

    @cached_property
    def rotation(self) -> Array:
        """(3, 3) from the floor frame to the camera's: x right, y down, z away."""
        away = self.target - self.position
        away = away / np.linalg.norm(away)
        right = np.cross(away, [0.0, 0.0, 1.0])
        right = right / np.linalg.norm(right)
        down = np.cross(away, right)
        angle = np.radians(self.roll)
        x = np.cos(angle) * right + np.sin(angle) * down
        return np.stack([x, np.cross(away, x), away])

    @property
    def focal(self) -> float:
        """Focal length in pixels."""
        return float(0.5 * self.size[0] / np.tan(np.radians(0.5 * self.view)))

    def project(self, points: Array) -> Array:
        """Floor points (n, 3) to pixels (n, 2): right and down from the picture's corner."""
        seen = (points - self.position) @ self.rotation.T
        height, width = self.size
        return np.asarray(self.focal * seen[:, :2] / seen[:, 2:] + 0.5 * np.array([width, height]))


def sample_camera(
    landmarks: Array, yaw: float, size: tuple[int, int], rng: np.random.Generator
) -> Camera:
    """A camera as people put one up: on the floor, a chair or a table, not always far enough away.

    Some pictures cut off the feet or all below the hips. The landmarker guesses what it cannot see,
    and guesses alike for real people, so the samples show what such guesses look like.

    Args:
        landmarks: (33, 3) metres in the floor frame.
        yaw: Where it stands, in degrees about the person: 0 is in front, 90 at the left side.
        size: Height and width of the picture in pixels.
        rng: Source of chance.
    """
    framed = landmarks
    if rng.random() < _PARTLY_IN_VIEW:
        framed = landmarks[_TO_THE_KNEES if rng.random() < 0.5 else _TO_THE_HIPS]  # noqa: PLR2004
    return aimed_camera(
        framed,
        yaw,
        size,
        distance=rng.uniform(*_DISTANCES),
        height=rng.uniform(*_HEIGHTS),
        fill=rng.uniform(0.45, 0.85),
        off=rng.uniform(-0.5, 0.5, 2),
        roll=float(np.clip(rng.normal(0.0, 2.0), -5.0, 5.0)),
    )


def aimed_camera(
    landmarks: Array,
    yaw: float,
    size: tuple[int, int],
    *,
    distance: float = 3.2,
    height: float = 0.9,
    fill: float = 0.7,
    off: Array | None = None,
    roll: float = 0.0,
) -> Camera:
    """A camera that looks at a body.

    Args:
        landmarks: (n, 3) metres in the floor frame, the face's at least; (m, n, 3) keeps several
            poses in view.
        yaw: Degrees, see `sample_camera`.
        size: Height and width of the picture in pixels.
        distance: Metres from the body's middle, over the floor.
        height: Metres above the floor.
        fill: Share of the picture's height or width that the body should take.
        off: How far the body lies off the middle, -1..1 of the free margin to the right and down.
        roll: Degrees.
    """
    points = np.concatenate([landmarks.reshape(-1, 3), _crown(landmarks).reshape(-1, 3)])
    middle = 0.5 * (points.min(axis=0) + points.max(axis=0))
    angle = np.radians(yaw)
    side = np.array([np.cos(angle), np.sin(angle), 0.0])

    def placed(view: float, distance: float) -> Camera:
        position = middle + distance * side
        position[2] = height
        return Camera(position, middle, view, roll, size)

    def wanted_view(distance: float) -> float:
        box = placed(45.0, distance).project(points)
        extent = float(np.max((box.max(axis=0) - box.min(axis=0)) / np.array(size[::-1])))
        # At the same distance the picture of the body grows as the view narrows.
        return float(2.0 * np.degrees(np.arctan(np.tan(np.radians(22.5)) * extent / fill)))

    view = wanted_view(distance)
    while view < _VIEWS[0] and distance > _NEAREST:
        distance = max(0.9 * distance, _NEAREST)
        view = wanted_view(distance)
    view = float(np.clip(view, *_VIEWS))
    centred = placed(view, distance)
    position = centred.position
    box = centred.project(points)
    low, high, frame = box.min(axis=0), box.max(axis=0), np.array(size[::-1], dtype=np.float64)
    margin = np.maximum(0.5 * (frame - (high - low)) - 0.04 * frame, 0.0)
    wanted = 0.5 * frame + (np.zeros(2) if off is None else off) * margin
    # Aim so that the box's middle, now in the picture's middle or near it, comes to lie there.
    shift = (0.5 * (low + high) - wanted) / centred.focal
    ray = centred.rotation.T @ np.array([shift[0], shift[1], 1.0])
    reach = float(np.linalg.norm(middle - position))
    return Camera(position, position + reach * ray / np.linalg.norm(ray), view, roll, size)


def _crown(landmarks: Array) -> Array:
    """The top of the head, which is no landmark: (..., n, 3) to (..., 3)."""
    ears, eyes, mouth = (
        landmarks[..., pair, :].mean(axis=-2)
        for pair in (
            [L.LEFT_EAR, L.RIGHT_EAR],
            [L.LEFT_EYE, L.RIGHT_EYE],
            [L.MOUTH_LEFT, L.MOUTH_RIGHT],
        )
    )
    return np.asarray(ears + 1.8 * (eyes - mouth))
