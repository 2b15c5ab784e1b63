"""Calibration: from clips of a board that is moved about to a rig."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fitcoach.body import Array
from fitcoach.capture.observation import Frame
from fitcoach.capture.opencv import cv2
from fitcoach.capture.stereo.board import Board
from fitcoach.capture.stereo.look import Seen, as_opencv, look
from fitcoach.capture.stereo.place import place
from fitcoach.capture.stereo.sift import Poor, sifted
from fitcoach.rig import FIELDS, ORDINALS, Camera, Rig, as_rows
from fitcoach.schema import checked
from fitcoach.words import listed


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """A rig and how it came about.

    Attributes:
        rig: The cameras; its frame is that of the first one.
        views: How many views each camera was calibrated with, and at last all together.
        errors: Root mean square of the corners' distances in pixels: of each camera alone, and at
            last of all together.
        covered: Share of each picture in which the board was seen.
        offsets: Seconds by which each clip after the first began later.
        poor: Views that fit badly, the worst first.
    """

    rig: Rig
    views: tuple[int, ...]
    errors: tuple[float, ...]
    covered: tuple[float, ...]
    offsets: tuple[float, ...]
    poor: tuple[Poor, ...]


def calibrate(
    names: Sequence[str],
    frames: Sequence[Iterable[Frame]],
    board: Board,
    *,
    cameras: Sequence[str] = ORDINALS,
) -> Calibration:
    """Calibrates two cameras or more.

    Args:
        names: Of the sources, for errors.
        frames: Their pictures; timestamps may be of different clocks.
        board: What is moved about.
        cameras: What to call the cameras.

    Raises:
        FitcoachError: The board was not seen often enough, or not by several cameras at once, or
            what they saw makes no rig.
    """
    with ThreadPoolExecutor(max_workers=len(names)) as pool:
        seen = list(pool.map(lambda name, shown: look(name, shown, board), names, frames))
    alone = [_alone(called, each, board) for called, each in zip(cameras, seen, strict=False)]
    placed = place(seen, [each.camera for each in alone], board)
    poor = [view for each in alone for view in each.poor] + placed.poor
    rig = {"error": round(placed.error, 4), "camera": placed.cameras}
    return Calibration(
        checked(listed(names), rig, Rig, FIELDS),
        (*(each.views for each in alone), placed.views),
        (*(each.error for each in alone), placed.error),
        tuple(each.covered for each in seen),
        placed.offsets,
        tuple(sorted(poor, key=lambda view: -view.error)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Alone:
    """A camera by itself, not placed yet."""

    camera: Camera
    views: int
    error: float
    poor: list[Poor]


def _alone(called: str, seen: Seen, board: Board) -> _Alone:
    """What a camera is like, from the pictures of it alone."""
    chosen = seen.varied(seen.stillest())
    points, pixels = as_opencv([seen.sightings[i] for i in chosen], board)
    height, width = seen.size
    # Pixels are square, and the sixth power of the radius would only fit the noise of so few views.
    flags = cv2.CALIB_FIX_ASPECT_RATIO | cv2.CALIB_FIX_K3

    def solve(numbers: NDArray[np.intp]) -> tuple[tuple[float, Array, Array], Array]:
        error, matrix, distortion, *_, errors = cv2.calibrateCameraExtended(
            [points[i] for i in numbers], [pixels[i] for i in numbers], (width, height),
            np.eye(3), np.zeros(5), flags=flags,
        )  # fmt: skip
        return (float(error), np.asarray(matrix), np.asarray(distortion)), np.ravel(errors)

    (error, matrix, distortion), sieve = sifted(solve, len(chosen))
    k1, k2, p1, p2, k3 = np.ravel(distortion)[:5].tolist()
    found = {
        "name": called,
        "width": width,
        "height": height,
        "focal": (float(matrix[0, 0]), float(matrix[1, 1])),
        "centre": (float(matrix[0, 2]), float(matrix[1, 2])),
        "distortion": (k1, k2, p1, p2, k3),
        "rotation": as_rows(np.eye(3)),
        "translation": (0.0, 0.0, 0.0),
    }
    camera = checked(seen.name, found, Camera, FIELDS)
    poor = sieve.poor(lambda i: (seen.name, seen.moment(seen.times[chosen[i]])))
    return _Alone(camera, int(sieve.used.sum()), error, poor)
