"""A folder of pictures."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fitcoach.capture.observation import Frame
from fitcoach.capture.opencv import LARGEST, cv2
from fitcoach.errors import FitcoachError

SUFFIXES = (".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp")


class Images:
    """The pictures of one folder (not of folders in it), in natural order: 2.jpg before 10.jpg.

    Pictures need have nothing to do with each other, so they are a second apart: long enough for
    whatever follows a person from frame to frame to start anew.
    """

    live = False
    stills = True
    frame_rate: float | None = 1.0
    frame_count: int | None

    def __init__(self, folder: Path) -> None:
        """Lists the pictures.

        Raises:
            FitcoachError: There are none, or the folder cannot be read.
        """
        self.name = str(folder)
        try:
            there = list(folder.iterdir())
        except OSError as error:
            raise FitcoachError(
                f"{folder}: this folder cannot be read ({error.strerror})."
            ) from None
        self._paths = sorted(
            (
                path
                for path in there
                if path.suffix.lower() in SUFFIXES and not path.name.startswith(".")
            ),
            key=_natural,
        )
        if not self._paths:
            raise FitcoachError(
                f"{folder}: there are no pictures in this folder "
                f"({', '.join(suffix[1:] for suffix in SUFFIXES)})."
            )
        self.frame_count = len(self._paths)

    def frames(self) -> Iterator[Frame]:
        """See `Source.frames`."""
        for index, path in enumerate(self._paths):
            yield Frame(index, float(index), read_image(path), path)


def read_image(path: Path) -> NDArray[np.uint8]:
    """Reads a picture of any depth, grey or coloured, upright as its camera noted.

    Args:
        path: The picture.

    Returns:
        (height, width, 3) RGB, 8 bits; transparency is left out.

    Raises:
        FitcoachError: It cannot be read.
    """
    try:
        data = np.frombuffer(path.read_bytes(), np.uint8)
    except OSError as error:
        raise FitcoachError(f"{path}: this picture cannot be read ({error.strerror}).") from None
    try:
        pixels = cv2.imdecode(data, cv2.IMREAD_COLOR_RGB) if data.size else None
    except cv2.error:
        raise FitcoachError(
            f"{path}: this picture is damaged or has more than {LARGEST / 1e6:.0f} million pixels; "
            "replace it or make it smaller."
        ) from None
    if pixels is None:
        raise FitcoachError(f"{path}: this is not a picture or damaged; replace or remove it.")
    return pixels  # type: ignore[return-value]


def _natural(path: Path) -> list[tuple[int, str]]:
    parts = re.split(r"(\d+)", path.name.lower())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]
