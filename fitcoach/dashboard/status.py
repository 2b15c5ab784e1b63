"""The line that says how well fitcoach itself does."""

import time
from collections import deque
from statistics import median
from typing import Final

from fitcoach.dashboard.controls import Traffic
from fitcoach.dashboard.line import Line

_KEPT: Final = 90
_INTERVAL: Final = 0.5


class Status(Line):
    """Frames a second, latency, dropped frames, sound, and what cannot be done."""

    DEFAULT_CSS = """
    Status {
        height: 1;
        padding: 0 1;
        color: $text-muted;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    """

    def __init__(self) -> None:
        """Nothing is known yet."""
        super().__init__()
        self._latencies: deque[float] = deque(maxlen=_KEPT)
        self._due = 0.0

    @property
    def latency(self) -> float | None:
        """Median of the seconds from a frame's arrival to its count on the screen, of late."""
        return median(self._latencies) if self._latencies else None

    def shown(self, arrived: float) -> None:
        """Takes note that the frame that arrived then, by `time.monotonic()`, is on the screen."""
        self._latencies.append(time.monotonic() - arrived)

    def tell(self, traffic: Traffic, source: str, *, muted: bool, trouble: str | None) -> None:
        """Shows the figures, twice a second."""
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + _INTERVAL
        latency = "" if self.latency is None else f"{1000 * self.latency:.0f} ms"
        dropped = f"{traffic.dropped} dropped" if traffic.dropped else "none dropped"
        sound = "sound off" if muted else "sound on"
        parts = [trouble, f"{traffic.rate:.0f} frames/s", latency, dropped, sound, source]
        self.show(" · ".join(part for part in parts if part))
