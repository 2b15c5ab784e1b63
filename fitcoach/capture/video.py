"""Clips: files, and finite clips behind a URL."""

from collections.abc import Iterator
from pathlib import Path

from fitcoach.capture.container import is_cut_off
from fitcoach.capture.observation import Frame
from fitcoach.capture.opencv import LARGEST, cv2
from fitcoach.errors import FitcoachError
from fitcoach.files import plain_name

_TOLERANCE = 0.25  # seconds: what a container states of its length is an estimate
_USUAL_RATE = 30.0
_PLAYLIST = b"#EXTM3U"


class Video:
    """A clip, read to its end without losing a frame.

    Timestamps are those of the container, so clips with a varying frame rate keep their tempo; the
    first frame is at 0 s. Where the container's time does not advance (two frames at one time, or
    no times at all, as in a bare H.264 stream), a frame comes one frame's length after the one
    before it. The rotation a phone notes in the container is applied.
    """

    live = False
    stills = False

    def __init__(self, name: str, capture: cv2.VideoCapture, path: Path | None = None) -> None:
        """Takes over an opened capture; `path` is given where the clip is a file."""
        self.name = name
        rate = capture.get(cv2.CAP_PROP_FPS)
        count = capture.get(cv2.CAP_PROP_FRAME_COUNT)
        self.frame_rate = rate if rate > 0 else None
        self.frame_count = int(count) if count > 0 else None
        self._capture = capture
        self._path = path

    def frames(self) -> Iterator[Frame]:
        """See `Source.frames`."""
        step = 1 / (self.frame_rate or _USUAL_RATE)
        index, first, last = 0, 0.0, -step
        try:
            while self._capture.grab():
                stated = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
                read, picture = self._capture.retrieve()
                if not read:
                    continue
                first = stated if index == 0 else first
                timestamp = stated - first
                if timestamp <= last:
                    timestamp = last + step
                yield Frame(index, timestamp, cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))  # type: ignore[arg-type]
                index, last = index + 1, timestamp
        finally:
            self._capture.release()
        if index == 0:
            raise FitcoachError(f"{self.name}: not one picture in this clip can be read.")
        self._check_complete(last + step)

    def _check_complete(self, seconds: float) -> None:
        if self.frame_count is None or self.frame_rate is None:
            return
        promised = self.frame_count / self.frame_rate
        if seconds < promised - _TOLERANCE and self._path is not None and is_cut_off(self._path):
            raise FitcoachError(
                f"{self.name}: the clip ends early: {seconds:.1f} of {promised:.1f} s could be "
                "read, the rest is missing from the file; copy or download it again."
            )


def open_video(path: Path) -> Video:
    """Opens a clip.

    Raises:
        FitcoachError: There is no such file, or it is not a clip that can be read.
    """
    if not path.exists():
        raise FitcoachError(f"{path}: there is no such file.")
    if _is_playlist(path):
        raise FitcoachError(
            f"{path}: this is a playlist, which only names videos; name the video itself."
        )
    # The absolute path, since FFmpeg takes a colon in a bare name for a protocol.
    capture = cv2.VideoCapture(plain_name(path.absolute()), cv2.CAP_FFMPEG)
    if not capture.isOpened():
        raise FitcoachError(f"{path}: {_why_not(path)}")
    width, height = (
        int(capture.get(side)) for side in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT)
    )
    if width * height > LARGEST:
        capture.release()
        raise FitcoachError(
            f"{path}: its pictures of {width} x {height} pixels are too large; make it smaller."
        )
    return Video(str(path), capture, path)


def _is_playlist(path: Path) -> bool:
    """Whether FFmpeg would open the files it names instead, and wait for ever where it may not."""
    try:
        with path.open("rb") as file:
            return file.read(len(_PLAYLIST)) == _PLAYLIST
    except OSError:
        return False  # which is told better later


def _why_not(path: Path) -> str:
    try:
        if is_cut_off(path):
            return "the end of this clip is missing, so it cannot be read; copy it again."
    except OSError as error:
        return f"this file cannot be read ({error.strerror})."
    return "this is not a video that can be read; MP4, MOV, MKV, WebM and AVI usually can."
