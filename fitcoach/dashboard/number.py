"""The number: as large as its area allows, to be read across the room."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from fitcoach.dashboard.raster import Dots, Stroke, arc, centred, quadrants, side_by_side, stroked


def _ring(centre: tuple[float, float], radii: tuple[float, float]) -> Stroke:
    """An ellipse."""
    return arc(centre, radii, 0, 360)


def _turned(strokes: Sequence[Stroke]) -> list[Stroke]:
    """The strokes upside down."""
    return [[(1 - x, 1 - y) for x, y in stroke] for stroke in strokes]


ROUND: Final = 0.26
"""The height of a half circle as wide as a digit, so that it looks round."""

_SIX: Final = (
    [*arc((0.5, ROUND), (0.5, ROUND), -25, -180), (0.0, 0.69)],
    _ring((0.5, 0.69), (0.5, 0.31)),
)

DIGITS: Final[dict[str, Sequence[Stroke]]] = {
    "0": (
        [
            *arc((0.5, ROUND), (0.5, ROUND), 180, 360),
            *arc((0.5, 1 - ROUND), (0.5, ROUND), 0, 180),
            (0.0, ROUND),
        ],
    ),
    "1": ([(0.14, 0.2), (0.6, 0.0), (0.6, 1.0)],),
    "2": ([*arc((0.5, 0.28), (0.5, 0.28), 190, 390), (0.0, 1.0), (1.0, 1.0)],),
    "3": (
        [*arc((0.48, 0.24), (0.46, 0.24), 205, 450), (0.34, 0.48)],
        arc((0.48, 0.74), (0.52, 0.26), -90, 155),
    ),
    "4": ([(0.46, 0.0), (0.0, 0.7), (1.0, 0.7)], [(0.78, 0.46), (0.78, 1.0)]),
    "5": ([(0.92, 0.0), (0.12, 0.0), (0.04, 0.46), *arc((0.48, 0.68), (0.52, 0.32), 222, 510)],),
    "6": _SIX,
    "7": ([(0.0, 0.0), (1.0, 0.0), (0.36, 1.0)],),
    "8": (_ring((0.5, 0.235), (0.44, 0.235)), _ring((0.5, 0.735), (0.5, 0.265))),
    "9": _turned(_SIX),
}
"""The strokes of each digit in a unit box, which the middle of the pen does not leave."""

_SIGNS: Final[dict[str, Sequence[Stroke]]] = {
    ":": ([(0.0, 0.23), (0.0, 0.27)], [(0.0, 0.73), (0.0, 0.77)]),
    ".": ([(0.0, 1.0)],),
}
"""They are as wide as the pen."""

_WIDE, _GAP, _PEN = 1.2, 0.34, 0.19  # dots for each dot of height; a dot is half as wide as high
_LOWEST: Final = 9
"""Dots: in 5 rows a digit is recognised for sure."""


@lru_cache(maxsize=8)
def draw_number(text: str, width: int, height: int) -> list[str]:
    """Draws digits, ":" and "." as large as fits, in the middle.

    Args:
        text: What to draw; what has other characters is written plainly.
        width: Of the area in cells.
        height: Of the area in cells.

    Returns:
        `height` rows of `width` characters.
    """
    if text and all(char in DIGITS or char in _SIGNS for char in text):
        for dots in range(2 * height, _LOWEST - 1, -1):
            pen = round(_PEN * dots)
            gap = round(_GAP * dots)
            wide = sum(_width(char, dots, pen) + gap for char in text) - gap
            # The bar in the middle of a digit must not lie between two rows of dots.
            if (dots - pen) % 2 == 0 and wide <= 2 * width:
                number = side_by_side([_glyph(char, dots, pen) for char in text], gap)
                return quadrants(centred(number, 2 * width, 2 * height))
    blank = " " * width
    above = (height - 1) // 2
    return [blank] * above + [text[:width].center(width)] + [blank] * (height - above - 1)


def _width(char: str, height: int, pen: int) -> int:
    """Of a character in dots."""
    return 2 * pen if char in _SIGNS else round(_WIDE * height)


@lru_cache(maxsize=64)
def _glyph(char: str, height: int, pen: int) -> Dots:
    """One character, (height, its width)."""
    strokes = _SIGNS[char] if char in _SIGNS else DIGITS[char]
    return stroked(strokes, _width(char, height, pen), height, pen)


class BigNumber(Widget):
    """A count, a countdown or a time, as large as the widget."""

    DEFAULT_CSS = """
    BigNumber {
        color: $primary;
        text-style: bold;
    }
    """

    value: reactive[str] = reactive("")

    def render_line(self, y: int) -> Strip:
        """Draws a row."""
        width, height = self.size
        row = draw_number(self.value, width, height)[y]
        return Strip([Segment(row, self.visual_style.rich_style)], width)
