"""The user as a stick figure, where he stands in the camera's picture."""

from itertools import pairwise
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from fitcoach.body import EDGES, Array, Landmark
from fitcoach.dashboard.raster import Dots, braille
from fitcoach.pose import SEEN, Pose

NOBODY: Final = "nobody in view"

_NOTHING, _UNSEEN, _SEEN, _FAULT = range(4)
"""What a cell shows; of several the last."""

Run = tuple[str, int]
"""Characters of one kind."""

_FACE: Final = [landmark for landmark in Landmark if landmark <= Landmark.MOUTH_RIGHT]
_BONES: Final = np.array([edge for edge in EDGES if not {*edge} & {*_FACE}])
_JOINTS: Final = np.unique(_BONES)
_ROUND: Final = np.linspace(0.0, 2 * np.pi, 25)
_CIRCLE: Final = np.stack([np.cos(_ROUND), np.sin(_ROUND)], axis=-1)
_HEAD: Final = 1.5
"""Radius of the head, by the distance of the outermost landmark from the middle of the face."""

_SLENDER: Final = 32
"""Dots of the picture's shorter side for each dot of a bone's thickness."""

_FRAMED_FROM: Final = 5
"""Rows and columns of the widget in which there is room for a frame."""


class Canvas:
    """Lines of dots in a grid of cells, each cell of one kind."""

    def __init__(self, width: int, height: int) -> None:
        """An empty grid of so many cells."""
        self.dots: Dots = np.zeros((4 * height, 2 * width), dtype=np.bool_)
        self.kinds: NDArray[np.uint8] = np.zeros((height, width), dtype=np.uint8)

    def draw(self, lines: Array, kind: int, pen: int, *, dashed: bool = False) -> None:
        """Draws lines over what is there; what lies outside is left out.

        Args:
            lines: (n, 2, 2) both ends (x, y) of each line in dots.
            kind: Of what is drawn.
            pen: Thickness in dots; the pen is round.
            dashed: As long with gaps; the dashes run on where one line begins at another's end.
        """
        # A thick pen leaves no gaps when it is set down less often.
        points, passed = _sampled(lines, np.array(self.dots.shape[::-1]), pen, min(1.5, 4 / pen))
        if dashed:
            points = points[passed % (4 * pen) < 2 * pen]
        tip = np.argwhere(np.ones((pen, pen)))
        tip = tip[np.linalg.norm(tip - (pen - 1) / 2, axis=-1) <= pen / 2]
        corners = np.rint(points - pen / 2).astype(np.intp)
        x, y = (corners[:, None] + tip).reshape(-1, 2).T
        height, width = self.dots.shape
        inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        x, y = x[inside], y[inside]
        self.dots[y, x] = True
        self.kinds[y // 4, x // 2] = kind

    def rows(self) -> list[list[Run]]:
        """What is on the canvas, row by row."""
        edges = np.diff(self.kinds, axis=1, prepend=255, append=255) != 0
        return [
            [(row[a:b], int(kinds[a])) for a, b in pairwise(np.flatnonzero(ends).tolist())]
            for row, kinds, ends in zip(braille(self.dots), self.kinds, edges, strict=True)
        ]


def _sampled(lines: Array, size: Array, margin: float, density: float) -> tuple[Array, Array]:
    """Points along lines.

    Args:
        lines: (n, 2, 2) both ends (x, y) of each.
        size: Width and height of the area in which points are of use.
        margin: How far outside they still are.
        density: Points for each unit of length.

    Returns:
        Points (m, 2), and (m,) how much of the lines has been passed there.
    """
    start, along = lines[:, 0], lines[:, 1] - lines[:, 0]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        crossings = np.stack([-margin - start, size + margin - start]) / along
    enter = np.fmin(*crossings).max(axis=1, initial=0.0)
    leave = np.fmax(*crossings).min(axis=1, initial=1.0)
    kept = enter <= leave
    start, along, enter, leave = start[kept], along[kept], enter[kept], leave[kept]
    lengths = np.hypot(*along.T)
    before = np.cumsum(lengths) - lengths
    counts = np.ceil((leave - enter) * lengths * density).astype(np.intp) + 2
    line = np.repeat(np.arange(len(counts)), counts)
    number = np.arange(len(line)) - np.repeat(np.cumsum(counts) - counts, counts)
    share = enter[line] + (leave - enter)[line] * number / (counts[line] - 1)
    return start[line] + share[:, None] * along[line], before[line] + share * lengths[line]


def draw_pose(
    pose: Pose, faults: frozenset[Landmark], width: int, height: int, *, mirror: bool
) -> list[list[Run]]:
    """Draws a person in the whole picture.

    Args:
        pose: Of the person.
        faults: The landmarks to point out.
        width: Of the picture in cells.
        height: Of the picture in cells.
        mirror: As in a mirror.

    Returns:
        The rows of the picture.
    """
    canvas = Canvas(width, height)
    points = pose.image[:, :2] * [2 * width, 4 * height]
    if mirror:
        points[:, 0] = 2 * width - points[:, 0]
    pen = max(1, min(2 * width, 4 * height) // _SLENDER)
    kinds = np.where(pose.visibility >= SEEN, _SEEN, _UNSEEN)
    kinds[list(faults)] = _FAULT

    face = points[_FACE]
    middle = face.mean(axis=0)
    radius = _HEAD * np.hypot(*(face - middle).T).max()
    ring = middle + radius * _CIRCLE
    head = np.stack([ring[:-1], ring[1:]], axis=1)
    head_kind = _FAULT if _FAULT in kinds[_FACE] else np.median(kinds[_FACE])

    # A bone is seen if both its ends are, and at fault if one of them is.
    ends = kinds[_BONES]
    bone_kinds = np.where((ends == _FAULT).any(axis=1), _FAULT, ends.min(axis=1))
    lines = np.concatenate([points[_BONES], head])
    line_kinds = np.concatenate([bone_kinds, np.full(len(head), head_kind)])
    joints = np.stack([points[_JOINTS]] * 2, axis=1)
    for kind, thick in ((_UNSEEN, pen), (_SEEN, pen), (_FAULT, pen + 1 + pen // 2)):
        canvas.draw(lines[line_kinds == kind], kind, thick, dashed=kind == _UNSEEN)
        if kind != _UNSEEN:
            canvas.draw(joints[kinds[_JOINTS] == kind], kind, thick + 1)
    return canvas.rows()


class Skeleton(Widget):
    """The user's skeleton in the camera's picture, whose edges are drawn faintly."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "skeleton--frame",
        "skeleton--unseen",
        "skeleton--seen",
        "skeleton--fault",
    }
    DEFAULT_CSS = """
    Skeleton {
        & > .skeleton--frame { color: $foreground 25%; }
        & > .skeleton--unseen { color: $foreground 50%; }
        & > .skeleton--seen { color: $foreground; }
        & > .skeleton--fault { color: $text-error; }
    }
    """

    def __init__(self, *, mirror: bool = False) -> None:
        """Nobody is in view yet.

        Args:
            mirror: Show the user as in a mirror.
        """
        super().__init__()
        self._mirror = mirror
        self._pose: Pose | None = None
        self._faults: frozenset[Landmark] = frozenset()
        self._rows: list[list[Run]] = []
        self._drawn: Size | None = None
        self._styles: list[Style] = []

    def show(self, pose: Pose | None, faults: frozenset[Landmark] = frozenset()) -> None:
        """Shows a person, and what to look at: the bones at these landmarks stand out."""
        if pose is self._pose and faults == self._faults:
            return
        self._pose, self._faults = pose, faults
        if self._drawn != self.size:
            self.refresh()
            return
        old, self._rows = self._rows, self._draw(*self.size)
        changed = [y for y, row in enumerate(self._rows) if row != old[y]]
        if changed:  # the fewer rows, the less of the screen has to be composed anew
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def render_line(self, y: int) -> Strip:
        """Draws a row."""
        if self._drawn != self.size:
            self._rows, self._drawn = self._draw(*self.size), self.size
        if not self._styles:
            self._styles = [
                self.get_component_rich_style(f"skeleton--{kind}")
                for kind in ("frame", "unseen", "seen", "fault")
            ]
        row = [Segment(text, self._styles[kind]) for text, kind in self._rows[y]]
        return Strip(row, self.size.width)

    def notify_style_update(self) -> None:
        """The colours have changed."""
        super().notify_style_update()
        self._styles = []

    def _draw(self, width: int, height: int) -> list[list[Run]]:
        if self._pose is None:
            rows = [" " * width] * height
            rows[height // 2] = NOBODY[:width].center(width)
            return [[(row, _SEEN)] for row in rows]
        edge = 1 if min(width, height) >= _FRAMED_FROM else 0
        tall, wide = self._pose.size
        # A cell is twice as high as wide.
        scale = min((width - 2 * edge) / wide, 2 * (height - 2 * edge) / tall)
        columns, lines = max(1, round(wide * scale)), max(1, round(tall * scale / 2))
        picture = draw_pose(self._pose, self._faults, columns, lines, mirror=self._mirror)
        if edge:
            picture = _framed(picture, columns)
        left, above = (width - columns) // 2 - edge, (height - lines) // 2 - edge
        right, below = width - columns - 2 * edge - left, height - lines - 2 * edge - above
        blank: list[Run] = [(" " * width, _NOTHING)]
        middle = [[(" " * left, _NOTHING), *row, (" " * right, _NOTHING)] for row in picture]
        return [blank] * above + middle + [blank] * below


def _framed(rows: list[list[Run]], width: int) -> list[list[Run]]:
    """Rows of `width` characters with a frame round them."""
    line = "─" * width
    middle: list[list[Run]] = [[("│", _NOTHING), *row, ("│", _NOTHING)] for row in rows]
    return [[(f"╭{line}╮", _NOTHING)], *middle, [(f"╰{line}╯", _NOTHING)]]
