"""Cameras and streams: frames that come in their own time."""

import time
from collections.abc import Iterator

from fitcoach.capture.observation import Frame
from fitcoach.capture.opencv import cv2
from fitcoach.capture.source import without_password
from fitcoach.capture.video import Video
from fitcoach.errors import FitcoachError
from fitcoach.files import plain_name

_TIMEOUT_MS = 10_000
_LAST_CAMERA = 2**31 - 1  # OpenCV knows no larger number


class Live:
    """A camera or stream; a frame's timestamp says when it was grabbed, the first one's is 0 s."""

    live = True
    stills = False
    frame_rate: float | None
    frame_count: int | None = None

    def __init__(self, name: str, capture: cv2.VideoCapture) -> None:
        """Takes over an opened capture."""
        self.name = name
        rate = capture.get(cv2.CAP_PROP_FPS)
        self.frame_rate = rate if rate > 0 else None
        self._capture = capture

    def frames(self) -> Iterator[Frame]:
        """See `Source.frames`; a live source has no end, so that it ends is an error."""
        index, start, last = 0, 0.0, -1.0
        try:
            while self._capture.grab():
                now = time.monotonic()
                read, picture = self._capture.retrieve()
                if not read:
                    continue
                start = now if index == 0 else start
                if now - start > last:  # some systems' clocks tick every 16 ms
                    last = now - start
                    pixels = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
                    yield Frame(index, last, pixels, arrived=now)  # type: ignore[arg-type]
                index += 1
        finally:
            self._capture.release()
        raise FitcoachError(
            f"{self.name}: no more pictures came after {max(last, 0):.1f} s; "
            "check the cable or the connection and start again."
        )


def open_camera(index: int) -> Live:
    """Opens a camera of this machine.

    Args:
        index: 0 for the first camera.

    Raises:
        FitcoachError: There is no such camera, or it is in use.
    """
    capture = cv2.VideoCapture(min(index, _LAST_CAMERA))
    if not capture.isOpened():
        raise FitcoachError(
            f"camera {index}: it cannot be opened; check that it is plugged in, that no other "
            "program uses it and that this one may, or try another number."
        )
    return Live(f"camera {index}", capture)


def open_stream(url: str) -> Video | Live:
    """Opens a URL: a stream, or a finite clip; it is called by it, less the password in it.

    Raises:
        FitcoachError: Nobody answers there, it is no video, or the address is no text.
    """
    name = without_password(url)
    timeouts = (cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, cv2.CAP_PROP_READ_TIMEOUT_MSEC)
    settings = [number for timeout in timeouts for number in (timeout, _TIMEOUT_MS)]
    capture = cv2.VideoCapture(plain_name(url, name), cv2.CAP_FFMPEG, settings)
    if not capture.isOpened():
        raise FitcoachError(
            f"{name}: this stream cannot be opened; check the address and that it is being sent."
        )
    finite = capture.get(cv2.CAP_PROP_FRAME_COUNT) > 0
    return Video(name, capture) if finite else Live(name, capture)
