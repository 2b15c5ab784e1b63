"""A session goes to Rerun, in a thread of its own: slow disks and viewers keep nobody waiting."""

import errno
import queue
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fitcoach.errors import FitcoachError
from fitcoach.session.log import SessionLog
from fitcoach.viewer.glimpse import Glimpse
from fitcoach.words import many

if TYPE_CHECKING:  # Rerun takes a second to load, which is left to the thread
    from fitcoach.viewer.recording import Recording

_WAITING: Final = 512
"""Moments that may wait."""

_PIXELS: Final = 200_000_000
"""Bytes of pictures among them: thirty in full HD. Rerun takes a second to load."""

_CHECK: Final = 2.0
"""Seconds between two looks whether all is well."""

_PATIENCE: Final = 5.0
"""Seconds for which a viewer or disk may be busy."""

_ROOM: Final = 100_000_000
"""Bytes that a recording leaves free on the disk."""

_PAUSE: Final = 0.1
"""Seconds for which rows are collected before a viewer gets them; a file gets them in larger parts,
which are written and read more quickly."""

_AT_LATEST: Final = 60.0
"""Seconds after which nobody waits any longer for what is still to be written."""


class RerunLog:
    """Takes the moments of one source.

    Attributes:
        trouble: Why they cannot be shown or kept, in a sentence; `None` if all is well.
    """

    def __init__(
        self,
        where: str,
        opened: "Callable[[], Recording]",
        *,
        file: Path | None = None,
        frames: int | None = None,
    ) -> None:
        """Starts the thread.

        Args:
            where: What to call the place it goes to, in messages.
            opened: Makes the recording, in the thread.
            file: Where it is kept, if it is.
            frames: How many frames are wanted; `None` for all.
        """
        self.trouble: str | None = None
        self._where = where
        self._opened = opened
        self._file = file
        self._frames = frames
        self._taken = 0
        self._left_out = 0
        self._without_picture = 0
        self._owed: list[Glimpse] = []
        self._needs_pixels = True
        self._log: SessionLog | None = None
        self._closing = threading.Event()
        self._waiting: queue.Queue[Glimpse] = queue.Queue(_WAITING)
        self._room = _PIXELS
        self._room_lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="rerun", daemon=True)
        self._thread.start()

    def take(self, glimpse: Glimpse) -> None:
        """Takes the next moment; waits for nobody. What happened is told later if need be."""
        if self.trouble is not None or (self._frames is not None and self._taken >= self._frames):
            return
        if not self._needs_pixels:
            glimpse = replace(glimpse, pixels=None)
        if not self._reserve(glimpse):
            glimpse = glimpse.without_pictures()
        self._taken += 1
        try:
            self._waiting.put_nowait(_with_owed(glimpse, self._owed))
            self._owed = []
        except queue.Full:
            self._left_out += 1
            self._release(glimpse)
            glimpse = glimpse.without_pictures()
            self._owed = [_with_owed(glimpse, self._owed)]

    def close(self, log: SessionLog | None = None) -> None:
        """Completes what is shown or kept with the summary; twice does no harm."""
        self._log = self._log or log
        self._closing.set()
        self._thread.join(_AT_LATEST)
        if self._thread.is_alive():
            self.trouble = self.trouble or f"{self._where}: it takes too long; the rest is lost."
        left_out = [
            many(number, thing)
            for number, thing in ((self._left_out, "frame"), (self._without_picture, "picture"))
            if number
        ]
        if left_out and self.trouble is None:
            self.trouble = (
                f"{self._where}: {' and '.join(left_out)} came too quickly and were left out."
            )

    def _reserve(self, glimpse: Glimpse) -> bool:
        """Whether the moment may keep its picture while it waits."""
        with self._room_lock:
            if self._room < glimpse.nbytes:
                self._without_picture += 1
                return False
            self._room -= glimpse.nbytes
        return True

    def _release(self, glimpse: Glimpse) -> None:
        with self._room_lock:
            self._room += glimpse.nbytes

    def _run(self) -> None:
        try:
            self._work(self._open())
        except FitcoachError as error:
            self.trouble = str(error)
        except Exception as error:  # whatever it is, counting goes on
            self.trouble = self._because(error)

    def _open(self) -> "Recording":
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
        recording = self._opened()
        self._needs_pixels = recording.needs_pixels
        return recording

    def _work(self, recording: "Recording") -> None:
        try:
            sent = checked = time.monotonic()
            while not (self._closing.is_set() and self._waiting.empty()):
                try:
                    glimpse = self._waiting.get(timeout=_PAUSE)
                except queue.Empty:
                    pass
                else:
                    recording.add(glimpse)
                    self._release(glimpse)
                now = time.monotonic()
                if self._file is None and now - sent > _PAUSE:
                    recording.send()
                    sent = now
                if now - checked > _CHECK:
                    self._check(recording)
                    checked = now
            for glimpse in self._owed:
                recording.add(glimpse)
            recording.end(self._log)
            self._check(recording)
        finally:
            recording.close()

    def _check(self, recording: "Recording") -> None:
        if self._file is not None and shutil.disk_usage(self._file.parent).free < _ROOM:
            raise OSError(errno.ENOSPC, f"less than {_ROOM // 1_000_000} MB of the disk are free")
        recording.check(_PATIENCE)

    def _because(self, error: Exception) -> str:
        if self._file is None:
            return f"{self._where}: the Rerun viewer does not answer any more; counting goes on."
        reason = getattr(error, "strerror", None) or str(error).rsplit(": ", 1)[-1]
        return f"{self._where}: the recording cannot be written ({reason})."


def _with_owed(glimpse: Glimpse, owed: list[Glimpse]) -> Glimpse:
    """The moment, and what happened in those that had to be left out before it."""
    if not owed:
        return glimpse
    events = tuple(event for each in owed for event in each.moment.events)
    lines = tuple(line for each in owed for line in each.lines)
    moment = replace(glimpse.moment, events=events + glimpse.moment.events)
    return replace(glimpse, moment=moment, lines=lines + glimpse.lines)
