"""The signals as waveforms, made here: no sound files to ship."""

from typing import Final, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Signal: TypeAlias = Literal["rep", "attempt", "set-end", "rest-end", "countdown", "go", "lost"]
"""What can be heard: a rep that counts, one that does not, the end of a set or of a rest, a second
of a countdown, its end, and that the person or the camera is out of view."""

Samples: TypeAlias = NDArray[np.int16]

RATE: Final = 48_000
"""Samples a second: what most devices run at."""

_LOUDNESS: Final = 0.5
"""Largest sample as a share of what is possible: heard over music, not frightening."""

_FADE: Final = 0.006
"""Seconds in which a note comes and goes; one that starts or stops at once clicks."""

_BRIGHT: Final = (1.0, 0.3, 0.1)
_DULL: Final = (1.0, 0.0, 0.3)  # a low note needs an overtone to be heard from a laptop
"""Loudness of a note's overtones."""


class _Note(NamedTuple):
    start: float  # seconds
    seconds: float
    hertz: float
    overtones: tuple[float, ...] = _BRIGHT


_NOTES: Final[dict[Signal, tuple[_Note, ...]]] = {
    "rep": (_Note(0.0, 0.14, 880.0),),
    "attempt": (_Note(0.0, 0.24, 185.0, _DULL),),
    "set-end": (
        _Note(0.0, 0.16, 523.3),
        _Note(0.12, 0.16, 659.3),
        _Note(0.24, 0.16, 784.0),
        _Note(0.36, 0.4, 1046.5),
    ),
    "rest-end": (_Note(0.0, 0.2, 587.3), _Note(0.25, 0.2, 587.3), _Note(0.5, 0.35, 880.0)),
    "countdown": (_Note(0.0, 0.08, 440.0),),
    "go": (_Note(0.0, 0.45, 1174.7),),
    "lost": (_Note(0.0, 0.25, 493.9, _DULL), _Note(0.28, 0.4, 349.2, _DULL)),
}


def _wave(note: _Note) -> NDArray[np.float64]:
    t = np.arange(round(note.seconds * RATE)) / RATE
    tone = sum(
        loudness * np.sin(2 * np.pi * note.hertz * times * t)
        for times, loudness in enumerate(note.overtones, start=1)
    )
    to_the_edge = np.minimum(t, t[-1] - t)
    fade = np.sin(np.pi / 2 * np.clip(to_the_edge / _FADE, 0, 1)) ** 2
    return np.asarray(tone * fade * np.exp(-3 * t / note.seconds))  # dies away as a bell does


def _mix(notes: tuple[_Note, ...]) -> Samples:
    mixed = np.zeros(round(max(note.start + note.seconds for note in notes) * RATE))
    for note in notes:
        start, wave = round(note.start * RATE), _wave(note)
        mixed[start : start + wave.size] += wave
    loudest = np.abs(mixed).max()
    full = np.iinfo(np.int16).max
    return np.asarray(np.round(mixed / loudest * _LOUDNESS * full), np.int16)


TONES: Final[dict[str, Samples]] = {signal: _mix(notes) for signal, notes in _NOTES.items()}
"""The waveform of each signal, one channel."""
