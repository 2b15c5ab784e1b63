"""Calibration: from two clips of a board that is moved about to a rig."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fitcoach.body import Array
from fitcoach.capture.observation import Frame
from fitcoach.capture.opencv import cv2
from fitcoach.capture.stereo.board import Board, Sighting
from fitcoach.capture.stereo.offset import Track, offsets
from fitcoach.errors import FitcoachError
from fitcoach.rig import Camera, Rig, as_rows

_RATE: Final = 12.0
"""Pictures a second that are looked at: the board is moved slowly."""

_BIN: Final = 0.5
"""Seconds of which the stillest moment is taken: what is moved is blurred, and seen by both cameras
at a different moment."""

_VIEWS: Final = 40
"""Views that are used; with more it takes longer and becomes hardly better."""

_LEAST: Final = 8
"""Views that each camera must have, and both together."""

_AT_ONCE: Final = 0.01
"""Seconds within which two pictures show the same."""

_TOGETHER: Final = 0.25
"""Seconds between two looks from which on nothing is known of what is between."""

_COMMON: Final = 6
"""Corners that both cameras must see for a view to count."""

_POOR: Final = 3.0
"""Times the usual error from which a view is left out."""

_PARTS: Final = 6
"""Across and down, into which a picture is divided to say how much of it was used."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What one camera saw of the board.

    Attributes:
        name: Of the source.
        size: Height and width of the pictures.
        times: (n,) seconds at which it was seen.
        sightings: n of them.
        middles: (n, 3) the middle of the board in pixels, and how large it looked.
    """

    name: str
    size: tuple[int, int]
    times: Array
    sightings: Sequence[Sighting]
    middles: Array

    @property
    def track(self) -> Track:
        """How high the board was held, in sizes of the board."""
        return Track(self.times, -self.middles[:, 1:2] / np.median(self.middles[:, 2]))


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """A rig and how it came about.

    Attributes:
        rig: The cameras; its frame is that of the first one.
        views: How many views each camera was calibrated with, and both together.
        errors: Root mean square of the corners' distances in pixels: of each camera alone, and of
            both together.
        covered: Share of each picture in which the board was seen.
        offset: Seconds by which the second clip began later.
    """

    rig: Rig
    views: tuple[int, int, int]
    errors: tuple[float, float, float]
    covered: tuple[float, float]
    offset: float


def calibrate(
    names: tuple[str, str],
    frames: tuple[Iterable[Frame], Iterable[Frame]],
    board: Board,
    *,
    cameras: tuple[str, str] = ("first", "second"),
) -> Calibration:
    """Calibrates two cameras.

    Args:
        names: Of the sources, for errors.
        frames: Their pictures; timestamps may be of different clocks.
        board: What is moved about.
        cameras: What to call the cameras.

    Raises:
        FitcoachError: The board was not seen often enough, or not by both cameras.
    """
    with ThreadPoolExecutor(max_workers=2) as pool:
        first, second = pool.map(lambda name, shown: look(name, shown, board), names, frames)
    offset = next(iter(offsets(first.track, second.track)), 0.0)
    here, there = (
        _alone(called, seen, board) for called, seen in zip(cameras, (first, second), strict=True)
    )
    pairs = _pairs(first, second, offset)
    if len(pairs) < _LEAST:
        raise FitcoachError(
            f"{first.name} and {second.name}: both cameras see the board together in "
            f"{len(pairs)} places only, {_LEAST} are needed; hold it where both see it, turned "
            "half-way between them."
        )
    error, placed, used = _together(pairs, here.camera, there.camera, board)
    return Calibration(
        Rig(error=round(error, 4), camera=(here.camera, placed)),
        (here.views, there.views, used),
        (here.error, there.error, error),
        (_covered(first), _covered(second)),
        offset,
    )


def look(name: str, frames: Iterable[Frame], board: Board) -> Seen:
    """Looks for the board in a source.

    Args:
        name: Of the source.
        frames: Its pictures.
        board: What to look for.

    Raises:
        FitcoachError: It is seen too seldom, or the source breaks off.
    """
    size, due = (0, 0), 0.0
    times, sightings = [], []
    for frame in frames:
        size = (frame.pixels.shape[0], frame.pixels.shape[1])
        if frame.timestamp < due:
            continue
        due = frame.timestamp + 1 / _RATE
        grey = np.asarray(cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        if (sighting := board.find(grey)) is not None:
            times.append(frame.timestamp)
            sightings.append(sighting)
    if len(times) < _LEAST:
        raise FitcoachError(
            f"{name}: the board ({board.columns}x{board.rows} squares"
            f"{'' if board.plain else ' with marks'}) is seen in {len(times)} pictures, at least "
            f"{_LEAST} are needed; check that it is this board, well lit, large enough and whole."
        )
    return Seen(name, size, np.array(times), sightings, _middles(sightings, board))


def _middles(sightings: Sequence[Sighting], board: Board) -> Array:
    """Where the middle of the board is in each picture, and how large it is: (n, 3)."""
    flat = board.corners[:, :2]
    middle = np.array([*board.size, 2.0]) / 2
    found = []
    for each in sightings:
        plane, _ = cv2.findHomography(flat[each.numbers], each.pixels)
        x, y, w = plane @ middle
        spread = np.linalg.norm(np.ptp(each.pixels, axis=0))
        found.append((x / w, y / w, float(spread)))
    return np.array(found)


@dataclass(frozen=True, slots=True, eq=False)
class _Alone:
    """A camera by itself, not placed yet."""

    camera: Camera
    views: int
    error: float


def _alone(called: str, seen: Seen, board: Board) -> _Alone:
    """What a camera is like, from the pictures of it alone."""
    chosen = [seen.sightings[i] for i in _varied(_stillest(seen), seen.middles)]
    points, pixels = _as_opencv(chosen, board)
    height, width = seen.size
    # Pixels are square, and the sixth power of the radius would only fit the noise of so few views.
    flags = cv2.CALIB_FIX_ASPECT_RATIO | cv2.CALIB_FIX_K3

    def solve() -> tuple[float, Array, Array, Array]:
        error, matrix, distortion, *_, errors = cv2.calibrateCameraExtended(
            points, pixels, (width, height), np.eye(3), np.zeros(5), flags=flags
        )
        return error, np.asarray(matrix), np.asarray(distortion), np.ravel(errors)

    error, matrix, distortion, errors = solve()
    good = errors <= _POOR * np.median(errors)
    if not good.all() and good.sum() >= _LEAST:
        points = [each for each, kept in zip(points, good, strict=True) if kept]
        pixels = [each for each, kept in zip(pixels, good, strict=True) if kept]
        error, matrix, distortion, errors = solve()
    k1, k2, p1, p2, k3 = np.ravel(distortion)[:5].tolist()
    camera = Camera(
        name=called,
        width=width,
        height=height,
        focal=(float(matrix[0, 0]), float(matrix[1, 1])),
        centre=(float(matrix[0, 2]), float(matrix[1, 2])),
        distortion=(k1, k2, p1, p2, k3),
        rotation=as_rows(np.eye(3)),
        translation=(0.0, 0.0, 0.0),
    )
    return _Alone(camera, len(points), float(error))


def _stillest(seen: Seen) -> list[int]:
    """The numbers of the sightings at which the board moved least, one in each bin."""
    step = np.linalg.norm(np.diff(seen.middles[:, :2], axis=0), axis=1) / np.diff(seen.times)
    speed = np.maximum(np.append(step, step[-1:]), np.append(step[:1], step))
    bins = (seen.times / _BIN).astype(int)
    return [
        int(members[speed[members].argmin()])
        for number in np.unique(bins)
        for members in [np.flatnonzero(bins == number)]
    ]


def _varied(numbers: Sequence[int], features: Array) -> list[int]:
    """At most `_VIEWS` of them, each as unlike the others as can be."""
    scaled = features[list(numbers)] / np.maximum(np.ptp(features, axis=0), 1e-9)
    chosen = [0]
    apart = np.linalg.norm(scaled - scaled[0], axis=1)
    while len(chosen) < min(_VIEWS, len(numbers)):
        chosen.append(int(apart.argmax()))
        apart = np.minimum(apart, np.linalg.norm(scaled - scaled[chosen[-1]], axis=1))
    return [numbers[i] for i in sorted(chosen)]


Small = NDArray[np.float32]
_Pair = tuple[Sighting, Sighting]


def _pairs(first: Seen, second: Seen, offset: float) -> list[_Pair]:
    """Views of the board by both cameras at once."""
    found: dict[int, _Pair] = {}
    for number in _stillest(first):
        here = first.sightings[number]
        there = _at(second, first.times[number] - offset)
        if there is None:
            continue
        numbers, a, b = np.intersect1d(here.numbers, there.numbers, return_indices=True)
        if len(numbers) >= _COMMON:
            found[number] = Sighting(numbers, here.pixels[a]), Sighting(numbers, there.pixels[b])
    return [found[number] for number in _varied(list(found), first.middles)] if found else []


def _at(seen: Seen, time: float) -> Sighting | None:
    """The board at a moment, between the pictures if need be; `None` where that is not known."""
    nearest = int(np.abs(seen.times - time).argmin())
    if abs(seen.times[nearest] - time) < _AT_ONCE:
        return seen.sightings[nearest]
    after = int(np.searchsorted(seen.times, time))
    if not 0 < after < len(seen.times):
        return None
    before, apart = seen.sightings[after - 1], seen.times[after] - seen.times[after - 1]
    if apart > _TOGETHER:
        return None
    share = (time - seen.times[after - 1]) / apart
    numbers, a, b = np.intersect1d(
        before.numbers, seen.sightings[after].numbers, return_indices=True
    )
    pixels = (1.0 - share) * before.pixels[a] + share * seen.sightings[after].pixels[b]
    return Sighting(numbers, pixels)


def _together(
    pairs: Sequence[_Pair], here: Camera, there: Camera, board: Board
) -> tuple[float, Camera, int]:
    """The error, the second camera in its place, and how many views that was told from."""
    points, seen_here = _as_opencv([pair[0] for pair in pairs], board)
    _, seen_there = _as_opencv([pair[1] for pair in pairs], board)
    views = list(zip(points, seen_here, seen_there, strict=True))

    def solve() -> tuple[float, Array, Array, Array]:
        points, seen_here, seen_there = zip(*views, strict=True)
        error, *_, turn, shift, _, _, _, _, errors = cv2.stereoCalibrateExtended(
            points, seen_here, seen_there,
            here.matrix, np.array(here.distortion), there.matrix, np.array(there.distortion),
            (here.width, here.height), np.eye(3), np.zeros(3), flags=cv2.CALIB_FIX_INTRINSIC,
        )  # fmt: skip
        return error, np.asarray(turn), np.asarray(shift), np.asarray(errors).max(axis=1)

    error, turn, shift, errors = solve()
    good = errors <= _POOR * np.median(errors)
    if not good.all() and good.sum() >= _LEAST:
        views = [view for view, kept in zip(views, good, strict=True) if kept]
        error, turn, shift, errors = solve()
    x, y, z = np.ravel(shift).tolist()
    placed = {**there.model_dump(), "rotation": as_rows(turn), "translation": (x, y, z)}
    return float(error), Camera(**placed), len(views)


def _as_opencv(sightings: Sequence[Sighting], board: Board) -> tuple[list[Small], list[Small]]:
    """Corners on the board and in the picture, of each view, as OpenCV asks for them."""
    corners = board.corners.astype(np.float32)
    points = [corners[each.numbers][:, None] for each in sightings]
    return points, [each.pixels.astype(np.float32)[:, None] for each in sightings]


def _covered(seen: Seen) -> float:
    """The share of the picture, in 6x6 parts, in which a corner was ever seen."""
    height, width = seen.size
    pixels = np.concatenate([each.pixels for each in seen.sightings])
    parts = np.floor(pixels / [width, height] * _PARTS).astype(int)
    return len(np.unique(np.clip(parts, 0, _PARTS - 1), axis=0)) / _PARTS**2
