"""Pairing: which moment of the other cameras belongs to which of the first."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from fitcoach.body import Array
from fitcoach.capture.observation import Observation
from fitcoach.pose import Pose

Clock = Callable[[Observation], float]
"""When an observation was made, in seconds of a clock that all cameras share."""

_GAP: Final = 0.15
"""Seconds between two frames from which on nothing is known of what lies between them: at 7 frames
a second a quick rep is hardly seen."""


def paired(
    streams: Sequence[Iterator[Observation]], clocks: Sequence[Clock]
) -> Iterator[tuple[Observation, Sequence[Observation | None]]]:
    """Yields each moment of the first camera with that of the others, `None` where they show none.

    The cameras need not take their pictures together, nor equally often: the landmarks of the
    others are read at the first one's moments, between their frames.

    Args:
        streams: Of the cameras, by increasing time.
        clocks: Their clocks.
    """
    first, *others = streams
    readers = [_Reader(each, clock) for each, clock in zip(others, clocks[1:], strict=True)]
    for observation in first:
        now = clocks[0](observation)
        yield observation, [reader.at(now, observation.timestamp) for reader in readers]


def poses_of(moment: Iterable[Observation | None]) -> list[Pose | None]:
    """What each camera saw of one moment; `None` where it saw nobody."""
    return [None if each is None else each.pose for each in moment]


class _Reader:
    """Reads one camera at the moments of another."""

    def __init__(self, stream: Iterator[Observation], clock: Clock) -> None:
        """Takes its observations by increasing time, and its clock."""
        self._stream = stream
        self._clock = clock
        self._before: Observation | None = None
        self._after = next(stream, None)

    def at(self, now: float, timestamp: float) -> Observation | None:
        """What it shows at a moment by its clock, later than the last one that was asked for.

        Args:
            now: The moment.
            timestamp: What it is to be called.
        """
        clock = self._clock
        while self._after is not None and clock(self._after) < now:
            self._before, self._after = self._after, next(self._stream, None)
        before, after = self._before, self._after
        near = [
            each for each in (before, after) if each is not None and abs(clock(each) - now) < _GAP
        ]
        if not near:
            return None
        nearest = min(near, key=lambda each: abs(clock(each) - now))
        pose = nearest.pose
        if before is not None and after is not None and len(near) == 2:  # noqa: PLR2004
            apart = clock(after) - clock(before)
            if apart < _GAP and before.pose is not None and after.pose is not None:
                pose = between(before.pose, after.pose, (now - clock(before)) / apart)
        return replace(nearest, pose=pose and replace(pose, timestamp=timestamp))


def between(before: Pose, after: Pose, share: float) -> Pose:
    """A pose on the way from one to the next.

    Args:
        before: The one.
        after: The next.
        share: How much of the way, 0..1.
    """

    def mixed(a: Array, b: Array) -> Array:
        return np.asarray((1.0 - share) * a + share * b)

    return replace(
        before,
        image=mixed(before.image, after.image),
        world=mixed(before.world, after.world),
        visibility=np.minimum(before.visibility, after.visibility),
    )
