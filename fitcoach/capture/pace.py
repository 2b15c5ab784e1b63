"""Playing what is not live as fast as it was filmed."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from fitcoach.capture.observation import Frame, Observation

Moment = TypeVar("Moment", Frame, Observation)


class Pace:
    """The clock that one source is played by; it can be halted from any thread.

    It waits for what comes early and never hurries: what comes late is let through at once.
    """

    def __init__(self) -> None:
        """Sets the clock; it starts with the first `wait`."""
        self._changed = threading.Condition()
        self._origin: float | None = None  # when 0 s of the source is due
        self._paused: float | None = None  # since when
        self._stopped = False

    def play(self, moments: Iterator[Moment]) -> Iterator[Moment]:
        """Yields each moment when it is due, which is then its `arrived`; ends with `stop`."""
        for moment in moments:
            due = self.wait(moment.timestamp)
            if self._stopped:
                return
            yield replace(moment, arrived=due)

    def wait(self, timestamp: float) -> float:
        """Waits until a moment of the source is due; the first one asked for is due at once.

        Args:
            timestamp: The moment, in seconds from the start of the source.

        Returns:
            When it was due, in seconds of `time.monotonic()`; without a meaning after `stop`.
        """
        with self._changed:
            if self._origin is None:
                self._origin = self._now() - timestamp
            while not self._stopped:
                left = self._origin + timestamp - self._now()
                if self._paused is None and left <= 0:
                    break
                self._changed.wait(left if self._paused is None else None)
            return self._origin + timestamp

    def pause(self) -> None:
        """Halts the clock; nothing is due until it goes on."""
        with self._changed:
            self._paused = self._now()
            self._changed.notify_all()

    def resume(self) -> None:
        """Lets the clock go on from where it was halted."""
        with self._changed:
            if self._paused is not None and self._origin is not None:
                self._origin += time.monotonic() - self._paused
            self._paused = None
            self._changed.notify_all()

    def stop(self) -> None:
        """Ends all waiting at once and for good, also in a pause."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _now(self) -> float:
        return time.monotonic() if self._paused is None else self._paused
