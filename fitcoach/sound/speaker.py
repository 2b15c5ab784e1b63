"""The audio device, for the helper programs: plays what it is given, one after the other."""

import time
from collections import deque
from collections.abc import Generator
from typing import Final

import miniaudio
import numpy as np

from fitcoach.sound.tones import Samples

_BUFFER_MS: Final = 50
"""How much is handed to the device at a time: a beep comes this much late at most."""

_DEAD: Final = 1.0
"""A device that has asked for nothing for so many seconds is gone."""


class Speaker:
    """Keeps the device open, so that a beep is not delayed and a wireless headset stays awake."""

    def __init__(self, rate: int) -> None:
        """Opens the device.

        Args:
            rate: Samples a second of all that is played.

        Raises:
            OSError: There is none.
        """
        self._rate = rate
        self._device: miniaudio.PlaybackDevice | None = None
        self._waiting: deque[Samples] = deque()
        self._asked = 0.0
        self._open()

    def play(self, samples: Samples) -> None:
        """Plays samples of one channel after those that are playing; returns at once.

        Raises:
            OSError: The device has gone away, and there is no other.
        """
        if time.monotonic() - self._asked > _DEAD:
            self._open()
        self._waiting.append(samples)

    def _open(self) -> None:
        if self._device is not None:
            self._device.close()
            self._device = None
        try:
            device = miniaudio.PlaybackDevice(
                nchannels=1, sample_rate=self._rate, buffersize_msec=_BUFFER_MS, app_name="fitcoach"
            )
            if device.backend == "Null":  # miniaudio's last resort plays to nobody
                raise OSError
            feed = self._feed()
            next(feed)
            device.start(feed)
        except (miniaudio.MiniaudioError, OSError):
            raise OSError("no audio device can be opened") from None
        self._device, self._asked = device, time.monotonic()

    def _feed(self) -> Generator[bytes, int, None]:
        """Yields what the device plays next when it is sent how many samples it wants.

        It may get fewer, and fills up with silence.
        """
        playing: Samples = np.zeros(0, np.int16)
        self._waiting.clear()  # what a device that has gone away left is out of date
        wanted = yield b""
        while True:
            self._asked = time.monotonic()
            while playing.size < wanted and self._waiting:
                playing = np.concatenate([playing, self._waiting.popleft()])
            now, playing = playing[:wanted], playing[wanted:]
            wanted = yield now.tobytes()
