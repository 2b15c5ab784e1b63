"""Observations to iterate over, and what can be said to their source meanwhile."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from fitcoach.capture.observation import Observation

if TYPE_CHECKING:
    from fitcoach.capture.heads import HeadCount
    from fitcoach.capture.stereo.check import Report


class ObservationStream:
    """Observations in the order of time; a context manager, so that cameras are let go.

    Attributes:
        name: What the source is called.
        live: Whether it comes in its own time (camera, stream) and has no end.
        frame_rate: Frames a second as the source states it, `None` where it does not.
        frame_count: Number of frames as the source states it (containers estimate), or `None`.
        dropped: How many frames of a live source were passed over so far because the landmarker was
            busy, told by the indices missing between the observations; from the first one on, since
            a camera may run for a while before anybody looks.
        report: Of a rig, how its cameras go together so far; `None` of one camera.
    """

    def __init__(
        self,
        name: str,
        observations: Iterator[Observation],
        *,
        live: bool = False,
        frame_rate: float | None = None,
        frame_count: int | None = None,
        heads: "HeadCount | None" = None,
        report: "Report | None" = None,
        interrupt: Callable[[], None] = lambda: None,
        resources: ExitStack | None = None,
    ) -> None:
        """Takes over the resources, to close them after `interrupt` has ended all waiting."""
        self.name = name
        self.live = live
        self.frame_rate = frame_rate
        self.frame_count = frame_count
        self.dropped = 0
        self.report = report
        self._observations = observations
        self._first: int | None = None
        self._seen = 0
        self._heads = heads
        self._interrupt = interrupt
        self._resources = resources or ExitStack()
        self._in_use = threading.Lock()
        self._closing = False

    def __iter__(self) -> Iterator[Observation]:
        return self

    def __next__(self) -> Observation:
        """Returns the next observation.

        Raises:
            FitcoachError: The source broke off; everything readable came before.
        """
        with self._in_use:
            if self._closing:  # a lock is not fair: else it might always be we who get it
                raise StopIteration
            observation = next(self._observations)
        if observation.lost is None:
            self._first = observation.index if self._first is None else self._first
            self._seen += 1
            self.dropped = observation.index - self._first + 1 - self._seen
        return observation

    def count_people(self, on: bool) -> None:
        """Has somebody else be looked for once a second or not; see `Observation.people`.

        This takes some 20 ms a time. In recorded poses there is nobody else.
        """
        if self._heads is not None:
            self._heads.on = on

    def close(self) -> None:
        """Lets go of the source and the landmarker, from any thread; twice does no harm.

        Another thread that waits for the next observation gets `StopIteration`.
        """
        self._closing = True
        self._interrupt()
        with self._in_use:  # mediapipe crashes when it is closed while it looks
            self._resources.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
