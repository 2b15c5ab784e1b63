"""Placing: where the cameras stand, from views of the board by several of them at once.

Cameras that see the board together form a net. One after the other is placed by that which it sees
the board with most often, beginning with the first; then all are moved to where all views fit best.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fitcoach.body import Array
from fitcoach.capture.opencv import cv2
from fitcoach.capture.stereo.board import Board, Sighting
from fitcoach.capture.stereo.look import LEAST, Seen, as_opencv
from fitcoach.capture.stereo.offset import likely_offsets
from fitcoach.capture.stereo.refine import refined, where
from fitcoach.capture.stereo.sift import Poor, Sifted, sifted
from fitcoach.errors import FitcoachError
from fitcoach.rig import Camera
from fitcoach.words import listed

_WRONG: Final = 0.05
"""Share of the picture's width by which a view is off where two cameras did not see the same: of
what a single view tells of their places it is not more than some pixels."""

_SAME: Final = 0.5
"""Seconds within which the board is held in the same place."""


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Cameras in their places.

    Attributes:
        cameras: In the frame of the first one.
        offsets: Seconds by which each clip after the first began later.
        views: How many views that was told from.
        error: Root mean square of the corners' distances in pixels.
        poor: Views that fit badly.
    """

    cameras: tuple[Camera, ...]
    offsets: tuple[float, ...]
    views: int
    error: float
    poor: list[Poor]


@dataclass(frozen=True, slots=True, eq=False)
class _View:
    """The board, seen by several cameras at once.

    Attributes:
        camera: Whose clock tells when.
        number: Of its sighting.
        sightings: By the number of the camera.
    """

    camera: int
    number: int
    sightings: Mapping[int, Sighting]


@dataclass(frozen=True, slots=True, eq=False)
class _Link:
    """What two cameras that see the board together tell of each other.

    Attributes:
        here: The number of the one.
        there: That of the other.
        offset: Seconds by which the other's clip began later.
        views: What both saw.
        camera: The other one in the frame of the one.
        error: Root mean square of the corners' distances in pixels; infinite of too few views.
        sieve: Which views were used.
    """

    here: int
    there: int
    offset: float
    views: list[_View]
    camera: Camera
    error: float
    sieve: Sifted

    @property
    def strength(self) -> float:
        """How firmly they hold each other: the more views and the nearer, the firmer."""
        return float(self.sieve.used.sum()) / self.error**2


def place(seen: Sequence[Seen], cameras: Sequence[Camera], board: Board) -> Placed:
    """Places cameras.

    Args:
        seen: What each saw.
        cameras: What each is like; the first one is in its own frame.
        board: What they saw.

    Raises:
        FitcoachError: The board was not seen by several of them at once often enough.
    """
    placed, offsets = list(cameras), [0.0] * len(cameras)
    for link in _net(seen, cameras, board):
        start, step = placed[link.here], link.camera
        placed[link.there] = step.placed(
            step.turn @ start.turn, step.turn @ start.shift + step.shift
        )
        offsets[link.there] = offsets[link.here] + link.offset
        views, error, sieve = link.views, link.error, link.sieve
    if len(cameras) > 2:  # noqa: PLR2004
        views = _views_of_all(seen, board, offsets)
        placed, error, sieve = refined(placed, [view.sightings for view in views], board)
    poor = sieve.poor(lambda i: _called(seen, views[i]))
    return Placed(tuple(placed), tuple(offsets[1:]), int(sieve.used.sum()), error, poor)


def _net(seen: Sequence[Seen], cameras: Sequence[Camera], board: Board) -> list[_Link]:
    """The strongest links by which every camera can be placed, beginning with the first."""
    links: dict[tuple[int, int], _Link] = {}
    joined, net = [0], list[_Link]()
    while rest := [number for number in range(len(seen)) if number not in joined]:
        ways = list(product(joined, rest))
        for way in ways:
            if way not in links:
                links[way] = _link(seen, cameras, board, *way)
        best = max((links[way] for way in ways), key=lambda link: link.strength)
        if best.strength == 0.0:
            here, there = (listed([seen[k].name for k in each]) for each in (joined, rest))
            most = max(len(links[way].views) for way in ways)
            raise FitcoachError(
                f"{here} on the one side and {there} on the other see the board together in {most} "
                f"places only, {LEAST} are needed; hold it where a camera of each side sees it, "
                "turned half-way between them."
            )
        net.append(best)
        joined.append(best.there)
    return net


def _link(
    seen: Sequence[Seen], cameras: Sequence[Camera], board: Board, here: int, there: int
) -> _Link:
    offset = next(iter(likely_offsets(seen[here].track, seen[there].track)), 0.0)
    views = _views(seen, board, here, there, offset)
    both = [_common(view.sightings[here], view.sightings[there]) for view in views]
    errors = _off(cameras[here], cameras[there], both, board)
    same = errors <= _WRONG * cameras[there].width
    if same.sum() < LEAST:
        views = [views[i] for i in np.flatnonzero(same)]
        return _Link(here, there, offset, views, cameras[there], np.inf, Sifted(errors, same))
    right = [both[i] for i in np.flatnonzero(same)]
    camera, error, sieve = _beside(cameras[here], cameras[there], right, board)
    used = same.copy()
    errors[same], used[same] = sieve.errors, sieve.used
    return _Link(here, there, offset, views, camera, error, Sifted(errors, used))


def _off(
    here: Camera, there: Camera, both: Sequence[tuple[Sighting, Sighting]], board: Board
) -> Array:
    """By how many pixels each view is off if the other camera is where most of them say.

    What was not seen at the same moment would mislead the calibration, which trusts all views. Each
    view tells by itself where the one camera stands by the other; of these places that is taken by
    which the views are least off in the middle.
    """
    poses = [(where(board, one, here), where(board, other, there)) for one, other in both]
    least = np.full(len(both), np.inf)
    for (turn, shift), (other_turn, other_shift) in poses:
        way = other_turn @ turn.T
        moved = there.placed(way, other_shift - way @ shift)
        errors = np.empty(len(both))
        for i, ((one, other), ((a, b), _)) in enumerate(zip(both, poses, strict=True)):
            seen = moved.project(board.corners[one.numbers] @ a.T + b)
            errors[i] = np.sqrt(((seen - other.pixels) ** 2).sum(axis=1).mean())
        if np.median(errors) < np.median(least):
            least = errors
    return least


def _views(seen: Sequence[Seen], board: Board, here: int, there: int, offset: float) -> list[_View]:
    """Views of the board by both cameras at once, with enough corners in common."""
    found: dict[int, _View] = {}
    for number in seen[here].stillest():
        one, other = seen[here].sightings[number], seen[there].at(seen[here].times[number] - offset)
        if other is not None and board.suffices(np.intersect1d(one.numbers, other.numbers)):
            found[number] = _View(here, number, {here: one, there: other})
    return [found[number] for number in seen[here].varied(list(found))]


def _views_of_all(seen: Sequence[Seen], board: Board, offsets: Sequence[float]) -> list[_View]:
    """Views by two cameras or more, by the clock of the first that sees them."""
    found: dict[tuple[int, int], _View] = {}

    def time(view: _View) -> float:
        return float(seen[view.camera].times[view.number]) + offsets[view.camera]

    for here, there in combinations(range(len(seen)), 2):
        for view in _views(seen, board, here, there, offsets[there] - offsets[here]):
            if any(
                view.sightings.keys() <= other.sightings.keys()
                and abs(time(other) - time(view)) < _SAME
                for other in found.values()
            ):
                continue  # a camera before them saw it, too
            known = found.setdefault((here, view.number), view).sightings
            found[here, view.number] = replace(view, sightings={**known, **view.sightings})
    return list(found.values())


def _called(seen: Sequence[Seen], view: _View) -> tuple[str, str]:
    """The sources that show it, and when the first of them does."""
    camera = seen[view.camera]
    names = listed([seen[number].name for number in view.sightings])
    return names, camera.moment(camera.times[view.number])


def _beside(
    here: Camera, there: Camera, both: Sequence[tuple[Sighting, Sighting]], board: Board
) -> tuple[Camera, float, Sifted]:
    """The one camera in the frame of the other, the error, and what was used."""
    points, seen_here = as_opencv([one for one, _ in both], board)
    _, seen_there = as_opencv([other for _, other in both], board)

    def solve(numbers: NDArray[np.intp]) -> tuple[tuple[float, Array, Array], Array]:
        error, *_, turn, shift, _, _, _, _, errors = cv2.stereoCalibrateExtended(
            [points[i] for i in numbers],
            [seen_here[i] for i in numbers], [seen_there[i] for i in numbers],
            here.matrix, np.array(here.distortion), there.matrix, np.array(there.distortion),
            (here.width, here.height), np.eye(3), np.zeros(3), flags=cv2.CALIB_FIX_INTRINSIC,
        )  # fmt: skip
        found = float(error), np.asarray(turn, np.float64), np.ravel(shift).astype(np.float64)
        return found, np.asarray(errors).max(axis=1)

    (error, turn, shift), sieve = sifted(solve, len(both))
    return there.placed(turn, shift), error, sieve


def _common(one: Sighting, other: Sighting) -> tuple[Sighting, Sighting]:
    """The corners that both show."""
    numbers, a, b = np.intersect1d(one.numbers, other.numbers, return_indices=True)
    return Sighting(numbers, one.pixels[a]), Sighting(numbers, other.pixels[b])
