"""The reps of a set side by side: how far each of them went."""

from collections.abc import Collection, Sequence
from typing import ClassVar, Final, NamedTuple

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

NO_REPS: Final = "no reps"

_EIGHTHS: Final = " ▁▂▃▄▅▆▇"
_SIGNS: Final = {"best": "★", "worst": "▼", "by-hand": "+"}
_WIDEST: Final = 9
"""Columns of a bar with the gap beside it."""
_STEPS: Final = (1, 2, 5, 10, 20, 50)
"""Every so many reps are numbered, as often as there is room."""
_GAP_OF_TWO: Final = 5
"""Columns above which the gap is two columns wide."""
_NUMBERS_FROM, _SIGNS_FROM, _VALUES_FROM = 2, 4, 6
"""Rows of the widget in which there is room for them."""


class Bar(NamedTuple):
    """A rep.

    Attributes:
        number: From 1.
        value: Range of motion in degrees; `None` if it was not measured.
        kind: "best", "worst", "plain", "unmeasured" or "by-hand".
    """

    number: int
    value: float | None
    kind: str


class RepBars(Widget):
    """A bar for each rep, as high as its range of motion; of too many the newest."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rep-bars--plain",
        "rep-bars--best",
        "rep-bars--worst",
        "rep-bars--unmeasured",
        "rep-bars--by-hand",
        "rep-bars--value",
        "rep-bars--number",
    }
    DEFAULT_CSS = """
    RepBars {
        & > .rep-bars--plain { color: $primary; }
        & > .rep-bars--best { color: $text-success; text-style: bold; }
        & > .rep-bars--worst { color: $text-warning; text-style: bold; }
        & > .rep-bars--unmeasured { color: $foreground 60%; }
        & > .rep-bars--by-hand { color: $foreground 60%; }
        & > .rep-bars--value { color: $foreground; text-style: bold; }
        & > .rep-bars--number { color: $foreground 60%; }
    }
    """

    def __init__(self) -> None:
        """There are no reps yet."""
        super().__init__()
        self._bars: list[Bar] = []
        self._most = 1.0
        self._usual = 1.0  # as high is what was not measured

    def show(
        self,
        values: Sequence[float | None],
        best: int | None,
        worst: int | None,
        by_hand: Collection[int] = (),
    ) -> None:
        """Shows the reps of a set.

        Args:
            values: Range of motion of each in degrees; `None` for one that was not measured.
            best: Index of the best.
            worst: Index of the worst.
            by_hand: Indices of those that were added by hand.
        """
        bars = [
            Bar(i + 1, value, "by-hand" if i in by_hand else _kind(i, value, best, worst))
            for i, value in enumerate(values)
        ]
        if bars != self._bars:
            known = [max(value, 0.0) for value in values if value is not None]
            self._bars = bars
            self._most = max(known, default=0.0) or 1.0
            self._usual = sum(known) / len(known) if known else self._most
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draws a row."""
        width, height = self.size
        if not self._bars:
            text = NO_REPS[:width] if y == (height - 1) // 2 else ""
            return self._strip([self._segment(text.center(width), "number")])
        column = min(_WIDEST, max(1, width // len(self._bars)))
        bars = self._bars[-(width // column) :]
        signed, numbered = height >= _SIGNS_FROM, height >= _NUMBERS_FROM
        row = height - 1 - y - signed - numbered  # from the foot of the bars
        if row >= 0:
            top = height - signed - numbered - (height >= _VALUES_FROM)
            return self._strip([self._piece(bar, column, row, top) for bar in bars])
        if row == -1:
            numbers = _numbers(bars, column)
            cells = [
                self._segment(numbers[i * column : (i + 1) * column], "number")
                if signed or bar.kind not in _SIGNS
                else self._sign(bar, column)  # says more than the number
                for i, bar in enumerate(bars)
            ]
            return self._strip(cells)
        return self._strip([self._sign(bar, column) for bar in bars])

    def _piece(self, bar: Bar, column: int, row: int, top: int) -> Segment:
        """What is seen of a rep in a row: its bar, its value above that, or nothing.

        Args:
            bar: The rep.
            column: Width with the gap.
            row: From the foot of the bars.
            top: Rows of the longest bar.
        """
        value = self._usual if bar.value is None else max(bar.value, 0.0)
        eighths = max(1, round(8 * top * value / self._most))
        rows = -(-eighths // 8)
        if row >= rows:
            written = row == rows and bar.value is not None and self.size.height >= _VALUES_FROM
            texts = (f"{bar.value:.0f}°", f"{bar.value:.0f}") if written else ()
            text = next((text for text in texts if len(text) < column), "")
            return self._segment(_placed(text, column), "value")
        thick = _thick(column)
        if bar.value is None:
            text = _hollow(thick, row, rows)
        else:
            text = ("█" if eighths >= 8 * (row + 1) else _EIGHTHS[eighths % 8]) * thick
        return self._segment(_placed(text, column), bar.kind)

    def _sign(self, bar: Bar, column: int) -> Segment:
        sign = _SIGNS.get(bar.kind, "")
        long = f"{sign} {bar.kind}"
        text = long if sign and len(long) < column else sign
        return self._segment(_placed(text, column), bar.kind)

    def _segment(self, text: str, style: str) -> Segment:
        return Segment(text, self.get_component_rich_style(f"rep-bars--{style}"))

    def _strip(self, segments: list[Segment]) -> Strip:
        """The segments in the middle of a row."""
        width = self.size.width
        left = (width - sum(len(segment.text) for segment in segments)) // 2
        style = self.visual_style.rich_style
        return Strip([Segment(" " * left, style), *segments]).adjust_cell_length(width, style)


def _kind(index: int, value: float | None, best: int | None, worst: int | None) -> str:
    if value is None:
        return "unmeasured"
    return "best" if index == best else "worst" if index == worst else "plain"


def _numbers(bars: Sequence[Bar], column: int) -> str:
    """The row of the reps' numbers, each below its bar; some are left out where it is narrow."""
    digits = len(str(bars[-1].number))
    step = next((step for step in _STEPS if step * column > digits), _STEPS[-1])
    row = [" "] * (column * len(bars))
    for i, bar in enumerate(bars):
        text = str(bar.number)
        if bar.number % step == 0 or step == 1:
            at = min(i * column + _indent(text, column), max(0, len(row) - len(text)))
            row[at : at + len(text)] = text
    return "".join(row)[: column * len(bars)]


def _hollow(width: int, row: int, rows: int) -> str:
    """A row of an empty bar, counted from its foot."""
    if width == 1:
        return "┊"
    if rows == 1:
        return "[" + " " * (width - 2) + "]"
    left, line, right = "└─┘" if row == 0 else "┌─┐" if row == rows - 1 else "│ │"
    return left + line * (width - 2) + right


def _thick(column: int) -> int:
    """Width of a bar in a column, which ends in a gap."""
    return max(1, column - (2 if column > _GAP_OF_TWO else 1))


def _placed(text: str, column: int) -> str:
    """Text in a column, in the middle of the bar."""
    return (" " * _indent(text, column) + text).ljust(column)


def _indent(text: str, column: int) -> int:
    """Blanks before text in the middle of a bar."""
    return max(0, (_thick(column) - len(text)) // 2)
