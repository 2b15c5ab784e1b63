"""Plays the signals: a program of its own, `python -m fitcoach.sound.player`; see `helper.py`."""

from fitcoach.sound.helper import Handler, serve
from fitcoach.sound.speaker import Speaker
from fitcoach.sound.tones import RATE, TONES


def begin() -> Handler:
    """Returns what plays the signal of a name."""
    speaker = Speaker(RATE)
    return lambda signal: speaker.play(TONES[signal])


if __name__ == "__main__":
    serve(begin)
