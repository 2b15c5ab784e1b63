"""The probability of each phase over the last seconds."""

from collections import deque
from collections.abc import Mapping
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

SPAN: Final = 8.0
"""Seconds that are shown."""

_STEP: Final = 0.1
"""Seconds between two drawings: what moves a column at a time needs no more."""

_LEVELS: Final = " ▁▂▃▄▅▆▇█"
_NONE: Final = "none"
_LABEL: Final = 9
_SHARE: Final = 5


class Probabilities(Widget):
    """A row for each phase: its name, its probability over the last seconds, and now."""

    COMPONENT_CLASSES: ClassVar = {"probabilities--held", "probabilities--other"}

    DEFAULT_CSS = """
    Probabilities {
        height: auto;
        & > .probabilities--held { color: $primary; text-style: bold; }
        & > .probabilities--other { color: $text-muted; }
    }
    """

    def __init__(self) -> None:
        """Empty at first."""
        super().__init__()
        self._phases: tuple[str, ...] = ()
        self._held: str | None = None
        self._due = 0.0
        self._history: deque[tuple[float, Mapping[str, float]]] = deque()

    def show(
        self,
        timestamp: float,
        phases: tuple[str, ...],
        probabilities: Mapping[str, float],
        held: str | None,
    ) -> None:
        """Adds a moment; with other phases than before it begins anew."""
        if phases != self._phases or (self._history and timestamp < self._history[-1][0]):
            self._phases = phases
            self._history.clear()
            self._due = timestamp
            self.refresh(layout=True)
        self._history.append((timestamp, probabilities))
        while self._history[0][0] < timestamp - SPAN:
            self._history.popleft()
        if held != self._held or timestamp >= self._due:
            self._held, self._due = held, timestamp + _STEP
            self.refresh()

    def get_content_height(self, *_: object) -> int:
        """A row for each phase and one for none of them."""
        return len(self._phases) + 1

    def render_line(self, y: int) -> Strip:
        """See `Widget.render_line`."""
        names = (*self._phases, _NONE)
        if y >= len(names) or not self._history:
            return Strip.blank(self.size.width)
        name = names[y]
        held = name == self._held
        style = self._style("held" if held else "other")
        now = self._history[-1][1].get(name)
        share = "    -" if now is None else f"{now:5.0%}"
        label = f"{'▸' if held else ' '}{name[: _LABEL - 2]:<{_LABEL - 1}}"
        width = max(0, self.size.width - _LABEL - _SHARE)
        text = label + self._graph(name, width) + share
        return Strip([Segment(text, style)]).adjust_cell_length(self.size.width)

    def _graph(self, name: str, width: int) -> str:
        """One column for each stretch of time, as high as the probability was in it at most."""
        levels = [0] * width
        if not width:
            return ""
        begin = self._history[-1][0] - SPAN
        for timestamp, probabilities in self._history:
            column = min(width - 1, int((timestamp - begin) / SPAN * width))
            level = round(probabilities.get(name, 0.0) * (len(_LEVELS) - 1))
            levels[column] = max(levels[column], level)
        return "".join(_LEVELS[level] for level in levels)

    def _style(self, part: str) -> Style:
        return self.get_component_rich_style(f"probabilities--{part}")
