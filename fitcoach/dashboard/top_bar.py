"""The line at the top: which exercise, which set, how much of it."""

from textual.app import ComposeResult
from textual.containers import Horizontal

from fitcoach.dashboard.letters import Banner
from fitcoach.dashboard.words import place, target, title
from fitcoach.workout import Moment


class TopBar(Horizontal):
    """The exercise at the left, set and target at the right."""

    DEFAULT_CSS = """
    TopBar {
        dock: top;
        height: 1;
        background: $panel;
        & > Banner { width: 1fr; }
    }
    """

    def compose(self) -> ComposeResult:
        """See `Widget.compose`."""
        yield Banner(id="exercise")
        yield Banner(id="set")

    def show(self, moment: Moment) -> None:
        """Shows where in the workout we are."""
        self.query_one("#exercise", Banner).text = title(moment)
        parts = [place(moment.goal), target(moment.goal)]
        self.query_one("#set", Banner).text = ", ".join(part for part in parts if part)
