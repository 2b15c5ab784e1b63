"""Signals and speech for a live session."""

from collections.abc import Callable, Mapping
from typing import Final, Self

from fitcoach.sound import speech
from fitcoach.sound.lane import Lane, module
from fitcoach.sound.tones import Signal

_WAITING: Final = 3
"""So many signals may wait for a device that is being opened; later ones replace the oldest."""


def default_on(live: bool, environ: Mapping[str, str]) -> bool:
    """Whether there is sound where nobody says otherwise.

    Args:
        live: Whether the source is a camera or a stream.
        environ: Variables of the environment; over SSH the loudspeaker is somewhere else.
    """
    return live and not (environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))


class Sound:
    """Plays signals and speaks. Never makes the caller wait, never raises, never prints.

    Close it (it is a context manager).
    """

    def __init__(self, *, muted: bool = False, bell: Callable[[], object] | None = None) -> None:
        """Starts what plays and speaks, unless muted.

        Args:
            muted: Whether to be silent at first.
            bell: Rings the terminal's bell; called from another thread for every signal that
                cannot be played.
        """
        self._signals = Lane(module("fitcoach.sound.player"), _WAITING, bell)
        self._speech = Lane(speech.command(), 1)
        self._muted = True
        self.muted = muted

    @property
    def muted(self) -> bool:
        """Whether all signals and texts are dropped."""
        return self._muted

    @muted.setter
    def muted(self, muted: bool) -> None:
        self._muted = muted
        for lane in (self._signals, self._speech):
            if muted:
                lane.clear()
            else:
                lane.start()

    @property
    def trouble(self) -> str | None:
        """Why there is no sound or no speech, in a sentence; `None` where all is well."""
        if self._signals.trouble:
            return f"No sound: {self._signals.trouble}."
        if self._speech.trouble:
            return f"No speech: {self._speech.trouble}."
        return None

    def play(self, signal: Signal) -> None:
        """Plays a signal."""
        if not self._muted:
            self._signals.put(signal)

    def say(self, text: str) -> None:
        """Speaks a text in place of one that is still waiting to be spoken."""
        if not self._muted:
            self._speech.put(text)

    def close(self) -> None:
        """Falls silent at once."""
        self._signals.close()
        self._speech.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
