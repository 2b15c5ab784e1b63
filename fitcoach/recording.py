"""Recorded poses: what the landmarker saw in a clip, kept to replay in seconds.

The file is a NumPy `.npz` without pickles:

| array      | shape      | meaning                                                   |
|------------|------------|-----------------------------------------------------------|
| t          | (n,)       | seconds from the start of the clip, strictly increasing   |
| image      | (n, 33, 3) | image landmarks, shares of the frame (see `Pose.image`)   |
| world      | (n, 33, 3) | world landmarks in metres (see `Pose.world`)              |
| visibility | (n, 33)    | 0..1                                                      |
| size       | (2,)       | height and width of the frame in pixels                   |
| measured   | (n, 33)    | from a rig only: 1 for what its cameras measured, else 0  |
| place      | (n, 3)     | likewise: where the hips were (see `Pose.place`)          |

NaN stands where nobody was seen, and in `measured` and `place` where nothing was.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from fitcoach.arrays import DamagedArraysError, read_arrays
from fitcoach.body import LANDMARK_COUNT, Array
from fitcoach.errors import FitcoachError
from fitcoach.files import whole_file
from fitcoach.pose import Pose

SUFFIX = ".npz"


@dataclass(frozen=True, slots=True, eq=False)
class PoseRecording:
    """A clip's poses; the arrays are described at the top of this module."""

    t: Array
    image: Array
    world: Array
    visibility: Array
    size: tuple[int, int]
    measured: Array | None = None
    place: Array | None = None

    @classmethod
    def from_poses(
        cls, poses: list[tuple[float, Pose | None]], size: tuple[int, int]
    ) -> "PoseRecording":
        """Gathers (timestamp, pose) pairs, at least one; `None` becomes NaN.

        Pictures may be of several sizes, as in a folder: all poses are told as shares of `size`.
        """
        nobody = np.full((LANDMARK_COUNT, 3), np.nan)
        seen = [pose for _, pose in poses]

        def gathered(part: Callable[[Pose], Array | None], unknown: Array) -> Array | None:
            """What a rig tells; `None` if there was but one camera."""
            values = [None if pose is None else part(pose) for pose in seen]
            if all(value is None for value in values):
                return None
            return np.array([unknown if v is None else v for v in values], dtype=np.float64)

        return cls(
            t=np.array([t for t, _ in poses], dtype=np.float64),
            image=np.array([_image(p, size) if p else nobody for _, p in poses]),
            world=np.array([p.world if p else nobody for _, p in poses]),
            visibility=np.array([p.visibility if p else nobody[:, 0] for _, p in poses]),
            size=size,
            measured=gathered(_measured, nobody[:, 0]),
            place=gathered(lambda pose: pose.place, nobody[0]),
        )

    @classmethod
    def load(cls, path: Path) -> "PoseRecording":
        """Reads and checks a recording.

        Raises:
            FitcoachError: The file is missing, damaged, or not a pose recording.
        """
        try:
            arrays = read_arrays(path, [*_SHAPES], [*_OF_A_RIG])
            data = {name: array.astype(np.float64) for name, array in arrays.items()}
        except FileNotFoundError:
            raise FitcoachError(f"{path}: there is no such file.") from None
        except DamagedArraysError as error:
            raise FitcoachError(
                f"{path}: not a pose recording or damaged: {error}; make one with `fitcoach poses`."
            ) from None
        except ValueError:
            raise FitcoachError(
                f"{path}: not a pose recording or damaged: it holds no numbers; "
                "make one with `fitcoach poses`."
            ) from None
        return cls._checked(path, data)

    @classmethod
    def _checked(cls, path: Path, data: dict[str, Array]) -> "PoseRecording":
        count = data["t"].size
        for name, values in data.items():
            tail = {**_SHAPES, **_OF_A_RIG}[name]
            expected = tail if name == "size" else (count, *tail)
            if values.shape != expected:
                raise FitcoachError(
                    f"{path}: array '{name}' has shape {values.shape}, "
                    f"{expected} is expected; record the clip again with `fitcoach poses`."
                )
        if not np.all(np.isfinite(data["t"])) or np.any(np.diff(data["t"]) <= 0):
            raise FitcoachError(
                f"{path}: the times in array 't' must increase; "
                "record the clip again with `fitcoach poses`."
            )
        for name, most in _MOST.items():
            if np.any(np.abs(data[name]) > most):
                raise FitcoachError(
                    f"{path}: array '{name}' holds numbers beyond {most:g}, which cannot be; "
                    "record the clip again with `fitcoach poses`."
                )
        size = data.pop("size")
        if not np.all(np.isfinite(size)) or np.any(size < 1):
            raise FitcoachError(
                f"{path}: array 'size' holds {size.tolist()}, "
                "height and width of at least 1 pixel are expected."
            )
        return cls(**data, size=(int(size[0]), int(size[1])))

    def save(self, path: Path) -> None:
        """Writes the recording; the file has its final name only once it is complete."""
        arrays: dict[str, Any] = {
            "t": self.t,
            "image": self.image.astype(np.float32),
            "world": self.world.astype(np.float32),
            "visibility": self.visibility.astype(np.float32),
            "size": np.array(self.size, dtype=np.int64),
        }
        for name, values in (("measured", self.measured), ("place", self.place)):
            if values is not None:
                arrays[name] = values.astype(np.float32)
        with whole_file(path) as part, part.open("wb") as file:
            np.savez_compressed(file, **arrays)

    def __len__(self) -> int:
        return int(self.t.size)

    def __iter__(self) -> Iterator[tuple[float, Pose | None]]:
        """Yields (timestamp, pose); the pose is `None` where nobody was seen."""
        measured, place = (
            [None] * len(self) if part is None else [None if np.isnan(v).any() else v for v in part]
            for part in (self.measured, self.place)
        )
        for t, image, world, visibility, known, where in zip(
            self.t.tolist(), self.image, self.world, self.visibility, measured, place, strict=True
        ):
            certain = None if known is None else known > 0.0
            pose = Pose(t, image, world, visibility, self.size, certain, where)
            yield t, None if np.isnan(world).any() or np.isnan(image).any() else pose


def _image(pose: Pose, size: tuple[int, int]) -> Array:
    """Its image landmarks as shares of a picture of that height and width."""
    height, width = size
    return pose.image if pose.size == size else pose.pixels / [width, height, width]


def _measured(pose: Pose) -> Array | None:
    return None if pose.measured is None else pose.measured.astype(np.float64)


_SHAPES: dict[str, tuple[int, ...]] = {
    "t": (),
    "image": (LANDMARK_COUNT, 3),
    "world": (LANDMARK_COUNT, 3),
    "visibility": (LANDMARK_COUNT,),
    "size": (2,),
}

_OF_A_RIG: dict[str, tuple[int, ...]] = {"measured": (LANDMARK_COUNT,), "place": (3,)}

_MOST: Final = {"t": 1e7, "image": 1e4, "world": 1e3, "visibility": 1.01, "size": 1e5}
"""Largest numbers that are believed, in the arrays' own units: far more than anybody can film."""
