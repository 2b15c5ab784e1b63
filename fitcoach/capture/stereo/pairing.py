"""Pairing: which moment of the second camera belongs to which of the first."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from fitcoach.body import Array
from fitcoach.capture.observation import Observation
from fitcoach.pose import Pose

Clock = Callable[[Observation], float]
"""When an observation was made, in seconds of a clock that both cameras share."""

_GAP: Final = 0.15
"""Seconds between two frames from which on nothing is known of what lies between them: at 7 frames
a second a quick rep is hardly seen."""


def paired(
    first: Iterator[Observation],
    second: Iterator[Observation],
    clocks: tuple[Clock, Clock],
) -> Iterator[tuple[Observation, Observation | None]]:
    """Yields each moment of the first camera with that of the second.

    The cameras need not take their pictures together, nor equally often: the second one's
    landmarks are read at the first one's moments, between its frames.

    Args:
        first: Of the first camera, by increasing time.
        second: Of the second, likewise.
        clocks: Their clocks.
    """
    before: Observation | None = None
    after = next(second, None)
    for observation in first:
        now = clocks[0](observation)
        while after is not None and clocks[1](after) < now:
            before, after = after, next(second, None)
        yield observation, _at(now, observation, before, after, clocks[1])


def _at(
    now: float,
    first: Observation,
    before: Observation | None,
    after: Observation | None,
    clock: Clock,
) -> Observation | None:
    near = [each for each in (before, after) if each is not None and abs(clock(each) - now) < _GAP]
    if not near:
        return None
    nearest = min(near, key=lambda each: abs(clock(each) - now))
    pose = nearest.pose
    if before in near and after in near and before is not None and after is not None:
        apart = clock(after) - clock(before)
        if apart < _GAP and before.pose is not None and after.pose is not None:
            share = (now - clock(before)) / apart
            pose = between(before.pose, after.pose, share)
    if pose is not None:
        pose = replace(pose, timestamp=first.timestamp)
    return replace(nearest, pose=pose)


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
