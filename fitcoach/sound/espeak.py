"""Speaks with eSpeak NG: a program of its own, `python -m fitcoach.sound.espeak`; see `helper.py`.

The library is used, not the program `espeak-ng`: some desktops come with the library only, and the
program may take seconds for a word, since it plays through a long buffer and waits for its end.
"""

import ctypes
import time
from functools import cache
from typing import Any, Final

import numpy as np

from fitcoach.sound.helper import Handler, serve
from fitcoach.sound.speaker import Speaker
from fitcoach.sound.tones import Samples

# From espeak-ng/speak_lib.h.
_SYNCHRONOUS: Final = 2
_DO_NOT_EXIT: Final = 0x8000
_UTF_8: Final = 1
_Receive = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class Voice:
    """Turns text into samples."""

    def __init__(self) -> None:
        """Loads the library.

        Raises:
            OSError: It is not installed.
        """
        try:
            self._library = ctypes.CDLL("libespeak-ng.so.1")
        except OSError:
            raise OSError("eSpeak NG is not installed (package espeak-ng)") from None
        self.rate = self._library.espeak_Initialize(_SYNCHRONOUS, 0, None, _DO_NOT_EXIT)
        if self.rate <= 0:
            raise OSError("eSpeak NG does not find its voices (package espeak-ng-data)")
        self._library.espeak_SetVoiceByName(b"en")
        self._parts: list[Samples] = []
        self._receive = _Receive(self._keep)  # the library does not keep it alive
        self._library.espeak_SetSynthCallback(self._receive)

    def speak(self, text: str) -> Samples:
        """Returns the spoken text, one channel, `rate` samples a second."""
        self._parts.clear()
        encoded = text.encode()
        self._library.espeak_Synth(
            encoded, ctypes.c_size_t(len(encoded) + 1), 0, 0, 0, _UTF_8, None, None
        )
        spoken = np.concatenate([np.zeros(0, np.int16), *self._parts])
        return np.trim_zeros(spoken, "b")  # the pause after a sentence would delay the next count

    def _keep(self, samples: Any, count: int, _events: int | None) -> int:  # noqa: ANN401
        if samples:
            self._parts.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0  # go on


_voice = cache(Voice)  # eSpeak NG is not made for being initialised twice


def begin() -> Handler:
    """Returns what speaks a text and waits until it is spoken."""
    voice = _voice()
    speaker = Speaker(voice.rate)

    def say(text: str) -> None:
        spoken = voice.speak(text)
        speaker.play(spoken)
        time.sleep(spoken.size / voice.rate)

    return say


if __name__ == "__main__":
    serve(begin)
