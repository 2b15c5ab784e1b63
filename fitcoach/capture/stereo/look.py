"""Looking: what one camera sees of a board that is moved about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fitcoach.body import Array
from fitcoach.capture.observation import Frame
from fitcoach.capture.opencv import cv2
from fitcoach.capture.stereo.board import Board, Sighting
from fitcoach.capture.stereo.offset import Track
from fitcoach.errors import FitcoachError

LEAST: Final = 8
"""Views that each camera must have, and those that are placed by each other together."""

_RATE: Final = 12.0
"""Pictures a second that are looked at: the board is moved slowly."""

_BIN: Final = 0.5
"""Seconds of which the stillest moment is taken: what is moved is blurred, and seen by each camera
at a different moment."""

_VIEWS: Final = 40
"""Views that are used; with more it takes longer and becomes hardly better."""

_AT_ONCE: Final = 0.01
"""Seconds within which two pictures show the same."""

_TOGETHER: Final = 0.25
"""Seconds between two looks from which on nothing is known of what is between."""

_PARTS: Final = 6
"""Across and down, into which a picture is divided to say how much of it was used."""

Small = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What one camera saw of the board.

    Attributes:
        name: Of the source.
        size: Height and width of the pictures.
        times: (n,) seconds at which it was seen.
        files: n names of the pictures, where each has a file of its own.
        sightings: n of them.
        middles: (n, 3) the middle of the board in pixels, and how large it looked.
    """

    name: str
    size: tuple[int, int]
    times: Array
    files: Sequence[str | None]
    sightings: Sequence[Sighting]
    middles: Array

    @property
    def track(self) -> Track:
        """How high the board was held, in sizes of the board."""
        return Track(self.times, -self.middles[:, 1:2] / np.median(self.middles[:, 2]))

    @property
    def covered(self) -> float:
        """The share of the picture, in 6x6 parts, in which a corner was ever seen."""
        height, width = self.size
        pixels = np.concatenate([each.pixels for each in self.sightings])
        parts = np.floor(pixels / [width, height] * _PARTS).astype(int)
        return len(np.unique(np.clip(parts, 0, _PARTS - 1), axis=0)) / _PARTS**2

    def moment(self, time: float) -> str:
        """What to call a moment: by its picture's file, or as minutes and seconds."""
        nearest = int(np.abs(self.times - time).argmin())
        minutes, seconds = divmod(round(time, 1), 60.0)
        return self.files[nearest] or f"{minutes:.0f}:{seconds:04.1f}"

    def stillest(self) -> list[int]:
        """The numbers of the sightings at which the board moved least, one in each half second."""
        step = np.linalg.norm(np.diff(self.middles[:, :2], axis=0), axis=1) / np.diff(self.times)
        speed = np.maximum(np.append(step, step[-1:]), np.append(step[:1], step))
        bins = (self.times / _BIN).astype(int)
        return [
            int(members[speed[members].argmin()])
            for number in np.unique(bins)
            for members in [np.flatnonzero(bins == number)]
        ]

    def varied(self, numbers: Sequence[int]) -> list[int]:
        """At most forty of these sightings, each as unlike the others as can be."""
        if len(numbers) <= _VIEWS:
            return list(numbers)
        scaled = self.middles[list(numbers)] / np.maximum(np.ptp(self.middles, axis=0), 1e-9)
        chosen = [0]
        apart = np.linalg.norm(scaled - scaled[0], axis=1)
        while len(chosen) < _VIEWS:
            chosen.append(int(apart.argmax()))
            apart = np.minimum(apart, np.linalg.norm(scaled - scaled[chosen[-1]], axis=1))
        return [numbers[i] for i in sorted(chosen)]

    def at(self, time: float) -> Sighting | None:
        """The board at a moment, between the pictures if need be; `None` where it is not known."""
        nearest = int(np.abs(self.times - time).argmin())
        if abs(self.times[nearest] - time) < _AT_ONCE:
            return self.sightings[nearest]
        after = int(np.searchsorted(self.times, time))
        if not 0 < after < len(self.times):
            return None
        here, there = self.sightings[after - 1], self.sightings[after]
        apart = self.times[after] - self.times[after - 1]
        if apart > _TOGETHER:
            return None
        share = (time - self.times[after - 1]) / apart
        numbers, a, b = np.intersect1d(here.numbers, there.numbers, return_indices=True)
        return Sighting(numbers, (1.0 - share) * here.pixels[a] + share * there.pixels[b])


def look(name: str, frames: Iterable[Frame], board: Board) -> Seen:
    """Looks for the board in a source.

    Args:
        name: Of the source.
        frames: Its pictures.
        board: What to look for.

    Raises:
        FitcoachError: It is seen too seldom, its pictures are not of one size, or the source breaks
            off.
    """
    size, due = (0, 0), 0.0
    times, files, sightings = [], [], []
    for frame in frames:
        before, size = size, (frame.pixels.shape[0], frame.pixels.shape[1])
        if before not in {(0, 0), size}:
            raise FitcoachError(
                f"{frame.path or name}: a picture of {size[1]}x{size[0]} pixels after others of "
                f"{before[1]}x{before[0]}; a camera is calibrated with pictures of one size."
            )
        if frame.timestamp < due:
            continue
        due = frame.timestamp + 1 / _RATE
        grey = np.asarray(cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        if (sighting := board.find(grey)) is not None:
            times.append(frame.timestamp)
            files.append(None if frame.path is None else frame.path.name)
            sightings.append(sighting)
    if len(times) < LEAST:
        raise FitcoachError(
            f"{name}: the board ({board.columns}x{board.rows} squares"
            f"{'' if board.plain else ' with marks'}) is seen in {len(times)} pictures, at least "
            f"{LEAST} are needed; check that it is this board, well lit, large enough and whole."
        )
    return Seen(name, size, np.array(times), files, sightings, _middles(sightings, board))


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


def as_opencv(sightings: Sequence[Sighting], board: Board) -> tuple[list[Small], list[Small]]:
    """Corners on the board and in the picture, of each view, as OpenCV asks for them."""
    corners = board.corners.astype(np.float32)
    points = [corners[each.numbers][:, None] for each in sightings]
    return points, [each.pixels.astype(np.float32)[:, None] for each in sightings]
