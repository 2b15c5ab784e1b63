"""Boolean dots to rows of characters, and strokes to dots.

A character cell is about twice as high as wide. A quadrant block is one of 2 x 2 dots of that
shape, a braille character one of 4 x 2 square dots.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

Dots = NDArray[np.bool_]
Codes = NDArray[np.uint32]
Stroke = Sequence[tuple[float, float]]
"""Points (x, y) which a pen joins."""

_QUADRANTS: Final = np.array([ord(c) for c in " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"], dtype=np.uint32)
_QUADRANT_BITS: Final = ((0, 1), (2, 3))

_BRAILLE: Final = np.arange(0x2800, 0x2900, dtype=np.uint32)
_BRAILLE[0] = ord(" ")  # some fonts draw the empty pattern as eight rings
_BRAILLE_BITS: Final = ((0, 3), (1, 4), (2, 5), (6, 7))
"""The bit of each dot of a cell, row by row, as Unicode numbers them."""


def quadrants(dots: Dots) -> list[str]:
    """Draws dots in quadrant blocks.

    Args:
        dots: Shape (2 h, 2 w).

    Returns:
        h rows of w characters.
    """
    return _rows(_QUADRANTS[_packed(dots, _QUADRANT_BITS)])


def braille(dots: Dots) -> list[str]:
    """Draws dots in braille.

    Args:
        dots: Shape (4 h, 2 w).

    Returns:
        h rows of w characters.
    """
    return _rows(_BRAILLE[_packed(dots, _BRAILLE_BITS)])


def arc(
    centre: tuple[float, float], radii: tuple[float, float], start: float, end: float
) -> Stroke:
    """Part of an ellipse, in degrees clockwise from the right."""
    angles = np.radians(np.linspace(start, end, max(3, int(abs(end - start) / 12))))
    x, y = centre[0] + radii[0] * np.cos(angles), centre[1] + radii[1] * np.sin(angles)
    return list(zip(x.tolist(), y.tolist(), strict=True))


def stroked(strokes: Sequence[Stroke], width: int, height: int, pen: int) -> Dots:
    """What a round pen leaves that follows strokes, as dots for `quadrants`.

    Args:
        strokes: In a unit box, x to the right and y down. The box is stretched until the pen that
            goes round it touches the edges of the raster.
        width: Of the raster in dots.
        height: Of the raster in dots.
        pen: Its thickness in dots' heights; a dot is half as wide as high.

    Returns:
        Shape (height, width).
    """
    lines = [line for stroke in strokes for line in pairwise([*stroke, stroke[-1]])]
    ends = np.array(lines) * [width / 2 - pen, height - pen] + pen / 2
    # The margin makes rounding errors fall on the same side in all glyphs.
    reach = pen / 2 + 1e-6
    x, y = (np.arange(width) + 0.5) / 2, np.arange(height)[:, None] + 0.5
    dots = np.zeros((height, width), dtype=np.bool_)
    for start, end in ends:
        (left, top), (right, bottom) = (
            np.minimum(start, end) - reach,
            np.maximum(start, end) + reach,
        )
        rows = slice(max(0, int(top)), int(bottom) + 1)
        columns = slice(max(0, int(2 * left)), int(2 * right) + 1)
        across, down = x[columns] - start[0], y[rows] - start[1]
        along = end - start
        length = max(along @ along, np.finfo(np.float64).tiny)
        nearest = np.clip((across * along[0] + down * along[1]) / length, 0.0, 1.0)
        away = (across - nearest * along[0]) ** 2 + (down - nearest * along[1]) ** 2
        dots[rows, columns] |= away < reach**2
    if pen > 1:  # the very top of a round end may be a single dot, which sticks out like a hair
        dots[:, 1:-1] &= dots[:, :-2] | dots[:, 2:]
    return dots


def side_by_side(pictures: Sequence[Dots], gap: int) -> Dots:
    """Pictures of one height in a row, `gap` dots apart."""
    space = np.zeros((pictures[0].shape[0], gap), dtype=np.bool_)
    return np.hstack([part for picture in pictures for part in (space, picture)][1:])


def centred(picture: Dots, width: int, height: int) -> Dots:
    """The picture in the middle of an area of `height` x `width` dots, which it must fit."""
    above, left = (height - picture.shape[0]) // 2, (width - picture.shape[1]) // 2
    dots = np.zeros((height, width), dtype=np.bool_)
    dots[above : above + picture.shape[0], left : left + picture.shape[1]] = picture
    return dots


def _packed(dots: Dots, bits: Sequence[tuple[int, int]]) -> NDArray[np.uint8]:
    """One number a cell, (h, w); `bits` tells the bit of each dot of a cell, row by row."""
    rows, columns = dots.shape
    if rows % len(bits) or columns % 2:
        raise ValueError(f"dots of shape ({len(bits)} h, 2 w) are expected, not {dots.shape}")
    values = dots.astype(np.uint8)
    packed = np.zeros((rows // len(bits), columns // 2), dtype=np.uint8)
    for row, pair in enumerate(bits):
        for column, bit in enumerate(pair):
            packed |= values[row :: len(bits), column::2] << np.uint8(bit)
    return packed


def _rows(codes: Codes) -> list[str]:
    """The rows of a grid of code points."""
    return [row.astype("<u4").tobytes().decode("utf-32-le") for row in codes]
