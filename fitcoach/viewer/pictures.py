"""The pictures: the clip itself where it is small and Rerun can play it, else single JPEGs."""

from pathlib import Path
from typing import Final

import cv2
import numpy as np
import rerun as rr
from numpy.typing import NDArray

from fitcoach.viewer.boxes import has_sound_boxes
from fitcoach.viewer.columns import Columns
from fitcoach.viewer.schema import MASK, PICTURE, VIDEO, Part

_RATE: Final = 14_000_000 / 60
"""Bytes a second that pictures may take: with landmarks at 60 frames a second (7 MB) and masks
(3 MB) a minute stays below 25 MB."""

_LARGEST: Final = 500_000_000
"""Bytes of a clip that is stored: it has to fit into the viewer's memory."""

_LONG_SIDE: Final = 640
"""Pixels of the longer side of a JPEG: enough to see what the body does."""

_QUALITY: Final = 75
_CREDIT: Final = 2.0
"""Seconds for which pictures may take more than that."""

_MASK_EVERY: Final = 0.1
"""Seconds between two masks."""

_EDGE: Final = 0.5
"""Share from which on a pixel belongs to the person."""

_NANO: Final = 1_000_000_000


class Clip:
    """Shows the source's own file; each frame is a reference into it."""

    needs_pixels = False

    def __init__(
        self, recording: rr.RecordingStream, asset: rr.AssetVideo, times: NDArray[np.int64]
    ) -> None:
        """Stores the file in the recording; `times` (n,) are those of its frames, in order."""
        self._times = times
        recording.log(VIDEO, asset, static=True)

    def scale(self, _: tuple[int, ...]) -> float:
        """See `Stills.scale`."""
        return 1.0

    def add(self, columns: Columns, time: float, frame: int, _: NDArray[np.uint8] | None) -> None:
        """Adds the frame that is shown at that time."""
        wanted = self._times[0] + round(time * _NANO)
        after = int(np.clip(np.searchsorted(self._times, wanted), 1, len(self._times) - 1))
        pair = self._times[after - 1 : after + 1]
        nearest = pair[np.abs(pair - wanted).argmin()]
        columns.add(VIDEO, rr.VideoFrameReference, time, frame, timestamp=np.array([nearest]))


class Stills:
    """Shows JPEGs, as many as the rate allows."""

    needs_pixels = True

    def __init__(self, path: str = PICTURE) -> None:
        """Takes where in the recording they go."""
        self._path = path
        self._spent = 0.0  # bytes beyond the rate
        self._until = 0.0

    def scale(self, size: tuple[int, ...]) -> float:
        """Size of the picture that is shown, as a share of that of the frame.

        Args:
            size: Height and width of the frame, in pixels.
        """
        return min(1.0, _LONG_SIDE / max(size))

    def add(
        self, columns: Columns, time: float, frame: int, pixels: NDArray[np.uint8] | None
    ) -> None:
        """Adds a picture, if there is room for it."""
        if pixels is None:
            return
        self._spent = max(0.0, self._spent - (time - self._until) * _RATE)
        self._until = time
        if self._spent > _CREDIT * _RATE:
            return
        shrunk = _shrink(pixels, self.scale(pixels.shape[:2]))
        bgr = cv2.cvtColor(shrunk, cv2.COLOR_RGB2BGR)
        content = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1]
        self._spent += content.nbytes
        columns.add(
            self._path,
            rr.EncodedImage,
            time,
            frame,
            blob=content.tobytes(),
            media_type="image/jpeg",
        )


def _shrink(picture: cv2.typing.MatLike, scale: float) -> cv2.typing.MatLike:
    if scale == 1.0:
        return picture
    height, width = picture.shape[:2]
    size = (round(width * scale), round(height * scale))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


Pictures = Clip | Stills


def pictures_of(recording: rr.RecordingStream, source: Path | None) -> Pictures:
    """The clip itself if Rerun can show it and it is small for its length, else JPEGs.

    Args:
        recording: Where to.
        source: The clip; `None` where it is none, or JPEGs are wanted.
    """
    if source is None or source.stat().st_size > _LARGEST:
        return Stills()
    try:
        if not has_sound_boxes(source):
            return Stills()
        asset = rr.AssetVideo(path=source)
        times = np.sort(asset.read_frame_timestamps_nanos())
    except (RuntimeError, ValueError, OSError):  # a codec or container that Rerun cannot play
        return Stills()
    seconds = (times[-1] - times[0]) / _NANO if len(times) else 0.0
    if source.stat().st_size > _RATE * seconds or _is_turned(source):
        return Stills()
    return Clip(recording, asset, times)


def _is_turned(source: Path) -> bool:
    """Whether the clip is to be turned before it is shown, which Rerun does not do."""
    capture = cv2.VideoCapture(str(source.absolute()), cv2.CAP_FFMPEG)
    try:
        return capture.isOpened() and capture.get(cv2.CAP_PROP_ORIENTATION_META) != 0.0
    finally:
        capture.release()


class Masks:
    """Adds which pixels show the person."""

    def __init__(self, recording: rr.RecordingStream) -> None:
        """Takes the recording."""
        self._recording = recording
        self._next = 0.0

    def add(self, time: float, mask: NDArray[np.float32], scale: float) -> None:
        """Adds a mask a few times a second, at the time that the recording is set to.

        Args:
            time: In seconds.
            mask: (height, width) share of the person in each pixel, 0..1.
            scale: See `Stills.scale`.
        """
        if time < self._next:
            return
        self._next = time + _MASK_EVERY
        shares = np.asarray(_shrink(mask, scale))
        classes = np.where(shares >= _EDGE, Part.PERSON, Part.BACKGROUND)
        self._recording.log(MASK, rr.SegmentationImage(classes.astype(np.uint8)))
