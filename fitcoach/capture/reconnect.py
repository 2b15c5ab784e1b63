"""A camera or stream that breaks off is opened again."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from fitcoach.capture.observation import Frame, Observation
from fitcoach.capture.prefetch import Prefetch
from fitcoach.capture.source import Source
from fitcoach.errors import FitcoachError

if TYPE_CHECKING:
    from fitcoach.capture.landmarker import Prepared

_RETRY = 1.0  # seconds between two attempts to open it
_SILENCE = 1.0  # seconds without a picture after which it counts as lost
_REMINDER = 0.5  # seconds after which it is said again


class Reconnection:
    """Goes on with a live source when it breaks off, by opening it every second until it is back.

    The frames' indices and timestamps go on, the latter by the clock.
    """

    def __init__(self, source: Source, reopen: Callable[[], Source]) -> None:
        """Takes over the source, opened for the first time."""
        self._source = source
        self._reopen = reopen
        self._stopped = threading.Event()

    def frames(self) -> Iterator[Frame]:
        """Yields the frames until `stop`.

        Raises:
            FitcoachError: Not one picture came.
        """
        source: Source | None = self._source
        start, count = None, 0
        while source is not None:
            first = count
            try:
                for frame in source.frames():
                    start = frame.arrived if start is None else start
                    count = first + frame.index + 1
                    yield replace(frame, index=count - 1, timestamp=frame.arrived - start)
            except FitcoachError:
                if start is None:
                    raise
            source = self._opened_again()

    def _opened_again(self) -> Source | None:
        while not self._stopped.wait(_RETRY):
            try:
                return self._reopen()
            except FitcoachError:
                continue
        return None

    def stop(self) -> None:
        """Ends the waiting for the source, at once and for good."""
        self._stopped.set()


def with_gaps(frames: "Prefetch[Prepared]") -> Iterator["Prepared | None"]:
    """Yields the frames, and `None` twice a second while none come.

    It goes by the frames alone: a driver may be silent for long before it says that a camera is
    gone, or never say so.
    """
    patience = _SILENCE
    while True:
        try:
            frame = frames.get(patience)
        except TimeoutError:
            patience = _REMINDER
            yield None
        except StopIteration:
            return
        else:
            patience = _SILENCE
            yield frame


def lost_since(last: Observation, name: str) -> Observation:
    """Says that no pictures have come since the last observation of the source."""
    now = time.monotonic()
    why = f"{name}: no more pictures come; check the cable or the connection."
    return Observation(last.index, last.timestamp + now - last.arrived, None, arrived=now, lost=why)
