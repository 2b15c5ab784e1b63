"""The rig: calibrated cameras, where they stand and what lands on which of their pixels.

A rig is a text file (TOML), which `docs/stereo.md` describes. All lengths in it are in metres.

Three frames of reference:

- a camera's own: x right, y down, z away from it, as OpenCV has it;
- the rig's: any frame that all cameras are placed in; often that of the first camera;
- the room's: level, x right, y down and z away as the first camera sees it. Its origin lies below
  the first camera on the floor, or in the camera where the floor is not known.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations, permutations
from pathlib import Path
from typing import Final, Literal, Self

import numpy as np
from pydantic import Field, field_validator, model_validator

from fitcoach.body import Array
from fitcoach.errors import FitcoachError
from fitcoach.files import whole_file
from fitcoach.schema import Table, read_table

FIELDS: Final = "docs/stereo.md"
"""What lists the fields of a rig, for errors."""

ORDINALS: Final = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
)  # fmt: skip
"""What cameras are called that have no name, as many as a rig may have."""

Triple = tuple[float, float, float]

_SAME_SHAPE: Final = 0.005
"""Share by which the sides' ratio of two pictures may differ: small pictures are rounded to pixels
(480 of 854 is off by 0.1 %); a picture that was cropped differs by more."""

_ORTHONORMAL: Final = 1e-3
"""What rotations in files, written with four digits, may be off by."""

_EXACT: Final = 1e-12
"""What is off by less is left as it is written."""

_STEEP: Final = 80.0
"""Degrees up or down from which it cannot be told where a camera's picture points in the room."""


class Camera(Table):
    """One camera of a rig.

    A point x of the rig's frame is `rotation @ x + translation` in the camera's frame.
    """

    name: str = Field(min_length=1, max_length=100)
    width: int = Field(ge=16, le=100_000)
    height: int = Field(ge=16, le=100_000)
    """Of the pictures it was calibrated with, in pixels."""
    focal: tuple[float, float]
    """Focal length in pixels, across and down."""
    centre: tuple[float, float]
    """Where the optical axis meets the picture, in pixels from the middle of its first pixel."""
    distortion: tuple[float, float, float, float, float] = (0.0, 0.0, 0.0, 0.0, 0.0)
    """k1, k2, p1, p2, k3 of Brown's model, in OpenCV's order."""
    rotation: tuple[Triple, Triple, Triple]
    translation: Triple

    @field_validator("focal")
    @classmethod
    def _check_focal(cls, focal: tuple[float, float]) -> tuple[float, float]:
        if min(focal) <= 0.0:
            raise ValueError(f"the focal length {list(focal)} must be more than 0 pixels")
        return focal

    @field_validator("rotation")
    @classmethod
    def _check_rotation(cls, rows: tuple[Triple, ...]) -> tuple[Triple, Triple, Triple]:
        """Rounding is mended, what is no rotation is refused."""
        given = np.array(rows)
        u, _, vt = np.linalg.svd(given)
        nearest = u @ vt
        if np.linalg.det(nearest) < 0.0 or np.abs(nearest - given).max() > _ORTHONORMAL:
            raise ValueError("these three rows are no rotation; each must be of length 1 and at "
                             "right angles to the others")  # fmt: skip
        a, b, c = rows if np.allclose(nearest, given, rtol=0.0, atol=_EXACT) else as_rows(nearest)
        return a, b, c

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of its pictures in pixels."""
        return self.height, self.width

    @property
    def matrix(self) -> Array:
        """(3, 3) from the camera's frame to pixels times depth."""
        (fx, fy), (cx, cy) = self.focal, self.centre
        return np.array([[fx, 0.0, cx], [0.0, fy, cy], [0.0, 0.0, 1.0]])

    @property
    def turn(self) -> Array:
        """`rotation` as an array, (3, 3)."""
        return np.array(self.rotation)

    @property
    def shift(self) -> Array:
        """`translation` as an array, (3,)."""
        return np.array(self.translation)

    @property
    def position(self) -> Array:
        """Where it stands in the rig's frame, (3,)."""
        return np.asarray(-self.turn.T @ self.shift)

    @property
    def axis(self) -> Array:
        """Which way it looks in the rig's frame, (3,) of length 1."""
        return np.asarray(self.turn[2])

    def distance(self, other: "Camera") -> float:
        """Metres to another camera of the rig."""
        return float(np.linalg.norm(self.position - other.position))

    def angle(self, other: "Camera") -> float:
        """Degrees between the directions in which they look."""
        return float(np.degrees(np.arccos(np.clip(self.axis @ other.axis, -1.0, 1.0))))

    def seen(self, points: Array) -> Array:
        """Points (..., 3) of the rig's frame in the camera's frame."""
        return np.asarray(points @ self.turn.T + self.shift)

    def project(self, points: Array) -> Array:
        """Points (..., 3) of the rig's frame in pixels (..., 2), distortion included."""
        seen = self.seen(points)
        x, y = np.moveaxis(seen[..., :2] / seen[..., 2:], -1, 0)
        k1, k2, p1, p2, k3 = self.distortion
        r2 = x * x + y * y
        radial = 1.0 + r2 * (k1 + r2 * (k2 + r2 * k3))
        across = x * radial + 2.0 * p1 * x * y + p2 * (r2 + 2.0 * x * x)
        down = y * radial + p1 * (r2 + 2.0 * y * y) + 2.0 * p2 * x * y
        return np.stack([across, down], axis=-1) * self.focal + self.centre

    def placed(self, turn: Array, shift: Array) -> Self:
        """The same camera elsewhere: `rotation` (3, 3) and `translation` (3,)."""
        x, y, z = (float(part) for part in shift)
        changed = {"rotation": as_rows(turn), "translation": (x, y, z)}
        return self.model_validate({**self.model_dump(), **changed})

    def fits(self, size: tuple[int, int]) -> bool:
        """Whether pictures of that height and width can be scaled to those it was calibrated with.

        Pictures of another shape were cropped, and nobody knows where.
        """
        height, width = size
        return abs(width * self.height / (height * self.width) - 1.0) <= _SAME_SHAPE

    def scaled(self, size: tuple[int, int]) -> Self:
        """The same camera with pictures of another height and width, but of the same shape."""
        height, width = size
        across, down = width / self.width, height / self.height
        fx, fy = self.focal
        cx, cy = self.centre
        # The middle of the first pixel is at 0, so its corner, which stays, is at -0.5.
        changed = {
            "width": width,
            "height": height,
            "focal": (fx * across, fy * down),
            "centre": ((cx + 0.5) * across - 0.5, (cy + 0.5) * down - 0.5),
        }
        return self.model_validate({**self.model_dump(), **changed})


class Rig(Table):
    """Two cameras or more that look at the same person."""

    version: Literal[1] = 1
    error: float | None = Field(default=None, ge=0.0)
    """Root mean square distance in pixels between where the calibration saw the board's corners
    and where they should have been."""
    up: Triple | None = None
    """Which way is up in the rig's frame; left out where the first camera is taken to be level."""
    floor: float | None = None
    """Height of the floor along `up`, from the origin of the rig's frame, in metres."""
    camera: tuple[Camera, ...]

    @field_validator("up")
    @classmethod
    def _check_up(cls, up: Triple | None) -> Triple | None:
        if up is None:
            return None
        length = float(np.linalg.norm(up))
        if length < 0.5:  # noqa: PLR2004 - rounding takes no more off a length of 1
            raise ValueError(f"{list(up)} has no direction; up is a vector of length 1")
        if abs(length - 1.0) < _EXACT:
            return up
        x, y, z = (float(part) / length for part in up)
        return x, y, z

    @field_validator("camera")
    @classmethod
    def _check_number(cls, cameras: tuple[Camera, ...]) -> tuple[Camera, ...]:
        if not 2 <= len(cameras) <= len(ORDINALS):  # noqa: PLR2004
            raise ValueError(f"a rig has 2 to {len(ORDINALS)} cameras, not {len(cameras)}")
        return cameras

    @model_validator(mode="after")
    def _check(self) -> Self:
        for one, other in self.pairs:
            if one.name == other.name:
                raise ValueError(f"two cameras are called '{one.name}'; give them different names")
            if one.distance(other) < 0.01:  # noqa: PLR2004 - a centimetre
                raise ValueError(
                    f"the cameras '{one.name}' and '{other.name}' stand in the same place; from "
                    "there nothing can be triangulated"
                )
        if self.floor is not None and self.up is None:
            raise ValueError("floor has no meaning without up")
        if self._steepness > _STEEP:
            raise ValueError(
                f"camera '{self.camera[0].name}' looks straight up or down, so that nobody knows "
                "which way is ahead; put another camera first"
            )
        return self

    @property
    def pairs(self) -> list[tuple[Camera, Camera]]:
        """Each camera with each that comes after it."""
        return list(combinations(self.camera, 2))

    @property
    def baseline(self) -> float:
        """Distance in metres between the cameras that are farthest apart."""
        return max(one.distance(other) for one, other in self.pairs)

    @property
    def middle(self) -> Array:
        """Where all cameras look, in the rig's frame, (3,): the point nearest to their axes."""
        start = self.camera[0].position
        beside = [np.eye(3) - np.outer(camera.axis, camera.axis) for camera in self.camera]
        aside = [
            part @ (camera.position - start)
            for part, camera in zip(beside, self.camera, strict=True)
        ]
        way, *_ = np.linalg.lstsq(np.concatenate(beside), np.concatenate(aside), rcond=None)
        return np.asarray(start + way)

    @property
    def _upward(self) -> Array:
        return -self.camera[0].turn[1] if self.up is None else np.array(self.up)

    @property
    def _steepness(self) -> float:
        return float(np.degrees(np.arcsin(np.clip(abs(self.camera[0].axis @ self._upward), 0, 1))))

    @property
    def level(self) -> Array:
        """(3, 3) from directions in the rig's frame to those in the room's."""
        down = -self._upward
        away = self.camera[0].axis - (self.camera[0].axis @ down) * down
        away = away / np.linalg.norm(away)
        return np.stack([np.cross(down, away), down, away])

    @property
    def origin(self) -> Array:
        """Of the room's frame, in the rig's, (3,)."""
        position = self.camera[0].position
        if self.floor is None:
            return position
        return np.asarray(position + (self.floor - position @ self._upward) * self._upward)

    def in_room(self, points: Array) -> Array:
        """Points (..., 3) of the rig's frame in the room's frame."""
        return np.asarray((points - self.origin) @ self.level.T)

    def of(self, *cameras: Camera) -> Self:
        """The same rig with other cameras."""
        return self.model_validate({**dict(self), "camera": cameras})

    def fitted(self, names: Iterable[str], sizes: Iterable[tuple[int, int]]) -> Self:
        """The rig for pictures of other sizes.

        Args:
            names: Of the sources, one for each camera.
            sizes: Height and width of their pictures.

        Raises:
            FitcoachError: A picture has another shape than the camera was calibrated with.
        """
        given = list(zip(self.camera, names, sizes, strict=True))
        if all(camera.size == size for camera, _, size in given):
            return self
        for camera, name, size in given:
            if not camera.fits(size):
                raise FitcoachError(
                    f"{name}: its pictures are {size[1]}x{size[0]}, but camera '{camera.name}' of "
                    f"the rig was calibrated with {camera.width}x{camera.height}, which has "
                    "another shape; "
                    + (
                        "in another order they fit: name the sources in the order of the rig."
                        if self._fits_somehow([size for *_, size in given])
                        else "record in that shape, or calibrate with what you record."
                    )
                )
        return self.of(*(camera.scaled(size) for camera, _, size in given))

    def _fits_somehow(self, sizes: Sequence[tuple[int, int]]) -> bool:
        """Whether there is an order of the cameras in which the pictures fit."""
        return any(
            all(camera.fits(size) for camera, size in zip(order, sizes, strict=True))
            for order in permutations(self.camera)
        )


def as_rows(matrix: Array) -> tuple[Triple, Triple, Triple]:
    """A matrix (3, 3) as a file has it."""
    a, b, c = ((float(x), float(y), float(z)) for x, y, z in matrix)
    return a, b, c


def read_rig(path: Path) -> Rig:
    """Reads a rig.

    Raises:
        FitcoachError: The file cannot be read, is not TOML, or is no rig; says which field and why.
    """
    return read_table(path, Rig, "rig", FIELDS)


def write_rig(rig: Rig, path: Path) -> None:
    """Writes a rig.

    Raises:
        FitcoachError: The file cannot be written.
    """
    with whole_file(path) as part:
        part.write_text(_as_toml(rig), encoding="utf-8")


def _as_toml(rig: Rig) -> str:
    lines = ["# Calibrated cameras for fitcoach; docs/stereo.md describes the fields.", ""]
    lines += _fields(rig, {"camera"})
    for camera in rig.camera:
        lines += ["", "[[camera]]", *_fields(camera, set())]
    return "\n".join(lines) + "\n"


def _fields(table: Table, without: set[str]) -> list[str]:
    values = table.model_dump(exclude=without, exclude_none=True)
    return [f"{name} = {_value(value)}" for name, value in values.items()]


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, str):
        return _quoted(value)
    return repr(value)


def _quoted(text: str) -> str:
    """A TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'
