"""Calibrations in `.dat` files, as small stereo calibration programs write them.

`c0.dat`, `c1.dat` and so on hold a line `intrinsic:`, the camera matrix in three rows, a line
`distortion:` and its coefficients; `rot_trans_c0.dat` and so on a line `R:`, the rotation in three
rows, a line `T:` and the translation, a number a row.
"""

from pathlib import Path
from typing import Final

import numpy as np

from fitcoach.body import Array
from fitcoach.errors import FitcoachError
from fitcoach.rig import FIELDS, Rig
from fitcoach.schema import checked, read_text

_MOST: Final = 100


def read_dat(folder: Path, size: tuple[int, int], unit: float) -> Rig:
    """Reads a calibration.

    Args:
        folder: Where the files lie.
        size: Height and width of the pictures, which the files do not tell, in pixels.
        unit: Metres in the unit of its translations.

    Raises:
        FitcoachError: A file is missing, or is not as described above.
    """
    height, width = size
    cameras = []
    there = [number for number in range(_MOST) if (folder / f"c{number}.dat").exists()]
    for number in range(max([1, *there]) + 1):  # a gap among them is said
        lens = folder / f"c{number}.dat"
        inner = _blocks(lens, {"intrinsic:": 9, "distortion:": None})
        place = folder / f"rot_trans_c{number}.dat"
        outer = _blocks(place, {"R:": 9, "T:": 3})
        matrix = inner["intrinsic:"].reshape(3, 3)
        distortion = inner["distortion:"]
        if distortion.size > 5 and np.any(distortion[5:]):  # noqa: PLR2004
            raise FitcoachError(
                f"{lens}: it has {distortion.size} distortion coefficients; fitcoach knows the "
                "five of Brown's model."
            )
        cameras.append(
            {
                "name": f"c{number}",
                "width": width,
                "height": height,
                "focal": (matrix[0, 0], matrix[1, 1]),
                "centre": (matrix[0, 2], matrix[1, 2]),
                "distortion": tuple(np.pad(distortion, (0, 5))[:5].tolist()),
                "rotation": tuple(tuple(row) for row in outer["R:"].reshape(3, 3).tolist()),
                "translation": tuple((unit * outer["T:"]).tolist()),
            }
        )
    return checked(folder, {"camera": cameras}, Rig, FIELDS)


def _blocks(path: Path, wanted: dict[str, int | None]) -> dict[str, Array]:
    """The numbers after each heading."""
    found: dict[str, list[float]] = {}
    numbers: list[float] = []
    for line, text in enumerate(read_text(path, "file of a calibration").splitlines(), start=1):
        if text.strip() in wanted:
            numbers = found.setdefault(text.strip(), [])
            continue
        try:
            numbers += [float(word) for word in text.split()]
        except ValueError:
            raise FitcoachError(f"{path}: line {line}, '{text.strip()}', is no number.") from None
    for heading, count in wanted.items():
        have = found.get(heading)
        if not have or (count is not None and len(have) != count):
            raise FitcoachError(
                f"{path}: below '{heading}' {count or 'some'} numbers are expected, "
                f"{len(have or [])} are there."
            )
    return {heading: np.array(values) for heading, values in found.items()}
