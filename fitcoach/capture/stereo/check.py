"""Whether rig and clips belong together, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations, permutations
from typing import TYPE_CHECKING, Final

import numpy as np

from fitcoach.body import Array
from fitcoach.capture.observation import Observation
from fitcoach.capture.stereo.agree import body_height, pixels_of
from fitcoach.capture.stereo.pairing import poses_of
from fitcoach.capture.stereo.triangulate import Triangulation
from fitcoach.errors import FitcoachError
from fitcoach.pose import SEEN, Pose
from fitcoach.rig import Camera, Rig
from fitcoach.words import listed

if TYPE_CHECKING:
    from fitcoach.capture.source import Source
    from fitcoach.capture.stream import ObservationStream

Views = Sequence[Pose | None]
"""What each camera saw of one moment; `None` where it saw nobody."""

_EXCHANGED: Final = 0.6
"""The sources are exchanged if that makes the reprojection error this much smaller."""

_EVERY: Final = 0.5
"""Seconds between two moments that are kept to say how well the views agree."""

TOGETHER: Final = 0.02
"""Seconds below which two clips began together: half a frame."""

_COVERED: Final = 0.95
"""Share of the first clip that the others should show."""

_APART: Final = 0.06
"""Median reprojection error as a share of the body's height from which the cameras do not see the
same person at the same time from where the rig says: landmarks differ by 1 to 2 %."""


def misfit(cameras: Sequence[Camera], moments: Sequence[Views]) -> float:
    """Median reprojection error of landmarks that two cameras see, in heights of the body.

    Infinite where there is none in front of both of them.
    """
    errors = np.concatenate([*_apart(cameras, moments).values()])
    return float(np.median(errors)) if errors.size else float("inf")


def _apart(cameras: Sequence[Camera], moments: Sequence[Views]) -> dict[tuple[int, int], Array]:
    """The reprojection errors of what each two cameras see, in heights of the body."""
    return {
        (i, j): _errors((cameras[i], cameras[j]), _of_both(moments, i, j))
        for i, j in combinations(range(len(cameras)), 2)
    }


def _of_both(moments: Sequence[Views], i: int, j: int) -> list[tuple[Pose, Pose]]:
    """What two cameras saw at once."""
    return [(a, b) for views in moments if (a := views[i]) and (b := views[j])]


def _errors(cameras: Sequence[Camera], pairs: Sequence[tuple[Pose, Pose]]) -> Array:
    pixels, heights = [np.empty((2, 0, 2))], [np.empty((2, 0))]
    for both in pairs:
        seen = np.all([pose.visibility >= SEEN for pose in both], axis=0)
        pixels.append(np.stack([pixels_of(pose)[seen] for pose in both]))
        heights.append(np.stack([np.full(seen.sum(), body_height(pose)) for pose in both]))
    where, tall = np.concatenate(pixels, axis=1), np.concatenate(heights, axis=1)
    if not tall.size:
        return np.empty(0)
    points = Triangulation(cameras).points(where, np.ones(tall.shape))
    # A point behind a camera cannot be seen by it, however well the lines meet.
    behind = (points.depths <= 0.0).any(axis=0)
    return np.where(behind, np.inf, (points.errors / tall).mean(axis=0))


def check_fit(rig: Rig, names: Sequence[str], moments: Sequence[Views]) -> None:
    """Refuses clips that the rig does not fit.

    Args:
        rig: Made for the size of the pictures.
        names: Of the sources.
        moments: From all over the clips; may be empty.

    Raises:
        FitcoachError: The sources are exchanged, or do not belong to this rig or to each other.
    """
    check_exchanged(rig, names, moments)
    apart = _apart(rig.camera, moments)
    given, worst = 0.0, 0
    for number in range(len(names)):
        errors = np.concatenate([each for pair, each in apart.items() if number in pair])
        if errors.size and np.median(errors) > given:
            given, worst = float(np.median(errors)), number
    if given > _APART:
        said = f"is apart by {given:.0%} of the body's height"
        if not np.isfinite(given):
            said = "would be behind them"
        others = [name for k, name in enumerate(names) if k != worst]
        raise FitcoachError(
            f"{names[worst]} does not go with {listed(others)} by this rig: what the cameras see "
            f"{said}; if a camera was moved calibrate again, if the clips did not begin together "
            "give --offset, else check that they belong together."
        )


def check_alike(sources: "Sequence[Source | ObservationStream]") -> None:
    """Refuses cameras together with recordings."""
    for other in sources[1:]:
        if other.live != sources[0].live:
            raise FitcoachError(
                f"{sources[0].name} and {other.name}: one is a camera and the other a recording; "
                "all must be the one or the other."
            )


def check_exchanged(rig: Rig, names: Sequence[str], moments: Sequence[Views]) -> None:
    """Refuses sources that are exchanged; see `check_fit`."""
    numbers = range(len(names))
    apart = {}
    for i, j in combinations(numbers, 2):
        if both := _of_both(moments, i, j):
            for taken in permutations(numbers, 2):
                sizes = rig.camera[i].size, rig.camera[j].size
                pair = [rig.camera[k].scaled(size) for k, size in zip(taken, sizes, strict=True)]
                errors = _errors(pair, both)
                apart[i, j, *taken] = float(np.median(errors)) if errors.size else 0.0

    def misfit_of(order: Sequence[int]) -> float:
        """If these cameras took the sources."""
        return sum(apart.get((i, j, order[i], order[j]), 0.0) for i, j in combinations(numbers, 2))

    order = min(permutations(numbers), key=misfit_of)
    if misfit_of(order) < _EXCHANGED * misfit_of(numbers):
        wrong = [
            f"{names[k]} was taken by camera '{rig.camera[order[k]].name}' of the rig"
            for k in numbers
            if order[k] != k
        ]
        right = [names[order.index(k)] for k in numbers]
        raise FitcoachError(
            f"{listed(wrong)}, as far as the poses tell: name them in the order {', '.join(right)}."
        )


@dataclass(slots=True)
class Report:
    """What came of several sources, gathered while they are watched.

    Attributes:
        rig: Made for the size of the pictures.
        names: Of the sources.
        offsets: Seconds by which each clip after the first began later; 0 for cameras.
        found: Whether that was told from the movement, rather than given.
        moments: That the first camera showed.
        covered: Of these, those that each of the others showed, too.
        shared: Of these, those at which two cameras or more saw somebody.
        measured: Of the landmarks that any of them saw then, the share that was measured.
    """

    rig: Rig
    names: Sequence[str]
    offsets: Sequence[float]
    found: bool = False
    moments: int = 0
    covered: list[int] = field(init=False)
    shared: int = 0
    _kept: float = -np.inf
    _shares: list[float] = field(default_factory=list)
    _views: list[Views] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.covered = [0] * len(self.offsets)

    @property
    def measured(self) -> float:
        """See the class."""
        return float(np.mean(self._shares)) if self._shares else 0.0

    @property
    def views(self) -> Sequence[Views]:
        """What two cameras or more saw, twice a second."""
        return self._views

    def take(
        self, first: Observation, others: Sequence[Observation | None], pose: Pose | None
    ) -> None:
        """Takes a moment of all cameras, and the pose that was made of it."""
        self.moments += 1
        for number, other in enumerate(others):
            self.covered[number] += other is not None
        views = poses_of((first, *others))
        if pose is None or sum(each is not None for each in views) < 2:  # noqa: PLR2004
            return
        self.shared += 1
        seen = pose.visibility >= SEEN
        if seen.any():
            known = np.zeros_like(seen) if pose.measured is None else pose.measured
            self._shares.append(float(known[seen].mean()))
        if first.timestamp - self._kept >= _EVERY:
            self._kept = first.timestamp
            self._views.append(views)

    def lines(self) -> list[str]:
        """What the user should know, in sentences."""
        first, *others = self.names
        said = []
        for name, offset in zip(others, self.offsets, strict=True):
            if self.found and abs(offset) > TOGETHER:
                later, sooner = (name, first) if offset > 0 else (first, name)
                said.append(f"{later} began {abs(offset):.2f} s later than {sooner}.")
        for name, covered in zip(others, self.covered, strict=True):
            if covered < _COVERED * self.moments:
                said.append(
                    f"{name} shows only {covered / self.moments:.0%} of what {first} does; "
                    "the rest was seen without it."
                )
        if self.shared == 0:
            said.append(
                f"{listed(self.names)} never show somebody at the same time; nothing was measured."
            )
        else:
            who = "Both" if len(self.names) == 2 else "At least two"  # noqa: PLR2004
            said.append(
                f"{who} cameras saw somebody at {self.shared / self.moments:.0%} of the moments, "
                f"and {self.measured:.0%} of the landmarks could be measured; the views of them "
                f"are apart by {misfit(self.rig.camera, self._views):.1%} of the body's height."
            )
        return said
