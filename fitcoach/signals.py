"""Signals: what is read off the body at one moment, in the picture.

In the picture, not in space: how deep the landmarks lie is guessed by the landmarker. On filmed
mannequins a bent knee seen from the side was off by 2 degrees in the picture and by 4 in space, an
elbow in a press seen from the front by 6 and by 30. From where a joint does not bend in the plane
of the picture neither can be trusted, so whoever uses a signal says from which views it holds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from fitcoach.body import JOINT_ANGLES, PARTS, Array, Landmark, interior_angle, joint_angle
from fitcoach.pose import SEEN, Pose

Unit = Literal["degrees", "trunk lengths", "ratio"]
Columns = tuple[tuple[Landmark, ...], ...]
"""The landmarks that each column of values is read from: left, right, or both in one."""

NOISE: Final[dict[Unit, float]] = {"degrees": 10.0, "trunk lengths": 0.1, "ratio": 0.1}
"""Differences below this are the landmarker's own. Degrees: knees are off by 7 on average against
a motion capture and by more where they are not seen from the side; a length of 5 cm is as much."""


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that is measured.

    Attributes:
        unit: Of its values.
        columns: What each of its columns is read from.
        read: From pixels (n, 33, 2), x right and y down, to values (n, columns).
        central: Whether it is of the trunk: whichever side works, both columns tell it.
    """

    unit: Unit
    columns: Columns
    read: Callable[[Array], Array]
    central: bool = False


def _sided(*names: str) -> Columns:
    return tuple(tuple(Landmark[f"{side}_{name}"] for name in names) for side in ("LEFT", "RIGHT"))


def _across(*names: str) -> Columns:
    left, right = _sided(*names)
    return ((*left, *right),)


def _joint(name: str) -> Signal:
    return Signal("degrees", JOINT_ANGLES[name], lambda pixels: joint_angle(pixels, name))


def _trunk_lean(pixels: Array) -> Array:
    """How far the line from the hips up to the shoulders is from the vertical."""
    hip, shoulder = (pixels[:, list(part)] for part in np.transpose(_sided("HIP", "SHOULDER")))
    x, y = np.moveaxis(shoulder - hip, -1, 0)
    return np.asarray(np.degrees(np.arctan2(np.abs(x), -y)))


def _sag(pixels: Array) -> Array:
    """By how much the hips hang below the line from shoulder to knee; above it is negative."""
    shoulder, hip, knee = (pixels[:, list(part)] for part in np.transpose(JOINT_ANGLES["hip"]))
    bent = 180.0 - interior_angle(shoulder, hip, knee)
    share = _ratio(hip[..., 0] - shoulder[..., 0], knee[..., 0] - shoulder[..., 0])
    line = shoulder[..., 1] + share * (knee[..., 1] - shoulder[..., 1])
    return np.asarray(np.where(hip[..., 1] > line, bent, -bent))


def _heel(pixels: Array) -> Array:
    """By how many degrees the foot is tipped with the heel up."""
    heel, toe = (pixels[:, list(part)] for part in np.transpose(_sided("HEEL", "FOOT_INDEX")))
    x, y = np.moveaxis(toe - heel, -1, 0)
    return np.asarray(np.degrees(np.arctan2(y, np.abs(x))))


def middle(points: Array, part: str) -> Array:
    """The middle (n, d) of a part of the body, of landmarks (n, 33, d)."""
    return np.asarray(points[:, list(PARTS[part])].mean(axis=1))


def trunk_lengths(points: Array) -> Array:
    """From the middle of the hips to that of the shoulders, (n,), of landmarks (n, 33, d)."""
    return np.asarray(np.linalg.norm(middle(points, "shoulders") - middle(points, "hips"), axis=1))


def longest_trunk(pixels: Array) -> float:
    """The trunk's length in pixels: leaning towards the camera only makes it look shorter."""
    return float(trunk_lengths(pixels).max())


def _width(pixels: Array, part: str) -> Array:
    left, right = PARTS[part]
    return np.asarray(np.abs(pixels[:, left, 0] - pixels[:, right, 0]))


def _ratio(a: Array, b: Array) -> Array:
    """NaN where it has no meaning."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(b == 0.0, np.nan, a / b))


def _height(pixels: Array, part: str, above: str) -> Array:
    """How much higher the middle of one part is than that of another, in lengths of the trunk."""
    heights = middle(pixels, above)[:, 1:] - middle(pixels, part)[:, 1:]
    return np.asarray(heights / longest_trunk(pixels))


SIGNALS: Final[dict[str, Signal]] = {
    **{joint: _joint(joint) for joint in JOINT_ANGLES},
    "trunk_lean": Signal("degrees", _sided("HIP", "SHOULDER"), _trunk_lean, central=True),
    "sag": Signal("degrees", JOINT_ANGLES["hip"], _sag),
    "heel_lift": Signal("degrees", _sided("HEEL", "FOOT_INDEX"), _heel),
    "hand_height": Signal(
        "trunk lengths",
        _across("WRIST", "SHOULDER"),
        lambda pixels: _height(pixels, "hands", "shoulders"),
    ),
    "chin_height": Signal(
        "trunk lengths",
        ((*PARTS["mouth"], *PARTS["hands"]),),
        lambda pixels: _height(pixels, "mouth", "hands"),
    ),
    "hand_tilt": Signal(
        "trunk lengths",
        _across("WRIST", "SHOULDER", "HIP"),
        lambda pixels: np.abs(np.diff(pixels[:, list(PARTS["hands"]), 1])) / longest_trunk(pixels),
    ),
    "knee_width": Signal(
        "ratio",
        _across("KNEE", "ANKLE"),
        lambda pixels: _ratio(_width(pixels, "knees"), _width(pixels, "feet"))[:, None],
    ),
    "foot_width": Signal(
        "ratio",
        _across("ANKLE", "SHOULDER"),
        lambda pixels: _ratio(_width(pixels, "feet"), _width(pixels, "shoulders"))[:, None],
    ),
}
"""All signals by name; `exercises/README.md` tells what each of them is."""


def read_signal(name: str, pixels: Array, visible: NDArray[np.bool_]) -> Array:
    """Reads a signal.

    Args:
        name: A key of `SIGNALS`.
        pixels: (n, 33, 2), x right and y down.
        visible: (n, 33) which landmarks were seen.

    Returns:
        (n, columns) in the signal's unit; NaN where it cannot be seen.
    """
    signal = SIGNALS[name]
    return where_seen(signal.read(pixels), visible, signal.columns)


def read_pose(name: str, pose: Pose) -> Array:
    """Reads a signal off a single pose, (1, columns); see `read_signal`."""
    return read_signal(name, pose.pixels[None, :, :2], (pose.visibility >= SEEN)[None])


def where_seen(values: Array, visible: NDArray[np.bool_], columns: Columns) -> Array:
    """The values (n, columns), NaN where one of the landmarks of a column was not seen."""
    return np.where(visible[:, _places(columns)].all(axis=2), values, np.nan)


@cache
def _places(columns: Columns) -> NDArray[np.intp]:
    """The landmarks of all columns as an index: to make one takes as long as to read a joint."""
    return np.array(columns, dtype=np.intp)
