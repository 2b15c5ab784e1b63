"""Cues: what the user is told while training, one at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from fitcoach.body import Landmark

SHOWN: Final = 3.0
"""Seconds for which a cue stays, so that it can be read from three metres."""

SETTLED: Final = 0.5
"""Seconds after which a cue may give way to one that matters as much: words must not flicker."""


class Severity(IntEnum):
    """How much a cue matters."""

    NOTE = 1
    """Good to know."""
    HINT = 2
    """Counts or form suffer from it."""
    STOP = 3
    """Nothing is counted as long as it lasts."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A short sentence for the user.

    Attributes:
        text: What is wrong and what to do, in few words.
        severity: How much it matters.
        parts: The landmarks it is about.
    """

    text: str
    severity: Severity
    parts: tuple[Landmark, ...] = ()


class CueDesk:
    """Chooses which cue is shown: the worst, for long enough to be read."""

    def __init__(self) -> None:
        self._shown: Cue | None = None
        self._since = 0.0
        self._until = 0.0

    def update(self, timestamp: float, offers: Iterable[Cue]) -> Cue | None:
        """Takes the cues of a moment; returns the one to show, if any."""
        worst = max(offers, key=lambda cue: cue.severity, default=None)
        if self._shown is not None and timestamp >= self._until:
            self._shown = None
        if worst is not None and self._may_show(timestamp, worst):
            if worst != self._shown:
                self._since = timestamp
            self._shown, self._until = worst, timestamp + SHOWN
        return self._shown

    def clear(self) -> None:
        """Shows nothing any more."""
        self._shown = None

    def _may_show(self, timestamp: float, cue: Cue) -> bool:
        shown = self._shown
        if shown is None or cue == shown or cue.severity > shown.severity:
            return True
        return cue.severity == shown.severity and timestamp - self._since >= SETTLED
