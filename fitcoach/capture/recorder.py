"""Keeping what was seen: pictures as a video, poses as a recording."""

import errno
import queue
import shutil
import threading
from pathlib import Path
from typing import Final, Protocol

from fitcoach.capture.observation import Frame, Observation
from fitcoach.capture.opencv import cv2
from fitcoach.errors import FitcoachError
from fitcoach.files import plain_name
from fitcoach.pose import Pose
from fitcoach.recording import PoseRecording

VIDEO_SUFFIX: Final = ".mkv"
"""Matroska, since what was written of it can be played even if its end is missing."""

_RATE: Final = 30.0
"""Pictures a second of a recorded video; those of the source come as they like."""

_LONGEST: Final = 10.0
"""Seconds that one picture may last; damaged clips leap by years, and would fill the disk."""

_ROOM: Final = 100_000_000
"""Bytes that a video leaves free on the disk."""

_WAITING: Final = 8
"""Pictures that may wait to be written; in full HD one takes 6 MB."""


class Recorder(Protocol):
    """Keeps observations in a file.

    Attributes:
        path: Where they are kept; there is no file where there was nothing to keep.
        trouble: Why they cannot be, in a sentence; `None` if all is well.
    """

    path: Path
    trouble: str | None

    def take(self, observation: Observation) -> None:
        """Takes the next one; does not wait for the disk."""
        ...

    def close(self) -> None:
        """Completes the file."""
        ...


class PoseRecorder:
    """Keeps the poses. They are written at the end; see `Recorder`."""

    def __init__(self, path: Path) -> None:
        """Takes the path of the recording (`.npz`)."""
        self.path = path
        self.trouble: str | None = None
        self.seen: list[tuple[float, Pose | None]] = []
        self._size = (1, 1)

    def take(self, observation: Observation) -> None:
        """See `Recorder.take`."""
        self.seen.append((observation.timestamp, observation.pose))
        if observation.pose is not None:
            self._size = observation.pose.size
        elif observation.frame is not None:
            height, width = observation.frame.pixels.shape[:2]
            self._size = (height, width)

    def close(self) -> None:
        """See `Recorder.close`."""
        if not self.seen:
            return
        try:
            PoseRecording.from_poses(self.seen, self._size).save(self.path)
        except FitcoachError as error:
            self.trouble = str(error)


class VideoRecorder:
    """Keeps the pictures, in a thread of its own; see `Recorder`.

    Attributes:
        dropped: Pictures that were left out since the disk was too slow.
    """

    def __init__(self, path: Path) -> None:
        """Takes the path of the video (`.mkv`)."""
        self.path = path
        self.trouble: str | None = None
        self.dropped = 0
        self._waiting: queue.Queue[Frame | None] = queue.Queue(_WAITING)
        self._thread = threading.Thread(target=self._write, name="video recorder", daemon=True)
        self._thread.start()

    def take(self, observation: Observation) -> None:
        """See `Recorder.take`."""
        if observation.frame is None or observation.lost:
            return
        try:
            self._waiting.put_nowait(observation.frame)
        except queue.Full:
            self.dropped += 1

    def close(self) -> None:
        """See `Recorder.close`."""
        self._waiting.put(None)
        self._thread.join()
        if self.dropped and self.trouble is None:
            self.trouble = f"{self.path}: {self.dropped} pictures came too quickly for the disk."

    def _write(self) -> None:
        try:
            self._write_all()
        except FitcoachError as error:
            self.trouble = str(error)
        except (OSError, cv2.error) as error:
            reason = getattr(error, "strerror", None) or error
            self.trouble = f"{self.path}: the video cannot be written ({reason})."
        while self.trouble is not None and self._waiting.get() is not None:
            pass  # nobody is to wait for room in the queue

    def _write_all(self) -> None:
        """Writes each picture as often as is needed to keep time."""
        writer: cv2.VideoWriter | None = None
        begun, written, size = 0.0, 0, (0, 0)
        try:
            while (frame := self._waiting.get()) is not None:
                if writer is None:
                    size = (frame.pixels.shape[1], frame.pixels.shape[0])
                    writer, begun = self._open(size), frame.timestamp
                picture = cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2BGR)
                if picture.shape[1::-1] != size:  # which OpenCV leaves out without a word
                    picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
                begun = max(begun, frame.timestamp - written / _RATE - _LONGEST)
                while written <= round((frame.timestamp - begun) * _RATE):
                    if written % int(_RATE) == 0:
                        self._check_room()
                    writer.write(picture)
                    written += 1
        finally:
            if writer is not None:
                writer.release()

    def _open(self, size: tuple[int, int]) -> "cv2.VideoWriter":
        """Begins the video; `size` is the width and height of its pictures."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        code = cv2.VideoWriter.fourcc(*"mp4v")
        writer = cv2.VideoWriter(plain_name(self.path), code, _RATE, size)
        if not writer.isOpened():
            raise OSError(errno.EIO, "the file cannot be opened")
        return writer

    def _check_room(self) -> None:
        # OpenCV does not tell when the disk is full, and the journal is to find room there.
        if shutil.disk_usage(self.path.parent).free < _ROOM:
            raise OSError(errno.ENOSPC, f"less than {_ROOM // 1_000_000} MB of the disk are free")
