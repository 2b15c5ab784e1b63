"""The movement as a bar: how far the user is between the two ends of a rep."""

from functools import lru_cache
from math import floor
from typing import ClassVar, Final

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from fitcoach.dashboard.letters import draw_letters, write_plainly

_EIGHTHS: Final = " ▏▎▍▌▋▊▉"
_MARK: Final = "┃"
_NARROWEST: Final = 8
"""Columns of the bar below which the names of the phases give way to it."""


@lru_cache(maxsize=16)
def _name(phase: str, height: int, *, large: bool) -> list[str]:
    """A phase's name in rows of one width, with a blank on either side."""
    rows = draw_letters(phase, 6 * len(phase), height) if large else None
    if rows is None:
        return [f" {row} " for row in write_plainly(phase, len(phase), height)]
    left = min(len(row) - len(row.lstrip()) for row in rows if row.strip())
    right = max(len(row.rstrip()) for row in rows)
    return [f" {row[left:right]} " for row in rows]


class Gauge(Widget):
    """A bar between the names of two phases, filled as far as the movement has gone."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "gauge--bar",
        "gauge--filled-mark",
        "gauge--mark",
        "gauge--phase",
        "gauge--held",
    }
    DEFAULT_CSS = """
    Gauge {
        height: 1;
        & > .gauge--bar { color: $primary; background: $foreground 15%; }
        & > .gauge--mark { color: $foreground; background: $foreground 15%; text-style: bold; }
        & > .gauge--filled-mark { color: $background; background: $primary; text-style: bold; }
        & > .gauge--phase { color: $foreground-muted; }
        & > .gauge--held { color: $background; background: $foreground; text-style: bold; }
    }
    """

    def __init__(self) -> None:
        """There is no movement yet."""
        super().__init__()
        self._phases = ("", "")
        self._progress: float | None = None
        self._mark: float | None = None
        self._held: str | None = None

    def show(
        self,
        phases: tuple[str, str],
        progress: float | None,
        mark: float | None,
        held: str | None,
    ) -> None:
        """Shows where the movement is.

        Args:
            phases: Names of the phase at rest and of that at the turn-around.
            progress: 0 at rest, 1 at the turn-around; what lies beyond is cut off. `None` where
                it is not known.
            mark: Where on this scale the last rep turned around.
            held: The phase which the user is in now.
        """
        shown = (phases, progress, mark, held)
        if shown != (self._phases, self._progress, self._mark, self._held):
            self._phases, self._progress, self._mark, self._held = shown
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draws a row."""
        width, height = self.size
        for large in (True, False):
            rest, turn = (_name(phase, height, large=large)[y] for phase in self._phases)
            inner = width - len(rest) - len(turn) - 2
            if inner >= (width // 2 if large else _NARROWEST):
                gap = Segment(" ", self.visual_style.rich_style)
                ends = [self._end(rest, self._phases[0]), self._end(turn, self._phases[1])]
                return Strip([ends[0], gap, *self._bar(inner, y), gap, ends[1]], width)
        return Strip(self._bar(width, y), width)

    def _end(self, text: str, phase: str) -> Segment:
        style = "gauge--held" if phase == self._held else "gauge--phase"
        return Segment(text, self.get_component_rich_style(style))

    def _bar(self, width: int, y: int) -> list[Segment]:
        bar = self.get_component_rich_style("gauge--bar")
        if self._progress is None:
            return [
                Segment(
                    ("\N{EN DASH}" if y == (self.size.height - 1) // 2 else "").center(width), bar
                )
            ]
        eighths = round(8 * width * min(max(self._progress, 0.0), 1.0))
        cells = ("█" * (eighths // 8) + _EIGHTHS[eighths % 8]).ljust(width)[:width]
        if self._mark is None or not width:
            return [Segment(cells, bar)]
        at = min(max(floor(self._mark * width), 0), width - 1)
        mark = "gauge--filled-mark" if cells[at] == "█" else "gauge--mark"
        return [
            Segment(cells[:at], bar),
            Segment(_MARK, self.get_component_rich_style(mark)),
            Segment(cells[at + 1 :], bar),
        ]
