"""What the dashboard shows, and what it can ask for; the command line provides it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from fitcoach.workout import Moment, Trainer


@dataclass(frozen=True, slots=True)
class Traffic:
    """How well capture keeps up.

    Attributes:
        arrived: When the frame shown was to be had, in seconds of `time.monotonic()`.
        rate: Frames a second.
        dropped: Frames passed over so far.
    """

    arrived: float
    rate: float
    dropped: int


Show = Callable[[Moment, Traffic], None]


class Controls(Protocol):
    """The workout that the dashboard belongs to; it runs in a thread of its own.

    Attributes:
        source: What the camera, clip or stream is called.
        mirrored: Whether the user sees himself, so that left is to be left as in a mirror.
        muted: Whether there is no sound.
        ring: Rings the terminal's bell, in place of a sound that cannot be played; the dashboard
            sets it, and it is called from any thread.
        trouble: What cannot be done (sound, journal), in a sentence; `None` if all is well.
    """

    source: str
    mirrored: bool
    muted: bool
    ring: Callable[[], None]

    @property
    def trouble(self) -> str | None:
        """See above."""
        ...

    def start(self, show: Show) -> None:
        """Begins; `show` is called in that thread for every moment and must not wait."""
        ...

    def ask(self, request: Callable[[Trainer], None]) -> None:
        """Has something done to the workout, at once; what comes of it is shown."""
        ...

    def stop(self) -> None:
        """Ends the workout and waits for the thread."""
        ...
