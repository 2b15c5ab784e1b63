"""The start guard: nothing counts before the user is in place and ready."""

from collections.abc import Iterable
from typing import Final

from fitcoach.workout.cues import Cue, Severity

HELD: Final = 0.5
"""Seconds for which the start position is held."""

HEEDED: Final = 3.0
"""The same while there is a hint; longer, so that it can be read and heeded, but not for ever,
since a hint may be wrong."""

COUNTDOWN: Final = 3.0
"""Seconds from then to the start: three, two, one."""

GRACE: Final = 0.5
"""Seconds out of view that a countdown survives: the landmarker loses people for a moment."""


class StartGuard:
    """Waits for the start position, then counts down."""

    def __init__(self) -> None:
        self._since: float | None = None
        self._start: float | None = None
        self._last_ready = 0.0

    def update(self, timestamp: float, cues: Iterable[Cue], *, in_position: bool) -> float | None:
        """Takes the next moment.

        Args:
            timestamp: Seconds, increasing.
            cues: What is wrong with the picture.
            in_position: Whether the start position is held.

        Returns:
            Seconds to the start, 0 when it is time; `None` before the countdown.
        """
        worst = max((cue.severity for cue in cues), default=None)
        in_view = worst != Severity.STOP
        if self._start is None:
            self._wait(timestamp, ready=in_view and in_position, hinted=worst == Severity.HINT)
        elif in_view:
            self._last_ready = timestamp
        elif timestamp - self._last_ready > GRACE:
            self._since = self._start = None
        return None if self._start is None else max(0.0, self._start - timestamp)

    def _wait(self, timestamp: float, *, ready: bool, hinted: bool) -> None:
        if not ready:
            self._since = None
            return
        if self._since is None:
            self._since = timestamp
        if timestamp - self._since >= (HEEDED if hinted else HELD):
            self._start = timestamp + COUNTDOWN
            self._last_ready = timestamp
