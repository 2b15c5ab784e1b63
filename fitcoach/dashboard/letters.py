"""The cue: a sentence to be read across the room, in letters of several rows."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from fitcoach.dashboard.number import DIGITS, ROUND
from fitcoach.dashboard.raster import Dots, Stroke, arc, centred, quadrants, side_by_side, stroked

_O: Final = DIGITS["0"]
_BOWL: Final = arc((0.55, 0.25), (0.45, 0.25), -90, 90)
_P: Final = [(0.0, 1.0), (0.0, 0.0), *_BOWL, (0.0, 0.5)]
_C: Final = [
    *arc((0.5, ROUND), (0.5, ROUND), -35, -180),
    *arc((0.5, 1 - ROUND), (0.5, ROUND), 180, 35),
]

_GLYPHS: Final[dict[str, Sequence[Stroke]]] = {
    **DIGITS,
    "A": ([(0.0, 1.0), (0.5, 0.0), (1.0, 1.0)], [(0.2, 0.7), (0.8, 0.7)]),
    "B": (
        [*_P, (0.0, 1.0)],
        [(0.0, 0.5), *arc((0.5, 0.75), (0.5, 0.25), -90, 90), (0.0, 1.0)],
    ),
    "C": (_C,),
    "D": (
        [
            (0.0, 0.0),
            *arc((0.4, 0.3), (0.6, 0.3), -90, 0),
            *arc((0.4, 0.7), (0.6, 0.3), 0, 90),
            (0.0, 1.0),
            (0.0, 0.0),
        ],
    ),
    "E": ([(1.0, 0.0), (0.0, 0.0), (0.0, 1.0), (1.0, 1.0)], [(0.0, 0.5), (0.8, 0.5)]),
    "F": ([(1.0, 0.0), (0.0, 0.0), (0.0, 1.0)], [(0.0, 0.5), (0.8, 0.5)]),
    "G": ([*_C, (1.0, 0.52), (0.72, 0.52)],),
    "H": ([(0.0, 0.0), (0.0, 1.0)], [(1.0, 0.0), (1.0, 1.0)], [(0.0, 0.5), (1.0, 0.5)]),
    "I": ([(0.0, 0.0), (0.0, 1.0)],),
    "J": ([(1.0, 0.0), *arc((0.5, 1 - ROUND), (0.5, ROUND), 0, 170)],),
    "K": ([(0.0, 0.0), (0.0, 1.0)], [(1.0, 0.0), (0.1, 0.5), (1.0, 1.0)]),
    "L": ([(0.0, 0.0), (0.0, 1.0), (1.0, 1.0)],),
    "M": ([(0.0, 1.0), (0.0, 0.0), (0.5, 0.6), (1.0, 0.0), (1.0, 1.0)],),
    "N": ([(0.0, 1.0), (0.0, 0.0), (1.0, 1.0), (1.0, 0.0)],),
    "O": _O,
    "P": (_P,),
    "Q": (*_O, [(0.6, 0.7), (1.0, 1.0)]),
    "R": (_P, [(0.5, 0.5), (1.0, 1.0)]),
    "S": ([*arc((0.5, 0.25), (0.5, 0.25), -50, -270), *arc((0.5, 0.75), (0.5, 0.25), -90, 130)],),
    "T": ([(0.0, 0.0), (1.0, 0.0)], [(0.5, 0.0), (0.5, 1.0)]),
    "U": ([(1.0, 0.0), *arc((0.5, 1 - ROUND), (0.5, ROUND), 0, 180), (0.0, 0.0)],),
    "V": ([(0.0, 0.0), (0.5, 1.0), (1.0, 0.0)],),
    "W": ([(0.0, 0.0), (0.25, 1.0), (0.5, 0.3), (0.75, 1.0), (1.0, 0.0)],),
    "X": ([(0.0, 0.0), (1.0, 1.0)], [(1.0, 0.0), (0.0, 1.0)]),
    "Y": ([(0.0, 0.0), (0.5, 0.5), (1.0, 0.0)], [(0.5, 0.5), (0.5, 1.0)]),
    "Z": ([(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)],),
    ".": ([(0.0, 1.0)],),
    ",": ([(1.0, 0.9), (0.0, 1.1)],),
    ":": ([(0.0, 0.2), (0.0, 0.3)], [(0.0, 0.7), (0.0, 0.8)]),
    "!": ([(0.0, 0.0), (0.0, 0.5)], [(0.0, 1.0)]),
    "?": ([*arc((0.5, ROUND), (0.5, ROUND), 190, 395), (0.5, 0.6)], [(0.5, 1.0)]),
    "'": ([(0.0, 0.0), (0.0, 0.15)],),
    "-": ([(0.0, 0.5), (1.0, 0.5)],),
    "\N{EN DASH}": ([(0.0, 0.5), (1.0, 0.5)],),
    "/": ([(0.0, 1.0), (1.0, 0.0)],),
    "%": ([(0.0, 1.0), (1.0, 0.0)], [(0.0, 0.1), (0.15, 0.1)], [(0.85, 0.9), (1.0, 0.9)]),
    "\N{DEGREE SIGN}": (arc((0.5, 0.22), (0.5, 0.22), 0, 360),),
    "\N{MULTIPLICATION SIGN}": ([(0.0, 0.0), (1.0, 1.0)], [(1.0, 0.0), (0.0, 1.0)]),
}
"""The strokes of each letter in a unit box, which the middle of the pen does not leave."""

_WIDE, _PEN, _GAP, _SPACE, _LEADING = 1.2, 0.18, 0.4, 1.1, 0.4
"""Dots for each dot of a letter's height; a dot is half as wide as high."""
_WIDTHS: Final = {
    **dict.fromkeys(".:!I'", 0.0),
    ",": 0.6,
    "\N{DEGREE SIGN}": 0.7,
    **dict.fromkeys("-/", 1.0),
    **dict.fromkeys("AVN%\N{MULTIPLICATION SIGN}", 1.4),
    **dict.fromkeys("MW", 1.9),
}
"""Of the letters that are not as wide as the others; none is narrower than the pen."""

_LOWEST: Final = 5
"""Dots: letters lower than two and a half rows are not told apart."""
_SHARE: Final = 24
"""A line of text is at least this part of the screen's height, to be read from three metres."""


@lru_cache(maxsize=8)
def draw_letters(text: str, width: int, height: int) -> list[str] | None:
    """Draws a sentence in capitals as large as fits, in the middle.

    Args:
        text: The words.
        width: Of the area in cells.
        height: Of the area in cells.

    Returns:
        `height` rows of `width` characters; `None` where the area is too small, or a character
        is not known.
    """
    words = text.upper().split()
    if not words or not all(char in _GLYPHS for word in words for char in word):
        return None
    for dots in range(2 * height, _LOWEST - 1, -1):
        pen, gap, space = round(_PEN * dots), round(_GAP * dots), round(_SPACE * dots)
        if (dots - pen) % 2:  # the bar in the middle of a letter would lie between two rows
            continue
        widths = [sum(_width(char, dots, pen) + gap for char in word) - gap for word in words]
        lines = broken(widths, space, 2 * width)
        leading = round(_LEADING * dots)
        if lines and len(lines) * (dots + leading) - leading <= 2 * height:
            drawn = [side_by_side([_glyph(c, dots, pen) for c in word], gap) for word in words]
            pictures = [
                centred(side_by_side(drawn[line], space), 2 * width, dots + leading)
                for line in lines
            ]
            block = np.vstack(pictures)[leading // 2 :][: len(lines) * (dots + leading) - leading]
            return quadrants(centred(block, 2 * width, 2 * height))
    return None


@lru_cache(maxsize=8)
def write_plainly(text: str, width: int, height: int) -> list[str]:
    """Writes a sentence in plain letters, in the middle; what does not fit ends in "…".

    Args:
        text: The words.
        width: Of the area in cells.
        height: Of the area in cells.

    Returns:
        `height` rows of `width` cells.
    """
    words = [word if cell_len(word) <= width else _cut(word, width) for word in text.split()]
    rows = [" ".join(words[line]) for line in broken([*map(cell_len, words)], 1, width)]
    if len(rows) > height:
        rows = [*rows[: height - 1], _cut(rows[height - 1], width)]
    blank = " " * width
    above = (height - len(rows)) // 2
    below = height - len(rows) - above
    lines = [row.center(len(row) + width - cell_len(row)) for row in rows]
    return [blank] * above + lines + [blank] * below


def _cut(text: str, width: int) -> str:
    """The beginning of a text, in no more cells than that; Chinese letters take two."""
    return set_cell_size(text, width - 1).rstrip() + "…"


def broken(widths: Sequence[int], space: int, limit: int) -> list[slice]:
    """Breaks words into as few lines as possible, as alike in width as possible.

    Args:
        widths: Of the words.
        space: Between two words.
        limit: Width of a line.

    Returns:
        Each line's words; none where a word is wider than a line.
    """
    widest = max(widths, default=0)
    if widest > limit:
        return []
    lines = _filled(widths, space, limit)
    for narrower in range(limit - 1, widest - 1, -1):
        closer = _filled(widths, space, narrower)
        if len(closer) > len(lines):
            break
        lines = closer
    return lines


def _filled(widths: Sequence[int], space: int, limit: int) -> list[slice]:
    """Fills one line after the other."""
    lines: list[slice] = []
    first, filled = 0, 0
    for i, width in enumerate(widths):
        if i > first and filled + space + width > limit:
            lines.append(slice(first, i))
            first, filled = i, width
        else:
            filled += width + (space if i > first else 0)
    return [*lines, slice(first, len(widths))] if widths else []


def _width(char: str, height: int, pen: int) -> int:
    """Of a letter in dots."""
    return max(2 * pen, round(_WIDTHS.get(char, _WIDE) * height))


@lru_cache(maxsize=128)
def _glyph(char: str, height: int, pen: int) -> Dots:
    """One letter, (height, its width)."""
    return stroked(_GLYPHS[char], _width(char, height, pen), height, pen)


class Banner(Widget):
    """A short sentence as large as its area allows; on a low screen plain text is large enough."""

    DEFAULT_CSS = """
    Banner {
        text-style: bold;
    }
    """

    text: reactive[str] = reactive("")

    def render_line(self, y: int) -> Strip:
        """Draws a row."""
        width, height = self.size
        large = draw_letters(self.text, width, height) if self.screen.size.height > _SHARE else None
        rows = large or write_plainly(self.text, width, height)
        return Strip([Segment(rows[y], self.visual_style.rich_style)], width)
