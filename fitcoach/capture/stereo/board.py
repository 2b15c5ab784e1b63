"""The calibration board: what is printed, and where its corners are seen."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fitcoach.body import Array
from fitcoach.capture.opencv import cv2
from fitcoach.errors import FitcoachError
from fitcoach.files import whole_file

_DICTIONARY: Final = cv2.aruco.DICT_4X4_50
"""Few and coarse marks, which small pictures show best."""

_MARK: Final = 0.75
"""Side of a mark as a share of its square's."""

_PIXELS: Final = 240
"""Of a square's side where the board is drawn: a mark has 6 cells, so all edges are whole."""

_LEAST: Final = 6
"""Corners that must be seen of the board."""

_MILLIMETRE: Final = 1 / 25.4  # inches
_MARGIN: Final = 8.0
"""Millimetres of paper around the board that printers leave white, and detectors ask for."""

PAPERS: Final[dict[str, tuple[float, float]]] = {
    "a4": (297.0, 210.0), "a3": (420.0, 297.0), "a2": (594.0, 420.0), "a1": (841.0, 594.0),
    "a0": (1189.0, 841.0), "letter": (279.4, 215.9), "tabloid": (431.8, 279.4),
}  # fmt: skip
"""Width and height in millimetres, lying."""


@dataclass(frozen=True)
class Sighting:
    """The corners of the board in one picture.

    Attributes:
        numbers: (n,) which of the board's inner corners.
        pixels: (n, 2) where.
    """

    numbers: NDArray[np.intp]
    pixels: Array


@dataclass(frozen=True)
class Board:
    """A chessboard, with or without marks in its white squares (ChArUco).

    Marks say which corner is which, so that a part of the board is enough; a plain chessboard must
    be seen whole.

    Attributes:
        columns: Squares across.
        rows: Squares down.
        square: Side of a square in metres.
        plain: Whether it has no marks.

    Raises:
        FitcoachError: There can be no such board.
    """

    columns: int = 7
    rows: int = 5
    square: float = 0.035
    plain: bool = False

    def __post_init__(self) -> None:
        if min(self.columns, self.rows) < 3 or self.columns * self.rows > 100:  # noqa: PLR2004
            raise FitcoachError(
                f"A board of {self.columns}x{self.rows} squares cannot be used: it needs 3 each "
                "way at least, and has 100 in all at most."
            )
        if self.plain and (self.columns + self.rows) % 2 == 0:
            raise FitcoachError(
                f"A plain chessboard of {self.columns}x{self.rows} squares looks the same upside "
                "down; use one with an even number one way and an odd one the other way."
            )
        if not 0.002 <= self.square <= 1.0:  # noqa: PLR2004
            raise FitcoachError(
                f"Squares of {self.square * 1000:g} mm cannot be right; measure one, and give its "
                "side in millimetres."
            )

    @cached_property
    def _charuco(self) -> cv2.aruco.CharucoBoard:
        marks = cv2.aruco.getPredefinedDictionary(_DICTIONARY)
        size = (self.columns, self.rows)
        return cv2.aruco.CharucoBoard(size, self.square, _MARK * self.square, marks)

    @cached_property
    def _detector(self) -> cv2.aruco.CharucoDetector:
        return cv2.aruco.CharucoDetector(self._charuco)

    @property
    def corners(self) -> Array:
        """The inner corners on the board, (n, 3) metres right and down from its corner."""
        down, right = np.mgrid[1 : self.rows, 1 : self.columns]
        places = np.stack([right, down, np.zeros_like(right)], axis=-1).reshape(-1, 3)
        return np.asarray(places * self.square)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in metres."""
        return self.columns * self.square, self.rows * self.square

    def draw(self) -> NDArray[np.uint8]:
        """The board as a grey picture without a margin."""
        width, height = self.columns * _PIXELS, self.rows * _PIXELS
        if not self.plain:
            drawn = self._charuco.generateImage((width, height))
            return np.asarray(drawn, dtype=np.uint8)
        squares = np.add.outer(np.arange(self.rows), np.arange(self.columns)) % 2
        return np.kron(255 * squares, np.ones((_PIXELS, _PIXELS))).astype(np.uint8)

    def find(self, grey: NDArray[np.uint8]) -> Sighting | None:
        """Looks for the board in a grey picture; `None` where too few corners are seen."""
        found = self._find_plain(grey) if self.plain else self._find_marked(grey)
        return found if found is not None and self.suffices(found.numbers) else None

    def suffices(self, numbers: NDArray[np.intp]) -> bool:
        """Whether these corners tell how the board lies: six, and not but one beside a line."""
        in_rows = np.bincount(numbers // (self.columns - 1), minlength=self.rows)
        return len(numbers) >= _LEAST and int((in_rows > 1).sum()) > 1

    def _find_marked(self, grey: NDArray[np.uint8]) -> Sighting | None:
        corners, numbers, *_ = self._detector.detectBoard(grey)
        if numbers is None:
            return None
        order = np.argsort(numbers.ravel())
        return Sighting(
            numbers.ravel()[order].astype(np.intp),
            np.asarray(corners.reshape(-1, 2)[order], dtype=np.float64),
        )

    def _find_plain(self, grey: NDArray[np.uint8]) -> Sighting | None:
        across, down = self.columns - 1, self.rows - 1
        found, corners = cv2.findChessboardCornersSB(grey, (across, down))
        if not found:
            return None
        grid = np.asarray(corners, dtype=np.float64).reshape(down, across, 2)
        if not self._is_upright(grey, grid):
            grid = grid[::-1, ::-1]
        return Sighting(np.arange(across * down), grid.reshape(-1, 2))

    def _is_upright(self, grey: NDArray[np.uint8], grid: Array) -> bool:
        """Whether the first square is black, as it is drawn, and not the last one."""
        right, below = grid[0, 1] - grid[0, 0], grid[1, 0] - grid[0, 0]
        same = grid[0, 0] + 0.5 * (right + below)  # along the diagonal colours are the same
        other = same - below

        def brightness(at: Array) -> float:
            x, y = np.clip(np.rint(at).astype(int), 0, np.array(grey.shape[::-1]) - 1)
            return float(grey[y, x])

        return brightness(same) < brightness(other)


def print_board(board: Board, paper: str, path: Path) -> None:
    """Writes the board in its true size, to be printed at 100 %.

    Args:
        board: What is drawn.
        paper: A key of `PAPERS`.
        path: A PDF, or a picture of 300 dots to the inch (`.png`).

    Raises:
        FitcoachError: The board is larger than the paper, or the file cannot be written.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415 - takes half a second to load

    kind = path.suffix.lower().removeprefix(".")
    if kind not in {"pdf", "png"}:
        raise FitcoachError(f"{path}: a board is written as .pdf or .png.")
    width, height = PAPERS[paper]
    across, down = (1000.0 * side for side in board.size)
    if across + 2 * _MARGIN > width or down + 2 * _MARGIN > height:
        raise FitcoachError(
            f"{board.columns}x{board.rows} squares of {board.square * 1000:g} mm do not fit on "
            f"{paper.upper()} paper ({width:g}x{height:g} mm); make them smaller or take larger "
            "paper."
        )
    page = Figure(figsize=(width * _MILLIMETRE, height * _MILLIMETRE), dpi=300)
    left, bottom = 0.5 * (width - across) / width, 0.5 * (height - down) / height
    axes = page.add_axes((left, bottom, across / width, down / height))
    axes.axis("off")
    axes.imshow(board.draw(), cmap="gray", vmin=0, vmax=255, interpolation="nearest", aspect="auto")
    kind_words = "chessboard" if board.plain else "ChArUco 4x4"
    page.text(
        0.5, 0.35 * bottom,
        f"{kind_words}, {board.columns}x{board.rows} squares of {board.square * 1000:g} mm: "
        "print at 100 %, measure a square, glue it onto something flat",
        ha="center", va="center", fontsize=7, color="0.4",
    )  # fmt: skip
    with whole_file(path) as part:
        page.savefig(part, format=kind, metadata={"CreationDate": None} if kind == "pdf" else None)
