"""Labelled sample poses: `samples/<exercise>/<phase>.csv`, one pose a row.

The first line names the columns, after the sample's `name` and the `width` and `height` of its
picture there are seven for each of the 33 landmarks, e.g. for the nose:

    nose_x, nose_y, nose_z     image landmark in pixels (z on the scale of x)
    nose_wx, nose_wy, nose_wz  world landmark in millimetres from the middle of the hips
    nose_v                     visibility in percent

Whole numbers are written, which is finer than the landmarker sees; fractions are read too.
"""

import csv
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from fitcoach.body import Landmark
from fitcoach.errors import FitcoachError
from fitcoach.files import whole_file
from fitcoach.pose import Pose

SUFFIX: Final = ".csv"

_FIELDS: Final = ("x", "y", "z", "wx", "wy", "wz", "v")
_MILLIMETRES: Final = 1000.0
_PERCENT: Final = 100.0
_MOST: Final = 30_000.0
"""Largest number that is believed: 30 m from the hips, or four pictures of 8K aside."""
COLUMNS: Final[tuple[str, ...]] = (
    "name",
    "width",
    "height",
    *(f"{landmark.name.lower()}_{field}" for landmark in Landmark for field in _FIELDS),
)


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """A pose with the name by which its maker knows it (a picture's file name, for instance)."""

    name: str
    pose: Pose


@dataclass(frozen=True, slots=True, eq=False)
class LabelledSample:
    """A sample, what it shows, and where it stands."""

    exercise: str
    phase: str
    sample: Sample
    origin: str
    """File and line, or picture, for messages to the user."""


def write_samples(path: Path, samples: Iterable[Sample]) -> None:
    """Writes a sample file; it has its final name only once it is complete.

    Raises:
        FitcoachError: The file cannot be written.
    """
    _write(path, b"", samples)


def append_samples(path: Path, samples: Iterable[Sample]) -> int:
    """Adds samples to a file, or begins one; what was in it stays as it was, byte for byte.

    Returns:
        How many samples the file held before.

    Raises:
        FitcoachError: What is there already is broken, or the file cannot be written.
    """
    before = count_samples(path)
    content = path.read_bytes() if path.exists() else b""
    if content and not content.endswith(b"\n"):
        content += b"\n"
    _write(path, content, samples)
    return before


def count_samples(path: Path) -> int:
    """How many samples a file holds, none where there is no such file.

    Raises:
        FitcoachError: See `read_samples`.
    """
    return sum(1 for _ in read_samples(path)) if path.exists() else 0


def read_samples(path: Path) -> Iterator[tuple[int, Sample]]:
    """Yields (line number, sample) of a sample file.

    Raises:
        FitcoachError: The file cannot be read, its columns are others, or a row is broken.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, strict=True)
            header = tuple(next(rows, ()))
            if header != COLUMNS:
                raise FitcoachError(f"{path}, line 1: {_header_fault(header)}")
            for row in rows:
                yield rows.line_num, _sample(path, rows.line_num, row)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FitcoachError(f"{path}: cannot be read as a CSV text file ({error}).") from None


def _write(path: Path, before: bytes, samples: Iterable[Sample]) -> None:
    """Writes what was `before` and the samples after it, with a header where there was nothing."""
    with whole_file(path) as part:
        part.write_bytes(before)
        with part.open("a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            if not before:
                writer.writerow(COLUMNS)
            writer.writerows(_row(sample) for sample in samples)


def _row(sample: Sample) -> list[str]:
    pose = sample.pose
    height, width = pose.size
    numbers = np.hstack(
        [pose.pixels, pose.world * _MILLIMETRES, pose.visibility[:, None] * _PERCENT]
    )
    return [sample.name, str(width), str(height), *(str(round(n)) for n in numbers.flat)]


def _sample(path: Path, line: int, row: list[str]) -> Sample:
    if len(row) != len(COLUMNS):
        raise FitcoachError(
            f"{path}, line {line}: {len(row)} values, {len(COLUMNS)} are expected; "
            "mend or delete the line."
        )
    name, *values = row
    numbers = []
    for column, value in zip(COLUMNS[1:], values, strict=True):
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not abs(number) <= _MOST:
            fault = f"is beyond {_MOST:.0f}" if math.isfinite(number) else "is no number"
            raise FitcoachError(
                f"{path}, line {line}, column {column}: '{value}' {fault}; mend or delete the line."
            )
        numbers.append(number)
    width, height = int(numbers[0]), int(numbers[1])
    if width < 1 or height < 1:
        raise FitcoachError(
            f"{path}, line {line}: a picture of {width} x {height} pixels; "
            "width and height must be at least 1."
        )
    landmarks = np.array(numbers[2:]).reshape(len(Landmark), len(_FIELDS))
    pose = Pose(
        timestamp=0.0,
        image=landmarks[:, :3] / np.array([width, height, width]),
        world=landmarks[:, 3:6] / _MILLIMETRES,
        visibility=landmarks[:, 6] / _PERCENT,
        size=(height, width),
    )
    return Sample(name, pose)


def _header_fault(header: tuple[str, ...]) -> str:
    for number, (found, expected) in enumerate(zip(header, COLUMNS, strict=False), start=1):
        if found != expected:
            return f"column {number} is called '{found}', '{expected}' is expected."
    return f"{len(header)} columns are named, {len(COLUMNS)} are expected."
