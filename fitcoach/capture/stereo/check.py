"""Whether rig and clips belong together, and what came of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from fitcoach.capture.observation import Observation
from fitcoach.capture.stereo.fuse import body_height, pixels_of
from fitcoach.capture.stereo.triangulate import Triangulation
from fitcoach.errors import FitcoachError
from fitcoach.pose import SEEN, Pose
from fitcoach.rig import Camera, Rig

Pair = tuple[Pose, Pose]
"""What both cameras saw of one moment."""

_EXCHANGED: Final = 0.6
"""The sources are exchanged if that makes the reprojection error this much smaller."""

_EVERY: Final = 0.5
"""Seconds between two moments that are kept to say how well the views agree."""

_TOGETHER: Final = 0.02
"""Seconds below which two clips began together: half a frame."""

_COVERED: Final = 0.95
"""Share of the first clip that the second one should show."""

_APART: Final = 0.06
"""Median reprojection error as a share of the body's height from which the cameras do not see the
same person at the same time from where the rig says: landmarks differ by 1 to 2 %."""


def misfit(cameras: Sequence[Camera], pairs: Iterable[Pair]) -> float:
    """Median reprojection error of landmarks that both cameras see, in heights of the body.

    Infinite where there is none in front of both cameras.
    """
    triangulation = Triangulation(cameras)
    shares = []
    for pair in pairs:
        seen = np.all([pose.visibility >= SEEN for pose in pair], axis=0)
        if seen.any():
            pixels = np.stack([pixels_of(pose)[seen] for pose in pair])
            points = triangulation.points(pixels, np.ones(pixels.shape[:2]))
            heights = np.array([[body_height(pose)] for pose in pair])
            # A point behind a camera cannot be seen by it, however well the lines meet.
            behind = (points.depths <= 0.0).any(axis=0)
            shares.append(np.where(behind, np.inf, (points.errors / heights).mean(axis=0)))
    return float(np.median(np.concatenate(shares))) if shares else float("inf")


def check_fit(rig: Rig, names: Sequence[str], pairs: Sequence[Pair]) -> None:
    """Refuses clips that the rig does not fit.

    Args:
        rig: Made for the size of the pictures.
        names: Of the sources.
        pairs: Moments that both cameras show, from all over the clips; may be empty.

    Raises:
        FitcoachError: The sources are exchanged, or do not belong to this rig or to each other.
    """
    if not pairs:
        return
    check_exchanged(rig, names, pairs)
    given = misfit(rig.camera, pairs)
    if given > _APART:
        apart = f"is apart by {given:.0%} of the body's height"
        if not np.isfinite(given):
            apart = "would be behind them"
        raise FitcoachError(
            f"{names[0]} and {names[1]} do not fit the rig: what both cameras see {apart}; "
            "if a camera was moved calibrate again, if the "
            "clips did not begin together give --offset, else check that they belong together."
        )


def check_exchanged(rig: Rig, names: Sequence[str], pairs: Sequence[Pair]) -> None:
    """Refuses sources that are exchanged; see `check_fit`."""
    first, second = rig.camera
    exchanged = (second.scaled(first.size), first.scaled(second.size))
    if misfit(exchanged, pairs) < _EXCHANGED * misfit(rig.camera, pairs):
        raise FitcoachError(
            f"{names[0]} was taken by camera '{second.name}' of the rig and {names[1]} by camera "
            f"'{first.name}', as far as the poses tell: name them the other way round."
        )


@dataclass(slots=True)
class Report:
    """What came of two sources, gathered while they are watched.

    Attributes:
        rig: Made for the size of the pictures.
        names: Of the sources.
        offset: Seconds by which the second clip began later; 0 for cameras.
        found: Whether that was told from the movement, rather than given.
        moments: That the first camera showed.
        covered: Of these, those that the second one showed, too.
        both: Of these, those at which both saw somebody.
        measured: Of the landmarks that either saw then, the share that was measured.
    """

    rig: Rig
    names: tuple[str, str]
    offset: float = 0.0
    found: bool = False
    moments: int = 0
    covered: int = 0
    both: int = 0
    _shown: list[float] = field(default_factory=list)
    _shares: list[float] = field(default_factory=list)
    _pairs: list[Pair] = field(default_factory=list)

    @property
    def measured(self) -> float:
        """See the class."""
        return float(np.mean(self._shares)) if self._shares else 0.0

    @property
    def pairs(self) -> Sequence[Pair]:
        """What both saw, twice a second."""
        return self._pairs

    def take(self, first: Observation, second: Observation | None, pose: Pose | None) -> None:
        """Takes a moment of both, and the pose that was made of it."""
        self.moments += 1
        if second is None:
            return
        self.covered += 1
        if first.pose is None or second.pose is None or pose is None:
            return
        self.both += 1
        seen = pose.visibility >= SEEN
        if seen.any():
            known = np.zeros_like(seen) if pose.measured is None else pose.measured
            self._shares.append(float(known[seen].mean()))
        if not self._pairs or first.timestamp - self._pairs[-1][0].timestamp >= _EVERY:
            self._pairs.append((first.pose, second.pose))

    def lines(self) -> list[str]:
        """What the user should know, in sentences."""
        a, b = self.names
        said = []
        if self.found and abs(self.offset) > _TOGETHER:
            later, sooner = (b, a) if self.offset > 0 else (a, b)
            said.append(f"{later} began {abs(self.offset):.2f} s later than {sooner}.")
        if self.covered < _COVERED * self.moments:
            said.append(
                f"{b} shows only {self.covered / self.moments:.0%} of what {a} does; "
                "the rest was seen by one camera only."
            )
        if self.both == 0:
            said.append(f"{a} and {b} never show somebody at the same time; nothing was measured.")
        else:
            said.append(
                f"Both cameras saw somebody at {self.both / self.moments:.0%} of the moments, and "
                f"{self.measured:.0%} of the landmarks could be measured; both views of them are "
                f"apart by {misfit(self.rig.camera, self._pairs):.1%} of the body's height."
            )
        return said
