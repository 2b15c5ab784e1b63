"""The cameras of this machine."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fitcoach.cli.checkup.finding import Finding
from fitcoach.errors import FitcoachError

if TYPE_CHECKING:
    from fitcoach.capture.live import Live

INDICES = range(4)

_LOOK = 1.0
"""Seconds that a camera is watched."""

_DARK = 0.06
"""Mean brightness, 0..1, below which a picture is as good as black: the lens may be covered."""


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera that gives pictures.

    Attributes:
        index: By which it is called.
        size: Width and height in pixels.
        rate: Pictures a second that arrived.
        brightness: Mean of the last picture, 0..1.
    """

    index: int
    size: tuple[int, int]
    rate: float
    brightness: float


def cameras() -> Iterator[Camera | FitcoachError]:
    """Watches each camera for a moment; of one that opens and gives no picture, says so."""
    from fitcoach.capture.live import open_camera
    from fitcoach.capture.quiet import native_silence

    for index in INDICES:
        with native_silence():  # OpenCV tries one backend after the other, and they complain
            try:
                opened = open_camera(index)
            except FitcoachError:
                continue  # there is no such camera, or nobody may open it
            camera = _watched(index, opened)
        yield camera


def _watched(index: int, opened: "Live") -> Camera | FitcoachError:
    seen: list[float] = []
    try:
        for frame in opened.frames():  # leaving the loop lets go of the camera
            seen.append(frame.timestamp)
            if seen[-1] - seen[0] >= _LOOK:
                break
    except FitcoachError as trouble:
        return trouble
    height, width = frame.pixels.shape[:2]
    rate = (len(seen) - 1) / (seen[-1] - seen[0])
    return Camera(index, (width, height), rate, float(frame.pixels.mean()) / 255)


def findings(seen: list[Camera | FitcoachError]) -> Iterator[Finding]:
    """Says of each camera what it gives, or that there is none."""
    for camera in seen:
        if isinstance(camera, FitcoachError):
            yield Finding("camera", "warning", str(camera))
            continue
        width, height = camera.size
        told = f"{width}x{height}, {camera.rate:.0f} pictures a second"
        if camera.brightness < _DARK:
            yield Finding(
                f"camera {camera.index}", "warning", f"{told}, but they are black",
                "uncover the lens and switch the light on",
            )  # fmt: skip
        else:
            yield Finding(f"camera {camera.index}", "ok", told)
    if not seen:
        yield Finding("camera", "warning", _none(), _remedy())


def _none() -> str:
    return f"none can be opened (0 to {INDICES[-1]} were tried); clips and streams work"


def _remedy() -> str:
    devices = sorted(Path("/dev").glob("video*"))
    hidden = [path for path in devices if not os.access(path, os.R_OK)]
    if hidden:
        return f"you may not read {hidden[0]}: sudo usermod -aG video $USER, then log in again"
    return (
        "plug one in, close other programs that use it, "
        "and allow the terminal to use it in the system's privacy settings"
    )
