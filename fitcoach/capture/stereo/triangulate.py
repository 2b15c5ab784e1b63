"""Triangulation: where in space the points are that several cameras see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fitcoach.body import Array
from fitcoach.capture.opencv import cv2
from fitcoach.rig import Camera

_STEPS: Final = 3
"""Gauss-Newton steps: after two of them points move by less than a hundredth of a millimetre."""

_LEAST: Final = 0.05
"""Weight of a point that a camera does not see at all: with no weight it would have no place."""

_DAMPING: Final = 1e-9
"""Keeps points solvable that lie on the line through two cameras."""


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Triangulated points.

    Attributes:
        places: (n, 3) metres in the rig's frame.
        errors: (cameras, n) pixels between where each camera sees a point and where it would see
            its place, on a picture without distortion.
        depths: (cameras, n) metres along each camera's axis; below 0 is behind it.
        certainty: (n, 3, 3) how firmly each place is held in each direction: if it is moved by d,
            the squares of the errors grow by d @ certainty @ d.
    """

    places: Array
    errors: Array
    depths: Array
    certainty: Array


class Triangulation:
    """Triangulates with given cameras."""

    def __init__(self, cameras: Sequence[Camera]) -> None:
        """Takes the cameras, made for the size of the pictures."""
        self._cameras = cameras
        self._turn = np.stack([camera.turn for camera in cameras])
        self._shift = np.stack([camera.shift for camera in cameras])
        self._focal = np.array([np.mean(camera.focal) for camera in cameras])

    def points(
        self, pixels: Array, weights: Array, used: NDArray[np.bool_] | None = None
    ) -> Points:
        """Finds the places whose pictures lie nearest to where the points are seen.

        A weighted direct linear transformation, refined by steps of Gauss and Newton on the
        reprojection error.

        Args:
            pixels: (cameras, n, 2) where each camera sees them.
            weights: (cameras, n) how far it is to be believed, 0..1.
            used: (cameras, n) which cameras tell where a point is, two at least; `None` for all.
        """
        rays = np.stack([rays_of(c, p) for c, p in zip(self._cameras, pixels, strict=True)])
        believed = np.maximum(weights, _LEAST)
        if used is not None:
            believed = np.where(used, believed, 0.0)
        trust = believed[..., None] * self._focal[:, None, None]
        # With (x, y, z) = turn @ place + shift: x / z = ray[0] and y / z = ray[1].
        turn, shift = self._turn[:, None], self._shift[:, None]
        rows = rays[..., None] * turn[..., 2:, :] - turn[..., :2, :]
        right = shift[..., :2] - rays * shift[..., 2:]
        places, certainty = _solved(trust[..., None] * rows, trust * right)
        for _ in range(_STEPS):
            seen, depth = self._seen(places)
            slopes = (turn[..., :2, :] - seen[..., None] * turn[..., 2:, :]) / depth[..., None]
            step, certainty = _solved(trust[..., None] * slopes, trust * (rays - seen))
            places = places + step
        seen, depth = self._seen(places)
        errors = np.linalg.norm(rays - seen, axis=-1) * self._focal[:, None]
        return Points(places, errors, depth[..., 0], certainty)

    def _seen(self, places: Array) -> tuple[Array, Array]:
        """Rays (cameras, n, 2) and depths (cameras, n, 1) of places."""
        at = np.einsum("cij,nj->cni", self._turn, places) + self._shift[:, None]
        depth = at[..., 2:]
        # A point in the plane of the camera is seen nowhere.
        depth = np.where(np.abs(depth) < _DAMPING, _DAMPING, depth)
        return at[..., :2] / depth, depth


def rays_of(camera: Camera, pixels: Array) -> Array:
    """Pixels (n, 2) as slopes (n, 2) in the camera's frame: right and down for each metre ahead."""
    points = np.ascontiguousarray(pixels, dtype=np.float64).reshape(-1, 1, 2)
    rays = cv2.undistortPoints(points, camera.matrix, np.array(camera.distortion))
    return np.asarray(rays.reshape(-1, 2), dtype=np.float64)


def _solved(rows: Array, right: Array) -> tuple[Array, Array]:
    """The least squares solution (n, 3) of rows (cameras, n, 2, 3) and right (cameras, n, 2).

    Also the matrix (n, 3, 3) of its normal equations.
    """
    count = rows.shape[1]
    stacked = rows.transpose(1, 0, 2, 3).reshape(count, -1, 3)
    transposed = stacked.transpose(0, 2, 1)
    normal = transposed @ stacked
    scale = np.trace(normal, axis1=1, axis2=2)[:, None, None]
    wanted = transposed @ right.transpose(1, 0, 2).reshape(count, -1, 1)
    return np.linalg.solve(normal + _DAMPING * scale * np.eye(3), wanted)[..., 0], normal
