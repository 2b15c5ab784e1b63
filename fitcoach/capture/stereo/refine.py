"""Refining: all cameras of a net are moved to where all views of the board fit best at once."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares
from scipy.sparse import coo_array
from scipy.spatial.transform import Rotation

from fitcoach.body import Array
from fitcoach.capture.opencv import cv2
from fitcoach.capture.stereo.board import Board, Sighting
from fitcoach.capture.stereo.look import as_opencv
from fitcoach.capture.stereo.sift import Sifted, sifted
from fitcoach.capture.stereo.triangulate import rays_of
from fitcoach.rig import Camera

_ROBUST: Final = 1.0
"""Pixels beyond which an error counts less and less: corners are seen to a fraction of one."""

_STEPS: Final = 50
"""At most; from where pairs of cameras put them it takes some ten."""

View = Mapping[int, Sighting]
"""The board at one moment, by the numbers of the cameras that see it."""


def refined(
    cameras: Sequence[Camera], views: Sequence[View], board: Board
) -> tuple[list[Camera], float, Sifted]:
    """Moves cameras.

    Args:
        cameras: Placed roughly; the first one stays.
        views: Of the board.
        board: What was seen.

    Returns:
        The cameras, the root mean square of the corners' distances in pixels, and which views were
        used.
    """

    def solve(numbers: NDArray[np.intp]) -> tuple[tuple[list[Camera], float], Array]:
        moved, off = _solved(cameras, [views[i] for i in numbers], board)
        every = np.concatenate([part for parts in off for part in parts])
        poorest = [max(_mean(part) for part in parts) for parts in off]
        return (moved, _mean(every)), np.array(poorest)

    (moved, error), sieve = sifted(solve, len(views))
    return moved, error, sieve


def _mean(distances: Array) -> float:
    return float(np.sqrt(np.mean(distances**2)))


def _solved(
    cameras: Sequence[Camera], views: Sequence[View], board: Board
) -> tuple[list[Camera], list[list[Array]]]:
    """The cameras, and by how many pixels the corners of each view are off in each of them.

    What is sought are the turns (as vectors) and shifts of all cameras but the first, and of the
    board in all views.
    """
    seen = [(number, k, each) for number, view in enumerate(views) for k, each in view.items()]
    places = np.concatenate([board.corners[each.numbers] for *_, each in seen])
    rays = np.concatenate([rays_of(cameras[k], each.pixels) for _, k, each in seen])
    counts = [len(each.numbers) for *_, each in seen]
    of_camera = np.repeat([k for _, k, _ in seen], counts)
    of_board = len(cameras) + np.repeat([number for number, *_ in seen], counts)
    focal = np.array([[np.mean(camera.focal)] for camera in cameras])[of_camera]
    start = np.stack(
        [_vector(camera.turn, camera.shift) for camera in cameras]
        + [_placed(cameras, view, board) for view in views]
    )

    def motions(sought: Array) -> tuple[Array, Array]:
        every = np.concatenate([start[:1], sought.reshape(-1, 6)])
        return np.asarray(Rotation.from_rotvec(every[:, :3]).as_matrix()), every[:, 3:]

    def off(sought: Array) -> Array:
        turns, shifts = motions(sought)
        at = np.einsum("nij,nj->ni", turns[of_board], places) + shifts[of_board]
        at = np.einsum("nij,nj->ni", turns[of_camera], at) + shifts[of_camera]
        return np.asarray(focal * (at[:, :2] / at[:, 2:] - rays))

    rows = np.arange(2 * len(places)).repeat(12)
    moved = np.stack([of_camera, of_board], axis=1).repeat(2, axis=0)
    columns = (6 * (moved[..., None] - 1) + np.arange(6)).ravel()
    free = columns >= 0  # the first camera stays
    depends = coo_array((np.ones(free.sum()), (rows[free], columns[free])))
    found = least_squares(
        lambda sought: off(sought).ravel(), start[1:].ravel(), jac_sparsity=depends,
        x_scale="jac", loss="soft_l1", f_scale=_ROBUST, max_nfev=_STEPS,
    )  # fmt: skip
    turns, shifts = motions(found.x)
    placed = [camera.placed(*way) for camera, *way in zip(cameras, turns, shifts, strict=False)]
    distances = iter(np.split(np.linalg.norm(off(found.x), axis=1), np.cumsum(counts)[:-1]))
    return placed, [[next(distances) for _ in view] for view in views]


def _placed(cameras: Sequence[Camera], view: View, board: Board) -> Array:
    """The board's turn and shift, by the camera that sees most of it."""
    number, seen = max(view.items(), key=lambda item: len(item[1].numbers))
    camera = cameras[number]
    turn, shift = where(board, seen, camera)
    return _vector(camera.turn.T @ turn, camera.turn.T @ (shift - camera.shift))


def where(board: Board, seen: Sighting, camera: Camera) -> tuple[Array, Array]:
    """The board's turn (3, 3) and shift (3,) in the frame of a camera that sees it."""
    (places,), (pixels,) = as_opencv([seen], board)
    _, turn, shift = cv2.solvePnP(places, pixels, camera.matrix, np.array(camera.distortion))
    return np.asarray(cv2.Rodrigues(turn)[0]), np.ravel(np.asarray(shift))


def _vector(turn: Array, shift: Array) -> Array:
    return np.concatenate([Rotation.from_matrix(turn).as_rotvec(), shift])
