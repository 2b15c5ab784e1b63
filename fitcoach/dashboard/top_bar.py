"""The line at the top: which exercise, which set, how much of it."""

from textual.app import ComposeResult
from textual.containers import Horizontal

from fitcoach.dashboard.line import Line
from fitcoach.dashboard.words import place, target, title
from fitcoach.workout import Moment


class TopBar(Horizontal):
    """Exercise at the left, set and target at the right."""

    DEFAULT_CSS = """
    TopBar {
        dock: top;
        height: 1;
        background: $panel;
        & > #exercise { width: 1fr; padding: 0 1; text-style: bold; }
        & > #set { width: auto; padding: 0 1; }
    }
    """

    def compose(self) -> ComposeResult:
        """See `Widget.compose`."""
        yield Line(id="exercise")
        yield Line(id="set")

    def show(self, moment: Moment) -> None:
        """Shows where in the workout we are."""
        self.query_one("#exercise", Line).show(title(moment))
        parts = [place(moment.goal), target(moment.goal)]
        self.query_one("#set", Line).show(" · ".join(part for part in parts if part))
